import { useState } from 'preact/hooks';
import type { CodeEdit } from '../../../shared/domain/settings-edition.ts';
import { CodeFields, completeCode, phrasesOf } from '../components/code-fields.tsx';
import { EntryState } from '../components/entry-state.tsx';
import { Section } from '../components/page.tsx';
import { SettingsSave } from '../components/settings-save.tsx';
import { useLanguage } from '../i18n/language.tsx';
import { useAllowed } from '../session.tsx';
import type { DraftEntry, Entry } from '../settings-draft.ts';
import { type Draft, useDraft } from '../use-draft.ts';
import type { SettingsPanel } from './settings.tsx';

const NEW_CODE: CodeEdit = {
  code: '',
  name: { ko: '', en: '' },
  what: { ko: '', en: '' },
  phrases: [],
};

/** Why customers hesitate: names, meanings and the wording by which each reason is read. */
export function SettingsTaxonomy({ view, reload }: SettingsPanel) {
  const { text, language } = useLanguage();
  const mayEdit = useAllowed('marketer', 'admin');
  const [open, setOpen] = useState<string | null>(null);
  const entries = view.taxonomy.codes.map(
    ({ added, edited, ...value }): Entry<CodeEdit> => ({ key: value.code, value, added, edited }),
  );
  const draft = useDraft(entries, 'codes');
  const value = { codes: draft.sent.map((entry) => completeCode(entry.value)) };
  const words = text.settings.taxonomy;
  return (
    <>
      <Section
        title={text.settings.tabs.taxonomy}
        hint={mayEdit ? words.hint : text.settings.mayNot.taxonomy}
        action={
          mayEdit && (
            <button type="button" class="button" onClick={() => setOpen(draft.add(NEW_CODE))}>
              {words.add}
            </button>
          )
        }
      >
        <div class="entries">
          {draft.entries.map((entry) => (
            <Code
              key={entry.key}
              entry={entry}
              draft={draft}
              open={entry.key === open}
              isNew={!entries.some(({ key }) => key === entry.key)}
              deployedPhrases={view.taxonomy.deployedPhrases[entry.key] ?? 0}
              mayEdit={mayEdit}
            />
          ))}
        </div>
      </Section>
      {mayEdit && (
        <SettingsSave
          part="taxonomy"
          edition={view.edition}
          value={value}
          draft={draft}
          names={Object.fromEntries(
            draft.entries.map((entry) => [entry.value.code, entry.value.name[language]]),
          )}
          reload={reload}
        />
      )}
    </>
  );
}

function Code(props: {
  entry: DraftEntry<CodeEdit>;
  draft: Draft<CodeEdit>;
  open: boolean;
  isNew: boolean;
  deployedPhrases: number;
  mayEdit: boolean;
}) {
  const { entry, draft, isNew, deployedPhrases } = props;
  const { text, format, language } = useLanguage();
  const words = text.settings.taxonomy;
  const findings = draft.findingsAt(entry.key);
  const phrases = deployedPhrases + phrasesOf(entry.value).length;
  return (
    <details class="entry" open={props.open || findings.length > 0}>
      <summary>
        <strong>{entry.value.name[language] || words.newTitle}</strong>
        <EntryState entry={entry} />
        {findings.length > 0 && (
          <span class="badge severity-error">
            {text.settings.save.toCorrect(format.count(findings.length))}
          </span>
        )}
        <span class="muted">{words.phraseCount(format.count(phrases))}</span>
      </summary>
      <fieldset class="entry-body" disabled={!props.mayEdit}>
        <legend class="visually-hidden">{entry.value.name[language] || words.newTitle}</legend>
        {entry.change === 'back' ? (
          <p>{entry.added ? text.settings.goesAway : text.settings.goesBack}</p>
        ) : (
          <CodeFields
            value={entry.value}
            isNew={isNew}
            deployedPhrases={deployedPhrases}
            findings={findings}
            onChange={(value) => draft.change(entry.key, { kind: 'set', value })}
          />
        )}
        <p class="row">
          {entry.change !== 'none' && (
            <button type="button" class="button" onClick={() => draft.change(entry.key, null)}>
              {isNew
                ? text.settings.remove
                : entry.change === 'back'
                  ? text.settings.keep
                  : text.settings.undoEdit}
            </button>
          )}
          {!isNew && entry.change !== 'back' && (entry.added || entry.edited) && (
            <button
              type="button"
              class="text-button"
              onClick={() => draft.change(entry.key, { kind: 'back' })}
            >
              {entry.added ? text.settings.remove : text.settings.backToDeployed}
            </button>
          )}
        </p>
      </fieldset>
    </details>
  );
}
