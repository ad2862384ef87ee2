import { useState } from 'preact/hooks';
import type { DomainWordEntry } from '../../../shared/domain/settings-edition.ts';
import { DomainWordRow } from '../components/domain-word-row.tsx';
import { NewDomainWord } from '../components/new-domain-word.tsx';
import { Section } from '../components/page.tsx';
import { SettingsSave } from '../components/settings-save.tsx';
import { Empty } from '../components/states.tsx';
import { useLanguage } from '../i18n/language.tsx';
import { useAllowed } from '../session.tsx';
import type { DraftEntry, Entry } from '../settings-draft.ts';
import { useDraft } from '../use-draft.ts';
import type { SettingsPanel } from './settings.tsx';

/** More rows than this nobody reads; they search. */
const SHOWN = 20;

/** Words that stay whole in keywords, with the spellings that are counted with them. */
export function SettingsWords({ view, reload }: SettingsPanel) {
  const { text, format } = useLanguage();
  const mayEdit = useAllowed('marketer', 'admin');
  const [asked, setAsked] = useState('');
  const [mine, setMine] = useState(false);
  const entries = [
    ...view.domainWords.words.map(
      ({ added, edited, ...value }): Entry<DomainWordEntry> => ({ key: value.word, value, added, edited }),
    ),
    // Taken out: there again once its change says so.
    ...view.domainWords.removed.map(
      (word): Entry<DomainWordEntry> => ({
        key: removedKey(word),
        value: { word, also: [] },
        added: false,
        edited: false,
      }),
    ),
  ];
  const draft = useDraft(entries, 'words');
  const gone = draft.entries.filter(isGone);
  const value = {
    words: draft.sent.map((entry) => entry.value),
    removed: gone.map(({ value: { word } }) => word),
  };
  const wanted = asked.trim().toLowerCase();
  const matching = draft.entries.filter(
    (entry) =>
      (!mine || entry.added || entry.edited || entry.change !== 'none' || isGone(entry)) &&
      [entry.value.word, ...entry.value.also].some((spelling) => spelling.toLowerCase().includes(wanted)),
  );
  const marked = matching.filter(({ key }) => draft.findingsAt(key).length > 0);
  const shown = [...marked, ...matching.filter((entry) => !marked.includes(entry))].slice(0, SHOWN);
  const words = text.settings.words;
  return (
    <>
      <Section
        title={text.settings.tabs['domain-words']}
        hint={mayEdit ? words.hint : text.settings.mayNot['domain-words']}
      >
        <div class="stack">
          <div class="form">
            <label>
              <span>{words.find}</span>
              <input
                type="search"
                value={asked}
                lang="ko"
                placeholder={words.findPlaceholder}
                onInput={(event) => setAsked(event.currentTarget.value)}
              />
            </label>
            <label class="choice">
              <input
                type="checkbox"
                checked={mine}
                onChange={(event) => setMine(event.currentTarget.checked)}
              />
              {words.mine}
            </label>
          </div>
          <p role="status" class="muted">
            {words.shown(format.count(shown.length), format.count(matching.length))}
          </p>
          {matching.length === 0 && <Empty>{words.none}</Empty>}
          <ul class="edit-list">
            {shown.map((entry) => (
              <DomainWordRow
                key={entry.key}
                entry={entry}
                gone={isGone(entry)}
                findings={draft.findingsAt(entry.key)}
                mayEdit={mayEdit}
                onChange={(change) => draft.change(entry.key, change)}
              />
            ))}
          </ul>
          {mayEdit && (
            <NewDomainWord
              known={draft.entries.map(({ value: { word } }) => word)}
              onAdd={(word) => {
                setAsked('');
                draft.add(word);
              }}
            />
          )}
        </div>
      </Section>
      {mayEdit && (
        <SettingsSave
          part="domain-words"
          edition={view.edition}
          value={value}
          draft={draft}
          reload={reload}
        />
      )}
    </>
  );
}

const REMOVED = 'removed ';

function removedKey(word: string): string {
  return `${REMOVED}${word}`;
}

/** Whether a deployed word is out of use, as far as the draft goes: taken out earlier, or now. */
function isGone(entry: DraftEntry<DomainWordEntry>): boolean {
  if (entry.key.startsWith(REMOVED)) return entry.change === 'none';
  return entry.change === 'back' && !entry.added;
}
