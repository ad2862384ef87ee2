import { useState } from 'preact/hooks';
import type { DomainWordEntry } from '../../../shared/domain/settings-edition.ts';
import { useLanguage } from '../i18n/language.tsx';
import { spellingsOf } from '../spellings.ts';
import { EntryField } from './entry-field.tsx';

/** Adds a word; one that is known already is to be changed where it stands. */
export function NewDomainWord(props: { known: readonly string[]; onAdd: (word: DomainWordEntry) => void }) {
  const { text } = useLanguage();
  const words = text.settings.words;
  const [word, setWord] = useState('');
  const [also, setAlso] = useState('');
  const wanted = word.trim();
  const taken = props.known.includes(wanted);
  const known = taken ? [{ field: 'word', message: { ko: words.known, en: words.known } }] : [];

  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault();
        if (wanted === '' || taken) return;
        props.onAdd({ word: wanted, also: spellingsOf(also) });
        setWord('');
        setAlso('');
      }}
    >
      <h3 class="form-whole">{words.add}</h3>
      <EntryField label={words.word} fields={['word']} findings={known}>
        {(ties) => (
          <input
            {...ties}
            value={word}
            lang="ko"
            maxLength={40}
            required
            onInput={(event) => setWord(event.currentTarget.value)}
          />
        )}
      </EntryField>
      <EntryField label={words.also} fields={['also']} findings={known} hint={words.alsoHint}>
        {(ties) => (
          <input {...ties} value={also} lang="ko" onInput={(event) => setAlso(event.currentTarget.value)} />
        )}
      </EntryField>
      <p class="row form-whole">
        <button type="submit" class="button" disabled={wanted === '' || taken}>
          {words.addButton}
        </button>
      </p>
    </form>
  );
}
