import { useEffect, useState } from 'preact/hooks';
import type { SettingsCheck, SettingsPreview, SettingsView } from '../../../shared/domain/settings-api.ts';
import type { SettingsPart } from '../../../shared/domain/settings-edition.ts';
import { asApiError, sendJson } from '../api/client.ts';
import { useSend } from '../api/use-send.ts';
import { useLanguage } from '../i18n/language.tsx';
import type { Draft } from '../use-draft.ts';
import { useUnsaved } from '../use-unsaved.ts';
import { Findings } from './entry-field.tsx';
import { Section } from './page.tsx';
import { SettingsEffect } from './settings-effect.tsx';
import { Failure } from './states.tsx';

/** Checks what was changed, shows what it would do, and saves it with a note. */
export function SettingsSave(props: {
  part: SettingsPart;
  /** The edition that was read: the API refuses to overwrite a newer one. */
  edition: number;
  value: unknown;
  /** What the person is changing, of which `value` is what is sent. */
  draft: Pick<Draft<unknown>, 'changed' | 'findingsAt' | 'setFindings' | 'clear'>;
  /** Reads what holds now. */
  reload: () => void;
  /** Names of reasons as they would be, by code. */
  names?: Readonly<Record<string, string>>;
}) {
  const { part, edition, value, draft, reload } = props;
  const { changed, setFindings } = draft;
  const { text, format } = useLanguage();
  const { sending, error, send } = useSend();
  const [checked, setChecked] = useState<{
    problems: number;
    preview: SettingsPreview | 'none' | null;
  } | null>(null);
  const [note, setNote] = useState('');
  const [told, setTold] = useState<'conflict' | { readonly saved: number } | null>(null);
  /** The edition that was refused as overtaken: until a newer one is read, there is nothing to check. */
  const [overtaken, setOvertaken] = useState<number | null>(null);
  useUnsaved(changed > 0, text.settings.save.leave);
  const written = JSON.stringify(value);
  // A check speaks of what it has seen.
  useEffect(() => setChecked(null), [written]);

  async function check() {
    setTold(null);
    await send(async () => {
      try {
        const body = { part, value };
        const { findings, preview } = await sendJson<SettingsCheck>('POST', '/v1/settings/checks', body);
        setFindings(findings);
        setChecked({ problems: findings.length, preview });
      } catch (failure) {
        if (asApiError(failure).status < 500) throw failure;
        // Too much to look at in the time that there is: saving checks once more, so nobody is stuck here.
        setFindings([]);
        setChecked({ problems: 0, preview: 'none' });
      }
    });
  }

  async function save(event: Event) {
    event.preventDefault();
    await send(async () => {
      try {
        const body = { edition, value, note: note.trim() };
        const view = await sendJson<SettingsView>('PUT', `/v1/settings/${part}`, body);
        draft.clear();
        reload();
        setNote('');
        setTold({ saved: view.edition });
      } catch (failure) {
        const problem = asApiError(failure);
        if (problem.code === 'conflict') {
          setTold('conflict');
          setChecked(null);
          setOvertaken(edition);
          reload();
        } else if (problem.findings.length > 0) {
          setFindings(problem.findings);
          setChecked({ problems: problem.findings.length, preview: null });
        } else throw failure;
      }
    });
  }

  const words = text.settings.save;
  const clean = checked !== null && checked.problems === 0;
  return (
    <Section title={words.title}>
      <div class="stack">
        <p role="status">
          {changed > 0
            ? words.changed(format.count(changed))
            : told !== null && told !== 'conflict'
              ? words.saved(format.count(told.saved))
              : words.unchanged}
        </p>
        {told === 'conflict' && (
          <div class="notice" role="alert">
            <h3>{words.conflict}</h3>
            <p>{words.conflictHint}</p>
          </div>
        )}
        {checked !== null && checked.problems > 0 && (
          <p role="alert" class="field-problem">
            {words.found(format.count(checked.problems))}
          </p>
        )}
        {/* Those that belong to no entry, and are marked nowhere else. */}
        <Findings findings={draft.findingsAt('')} />
        {error !== null && <Failure error={error} />}
        {changed > 0 && (
          <div class="row">
            <button
              type="button"
              class={clean ? 'button' : 'button button-primary'}
              disabled={sending || overtaken === edition}
              onClick={() => void check()}
            >
              {sending && !clean ? words.checking : words.check}
            </button>
            <button type="button" class="text-button" disabled={sending} onClick={draft.clear}>
              {words.discard}
            </button>
            <span role="status" class="muted">
              {sending && !clean && part !== 'alert-rules' && words.checkingHint}
            </span>
          </div>
        )}
        {clean && changed > 0 && (
          <form class="stack" onSubmit={(event) => void save(event)}>
            <p role="status" class="muted">
              {checked.preview === 'none' ? words.noPreview : words.clean}
            </p>
            {checked.preview !== null && checked.preview !== 'none' && (
              <SettingsEffect preview={checked.preview} names={props.names ?? {}} />
            )}
            <div class="form">
              <label class="form-whole">
                <span>{words.note}</span>
                <input
                  value={note}
                  maxLength={500}
                  placeholder={words.notePlaceholder}
                  onInput={(event) => setNote(event.currentTarget.value)}
                />
              </label>
            </div>
            <div class="row">
              <button type="submit" class="button button-primary" disabled={sending}>
                {sending ? words.saving : words.save}
              </button>
            </div>
          </form>
        )}
      </div>
    </Section>
  );
}
