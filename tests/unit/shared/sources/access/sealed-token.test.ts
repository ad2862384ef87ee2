import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sealToken, unsealToken } from '../../../../../shared/sources/access/sealed-token.ts';

const text = fc.string({ unit: 'grapheme' });
const secret = fc.string({ minLength: 1, maxLength: 80 });

describe('sealToken', () => {
  it('gives any text back to the holder of the secret', () => {
    fc.assert(
      fc.property(text, secret, (token, key) => {
        expect(unsealToken(sealToken(token, key), key)).toBe(token);
      }),
    );
  });

  it('gives nothing to the holder of another secret', () => {
    fc.assert(
      fc.property(text, secret, secret, (token, key, other) => {
        fc.pre(key !== other);
        expect(unsealToken(sealToken(token, key), other)).toBeNull();
      }),
    );
  });

  it('gives nothing once a single character is changed, added or taken away', () => {
    fc.assert(
      fc.property(
        text,
        secret,
        fc.nat(),
        fc.constantFrom('A', 'z', '.', '=', '-', '가'),
        (token, key, at, other) => {
          const seal = sealToken(token, key);
          const place = at % seal.length;
          const [before, after] = [seal.slice(0, place), seal.slice(place + 1)];
          fc.pre(seal[place] !== other);
          expect(unsealToken(`${before}${other}${after}`, key)).toBeNull();
          expect(unsealToken(`${before}${after}`, key)).toBeNull();
          expect(unsealToken(`${before}${other}${seal.slice(place)}`, key)).toBeNull();
        },
      ),
      { numRuns: 500 },
    );
  });

  it('gives nothing for what is no seal', () => {
    fc.assert(
      fc.property(fc.string(), secret, (anything, key) => {
        expect(unsealToken(anything, key)).toBeNull();
        expect(unsealToken(`v1.${anything}`, key)).toBeNull();
      }),
    );
  });

  it('says its version, and never twice the same', () => {
    const [one, two] = [sealToken('토큰', 'secret'), sealToken('토큰', 'secret')];
    expect(one).toMatch(/^v1\.[\w-]{16}\.[\w-]{22}\.[\w-]+$/);
    expect(one).not.toBe(two);
    expect(unsealToken(one.replace(/^v1/, 'v2'), 'secret')).toBeNull();
  });
});
