import { hangulLetters } from './hangul-letters.ts';

/** One word or phrase in all the spellings that a corpus has of it. */
export interface SpellingGroup {
  /** The spelling used most. */
  readonly form: string;
  readonly count: number;
  /** Every spelling with its count, the most used first; a group of one is a term without variants. */
  readonly spellings: readonly { readonly spelling: string; readonly count: number }[];
}

export interface VariantOptions {
  /** Spellings that mean the same, without spaces: see `spellingGroups` of the domain words. */
  readonly known?: readonly (readonly string[])[];
  /** Terms said beside a term, for slips that letters alone do not show. */
  readonly contexts?: ReadonlyMap<string, ReadonlySet<string>>;
}

/** A slip of the pen is this many times rarer than the word that was meant. */
const MIN_RATIO = 4;
/** Shorter words are one letter away from too many other words (이체, 이자). */
const MIN_SYLLABLES = 3;
/** Share of the terms beside a rare spelling that also stand beside the usual one. */
const MIN_SHARED_CONTEXT = 0.5;
const MIN_CONTEXT = 3;

/**
 * Letters that Koreans mistake for each other: ㅐ/ㅔ (배송/베송), ㅚ/ㅙ/ㅞ, plain and tense consonants (사이트/싸이트). Aspirated
 * ones make other words too often (사이트/사이드).
 */
const SOUND_ALIKE: readonly ReadonlySet<string>[] = [
  'ㅐㅔ',
  'ㅒㅖㅔ',
  'ㅚㅙㅞ',
  'ㅢㅣㅡ',
  'ㅟㅣ',
  'ㅅㅆ',
  'ㄱㄲ',
  'ㄷㄸ',
  'ㅂㅃ',
  'ㅈㅉ',
  'ㅗㅛ',
  'ㅜㅠ',
  'ㅓㅕ',
  'ㅏㅑ',
].map((letters) => new Set(letters));
/** Finals that slip in and out (무신사/무시사); a ㄱ makes another word (테스트/텍스트). */
const SLIPPING_FINALS = new Set('ㄴㅇㄹㅅㅆㅎ');

/** Words that differ in one of these endings are different words, however alike they are (환급금, 환급액). */
const MEANINGFUL_ENDINGS = /[금액료비율률률권점자원사증장성형용]$/u;

/**
 * Groups the terms of a corpus by word: the same letters apart from spaces and case, spellings that the settings call
 * the same (alone and as a word of a phrase: 업뎃이 안되다 and 업데이트가 안되다), and slips of one letter in words of three
 * or more syllables that are much rarer than what was meant and sound alike or stand in the same company. Most counted
 * first. The result depends on the counts alone, not on their order; linear in the number of terms.
 * @see Garbe, SymSpell: https://github.com/wolfgarbe/SymSpell (finding neighbours by deletions)
 */
export function groupSpellings(
  counts: ReadonlyMap<string, number>,
  options: VariantOptions = {},
): SpellingGroup[] {
  const terms = [...counts].filter(([, count]) => count > 0).sort(byCount);
  const groupOf = new Map<string, string>();
  const rootOf = (term: string): string => {
    let root = term;
    for (let next = groupOf.get(root); next !== undefined; next = groupOf.get(root)) root = next;
    return root;
  };
  const join = (rare: string, common: string) => {
    const from = rootOf(rare);
    const to = rootOf(common);
    if (from !== to) groupOf.set(from, to);
  };
  const knownWord = knownWords(options.known ?? []);
  const byKey = new Map<string, string>();
  for (const [term] of terms) {
    const key = keyOf(term, knownWord);
    const first = byKey.get(key);
    if (first === undefined) byKey.set(key, term);
    else join(term, first);
  }
  joinSlips(terms, options.contexts, join);
  const groups = new Map<string, { spelling: string; count: number }[]>();
  for (const [spelling, count] of terms) {
    const root = rootOf(spelling);
    const group = groups.get(root);
    if (group === undefined) groups.set(root, [{ spelling, count }]);
    else group.push({ spelling, count });
  }
  return [...groups.values()]
    .map((spellings) => ({
      form: spellings[0]?.spelling ?? '',
      count: spellings.reduce((sum, entry) => sum + entry.count, 0),
      spellings,
    }))
    .sort((a, b) => b.count - a.count || (a.form < b.form ? -1 : 1));
}

/** The spelling under which each term counts: itself for a term without variants. */
export function usualSpellings(groups: readonly SpellingGroup[]): Map<string, string> {
  return new Map(groups.flatMap(({ form, spellings }) => spellings.map(({ spelling }) => [spelling, form])));
}

