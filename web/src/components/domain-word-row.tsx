import { useState } from 'preact/hooks';
import type { DomainWordEntry } from '../../../shared/domain/settings-edition.ts';
import { useLanguage } from '../i18n/language.tsx';
import type { Change, DraftEntry, EntryFinding } from '../settings-draft.ts';
import { spellingsOf } from '../spellings.ts';
import { Findings } from './entry-field.tsx';
import { EntryState } from './entry-state.tsx';

/** One word with its spellings; opened to be changed. */
export function DomainWordRow(props: {
  entry: DraftEntry<DomainWordEntry>;
  /** Out of use. */
  gone: boolean;
  findings: readonly EntryFinding[];
  mayEdit: boolean;
  onChange: (change: Change<DomainWordEntry> | null) => void;
}) {
  const { entry, gone, findings, onChange } = props;
  const { text } = useLanguage();
  const words = text.settings.words;
  const { word, also } = entry.value;
  const [typed, setTyped] = useState<string | null>(null);
  // One that is not saved yet is simply taken out again.
  const fresh = !gone && entry.key !== word;
  const undo = (
    <button type="button" class="button" onClick={() => onChange(null)}>
      {entry.change === 'back' ? text.settings.keep : text.settings.undoEdit}
    </button>
  );

  if (typed !== null)
    return (
      <li>
        <label class="grow">
          <span class="muted">{`${word} · ${words.also}`}</span>
          <input
            value={typed}
            lang="ko"
            onInput={({ currentTarget: { value } }) => {
              setTyped(value);
              onChange({ kind: 'set', value: { word, also: spellingsOf(value) } });
            }}
          />
          <span class="hint">{words.alsoHint}</span>
          <Findings findings={findings} />
        </label>
        <button type="button" class="button" onClick={() => setTyped(null)}>
          {words.done}
        </button>
      </li>
    );
  return (
    <li>
      <span>
        {gone ? <del lang="ko">{word}</del> : <strong lang="ko">{word}</strong>}{' '}
        <span class="muted" lang="ko">
          {also.join(', ')}
        </span>{' '}
        <EntryState entry={entry} />
        {gone && <span class="muted block">{entry.change === 'back' ? words.leaves : words.removed}</span>}
        <Findings findings={findings} />
      </span>
      {props.mayEdit && (
        <span class="row">
          {entry.change !== 'none' && !fresh && undo}
          {gone && entry.change === 'none' && (
            <button
              type="button"
              class="button"
              aria-label={words.restore(word)}
              onClick={() => onChange({ kind: 'back' })}
            >
              {words.restoreShort}
            </button>
          )}
          {!gone && entry.change !== 'back' && (
            <>
              <button
                type="button"
                class="icon-button"
                aria-label={words.edit(word)}
                title={words.edit(word)}
                onClick={() => setTyped(also.join(', '))}
              >
                ✎
              </button>
              <button
                type="button"
                class="icon-button"
                aria-label={words.removeWord(word)}
                title={words.removeWord(word)}
                onClick={() => onChange({ kind: 'back' })}
              >
                ✕
              </button>
            </>
          )}
        </span>
      )}
    </li>
  );
}
