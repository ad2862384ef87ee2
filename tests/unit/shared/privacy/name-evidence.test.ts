import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  nameWithEmail,
  nameWithHalfPhone,
  nameWithHalfPhones,
  nameWithPhone,
  swappedOrders,
} from '../../../../shared/privacy/name-evidence.ts';
import { isPlaceholderPhone } from '../../../../shared/privacy/normalise-phone.ts';

const shared = (a: readonly string[], b: readonly string[]) => a.some((value) => b.includes(value));

describe('a name beside a number with a slip', () => {
  it('meets a phone number with one wrong digit or two swapped, and no other', () => {
    const right = nameWithPhone('한지민', '010-2839-4651');
    for (const slip of ['010-2839-4652', '010-2389-4651', '010-2834-9651', '010-2839-4561', '010-9839-4651'])
      expect(shared(right, nameWithPhone('한지민', slip)), slip).toBe(true);
    for (const other of ['010-2839-7716', '010-5839-4652'])
      expect(shared(right, nameWithPhone('한지민', other)), other).toBe(false);
    expect(shared(right, nameWithPhone('고은별', '010-2839-4651'))).toBe(false);
  });

  it('meets a mailbox with one slip, unless the mailbox says the name', () => {
    const right = nameWithEmail('한지민', 'stormykitten4821@naver.com');
    for (const slip of [
      'stormykitten4812@naver.com',
      'stormkitten4821@naver.com',
      'stormykiten4821@naver.com',
    ])
      expect(shared(right, nameWithEmail('한지민', slip)), slip).toBe(true);
    expect(shared(right, nameWithEmail('한지민', 'stormykitten4831@naver.com'))).toBe(false);
    expect(nameWithEmail('한지민', 'jimin_0713@naver.com')).toEqual([]);
    expect(nameWithEmail('한지민', 'jhan0713@naver.com')).toEqual([]);
  });

  it('is found by half of a phone number wherever one digit is wrong or two neighbours are swapped', () => {
    const phone = fc.integer({ min: 0, max: 99_999_999 }).map((n) => `010${String(n).padStart(8, '0')}`);
    const digit = fc.integer({ min: 0, max: 9 }).map(String);
    const place = fc.integer({ min: 3, max: 10 });
    const slip = fc.oneof(
      fc.record({ at: place, to: digit }).map(
        ({ at, to }) =>
          (one: string) =>
            replaced(one, at, to),
      ),
      fc.integer({ min: 3, max: 9 }).map((at) => (one: string) => {
        return replaced(replaced(one, at, one[at + 1] ?? ''), at + 1, one[at] ?? '');
      }),
    );
    fc.assert(
      fc.property(phone, slip, (right, make) => {
        const wrong = make(right);
        // Numbers that forms are filled with are nobody's.
        fc.pre(!isPlaceholderPhone(right) && !isPlaceholderPhone(wrong));
        const byHalf = shared(nameWithHalfPhone('한지민', right), nameWithHalfPhones('한지민', wrong));
        expect(byHalf || right.slice(-4) === wrong.slice(-4)).toBe(true);
        expect(shared(nameWithPhone('한지민', right), nameWithPhone('한지민', wrong))).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it('is looked up as the order numbers that one was before two neighbours were swapped', () => {
    expect(swappedOrders('KR3H489320')).toContain('KR3H483920');
    expect(swappedOrders('KR3H489320')).not.toContain('KR3H489320');
    expect(swappedOrders('KR3H483921')).not.toContain('KR3H483920');
    expect(swappedOrders('A11')).toEqual(['1A1']);
  });
});

function replaced(text: string, at: number, sign: string): string {
  return text.slice(0, at) + sign + text.slice(at + 1);
}