function byCount([termA, a]: readonly [string, number], [termB, b]: readonly [string, number]): number {
  return b - a || (termA < termB ? -1 : 1);
}

/** Each known spelling with the first of its group, lower case. */
function knownWords(known: readonly (readonly string[])[]): Map<string, string> {
  const words = new Map<string, string>();
  for (const group of known) {
    const name = group[0]?.toLowerCase();
    if (name === undefined) continue;
    for (const spelling of group) words.set(spelling.toLowerCase(), name);
  }
  return words;
}

/**
 * What the spellings of one term have in common: no spaces, lower case, known words by one name. The particle of a
 * clause follows its noun (업뎃이, 업데이트가), so it does not count.
 */
function keyOf(term: string, knownWord: ReadonlyMap<string, string>): string {
  const words = term.toLowerCase().split(' ');
  const isClause = words.length > 1 && (words.at(-1) ?? '').endsWith('다');
  return words
    .map((word, index) => {
      const known = knownWord.get(word);
      if (known !== undefined || !isClause || index > 0) return known ?? word;
      const noun = word.slice(0, -1);
      const object = /[을를]$/u.test(word);
      if (!object && !/[이가]$/u.test(word)) return word;
      return `${knownWord.get(noun) ?? noun}${object ? '을' : '이'}`;
    })
    .join('');
}

function joinSlips(
  terms: readonly (readonly [string, number])[],
  contexts: VariantOptions['contexts'],
  join: (rare: string, common: string) => void,
): void {
  /** Terms by their letters, and by their letters with one left out: two terms one letter apart share a key. */
  const index = new Map<string, { term: string; count: number; letters: string[] }[]>();
  // Most used first, so that a slip meets what was meant.
  for (const [term, count] of terms) {
    if (!/^[가-힣]+$/u.test(term) || term.length < MIN_SYLLABLES || term.endsWith('다')) continue;
    const entry = { term, count, letters: hangulLetters(term) };
    const keys = new Set([entry.letters.join('')]);
    for (let left = 0; left < entry.letters.length; left += 1)
      keys.add(entry.letters.toSpliced(left, 1).join(''));
    let meant: string | undefined;
    for (const key of keys) {
      for (const other of index.get(key) ?? []) {
        if (other.count < MIN_RATIO * count || meant !== undefined) continue;
        if (isSlip(entry, other, contexts)) meant = other.term;
      }
    }
    if (meant !== undefined) join(term, meant);
    // A word that is itself a slip is nobody's model.
    else for (const key of keys) addTo(index, key, entry);
  }
}

function addTo<Value>(index: Map<string, Value[]>, key: string, value: Value): void {
  const list = index.get(key);
  if (list === undefined) index.set(key, [value]);
  else list.push(value);
}

interface Spelled {
  readonly term: string;
  readonly letters: readonly string[];
}

function isSlip(rare: Spelled, common: Spelled, contexts: VariantOptions['contexts']): boolean {
  const difference = singleDifference(rare.letters, common.letters);
  if (difference === undefined) return false;
  const endsDiffer = rare.term.at(-1) !== common.term.at(-1);
  if (endsDiffer && rare.term.length === common.term.length && MEANINGFUL_ENDINGS.test(common.term))
    return false;
  const [a, b] = difference;
  const soundsAlike =
    a !== '' && b !== ''
      ? SOUND_ALIKE.some((set) => set.has(a) && set.has(b))
      : rare.term.length === common.term.length && SLIPPING_FINALS.has(a + b);
  return soundsAlike || sharesContext(contexts?.get(rare.term), contexts?.get(common.term));
}

/** The one letter in which two words differ, on either side; an empty one where it was added or left out. */
function singleDifference(a: readonly string[], b: readonly string[]): [string, string] | undefined {
  if (Math.abs(a.length - b.length) > 1) return undefined;
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let end = 0;
  const shorter = Math.min(a.length, b.length);
  while (end < shorter - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;
  const leftA = a.length - start - end;
  const leftB = b.length - start - end;
  if (leftA > 1 || leftB > 1 || leftA + leftB === 0) return undefined;
  return [leftA === 1 ? (a[start] ?? '') : '', leftB === 1 ? (b[start] ?? '') : ''];
}

function sharesContext(
  rare: ReadonlySet<string> | undefined,
  common: ReadonlySet<string> | undefined,
): boolean {
  if (rare === undefined || common === undefined || rare.size < MIN_CONTEXT) return false;
  let shared = 0;
  for (const term of rare) if (common.has(term)) shared += 1;
  return shared / rare.size >= MIN_SHARED_CONTEXT;
}
