import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isOneEditApart } from '../../../../shared/privacy/edit-distance.ts';
import { nameWithEmail, nameWithOrder, nameWithPhone } from '../../../../shared/privacy/name-evidence.ts';
import {
  maskedNameKey,
  maskName,
  nameKey,
  readPersonName,
  saysName,
} from '../../../../shared/privacy/person-name.ts';

const shared = (a: readonly string[], b: readonly string[]) => a.some((value) => b.includes(value));

describe('nameKey', () => {
  it.each([
    ['한지민', '한 지민'],
    ['한지민', '한지민님'],
    ['한지민', '한지민(VIP)'],
    ['이미란', 'Miran Lee'],
    ['한지민', 'Jimin Han'],
    ['윤서현', 'Seohyun Yoon'],
    ['남궁도윤', 'Doyun Namgung'],
  ])('reads %s and %s as one name', (a, b) => expect(nameKey(a)).toBe(nameKey(b)));

  it.each(['메탈호랑이123', '행복한 양', '배송', 'hello world again and again', '', '😊'])(
    'reads %j as none',
    (raw) => expect(nameKey(raw)).toBeNull(),
  );

  it('takes any string', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (raw) => nameKey(raw) === null || nameKey(raw) !== ''),
    );
  });

  it('masks names as systems do', () => {
    expect(maskName('한지민')).toBe('한*민');
    expect(maskedNameKey('한○민 고객님')).toBe('한*민');
  });
});

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

  it('meets an order number with two signs swapped', () => {
    expect(shared(nameWithOrder('한지민', 'KR3H483920'), nameWithOrder('한지민', 'KR3H489320'))).toBe(true);
    expect(shared(nameWithOrder('한지민', 'KR3H483920'), nameWithOrder('한지민', 'KR3H483921'))).toBe(false);
  });

  it('knows a mailbox that says the name', () => {
    const name = readPersonName('한지민');
    expect(name !== null && saysName('hanjimin99', name)).toBe(true);
    expect(name !== null && saysName('stormykitten', name)).toBe(false);
  });
});

describe('isOneEditApart', () => {
  it.each([
    ['naver.com', 'nvaer.com', true],
    ['naver.com', 'naver.om', true],
    ['naver.com', 'naverr.com', true],
    ['naver.com', 'never.com', true],
    ['naver.com', 'naver.com', false],
    ['naver.com', 'nave.co', false],
    ['naver.com', 'daum.net', false],
  ])('%s and %s: %s', (a, b, expected) => {
    expect(isOneEditApart(a, b)).toBe(expected);
    expect(isOneEditApart(b, a)).toBe(expected);
  });
});
