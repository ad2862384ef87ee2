import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isOneEditApart } from '../../../../shared/privacy/edit-distance.ts';
import {
  maskedNameKey,
  maskName,
  nameKey,
  readPersonName,
  saysName,
} from '../../../../shared/privacy/person-name.ts';

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

describe('saysName', () => {
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
