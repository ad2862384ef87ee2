import { lowerCaseSameLength } from './lower-case.ts';
import type { DomainWords } from './nlp-settings.ts';
import type { Token } from './tokenizer.ts';

const PARTICLES = new Set(
  '은 는 이 가 을 를 의 에 도 만 로 으로 와 과 랑 나 요 에서 에게 까지 부터 마다 조차 이나 이랑 보다 처럼 이라 라 인 들 들이 들은 들을 이고 이네 이라고 입니다 이에요 예요 시 후 중 전'.split(
    ' ',
  ),
);
/** A space inside a word parts it only where both sides are words: 고객 센터, not 앱 카드. */
const SHORTEST_PIECE = 2;

/** Domain words by their first two characters, for one pass over a text. */
export interface DomainWordIndex {
  /** Tokens of a text, with each domain word in it as one token of the lemma that the settings give it. */
  merge(text: string, tokens: readonly Token[]): Token[];
}

interface Entry {
  /** Lower case. */
  readonly spelling: string;
  readonly word: string;
}

/**
 * Compiles the domain words once; the longest spelling wins where several fit, spaces inside are ignored. The lemma is
 * the spelling without spaces, so that a corpus can tell which one customers use most (`spellingGroups` gives the
 * spellings that belong together). Brand names stay whole too, so that they can be told from keywords.
 */
export function createDomainWordIndex(settings: DomainWords, brandNames: readonly string[]): DomainWordIndex {
  const byPrefix = new Map<string, Entry[]>();
  const brands = brandNames.filter((name) => name.length >= 2);
  for (const entry of [...settings.words, ...brands]) {
    const word = typeof entry === 'string' ? entry : entry.word;
    const spellings = typeof entry === 'string' ? [entry] : [entry.word, ...entry.also];
    for (const spelling of spellings) {
      const plain = spelling.replace(/\s+/gu, '');
      // A spelling of one syllable cannot be told from a piece of another word: 앱 stays to the dictionary.
      if (plain.length < 2) continue;
      const prefix = plain.slice(0, 2).toLowerCase();
      const list = byPrefix.get(prefix) ?? [];
      const known = list.some((other) => other.spelling === plain.toLowerCase());
      if (!known) list.push({ spelling: plain.toLowerCase(), word: plain === word ? word : plain });
      byPrefix.set(prefix, list);
    }
  }
  for (const list of byPrefix.values()) list.sort((a, b) => b.spelling.length - a.spelling.length);
  return { merge: (text, tokens) => mergeWords(text, tokens, byPrefix) };
}

/** The spellings of each domain word that has several, without spaces: they count as one word in a corpus. */
export function spellingGroups(settings: DomainWords): string[][] {
  return settings.words.flatMap((entry) => {
    if (typeof entry === 'string') return [];
    const spellings = [entry.word, ...entry.also].map((spelling) => spelling.replace(/\s+/gu, ''));
    const distinct = [...new Set(spellings)];
    return distinct.length > 1 ? [distinct] : [];
  });
}

interface Found {
  readonly word: string;
  readonly end: number;
}

function mergeWords(text: string, tokens: readonly Token[], byPrefix: ReadonlyMap<string, Entry[]>): Token[] {
  const lower = lowerCaseSameLength(text);
  const merged: Token[] = [];
  let index = 0;
  /** Where the last domain word ended inside a token; what is left of that token comes next. */
  let position = 0;
  /** A domain word ended at `position`: 타행인증서 goes on with another. */
  let wordEnds = false;
  while (index < tokens.length) {
    const token = tokens[index];
    if (token === undefined) break;
    const start = Math.max(token.start, position);
    const afterWord = wordEnds && start === position;
    const found =
      afterWord || mayBegin(lower, tokens, index, start)
        ? fitting(tokens, index, wordAt(lower, start, byPrefix))
        : undefined;
    if (found === undefined) {
      merged.push(start === token.start ? token : restOf(token, start));
      wordEnds = false;
      position = token.end;
      index += 1;
      continue;
    }
    merged.push({
      surface: text.slice(start, found.end),
      pos: 'NNG',
      start,
      end: found.end,
      lemma: found.word,
      known: true,
    });
    position = found.end;
    wordEnds = true;
    while (index < tokens.length && (tokens[index]?.end ?? 0) <= position) index += 1;
  }
  return merged;
}

/** A particle or an ending begins no word, unless it begins what the customer wrote together. */
function mayBegin(text: string, tokens: readonly Token[], index: number, start: number): boolean {
  const token = tokens[index];
  if (token === undefined || start > token.start) return true;
  // 원터치알림: ko-dic takes a noun in -ㅁ for a form of its verb.
  if (!/^(?:[JEXV]|MA)/u.test(token.pos) || token.pos.endsWith('ETN')) return true;
  return start === 0 || !/[가-힣A-Za-z]/u.test(text[start - 1] ?? '') || token.pos.startsWith('X');
}

/** The word, where it does not end inside a token that is a whole word of its own (자꾸 in 로그인이자꾸). */
function fitting(tokens: readonly Token[], from: number, found: Found | undefined): Found | undefined {
  if (found === undefined) return undefined;
  for (let index = from; index < tokens.length; index += 1) {
    const token = tokens[index];
    if (token === undefined || token.start >= found.end) return found;
    if (token.end <= found.end) continue;
    const left = token.surface.slice(found.end - token.start);
    const begun = token.start > (tokens[from]?.start ?? 0);
    const ownWord = begun && (/^(?:MA|V|IC|MM)/u.test(token.pos) || found.word.length <= SHORTEST_PIECE);
    return ownWord && !PARTICLES.has(left) ? undefined : found;
  }
  return found;
}

function wordAt(text: string, start: number, byPrefix: ReadonlyMap<string, Entry[]>): Found | undefined {
  const entries = byPrefix.get(text.slice(start, start + 2));
  if (entries === undefined) return undefined;
  for (const entry of entries) {
    const end = endOf(text, start, entry.spelling);
    // 접속자체 is 접속 + 자체, not 접속자.
    if (end !== undefined && text[end] === '체' && text[end - 1] === '자') continue;
    if (end !== undefined) return { word: entry.word, end };
  }
  return undefined;
}

/** Where a spelling that begins here ends, over single spaces between its pieces. */
function endOf(text: string, start: number, spelling: string): number | undefined {
  if (text.startsWith(spelling, start)) return start + spelling.length;
  let at = start;
  let piece = 0;
  for (let index = 0; index < spelling.length; index += 1) {
    const spaced = text[at] === ' ' && piece >= SHORTEST_PIECE && spelling.length - index >= SHORTEST_PIECE;
    if (spaced) {
      at += 1;
      piece = 0;
    }
    if (text[at] !== spelling[index]) return undefined;
    at += 1;
    piece += 1;
  }
  return piece >= SHORTEST_PIECE ? at : undefined;
}

/** What the dictionary had glued to the end of the word: mostly a particle ("증이" of 인증이). */
function restOf(token: Token, from: number): Token {
  const surface = token.surface.slice(from - token.start);
  const pos = PARTICLES.has(surface)
    ? /^[이가]$/u.test(surface)
      ? 'JKS'
      : 'JX'
    : token.pos.startsWith('N')
      ? 'XSN'
      : (token.pos.split('+').at(-1) ?? 'UNK');
  return { surface, pos, start: from, end: token.end, lemma: surface };
}
