import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redact } from '../../../../shared/privacy/redact.ts';

/** Numbers as people write them: apart, in Hangul, in full-width or circled digits. */
const digitsOf = (length: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length });
const spelling = fc.constantFrom<(digit: number) => string>(
  (digit) => String(digit),
  (digit) => '공일이삼사오육칠팔구'.charAt(digit),
  (digit) => String.fromCharCode(0xff10 + digit),
  (digit) => '⓪①②③④⑤⑥⑦⑧⑨'.charAt(digit),
);
const separator = fc.constantFrom('-', ' ', '.', '/', '~', ' - ', '', '에 ');

describe('redact, for any text', () => {
  it('keeps every offset inside the text and says the same each time', () => {
    const anyUnits = fc
      .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 60 })
      .map((units) => String.fromCharCode(...units));
    fc.assert(
      fc.property(anyUnits, (text) => {
        const first = redact(text);
        for (const { start, end } of first.pii) {
          expect(start).toBeGreaterThanOrEqual(0);
          expect(end).toBeLessThanOrEqual(text.length);
        }
        expect(redact(text)).toEqual(first);
        expect(redact(first.text).text).toBe(first.text);
      }),
      { numRuns: 1000 },
    );
  });

  it('finds a mobile number in any spelling and never leaves it in the text', () => {
    fc.assert(
      fc.property(digitsOf(8), spelling, separator, (rest, spell, between) => {
        const groups = [[0, 1, 0], rest.slice(0, 4), rest.slice(4)];
        const number = groups.map((group) => group.map(spell).join('')).join(between);
        const { text, pii } = redact(`제 번호는 ${number} 입니다`);
        expect(pii.map(({ type }) => type)).toContain('phone');
        expect(text).not.toContain(number);
      }),
      { numRuns: 500 },
    );
  });

  it('never leaves a found value of five units or more in its output', () => {
    const value = fc.constantFrom(
      'hana.test@example.co.kr',
      'jihye88골뱅이naver.com',
      '850412-1234567',
      '4111 1111 1111 1111',
      '국민 123456-01-123456',
      '여권 M12345678',
      '면허 11-12-123456-01',
      '서울 중구 세종대로 110',
      '아이피 203.0.113.25',
    );
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 5 }), (values) => {
        const input = values.join(', ');
        const { text, pii } = redact(input);
        expect(pii.length).toBeGreaterThanOrEqual(values.length);
        for (const { start, end } of pii) {
          const found = input.slice(start, end);
          if (found.length >= 5) expect(text).not.toContain(found);
        }
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['digits', '7'],
    ['spaces', ' '],
    ['hyphens', '-'],
    ['at signs', '@'],
    ['addresses begun', 'a@'],
    ['lone surrogates', '\ud800'],
    ['digits apart', '1 '],
    ['spelt digits', '일공'],
    ['placeholders', '[전화번호] '],
    ['titles', '홍길순님 '],
  ])('reads a megabyte of %s without getting stuck', { timeout: 20_000 }, (_, piece) => {
    const text = piece.repeat(Math.ceil(1_000_000 / piece.length));
    expect(() => redact(text)).not.toThrow();
  });
});
