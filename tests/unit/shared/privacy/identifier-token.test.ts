import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { identifierToken, normaliseIdentifier } from '../../../../shared/privacy/identifier-token.ts';
import { parseTokenKeys } from '../../../../shared/privacy/token-keys.ts';

const KEYS = parseTokenKeys('{"current":"k2","k1":"an older secret","k2":"a newer secret"}');

describe('normaliseIdentifier', () => {
  it.each([
    ['010-2345-6789', '01023456789'],
    ['+82-10-2345-6789', '01023456789'],
    ['82 10 2345 6789', '01023456789'],
    ['+82 (0)10 2345 6789', '01023456789'],
    ['1023456789', '01023456789'],
    ['02-345-6789', '023456789'],
    ['+1 415 555 2671', '+14155552671'],
    ['공1공 2345 6789', '01023456789'],
    ['공일공에 이삼사오에 육칠팔구', '01023456789'],
    ['010 다시 2345 다시 6789', '01023456789'],
    ['o1o-2345-6789', '01023456789'],
    ['⓪①⓪-②③④⑤-⑥⑦⑧⑨', '01023456789'],
    ['0 1 0 2 3 4 5 6 7 8 9', '01023456789'],
    ['010,2345,6789', '01023456789'],
    ['010-****-6789', null],
    ['010-2345-xxxx', null],
    ['1588-0000', null],
    ['not a number', null],
  ])('reads the phone number %j as %j', (raw, expected) => {
    expect(normaliseIdentifier('phone', raw)).toBe(expected);
  });

  it.each(['010-0000-0000', '010-1111-1111', '010-1234-1234', '01012345678'])(
    'takes the placeholder %j for no evidence',
    (raw) => expect(normaliseIdentifier('phone', raw)).toBeNull(),
  );

  it('compares mailboxes, and user IDs without their hyphens', () => {
    expect(normaliseIdentifier('email', ' Hana@Example.COM ')).toBe('hana@example.com');
    expect(normaliseIdentifier('email', 'hana(at)example[dot]com')).toBe('hana@example.com');
    expect(normaliseIdentifier('email', 'hana골뱅이네이버닷컴')).toBe('hana@naver.com');
    expect(normaliseIdentifier('email', 'hana@네이버')).toBe('hana@naver.com');
    expect(normaliseIdentifier('email', 'hana at gmail dot com')).toBe('hana@gmail.com');
    expect(normaliseIdentifier('email', 'hana @ naver . com')).toBe('hana@naver.com');
    expect(normaliseIdentifier('email', 'hana@example.co.kr')).toBe('hana@example.co.kr');
    expect(normaliseIdentifier('email', 'ha***@naver.com')).toBeNull();
    expect(normaliseIdentifier('email', 'hana@')).toBeNull();
    expect(normaliseIdentifier('email', 'ha.na+shop@gmail.com')).toBe('hana@gmail.com');
    expect(normaliseIdentifier('email', 'hana@hanmail.net')).toBe('hana@daum.net');
    expect(normaliseIdentifier('email', 'none@none.com')).toBeNull();
    expect(normaliseIdentifier('email', 'a@a.com')).toBeNull();
    expect(normaliseIdentifier('user-id', 'AB12-cd34')).toBe('ab12cd34');
  });

  it('takes composed and decomposed Hangul as one name, and a masked name as none', () => {
    expect(normaliseIdentifier('nickname', '하늘이'.normalize('NFD'))).toBe('하늘이');
    expect(normaliseIdentifier('nickname', '이**')).toBeNull();
    expect(normaliseIdentifier('name-phone4', '홍 길순|010-2345-6789')).toBe('홍 gilsun|6789');
    expect(normaliseIdentifier('name-phone4', 'Gilsun Hong|6789')).toBe('홍 gilsun|6789');
    expect(normaliseIdentifier('nickname', '명랑한 양😊')).toBe(normaliseIdentifier('nickname', '명랑한양'));
  });
});

describe('normalising once is enough', () => {
  it.each(['phone', 'email', 'nickname', 'order-number', 'user-id', 'external-id'] as const)('%s', (kind) => {
    const written = fc.oneof(
      fc.string(),
      fc.stringMatching(/^0?10[- ]?[0-9]{4}[- ]?[0-9]{4}$/),
      fc.emailAddress(),
      fc.string({ unit: 'grapheme' }),
    );
    fc.assert(
      fc.property(written, (raw) => {
        const once = normaliseIdentifier(kind, raw);
        if (once !== null) expect(normaliseIdentifier(kind, once)).toBe(once);
      }),
    );
  });
});

describe('identifierToken', () => {
  it('depends on kind, value and key version', () => {
    const token = identifierToken('phone', '01023456789', KEYS);
    expect(token).toMatch(/^k2\.[0-9a-f]{64}$/);
    expect(identifierToken('phone', '01023456789', KEYS)).toBe(token);
    expect(identifierToken('nickname', '01023456789', KEYS)).not.toBe(token);
    expect(identifierToken('phone', '01023456789', KEYS, 'k1').slice(3)).not.toBe(token.slice(3));
  });

  it('refuses a key version that is not there', () => {
    expect(() => identifierToken('phone', '01023456789', KEYS, 'k9')).toThrow(/no identity key k9/);
  });
});

describe('parseTokenKeys', () => {
  it.each([
    'nonsense secret',
    '{"k1":"a long secret"}',
    '{"current":"k2","k1":"a long secret"}',
    '{"current":"k1","k1":"x"}',
  ])('refuses %j without repeating it', (secret) => {
    expect(() => parseTokenKeys(secret)).toThrow(/identity keys/);
    expect(() => parseTokenKeys(secret)).not.toThrow(/long secret|nonsense/);
  });
});
