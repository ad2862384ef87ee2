import { useEffect, useState } from 'preact/hooks';
import type { Reanalysis, ReanalysisList } from '../../../shared/domain/reanalysis.ts';
import { sendJson } from '../api/client.ts';
import { useResource } from '../api/use-resource.ts';
import { useSend } from '../api/use-send.ts';
import { useLanguage } from '../i18n/language.tsx';
import { useAllowed, useStatus } from '../session.tsx';
import { Section } from './page.tsx';
import { Empty, Failure, Loaded } from './states.tsx';

const LOOK_AGAIN_MS = 5_000;

/** How stored voices are read anew, and, for admins, having a period read anew. */
export function Reanalyses({ running, onAsked }: { running: boolean; onAsked: () => void }) {
  const { text } = useLanguage();
  const mayAsk = useAllowed('admin');
  const { resource, reload } = useResource<ReanalysisList>('/v1/reanalyses?limit=10');
  useEffect(() => {
    if (!running) return;
    const timer = setInterval(reload, LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [running, reload]);
  const words = text.settings.reanalyses;
  return (
    <Section title={words.title} hint={words.hint}>
      <div class="stack">
        <Loaded resource={resource} reload={reload}>
          {({ reanalyses }) =>
            reanalyses.length === 0 ? (
              <Empty>{words.none}</Empty>
            ) : (
              <ul class="connectors">
                {reanalyses.map((one) => (
                  <Row key={one.id} reanalysis={one} />
                ))}
              </ul>
            )
          }
        </Loaded>
        {mayAsk && (
          <AskForm
            onAsked={() => {
              reload();
              onAsked();
            }}
          />
        )}
      </div>
    </Section>
  );
}

function Row({ reanalysis }: { reanalysis: Reanalysis }) {
  const { text, format } = useLanguage();
  const { timeZone } = useStatus();
  const { from, to, state, reason, seen, of, sent, expired, at, by } = reanalysis;
  const words = text.settings.reanalyses;
  return (
    <li>
      <span class="row">
        <strong>{format.period(from, to)}</strong>
        <span class={`badge ${state === 'done' ? 'published' : ''}`}>{words.states[state]}</span>
        <span class="muted">{`${words.reasons[reason]} · ${by} · ${format.time(at, timeZone)}`}</span>
      </span>
      <span class="muted">
        {words.progress(format.count(seen), format.count(of), format.count(sent))}
        {expired > 0 && ` · ${words.expired(format.count(expired))}`}
      </span>
    </li>
  );
}

function AskForm({ onAsked }: { onAsked: () => void }) {
  const { text } = useLanguage();
  const { firstDay, lastDay, today } = useStatus();
  const { sending, error, send } = useSend();
  const [from, setFrom] = useState(firstDay ?? today);
  const [to, setTo] = useState(lastDay ?? today);
  const [asked, setAsked] = useState(false);
  const words = text.settings.reanalyses;
  const backwards = from > to;

  async function ask(event: Event) {
    event.preventDefault();
    setAsked(false);
    const taken = await send(
      async () => void (await sendJson<Reanalysis>('POST', '/v1/reanalyses', { from, to })),
    );
    if (!taken) return;
    setAsked(true);
    onAsked();
  }

  return (
    <form class="form" onSubmit={(event) => void ask(event)}>
      <label>
        <span>{words.from}</span>
        <input type="date" required value={from} onInput={(event) => setFrom(event.currentTarget.value)} />
      </label>
      <label>
        <span>{words.to}</span>
        <input type="date" required value={to} onInput={(event) => setTo(event.currentTarget.value)} />
      </label>
      {error !== null && (
        <div class="form-whole">
          <Failure error={error} />
        </div>
      )}
      <p class="row form-whole">
        <button type="submit" class="button" disabled={sending || backwards}>
          {sending ? words.starting : words.start}
        </button>
        <span role="status" class={backwards ? 'field-problem' : 'muted'}>
          {backwards ? words.order : asked && words.asked}
        </span>
      </p>
    </form>
  );
}
