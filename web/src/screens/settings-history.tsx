import { useState } from 'preact/hooks';
import type { SettingsHistory, SettingsView } from '../../../shared/domain/settings-api.ts';
import { getJson, sendJson } from '../api/client.ts';
import { useResource } from '../api/use-resource.ts';
import { useSend } from '../api/use-send.ts';
import { Section } from '../components/page.tsx';
import { Reanalyses } from '../components/reanalyses.tsx';
import { Empty, Failure, Loaded } from '../components/states.tsx';
import { useLanguage } from '../i18n/language.tsx';
import { useAllowed, useStatus } from '../session.tsx';
import type { SettingsPanel } from './settings.tsx';

const FIRST_PAGE = '/v1/settings/history?limit=20';
type Edition = SettingsHistory['editions'][number];

/** Who changed what and why, with the way back, and how stored voices are read anew. */
export function SettingsHistoryPanel({ view, reload }: SettingsPanel) {
  const { text } = useLanguage();
  const maySeeReanalyses = useAllowed('marketer', 'cx', 'admin');
  const history = useResource<SettingsHistory>(FIRST_PAGE);
  const [restored, setRestored] = useState(false);
  return (
    <>
      <Section title={text.settings.tabs.history} hint={text.settings.history.hint}>
        <p role="status" class="muted">
          {restored && text.settings.history.restoredNow}
        </p>
        <Loaded resource={history.resource} reload={history.reload}>
          {(first) =>
            first.editions.length === 0 ? (
              <Empty>{text.settings.history.empty}</Empty>
            ) : (
              <Editions
                key={first.editions[0]?.edition}
                first={first}
                view={view}
                onRestored={(done) => {
                  setRestored(done);
                  reload();
                  history.reload();
                }}
              />
            )
          }
        </Loaded>
      </Section>
      {maySeeReanalyses && <Reanalyses running={view.reading.running !== null} onAsked={reload} />}
    </>
  );
}

function Editions(props: {
  first: SettingsHistory;
  view: SettingsView;
  onRestored: (done: boolean) => void;
}) {
  const { first, view, onRestored } = props;
  const { text, format } = useLanguage();
  const mayRestore = useAllowed('admin');
  const { sending, error, send } = useSend();
  const [later, setLater] = useState<SettingsHistory | null>(null);
  const [asked, setAsked] = useState<number | null>(null);
  const editions = [...first.editions, ...(later?.editions ?? [])];
  const { nextCursor } = later ?? first;
  const words = text.settings.history;

  async function restore(to: number, note: string) {
    const body = { edition: view.edition, restore: to, note };
    const done = await send(
      async () => void (await sendJson<SettingsView>('POST', '/v1/settings/restorations', body)),
    );
    setAsked(null);
    // After a conflict as well: what the other one changed should be seen.
    onRestored(done);
  }
  async function readMore(cursor: string) {
    await send(async () => {
      const page = await getJson<SettingsHistory>(`${FIRST_PAGE}&cursor=${encodeURIComponent(cursor)}`);
      setLater({ ...page, editions: [...(later?.editions ?? []), ...page.editions] });
    });
  }
  const way = (to: number, label: string) =>
    asked === to ? (
      <RestoreForm
        sending={sending}
        onRestore={(note) => void restore(to, note)}
        onCancel={() => setAsked(null)}
      />
    ) : (
      <button type="button" class="button" onClick={() => setAsked(to)}>
        {label}
      </button>
    );

  return (
    <div class="stack">
      {error !== null && <Failure error={error} />}
      <ol class="connectors">
        {editions.map((edition) => (
          <li key={edition.edition}>
            <EditionFacts edition={edition} current={edition.edition === view.edition} />
            {mayRestore && edition.edition !== view.edition && (
              <div>{way(edition.edition, words.restore(format.count(edition.edition)))}</div>
            )}
          </li>
        ))}
      </ol>
      {nextCursor !== null && (
        <p class="more">
          <button type="button" class="button" disabled={sending} onClick={() => void readMore(nextCursor)}>
            {words.more}
          </button>
        </p>
      )}
      {mayRestore && nextCursor === null && view.edition > 0 && <div>{way(0, words.restoreDeployed)}</div>}
    </div>
  );
}

function EditionFacts({ edition, current }: { edition: Edition; current: boolean }) {
  const { text, format, language } = useLanguage();
  const { timeZone } = useStatus();
  const words = text.settings.history;
  return (
    <>
      <span class="row">
        <strong>{words.edition(format.count(edition.edition))}</strong>
        <span class="badge">{edition.part === 'all' ? words.all : text.settings.tabs[edition.part]}</span>
        {current && <span class="badge published">{words.current}</span>}
        <span class="muted">{words.by(edition.by, format.time(edition.at, timeZone))}</span>
      </span>
      {edition.restored !== undefined && <p>{words.restored(format.count(edition.restored))}</p>}
      {edition.note !== '' && <p>{words.note(edition.note)}</p>}
      {edition.changes.length === 0 ? (
        <p class="muted">{words.noChanges}</p>
      ) : (
        <ul class="change-list">
          {edition.changes.map((change) => (
            <li key={change.en}>{change[language]}</li>
          ))}
        </ul>
      )}
    </>
  );
}

function RestoreForm(props: { sending: boolean; onRestore: (note: string) => void; onCancel: () => void }) {
  const { text } = useLanguage();
  const [note, setNote] = useState('');
  const words = text.settings.history;
  return (
    <form
      class="form notice"
      onSubmit={(event) => {
        event.preventDefault();
        props.onRestore(note.trim());
      }}
    >
      <p class="form-whole">{words.confirm}</p>
      <label class="form-whole">
        <span>{text.settings.save.note}</span>
        <input value={note} maxLength={500} onInput={(event) => setNote(event.currentTarget.value)} />
      </label>
      <p class="row form-whole">
        <button type="submit" class="button button-primary" disabled={props.sending}>
          {words.confirmButton}
        </button>
        <button type="button" class="button" onClick={props.onCancel}>
          {words.cancel}
        </button>
      </p>
    </form>
  );
}
