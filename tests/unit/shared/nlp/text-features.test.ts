import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FEATURE_BITS, featuresOf } from '../../../../shared/nlp/text-features.ts';

const setOf = (text: string): number[] => [...featuresOf(text).sort()];

function overlap(one: string, other: string): number {
  const features = new Set(featuresOf(one));
  const others = featuresOf(other);
  return others.filter((feature) => features.has(feature)).length / Math.min(features.size, others.length);
}

/** Words without white space; what is a letter to a reader is one here too. */
const word = fc.string({
  unit: fc.constantFrom(...'안되돼요앱느려ㅋㅠ환급abCD019.,!?', '😀', '가'.normalize('NFD')),
  minLength: 1,
  maxLength: 8,
});
const words = fc.array(word, { minLength: 1, maxLength: 8 });
const space = fc.string({
  unit: fc.constantFrom(' ', '\t', '\n', '\r', '\u00a0', '\u3000', '\u2003', '\u200b', '\ufeff'),
  minLength: 1,
  maxLength: 5,
});

describe('the features of a text', () => {
  // A model is worth nothing with other features than those it was trained on: these never change without a new model.
  it('are these and no others', () => {
    expect(setOf('')).toEqual([4789087, 8263396, 14772748]);
    expect(setOf('안')).toEqual([
      1361430, 1961946, 2978621, 4151496, 4253841, 4789087, 4877510, 7055694, 8101364, 10839620, 15602114,
    ]);
  });

  it.each([
    ['안 돼요', 46, '6c8455eaabb762d7'],
    ['Login 안됨 😀', 127, '5c4cac67ecb80ffa'],
    ['앱이 너무 느려요. 다시 깔아도 똑같네요!', 332, 'e264371e4c821c06'],
  ])('of %j are %i with checksum %s', (text, count, checksum) => {
    const features = featuresOf(text).sort();
    expect(features).toHaveLength(count);
    expect(createHash('sha256').update(features).digest('hex').slice(0, 16)).toBe(checksum);
  });

  it('tell what is said, whatever its spelling', () => {
    expect(overlap('로그인이 안돼요', '로그인이 않되요')).toBeGreaterThan(0.5);
    expect(overlap('로그인이 안돼요', '로그인이안 돼요')).toBeGreaterThan(0.75);
    expect(overlap('로그인이 안돼요', '배송 빠르고 좋네')).toBeLessThan(0.1);
  });

  it('tell a word from the end of another one', () => {
    expect(setOf('안 되나')).not.toEqual(setOf('안되 나'));
  });

  it('are the same for loose letters, capitals and half an emoji as for what they stand for', () => {
    expect(setOf('앱이 느려요'.normalize('NFD'))).toEqual(setOf('앱이 느려요'));
    expect(setOf('LOGIN 오류')).toEqual(setOf('login 오류'));
    expect(setOf('좋아요\ud83d')).toEqual(setOf('좋아요\ufffd'));
  });

  it('do not depend on kind and number of spaces, between words and around them', () => {
    fc.assert(
      fc.property(words, fc.array(space, { minLength: 9, maxLength: 9 }), (parts, spaces) => {
        const spread = parts.map((part, index) => `${spaces[index]}${part}`).join('');
        expect(setOf(spread + spaces[8])).toEqual(setOf(parts.join(' ')));
      }),
    );
  });

  it('do not depend on how long a letter is drawn out', () => {
    const drawn = fc.constantFrom(...'ㅋㅠ우아!.0z~');
    fc.assert(
      fc.property(word, drawn, fc.integer({ min: 3, max: 40 }), word, (before, letter, times, after) => {
        const spelt = (count: number) => setOf(before + letter.repeat(count) + after);
        expect(spelt(times)).toEqual(spelt(2));
      }),
    );
    expect(setOf('우')).not.toEqual(setOf('우우'));
  });

  it('are distinct places, at most 23 for each unit, of any string', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const features = featuresOf(text);
        expect(new Set(features).size).toBe(features.length);
        expect(features.every((feature) => feature < 2 ** FEATURE_BITS)).toBe(true);
        expect(features.length).toBeLessThanOrEqual(23 * (text.length + 2));
      }),
    );
  });

  it('grow with the text by as many for each letter, up to 4,000 units and not beyond', () => {
    // No two stretches of it are alike, so that every gram is a new one.
    const text = Array.from({ length: 8_000 }, (_, index) =>
      String.fromCharCode(0xac00 + ((index * 7_919) % 11_172)),
    ).join('');
    const count = (length: number) => featuresOf(text.slice(0, length)).length;
    const perUnit = [500, 1_000, 2_000, 4_000].map((length) => count(length) / length);
    for (const each of perUnit) expect(each / (perUnit[0] ?? 0)).toBeCloseTo(1, 1);
    expect(setOf(text)).toEqual(setOf(text.slice(0, 4_000)));
  });

  it('stay what they are when the next text is read', () => {
    const first = featuresOf('앱이 자꾸 멈춰요');
    const kept = [...first];
    featuresOf('환급금 조회가 아주 빠르고 편해서 주변에도 알려 줬어요');
    expect([...first]).toEqual(kept);
  });
});
