import { useState } from 'preact/hooks';
import type { DomainWordEntry } from '../../../shared/domain/settings-edition.ts';
import { useLanguage } from '../i18n/language.tsx';
import { spellingsOf } from '../spellings.ts';

/** Adds a word; one that is known already is to be changed where it stands. */
export function NewDomainWord(props: { known: readonly string[]; onAdd: (word: DomainWordEntry) => void }) {
  const { text } = useLanguage();
  const words = text.settings.words;
  const [word, setWord] = useState('');
  const [also, setAlso] = useState('');
  const wanted = word.trim();
  const taken = props.known.includes(wanted);

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
      <label>
        <span>{words.word}</span>
        <input
          value={word}
          lang="ko"
          maxLength={40}
          required
          aria-invalid={taken}
          onInput={(event) => setWord(event.currentTarget.value)}
        />
        <span role="status" class="field-problem">
          {taken && words.known}
        </span>
      </label>
      <label>
        <span>{words.also}</span>
        <input value={also} lang="ko" onInput={(event) => setAlso(event.currentTarget.value)} />
        <span class="hint">{words.alsoHint}</span>
      </label>
      <p class="row form-whole">
        <button type="submit" class="button" disabled={wanted === '' || taken}>
          {words.addButton}
        </button>
      </p>
    </form>
  );
}
