import { useState } from 'preact/hooks';
import type { SuggestionDecision, SuggestionView } from '../../../shared/domain/suggestion-record.ts';
import { sendJson } from '../api/client.ts';
import { useSend } from '../api/use-send.ts';
import { useLanguage } from '../i18n/language.tsx';
import { useAllowed, useStatus } from '../session.tsx';
import { stageName } from '../taxonomy.ts';
import { CopyButton } from './message-ideas.tsx';
import { QuoteBlock } from './quote.tsx';
import { Failure } from './states.tsx';

/** A place that the marketer must fill in before a text can be used. */
const PLACE = /〔[^〕]*〕/u;

/** One suggestion: what it stands on, its drafts, and the decision. */
export function SuggestionCard(props: { view: SuggestionView; week: string; onDecided: () => void }) {
  const { view, week, onDecided } = props;
  const { suggestion, state } = view;
  const { text, format } = useLanguage();
  const mayDecide = useAllowed('marketer', 'admin');
  const { sending, error, send } = useSend();
  const [edited, setEdited] = useState<string | null>(null);

  async function decide(decision: SuggestionDecision) {
    const body = { week, revision: view.revision, ...decision };
    const done = await send(
      async () => void (await sendJson<SuggestionView>('PUT', `/v1/suggestions/${suggestion.id}`, body)),
    );
    if (done) setEdited(null);
    // After a conflict as well: the person should see what the other one decided.
    onDecided();
  }

  return (
    <li class="suggestion">
      <Head view={view} />
      {view.text !== undefined && <Chosen view={view} chosen={view.text} />}
      {suggestion.drafts.map((draft) => (
        <div key={draft} class="draft">
          <span class="draft-angle">{text.keyword.angle[suggestion.angle]}</span>
          <p lang="ko">{draft}</p>
          <CopyButton value={draft} />
          {mayDecide && draft !== view.text && (
            <button
              type="button"
              class="button"
              disabled={sending}
              title={PLACE.test(draft) ? text.keywords.placeToFill : undefined}
              onClick={() =>
                PLACE.test(draft) ? setEdited(draft) : void decide({ decision: 'accepted', text: draft })
              }
            >
              {PLACE.test(draft) ? text.keywords.fill : text.keywords.accept}
            </button>
          )}
        </div>
      ))}
      {edited !== null && (
        <form
          class="form"
          onSubmit={(event) => {
            event.preventDefault();
            void decide({ decision: 'edited', text: edited.trim() });
          }}
        >
          <label class="form-whole">
            <span>{text.keywords.editLabel(suggestion.phrase)}</span>
            <textarea
              value={edited}
              lang="ko"
              required
              maxLength={2000}
              onInput={(event) => setEdited(event.currentTarget.value)}
            />
          </label>
          {PLACE.test(edited) && <p class="hint form-whole">{text.keywords.placeToFill}</p>}
          <p class="row form-whole">
            <button
              type="submit"
              class="button button-primary"
              disabled={sending || edited.trim() === '' || PLACE.test(edited)}
            >
              {text.keywords.accept}
            </button>
            <button type="button" class="button" onClick={() => setEdited(null)}>
              {text.keywords.cancel}
            </button>
          </p>
        </form>
      )}
      {error !== null && <Failure error={error} />}
      {mayDecide && edited === null && (
        <p class="row">
          <button
            type="button"
            class="button"
            onClick={() => setEdited(view.text ?? suggestion.drafts[0] ?? '')}
          >
            {text.keywords.edit}
          </button>
          {state !== 'rejected' && (
            <button
              type="button"
              class="text-button"
              disabled={sending}
              onClick={() => void decide({ decision: 'rejected' })}
            >
              {text.keywords.reject}
            </button>
          )}
        </p>
      )}
      {suggestion.test != null && (
        <p class="muted">{text.keywords.test(format.count(suggestion.test.perVariant))}</p>
      )}
      {suggestion.evidence.length > 0 && (
        <details>
          <summary>{text.keywords.quotes(format.count(suggestion.evidence.length))}</summary>
          <div class="quote-list">
            {suggestion.evidence.map((quote) => (
              <QuoteBlock key={quote.documentKey} quote={quote} />
            ))}
          </div>
        </details>
      )}
    </li>
  );
}

function Head({ view: { suggestion, state } }: { view: SuggestionView }) {
  const { text, format, language } = useLanguage();
  const { lift } = suggestion;
  return (
    <div class="keyword-head">
      <strong lang="ko">{suggestion.phrase}</strong>
      <span class={`badge suggestion-${state}`}>{text.keywords.state[state]}</span>
      <span class="muted">{text.stageSuffix(stageName(suggestion.stage, language))}</span>
      <span class="muted">{text.keyword.said(format.count(suggestion.said))}</span>
      <span class={suggestion.gap ? 'badge keyword-gap' : 'badge'}>
        {suggestion.gap ? text.keyword.gap : text.keyword.used}
      </span>
      <span class="muted">
        {lift === null
          ? text.keywords.tooFewSends
          : `${text.keyword.lift(format.decimal(lift.value))} (${text.interval(format.decimal(lift.low), format.decimal(lift.high))})`}
      </span>
    </div>
  );
}

function Chosen({ view, chosen }: { view: SuggestionView; chosen: string }) {
  const { text, format } = useLanguage();
  const { timeZone } = useStatus();
  const last = view.history.findLast((event) => 'decision' in event);
  return (
    <div class="suggestion-text">
      <p class="muted">
        {text.keywords.chosen}
        {last !== undefined && ` · ${text.keywords.by(last.by, format.time(last.at, timeZone))}`}
      </p>
      <p lang="ko">{chosen}</p>
    </div>
  );
}
