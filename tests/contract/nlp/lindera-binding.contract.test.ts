import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { createPackageTokenizer, type PackageTokenizer } from '../../../scripts/eval/package-tokenizer.ts';
import { VocError } from '../../../shared/domain/errors.ts';
import { bindLindera, type LinderaToken } from '../../../shared/nlp/lindera-binding.ts';
import { loadLindera } from '../../../shared/runtime/lindera-wasm.ts';

const TEXTS = 60;
const demo = new URL('../../../scripts/demo/texts/', import.meta.url);

let packaged: PackageTokenizer;
let bound: (text: string) => LinderaToken[];

beforeAll(async () => {
  const file = new URL(import.meta.resolve('lindera-wasm/lindera_wasm_bg.wasm'));
  packaged = await createPackageTokenizer(file);
  bound = bindLindera(await loadLindera(file));
});

/** What the glue of the package says, in the words of the binding. */
function expected(text: string): LinderaToken[] {
  return packaged.tokenize(text).map(({ byteStart, byteEnd, partOfSpeechTag, expression }) => ({
    byteStart,
    byteEnd,
    tag: partOfSpeechTag,
    expression: expression === undefined || expression === '*' ? '' : expression,
  }));
}

function demoTexts(): string[] {
  const texts = readdirSync(demo)
    .sort()
    .flatMap((file) => readFileSync(new URL(file, demo), 'utf8').trim().split('\n'))
    .map((line) => (JSON.parse(line) as { text: string }).text);
  // Evenly over all topics.
  const step = Math.floor(texts.length / TEXTS);
  return Array.from({ length: TEXTS }, (_, index) => texts[index * step] ?? '');
}

describe('our binding of lindera', () => {
  it('gives the tokens that the glue of the package gives, on texts of every topic', () => {
    const texts = demoTexts();
    expect(texts.filter((text) => text !== '')).toHaveLength(TEXTS);
    for (const text of texts) expect(bound(text), text).toEqual(expected(text));
  });

  it.each([
    ['one space', ' '],
    ['a lone high surrogate', '앱이 \ud83d 멈춰요'],
    ['a lone low surrogate', '\ude00 앱이 멈춰요'],
    ['emoji with joiners', '좋아요 👩‍👩‍👧‍👦👍🏽 최고'],
    ['decomposed Hangul', '본인인증이 안 돼요'.normalize('NFD')],
    ['control characters', '앱\u0000이\u0007 멈춰요\r\n'],
    ['other scripts', 'Ünïcode 日本語 العربية ไทย'],
    ['a byte order mark', '\ufeff앱이 멈춰요'],
    ['the names of its own fields', 'byteStart byteEnd partOfSpeechTag expression *'],
  ])('agrees on %s', (_, text) => {
    expect(bound(text)).toEqual(expected(text));
  });

  it('gives no token for the empty text', () => {
    expect(bound('')).toEqual([]);
    expect(expected('')).toEqual([]);
  });

  it('agrees on 20,000 units, and on a short text after them', () => {
    const text = demoTexts().join(' ').repeat(20).slice(0, 20_000);
    expect(text).toHaveLength(20_000);
    expect(bound(text)).toEqual(expected(text));
    expect(bound('환급금 조회')).toEqual(expected('환급금 조회'));
  });

  it('names the version where the module is another one', async () => {
    const module = await WebAssembly.compile(new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]));
    const empty = { module, fillMemory: () => undefined };
    expect(() => bindLindera(empty)).toThrow(VocError);
    expect(() => bindLindera(empty)).toThrow(/1\.1\.0/);
  });
});
