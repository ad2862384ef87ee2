import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PiiType } from '../../../../shared/domain/record.ts';
import { redact } from '../../../../shared/privacy/redact.ts';

const digits = (length: number) =>
  fc
    .array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length })
    .map((all) => all.join(''));
const letters = (min: number, max: number) =>
  fc
    .array(fc.constantFrom(...'abcdefghijkmnoprstuvwxyz'), { minLength: min, maxLength: max })
    .map((all) => all.join(''));

/** Luhn's check digit behind the digits. */
function withCheckDigit(number: string): string {
  const sum = [...number].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return `${number}${(10 - (sum % 10)) % 10}`;
}

/** Real values in their usual spelling, with a sentence that such a value stands in. */
const VALUES: Readonly<
  Record<string, { type: PiiType; value: fc.Arbitrary<string>; say: (value: string) => string }>
> = {
  'a mobile number': {
    type: 'phone',
    value: fc.tuple(digits(4), digits(4)).map((parts) => `010-${parts.join('-')}`),
    say: (value) => `연락처는 ${value} 입니다`,
  },
  'a resident number': {
    type: 'rrn',
    value: fc
      .tuple(
        fc.integer({ min: 0, max: 99 }),
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 28 }),
        fc.integer({ min: 1, max: 4 }),
        digits(6),
      )
      .map(([year, month, day, sex, rest]) => {
        const [yy, mm, dd] = [year, month, day].map((part) => String(part).padStart(2, '0'));
        return `${yy}${mm}${dd}-${sex}${rest}`;
      }),
    say: (value) => `주민번호 ${value} 넣었어요`,
  },
  'a card number': {
    type: 'card',
    value: fc
      .tuple(fc.constantFrom('4', '51', '55', '9411'), digits(15))
      .map(([start, rest]) => withCheckDigit(`${start}${rest}`.slice(0, 15)))
      .map((card) => card.match(/\d{4}/g)?.join('-') ?? ''),
    say: (value) => `카드 ${value} 결제가 안 돼요`,
  },
  'an account number': {
    type: 'account',
    value: fc.tuple(digits(6), digits(2), digits(6)).map((parts) => parts.join('-')),
    say: (value) => `국민은행 계좌 ${value} 로 보내 주세요`,
  },
  'an e-mail address': {
    type: 'email',
    value: fc
      .tuple(letters(3, 12), digits(2), letters(3, 10), fc.constantFrom('com', 'co.kr', 'net'))
      .map(([name, number, domain, end]) => `${name}${number}@${domain}.${end}`),
    say: (value) => `답장은 ${value} 로 주세요`,
  },
};

/** Characters that nobody sees: zero-width space, joiners, word joiner, byte order mark, soft hyphen, direction marks. */
const INVISIBLE = [
  '\u200b',
  '\u200c',
  '\u200d',
  '\u2060',
  '\ufeff',
  '\u00ad',
  '\u200e',
  '\u200f',
  '\u180e',
  '\ufe0f',
];
const fullWidth = (sign: string): string =>
  /[!-~]/.test(sign) ? String.fromCharCode(sign.charCodeAt(0) + 0xfee0) : sign;
const mathDigit = (sign: string): string =>
  /\d/.test(sign) ? String.fromCodePoint(0x1d7ce + Number(sign)) : sign;
const arabicDigit = (sign: string): string =>
  /\d/.test(sign) ? String.fromCharCode(0x0660 + Number(sign)) : sign;

/** How somebody may write a value so that a simple pattern misses it; each sign by itself. */
const disguise = (value: string, choices: readonly number[], spell: readonly ((sign: string) => string)[]) =>
  [...value]
    .map((sign, index) => {
      const choice = choices[index % choices.length] ?? 0;
      const spelt = spell[choice % spell.length]?.(sign) ?? sign;
      return choice % 3 === 0 ? `${INVISIBLE[choice % INVISIBLE.length]}${spelt}` : spelt;
    })
    .join('');
const SEPARATORS = ['-', ' ', '\u00a0', '\u3000', '–', '—', '－', ' - ', '.', '·', '・', '•'];
const choices = fc.array(fc.nat({ max: 1_000 }), { minLength: 5, maxLength: 30 });

/** The value as it would be read aloud: what may not be left in any order-preserving form. */
const bare = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/[\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
    .replace(/[^0-9a-z@.]/gi, '')
    .toLowerCase();

const WAYS: Readonly<Record<string, readonly ((sign: string) => string)[]>> = {
  'as usual, with invisible characters between': [(sign) => sign],
  'in full-width signs': [(sign) => sign, fullWidth],
  'in mathematical digits': [(sign) => sign, mathDigit],
  'in Arabic digits': [(sign) => sign, arabicDigit],
};

describe.each(Object.entries(VALUES))('%s', (_, { type, value, say }) => {
  it.each(Object.entries(WAYS))('never survives, written %s', (_way, spell) => {
    fc.assert(
      fc.property(value, choices, (plain, picked) => {
        const text = say(disguise(plain, picked, spell));
        const result = redact(text);
        expect(bare(result.text)).not.toContain(bare(plain));
        expect(result.pii.map((span) => span.type)).toContain(type);
        expect(redact(result.text)).toMatchObject({ text: result.text, pii: [] });
      }),
      { numRuns: 300 },
    );
  });

  it('never survives with other separators, visible or not', () => {
    fc.assert(
      fc.property(value, fc.constantFrom(...SEPARATORS), choices, (plain, separator, picked) => {
        const spaced = plain.replaceAll('-', separator);
        const text = say(disguise(spaced, picked, [(sign) => sign]));
        expect(bare(redact(text).text)).not.toContain(bare(plain));
      }),
      { numRuns: 300 },
    );
  });

  it('never survives in the middle of other such values', () => {
    fc.assert(
      fc.property(fc.array(value, { minLength: 2, maxLength: 4 }), choices, (plain, picked) => {
        const text = plain.map((one) => say(disguise(one, picked, [(sign) => sign]))).join('. ');
        const redacted = bare(redact(text).text);
        for (const one of plain) expect(redacted).not.toContain(bare(one));
      }),
      { numRuns: 100 },
    );
  });
});

describe('an invisible character', () => {
  it.each([
    ['cuts a number', '연락처 010-39\u200b21-7745', '연락처 [전화번호]'],
    ['stands where a space should', '제 이름은\u200b홍길순입니다', '제 이름은\u200b[이름]입니다'],
    ['is gone with the number that it ends', '번호는 010-3921-7745\u200d 요', '번호는 [전화번호] 요'],
    ['elsewhere stays as it is', '환급\u200b이 빨라요 👨‍👩‍👧', '환급\u200b이 빨라요 👨‍👩‍👧'],
  ])('that %s', (_, text, expected) => {
    expect(redact(text).text).toBe(expected);
  });
});
