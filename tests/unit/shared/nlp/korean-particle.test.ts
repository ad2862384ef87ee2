import { describe, expect, it } from 'vitest';
import { withParticle } from '../../../../shared/nlp/korean-particle.ts';

describe('withParticle', () => {
  it.each([
    ['수수료', '이', '가', '수수료가'],
    ['본인인증', '이', '가', '본인인증이'],
    ['KB', '을', '를', 'KB를'],
    ['1', '은', '는', '1은'],
    ['메일', '으로', '로', '메일로'],
    ['1111', '으로', '로', '1111로'],
    ['URL', '으로', '로', 'URL로'],
    ['1006', '으로', '로', '1006으로'],
    ['‘입금’', '이', '가', '‘입금’이'],
  ])('puts the fitting particle after %s', (word, consonant, vowel, expected) => {
    expect(withParticle(word, consonant, vowel)).toBe(expected);
  });
});
