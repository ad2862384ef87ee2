import { useState } from 'preact/hooks';
import type { EmergingDecision, EmergingPoint } from '../../../shared/domain/emerging-point.ts';
import type { EmergingDecisionRequest } from '../../../shared/domain/settings-api.ts';
import { addressOf } from '../addresses.ts';
import { asApiError, sendJson } from '../api/client.ts';
import { useSend } from '../api/use-send.ts';
import { useLanguage } from '../i18n/language.tsx';
import { useAllowed, useStatus } from '../session.tsx';
import { codeName } from '../taxonomy.ts';
import { AcceptEmerging } from './accept-emerging.tsx';
import { ChangeBadge } from './change-badge.tsx';
import { QuoteBlock } from './quote.tsx';
import { Failure } from './states.tsx';

/** One proposal with its words and quotes, what was decided on it, or the two ways to decide. */
export function EmergingProposal(props: {
  proposal: EmergingPoint;
  decision: EmergingDecision | null;
  week: string;
  edition: number;
  onDecided: () => void;
}) {
  const { proposal, decision, week, edition, onDecided } = props;
  const { text } = useLanguage();
  const mayDecide = useAllowed('marketer', 'cx', 'admin');
  const { sending, error, send } = useSend();
  const [asked, setAsked] = useState<'accept' | 'dismiss' | null>(null);
  const [done, setDone] = useState(false);
  const words = text.settings.emerging;

  async function decide(body: EmergingDecisionRequest) {
    setDone(false);
    const saved = await send(async () => {
      try {
        await sendJson('PUT', `/v1/emerging/${proposal.id}`, body);
      } catch (failure) {
        // The form keeps what was written, and sends the edition that holds now the next time.
        if (asApiError(failure).code === 'conflict') onDecided();
        throw failure;
      }
    });
    if (!saved) return;
    setAsked(null);
    setDone(body.decision === 'accepted');
    onDecided();
  }

  return (
    <li class="suggestion">
      <Facts proposal={proposal} />
      <p role="status" class="muted">
        {done && words.done}
      </p>
      {decision !== null && <Decision decision={decision} />}
      {error !== null && error.findings.length === 0 && <Failure error={error} retry={onDecided} />}
      {decision === null && !mayDecide && <p class="muted">{words.mayNot}</p>}
      {decision === null && mayDecide && asked === null && (
        <p class="row">
          <button type="button" class="button" onClick={() => setAsked('accept')}>
            {words.accept}
          </button>
          <button type="button" class="text-button" onClick={() => setAsked('dismiss')}>
            {words.dismiss}
          </button>
        </p>
      )}
      {decision === null && asked === 'dismiss' && (
        <div class="notice">
          <p>{words.dismissHint}</p>
          <p class="row">
            <button
              type="button"
              class="button button-primary"
              disabled={sending}
              onClick={() => void decide({ week, decision: 'dismissed' })}
            >
              {words.dismissConfirm}
            </button>
            <button type="button" class="button" onClick={() => setAsked(null)}>
              {words.cancel}
            </button>
          </p>
        </div>
      )}
      {decision === null && asked === 'accept' && (
        <AcceptEmerging
          proposal={proposal}
          sending={sending}
          findings={error?.findings ?? []}
          onAccept={(code) => void decide({ week, edition, decision: 'accepted', ...code })}
          onCancel={() => setAsked(null)}
        />
      )}
    </li>
  );
}

function Facts({ proposal }: { proposal: EmergingPoint }) {
  const { text, format } = useLanguage();
  const words = text.settings.emerging;
  return (
    <>
      <div class="keyword-head">
        <strong lang="ko">{proposal.name}</strong>
        <ChangeBadge change={proposal.change} />
        <span class="muted">
          {[
            words.said(format.count(proposal.documents)),
            `${text.sentiment.negative} ${format.percent(proposal.negativeShare)}`,
            words.customers(format.count(proposal.customers)),
            words.days(format.period(proposal.firstDay, proposal.lastDay)),
          ].join(' · ')}
        </span>
      </div>
      <ul class="chips">
        {proposal.terms.map(({ term, documents }) => (
          <li key={term} class="chip-plain" lang="ko">
            {term}
            <small>{format.count(documents)}</small>
          </li>
        ))}
      </ul>
      {proposal.evidence.length > 0 && (
        <details>
          <summary>{words.quotes(format.count(proposal.evidence.length))}</summary>
          <div class="quote-list">
            {proposal.evidence.map((quote) => (
              <QuoteBlock key={quote.documentKey} quote={quote} />
            ))}
          </div>
        </details>
      )}
    </>
  );
}

function Decision({ decision }: { decision: EmergingDecision }) {
  const { text, format, language } = useLanguage();
  const { timeZone } = useStatus();
  const words = text.settings.emerging;
  const at = format.time(decision.at, timeZone);
  if (decision.decision === 'dismissed') return <p>{words.dismissed(decision.by, at)}</p>;
  return (
    <p>
      {words.accepted(codeName(decision.code ?? decision.name, language), decision.by, at)}{' '}
      <a href={addressOf.settings()}>{words.toSettings}</a>
    </p>
  );
}
