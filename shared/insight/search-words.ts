const MAX_WORDS = 5;

/** Particles that people leave on a word when they search for it. Two of them may follow each other (에서는). */
const PARTICLES =
  '이|가|은|는|을|를|의|에|도|로|으로|와|과|만|랑|이랑|에서|까지|부터|에게|한테|나|이나|보다|처럼|마다|요|이요';
const PARTICLE_TAIL = new RegExp(`^(?:${PARTICLES}){1,2}$`);

/** The words of a search, as keywords are written: composed, in small letters, without signs; at most five. */
export function searchWords(query: string): string[] {
  const words =
    query
      .normalize('NFC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  return [...new Set(words)].slice(0, MAX_WORDS);
}

/**
 * Whether a keyword is what a search word means: it holds the word (인증 finds 본인인증), or the word is the keyword
 * with its particles (수수료가 finds 수수료). Keywords are lemmas, so endings are no matter.
 */
export function matchesWord(term: string, word: string): boolean {
  if (term.includes(word)) return true;
  return term.length > 1 && word.startsWith(term) && PARTICLE_TAIL.test(word.slice(term.length));
}
