import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lowerCaseSameLength } from '../../../../shared/nlp/lower-case.ts';

describe('lowerCaseSameLength', () => {
  it('writes small what can be written small, and leaves a text whose letters would grow', () => {
    expect(lowerCaseSameLength('OTP 인증')).toBe('otp 인증');
    expect(lowerCaseSameLength('İstanbul OTP')).toBe('İstanbul OTP');
  });

  it('keeps the length of any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(lowerCaseSameLength(text)).toHaveLength(text.length);
      }),
    );
  });
});
