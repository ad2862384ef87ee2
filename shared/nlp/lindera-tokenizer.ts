import { foldSpelling } from './everyday-spelling.ts';
import { bindLindera, type LinderaProgram, type LinderaToken } from './lindera-binding.ts';
import type { Token, Tokenizer } from './tokenizer.ts';

/** Predicates, auxiliaries and what makes verbs and adjectives of nouns. */
const INFLECTS = /^(?:VV|VA|VX|VCN|VCP|XSV|XSA)/;

/** Words are given to the dictionary in rows of at most about this many units: the lattice of a row lies in memory. */
const ROW_UNITS = 4_000;
const LONGEST_KEPT_WORD = 40;
const MOST_KEPT_WORDS = 20_000;

/** One morpheme of a word: offsets in UTF-16 units from the beginning of the word. */
interface Morpheme {
  readonly start: number;
  readonly end: number;
  readonly tag: string;
  readonly expression: string;
}

interface Word {
  readonly text: string;
  readonly start: number;
}

/**
 * A tokenizer over lindera with ko-dic. Unpacking the dictionary takes half a second: make one per process. What the
 * dictionary lacks (the subject particle 이, spellings of reviews) is put into words that it knows before it cuts;
 * surfaces and offsets are those of the text as it came.
 *
 * Each written word is cut between two spaces. A space is one morpheme of its own that every path of the lattice goes
 * through, so a word between spaces is cut as it is in its text, and words that come again need not be cut again: the
 * result is the same, whatever has been read before.
 * @see https://github.com/lindera/lindera-wasm
 */
export function createLinderaTokenizer(lindera: LinderaProgram): Tokenizer {
  const cut = bindLindera(lindera);
  const known = new Map<string, readonly Morpheme[]>();
  return {
    tokenize(text) {
      const folded = foldSpelling(text);
      const words = wordsOf(folded);
      const fresh = new Map<string, readonly Morpheme[]>();
      for (const row of rowsOf(words.filter((word) => !known.has(word.text))))
        for (const [word, morphemes] of cutRow(row, cut)) fresh.set(word, morphemes);
      const tokens: Token[] = [];
      for (const word of words)
        appendTokens(tokens, text, word, known.get(word.text) ?? fresh.get(word.text) ?? []);
      if (known.size + fresh.size > MOST_KEPT_WORDS) known.clear();
      for (const [word, morphemes] of fresh)
        if (word.length <= LONGEST_KEPT_WORD && known.size < MOST_KEPT_WORDS) known.set(word, morphemes);
      return tokens;
    },
  };
}

function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  for (const match of text.matchAll(/\S+/gu)) {
    const [found] = match;
    for (let start = 0; start < found.length; ) {
      let end = Math.min(start + ROW_UNITS, found.length);
      if (end < found.length && isHighSurrogate(found.charCodeAt(end - 1))) end -= 1;
      words.push({ text: found.slice(start, end), start: match.index + start });
      start = end;
    }
  }
  return words;
}

/** Different words, so many to a row as it takes. */
function* rowsOf(words: readonly Word[]): Generator<string[]> {
  let row: string[] = [];
  let units = 0;
  for (const word of new Set(words.map(({ text }) => text))) {
    if (units + word.length > ROW_UNITS && row.length > 0) {
      yield row;
      row = [];
      units = 0;
    }
    row.push(word);
    units += word.length + 1;
  }
  if (row.length > 0) yield row;
}

/** Cuts a row of words. lindera counts UTF-8 bytes; one walk over the row turns them into UTF-16 units of each word. */
function cutRow(
  row: readonly string[],
  cut: (text: string) => LinderaToken[],
): Map<string, readonly Morpheme[]> {
  const text = ` ${row.join(' ')} `;
  const found = new Map<string, Morpheme[]>(row.map((word) => [word, []]));
  let unit = 0;
  let byte = 0;
  const unitAt = (target: number): number => {
    while (byte < target && unit < text.length) {
      const code = text.charCodeAt(unit);
      if (code < 0x80) byte += 1;
      else if (code < 0x800) byte += 2;
      else if (isHighSurrogate(code) && isLowSurrogate(text.charCodeAt(unit + 1))) {
        byte += 4;
        unit += 1;
      } else byte += 3;
      unit += 1;
    }
    return unit;
  };
  let index = 0;
  let wordStart = 1;
  for (const { byteStart, byteEnd, tag, expression } of cut(text)) {
    const start = unitAt(byteStart);
    const end = unitAt(byteEnd);
    while (index < row.length && start >= wordStart + (row[index]?.length ?? 0) + 1) {
      wordStart += (row[index]?.length ?? 0) + 1;
      index += 1;
    }
    const word = row[index];
    if (word === undefined || start < wordStart || start >= wordStart + word.length) continue;
    found.get(word)?.push({
      start: start - wordStart,
      end: Math.min(end - wordStart, word.length),
      tag,
      expression,
    });
  }
  return found;
}

function appendTokens(tokens: Token[], original: string, word: Word, morphemes: readonly Morpheme[]): void {
  for (const { start: from, end: to, tag, expression } of morphemes) {
    const start = word.start + from;
    const end = word.start + to;
    const surface = original.slice(start, end);
    if (tag === 'JKO' && surface === '이') {
      tokens.push({ surface, pos: 'JKS', start, end, lemma: surface });
      continue;
    }
    const read = word.text.slice(from, to);
    const lemma = read === surface || INFLECTS.test(tag) ? read : surface;
    tokens.push({ surface, pos: tag, start, end, lemma: lemmaOf(lemma, tag, expression) });
  }
}

/** The dictionary form of one morpheme: stem of a predicate + 다, from the analysis that ko-dic gives to fused forms. */
function lemmaOf(read: string, pos: string, expression: string): string {
  if (!INFLECTS.test(pos)) return read;
  if (!pos.includes('+') || expression === '') return `${read}다`;
  const slash = expression.indexOf('/');
  const stem = slash < 0 ? expression : expression.slice(0, slash);
  // ko-dic takes 꺼지다 for a form of 끄다.
  if (stem === '끄' && expression.includes('+지/VX')) return '꺼지다';
  return `${stem || read}다`;
}

function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}

function isLowSurrogate(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff;
}
