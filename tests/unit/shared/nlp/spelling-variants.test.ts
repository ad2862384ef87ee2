import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hangulLetters } from '../../../../shared/nlp/hangul-letters.ts';
import { groupSpellings, usualSpellings } from '../../../../shared/nlp/spelling-variants.ts';

const known = [
  ['업데이트', '업뎃'],
  ['앱', '어플'],
  ['휴대폰', '핸드폰'],
];
const groups = (counts: Record<string, number>, contexts?: Map<string, Set<string>>) =>
  groupSpellings(
    new Map(Object.entries(counts)),
    contexts === undefined ? { known } : { known, contexts },
  ).map(({ spellings }) => spellings.map(({ spelling, count }) => `${spelling} ${count}`));

describe('groupSpellings', () => {
  it.each<[string, Record<string, number>, string[][]]>([
    ['spaces', { 본인인증: 5, '본인 인증': 9 }, [['본인 인증 9', '본인인증 5']]],
    ['case', { OTP: 2, otp: 4 }, [['otp 4', 'OTP 2']]],
    ['everyday names', { 업데이트: 3, 업뎃: 8 }, [['업뎃 8', '업데이트 3']]],
    [
      'everyday names in clauses, with the particle that fits them',
      { '업뎃이 안되다': 2, '업데이트가 안되다': 6 },
      [['업데이트가 안되다 6', '업뎃이 안되다 2']],
    ],
    [
      'everyday names in noun phrases',
      { '앱 실행': 3, '어플 실행': 2, 앱실행: 1 },
      [['앱 실행 3', '어플 실행 2', '앱실행 1']],
    ],
    ['slips of a vowel', { 인터페이스: 20, 인터패이스: 1 }, [['인터페이스 20', '인터패이스 1']]],
    ['slips of a final', { 무신사: 20, 무시사: 1 }, [['무신사 20', '무시사 1']]],
  ])('joins %s under the form used most', (_, counts, expected) => {
    expect(groups(counts)).toEqual(expected);
  });

  it.each<[string, Record<string, number>]>([
    ['words of two syllables', { 이체: 40, 이채: 1 }],
    ['words that are as common', { 인터페이스: 5, 인터패이스: 4 }],
    ['amounts and sums', { 환급금: 40, 환급액: 2 }],
    ['other words', { 테스트: 40, 텍스트: 2 }],
    ['two slips', { 인터페이스: 40, 인테패이스: 1 }],
    ['subject and object', { '앱이 열다': 9, '앱을 열다': 9 }],
  ])('keeps apart %s', (_, counts) => {
    expect(groups(counts).every((group) => group.length === 1)).toBe(true);
  });

  it('joins an unlikely slip where it stands in the same company', () => {
    const counts = { 체크카드: 40, 체크가드: 2 };
    expect(groups(counts)).toHaveLength(2);
    const contexts = new Map([
      ['체크카드', new Set(['발급', '결제', '배송', '한도'])],
      ['체크가드', new Set(['발급', '결제', '배송'])],
    ]);
    expect(groups(counts, contexts)).toEqual([['체크카드 40', '체크가드 2']]);
  });

  it('loses no count, gives every term one group, and does not depend on order', () => {
    const term = fc.constantFrom(
      '업데이트',
      '업뎃',
      '본인인증',
      '본인 인증',
      '인터페이스',
      '인터패이스',
      '앱이 느리다',
      '어플이 느리다',
      '휴대폰',
      '핸드폰',
      'otp',
      'OTP',
    );
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(term, fc.integer({ min: 1, max: 99 })), { selector: ([t]) => t }),
        (counts) => {
          const found = groupSpellings(new Map(counts), { known });
          const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);
          expect(sum(found.map(({ count }) => count))).toBe(sum(counts.map(([, count]) => count)));
          expect(usualSpellings(found).size).toBe(counts.length);
          expect(groupSpellings(new Map([...counts].reverse()), { known })).toEqual(found);
          for (const group of found)
            expect(group.spellings[0]?.count).toBe(Math.max(...group.spellings.map(({ count }) => count)));
        },
      ),
    );
  });
});

describe('hangulLetters', () => {
  it('takes syllables apart, and joins into the same text by NFC', () => {
    expect(hangulLetters('로긴A')).toEqual(['ㄹ', 'ㅗ', 'ㄱ', 'ㅣ', 'ㄴ', 'A']);
    expect(hangulLetters('값')).toEqual(['ㄱ', 'ㅏ', 'ㅄ']);
    fc.assert(
      fc.property(fc.integer({ min: 0xac00, max: 0xd7a3 }), (code) => {
        const syllable = String.fromCharCode(code);
        expect(hangulLetters(syllable)).toHaveLength(syllable.normalize('NFD').length);
      }),
    );
  });
});
