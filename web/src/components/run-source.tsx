import type { SourceHealthView, SourceRunRequested } from '../../../shared/domain/dashboard-api.ts';
import { sendJson } from '../api/client.ts';
import { useSend } from '../api/use-send.ts';
import { useLanguage } from '../i18n/language.tsx';
import { useAllowed } from '../session.tsx';
import { type AskedRun, stateOfRun } from '../source-run.ts';

/** Has a source read now, and tells how that goes until its health has something new. */
export function RunSource(props: {
  source: SourceHealthView;
  asked: AskedRun | undefined;
  onAsked: (run: AskedRun) => void;
}) {
  const { source, asked, onAsked } = props;
  const { text, format } = useLanguage();
  const mayRun = useAllowed('cx', 'admin');
  const { sending, error, send } = useSend();
  if (!mayRun) return null;
  if (!source.enabled) return <p class="hint">{text.failure['source-off']}</p>;

  const words = text.collection.run;
  const state = asked === undefined ? null : stateOfRun(asked, source, Date.now());
  const waiting = source.running || state === 'asked';
  const failures: Readonly<Record<string, string>> = text.failure;
  const reasons: Readonly<Record<string, string>> = text.collection.errorCode;
  const told = () => {
    if (state === 'asked') return words.asked;
    if (source.running) return words.running;
    if (state === 'late') return words.late;
    if (state !== 'ended') return '';
    if (source.outcome !== 'failed') return words.ended(format.count(source.documents ?? 0));
    return words.failed(source.errorCode === null ? '' : (reasons[source.errorCode] ?? source.errorCode));
  };

  async function run() {
    const { lastRunAt } = source;
    const taken = await send(async () => {
      await sendJson<SourceRunRequested>('POST', `/v1/sources/${encodeURIComponent(source.id)}/runs`);
    });
    if (taken) onAsked({ lastRunAt, askedAtMs: Date.now() });
  }

  return (
    <div class="row">
      <button
        type="button"
        class="button"
        disabled={sending || waiting}
        aria-label={words.startOf(source.id)}
        onClick={() => void run()}
      >
        {waiting ? words.waiting : words.start}
      </button>
      {source.parkedUntil !== null && state === null && <span class="hint">{words.parked}</span>}
      <span
        role="status"
        class={state === 'ended' && source.outcome === 'failed' ? 'field-problem' : 'muted'}
      >
        {told()}
      </span>
      {error !== null && (
        <span role="alert" class="field-problem">
          {failures[error.code] ?? text.failure.internal}
        </span>
      )}
    </div>
  );
}
