import type { DomainWords } from './nlp-settings.ts';
import type { Token } from './tokenizer.ts';

const PARTICLES = new Set(
  '은 는 이 가 을 를 의 에 도 만 로 으로 와 과 랑 나 요 에서 에게 까지 부터 마다 조차 이나 이랑 보다 처럼 이라 라 인 들 들이 들은 들을'.split(
    ' ',
  ),
);

/** Domain words by their first two characters, for one pass over a text. */
export interface DomainWordIndex {
  /** Tokens of a text, with each domain word in it as one token of the lemma that the settings give it. */
  merge(text: string, tokens: readonly Token[]): Token[];
}

interface Entry {
  readonly spelling: string;
  readonly word: string;
}

/**
 * Compiles the domain words once; the longest spelling wins where several fit. Brand names stay whole too, so that they
 * can be told from keywords.
 */
export function createDomainWordIndex(settings: DomainWords, brandNames: readonly string[]): DomainWordIndex {
  const byPrefix = new Map<string, Entry[]>();
  const brands = brandNames.filter((name) => name.length >= 2);
  for (const entry of [...settings.words, ...brands]) {
    const word = typeof entry === 'string' ? entry : entry.word;
    const spellings = typeof entry === 'string' ? [entry] : [entry.word, ...entry.also];
    for (const spelling of spellings) {
      const prefix = spelling.slice(0, 2).toLowerCase();
      const list = byPrefix.get(prefix) ?? [];
      list.push({ spelling: spelling.toLowerCase(), word });
      byPrefix.set(prefix, list);
    }
  }
  for (const list of byPrefix.values()) list.sort((a, b) => b.spelling.length - a.spelling.length);
  return { merge: (text, tokens) => mergeWords(text, tokens, byPrefix) };
}

function mergeWords(text: string, tokens: readonly Token[], byPrefix: ReadonlyMap<string, Entry[]>): Token[] {
  const lower = lowerCaseSameLength(text);
  const merged: Token[] = [];
  let index = 0;
  let position = 0;
  while (index < tokens.length) {
    const token = tokens[index];
    if (token === undefined) break;
    const start = Math.max(token.start, position);
    const found = start === token.start ? wordAt(lower, start, byPrefix) : undefined;
    if (found === undefined) {
      merged.push(token);
      position = token.end;
      index += 1;
      continue;
    }
    const end = start + found.spelling.length;
    merged.push({ surface: text.slice(start, end), pos: 'NNG', start, end, lemma: found.word });
    while (index < tokens.length && (tokens[index]?.start ?? end) < end) {
      const last = tokens[index];
      index += 1;
      if (last !== undefined && last.end > end) merged.push(restOf(last, end));
    }
    position = end;
  }
  return merged;
}

function wordAt(text: string, start: number, byPrefix: ReadonlyMap<string, Entry[]>): Entry | undefined {
  const entries = byPrefix.get(text.slice(start, start + 2));
  return entries?.find((entry) => text.startsWith(entry.spelling, start));
}

/** What the dictionary had glued to the end of the word: mostly a particle ("증이" of 인증이). */
function restOf(token: Token, from: number): Token {
  const surface = token.surface.slice(from - token.start);
  const pos = PARTICLES.has(surface)
    ? 'JX'
    : token.pos.startsWith('N')
      ? 'XSN'
      : (token.pos.split('+').at(-1) ?? 'UNK');
  return { surface, pos, start: from, end: token.end, lemma: surface };
}

/** Lower case that keeps every offset: a letter whose lower case is longer stays as it is. */
function lowerCaseSameLength(text: string): string {
  const lower = text.toLowerCase();
  return lower.length === text.length ? lower : text;
}
