/** Shorter pieces say too little for themselves and go with their neighbour. */
const SHORTEST_UNITS = 8;
const ENOUGH_UNITS = 18;

/** How clauses end: connective endings ("…는데", "…고", "…지만") and final ones, as the last letters of a word. */
const ENDING =
  /(?:는데|은데|인데|한데|던데|지만|고|서|니까|면서|으며|며|는지|다가|려고|든데|구요|고요|요|다|음|함|됨|네|죠)[.,!?~]*$/u;
const SENTENCE_END = /[.!?~…\n][.!?~…\s]*|(?<![ㅠㅜㅋㅎ])[ㅠㅜㅋㅎ]{2,20}\s+/gu;

/** A stretch of a text: offsets in UTF-16 units, end exclusive. */
export interface Clause {
  readonly start: number;
  readonly end: number;
}

/**
 * Cuts a text into clauses: at the ends of sentences, and after words with a connective ending once a clause has
 * {@link ENOUGH_UNITS} units. Customers say several things in one breath ("앱은 좋은데 상담이 안 되네요 카뱅은 되던데"); each
 * clause is also read alone. The clauses cover the text without overlap; a text of nothing but spaces has none.
 */
export function splitClauses(text: string): Clause[] {
  const clauses: Clause[] = [];
  let start = 0;
  for (const match of text.matchAll(SENTENCE_END)) {
    splitSentence(text, start, match.index + match[0].length, clauses);
    start = match.index + match[0].length;
  }
  splitSentence(text, start, text.length, clauses);
  return clauses;
}

function splitSentence(text: string, from: number, to: number, clauses: Clause[]): void {
  const firstOfSentence = clauses.length;
  let start = from;
  for (const match of text.slice(from, to).matchAll(/\S+\s*/gu)) {
    const end = from + match.index + match[0].length;
    if (end - start < ENOUGH_UNITS || !ENDING.test(match[0].trimEnd().slice(-8))) continue;
    clauses.push({ start, end });
    start = end;
  }
  if (text.slice(start, to).trim() === '') return;
  const before = clauses.at(-1);
  if (to - start < SHORTEST_UNITS && before !== undefined && clauses.length > firstOfSentence)
    clauses[clauses.length - 1] = { start: before.start, end: to };
  else clauses.push({ start, end: to });
}
