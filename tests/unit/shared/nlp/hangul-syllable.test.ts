import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSyllable, lettersOf, openSyllable } from '../../../../shared/nlp/hangul-syllable.ts';

const unit = (text: string) => text.charCodeAt(0);

describe('a Hangul syllable', () => {
  it('is known from letters and other signs', () => {
    expect([...'가힣ㄱaㅏ一'].map((each) => isSyllable(unit(each)))).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
  });

  it('loses its final consonant', () => {
    expect(String.fromCharCode(openSyllable(unit('립')), openSyllable(unit('리')))).toBe('리리');
  });

  it('has the letters into which Unicode takes it apart', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0xac00, max: 0xd7a3 }), (syllable) => {
        const { initial, medial, final } = lettersOf(syllable);
        const letters = [0x1100 + initial, 0x1161 + medial, ...(final > 0 ? [0x11a7 + final] : [])];
        expect(String.fromCharCode(...letters)).toBe(String.fromCharCode(syllable).normalize('NFD'));
      }),
    );
  });
});
