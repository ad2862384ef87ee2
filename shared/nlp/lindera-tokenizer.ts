import { initSync, TokenizerBuilder } from 'lindera-wasm';
import type { Token, Tokenizer } from './tokenizer.ts';

interface LinderaToken {
  surface: string;
  byteStart: number;
  byteEnd: number;
  partOfSpeechTag: string;
  expression?: string;
}

/** Texts are cut into pieces of at most about this many units, so that the memory of the lattice stays small. */
const PIECE_UNITS = 4_000;

/**
 * A tokenizer over lindera with ko-dic, from the bytes or the compiled module of `lindera_wasm_bg.wasm`. Start-up takes
 * most of a second: make one per process.
 * @see https://github.com/lindera/lindera-wasm
 */
export function createLinderaTokenizer(wasm: Uint8Array<ArrayBuffer> | WebAssembly.Module): Tokenizer {
  initSync({ module: wasm });
  const builder = new TokenizerBuilder();
  builder.setDictionary('embedded://ko-dic');
  builder.setMode('normal');
  const lindera = builder.build();
  return {
    tokenize(text) {
      const tokens: Token[] = [];
      for (const piece of pieces(text)) {
        const raw: unknown = lindera.tokenize(piece.text);
        appendTokens(tokens, piece.text, piece.start, Array.isArray(raw) ? (raw as LinderaToken[]) : []);
      }
      return repairSubjects(tokens, (word) => {
        const again: Token[] = [];
        const raw: unknown = lindera.tokenize(word);
        appendTokens(again, word, 0, Array.isArray(raw) ? (raw as LinderaToken[]) : []);
        return again;
      });
    },
  };
}

/**
 * The embedded dictionary lacks the subject particle 이, so 실행이 comes out as 실 + 행이. Such a word is read once more
 * with the object particle 을 in its place, which the dictionary knows; the reading is taken where it ends in a noun of
 * two or more syllables.
 */
function repairSubjects(tokens: Token[], tokenize: (word: string) => Token[]): Token[] {
  let repaired: Token[] | undefined;
  let copied = 0;
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index];
    if (token === undefined || !token.surface.endsWith('이') || tokens[index + 1]?.start === token.end)
      continue;
    let first = index;
    while (first > 0 && tokens[first - 1]?.end === tokens[first]?.start) first -= 1;
    if (token.surface === '이' ? token.pos !== 'UNK' : !/^N/u.test(token.pos) || first === index) continue;
    const start = tokens[first]?.start ?? token.start;
    const word =
      tokens
        .slice(first, index)
        .map((part) => part.surface)
        .join('') + token.surface;
    const again = token.surface === '이' ? [] : tokenize(`${word.slice(0, -1)}을`);
    const noun = again.at(-2);
    const replacement =
      token.surface === '이'
        ? [...tokens.slice(first, index), { ...token, pos: 'JKS' }]
        : again.at(-1)?.pos === 'JKO' &&
            noun !== undefined &&
            /^NN/u.test(noun.pos) &&
            noun.surface.length >= 2
          ? [
              ...again
                .slice(0, -1)
                .map((part) => ({ ...part, start: part.start + start, end: part.end + start })),
              { surface: '이', pos: 'JKS', start: token.end - 1, end: token.end, lemma: '이' },
            ]
          : null;
    if (replacement === null) continue;
    repaired ??= [];
    repaired.push(...tokens.slice(copied, first), ...replacement);
    copied = index + 1;
  }
  return repaired === undefined ? tokens : [...repaired, ...tokens.slice(copied)];
}

function* pieces(text: string): Generator<{ text: string; start: number }> {
  for (let start = 0; start < text.length; ) {
    let end = Math.min(start + PIECE_UNITS, text.length);
    if (end < text.length) {
      const space = Math.max(text.lastIndexOf(' ', end), text.lastIndexOf('\n', end));
      if (space > start) end = space + 1;
      else if (isHighSurrogate(text.charCodeAt(end - 1))) end -= 1;
    }
    yield { text: text.slice(start, end), start };
    start = end;
  }
}

/** lindera counts UTF-8 bytes; one walk over the text turns them into UTF-16 units. */
function appendTokens(tokens: Token[], text: string, offset: number, raw: readonly LinderaToken[]): void {
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
  for (const entry of raw) {
    const start = unitAt(entry.byteStart);
    const end = unitAt(entry.byteEnd);
    const surface = text.slice(start, end);
    if (surface.trim() === '') continue;
    const { partOfSpeechTag: pos } = entry;
    tokens.push({
      surface,
      pos,
      start: offset + start,
      end: offset + end,
      lemma: lemmaOf(surface, pos, entry.expression),
    });
  }
}

/** The dictionary form of one morpheme: stem of a predicate + 다, from the analysis that ko-dic gives to fused forms. */
function lemmaOf(surface: string, pos: string, expression: string | undefined): string {
  if (!/^(VV|VA|VX|VCN|VCP|XSV|XSA)/u.test(pos)) return surface;
  if (!pos.includes('+') || expression === undefined || expression === '*') return `${surface}다`;
  const stem = expression.split('/', 1)[0];
  return `${stem || surface}다`;
}

function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}

function isLowSurrogate(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff;
}
