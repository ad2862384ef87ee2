import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldSpelling } from '../../../../shared/nlp/everyday-spelling.ts';

describe('foldSpelling', () => {
  it.each([
    // The dictionary lacks the subject particle 이.
    ['인증이 안 돼요', '인증을 안 돼요'],
    ['최악이네요', '최악을네요'],
    ['혜택이좋아요', '혜택을좋아요'],
    ['먹통이라서', '먹통을라서'],
    // Words whose 이 is their own.
    ['많이 같이 없이', '많이 같이 없이'],
    ['고양이 종이 놀이', '고양이 종이 놀이'],
    ['줄이네요', '줄이네요'],
    ['차이 사이', '차이 사이'],
    // Spellings of reviews.
    ['됬어요 됫다 안됌', '됐어요 됐다 안됨'],
    ['않되요 않돼네', '안되요 안돼네'],
    ['하지 않나요', '하지 않나요'],
    ['안대요 안데서', '안돼요 안돼서'],
    ['느립니다', '느리네요'],
    ['팅겨요', '튕겨요'],
    ['채팅기능', '채팅기능'],
    ['어렵내요', '어렵네요'],
    ['돈을 내요', '돈을 내요'],
    ['수수료 비쌈', '수수료 비싸'],
    ['불편함니다', '불편합니다'],
  ])('reads %j as %j', (text, folded) => {
    expect(foldSpelling(text)).toBe(folded);
  });

  it('keeps the length of any string, and leaves what has no Hangul as it is', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc
        .array(
          fc.constantFrom(
            '이',
            '않',
            '되',
            '됬',
            '팅',
            '김',
            '니',
            '다',
            '네',
            '여',
            '안',
            '대',
            '요',
            ' ',
            '힘',
            '듬',
            '앱',
          ),
        )
        .map((letters) => letters.join('')),
    );
    fc.assert(
      fc.property(text, (value) => {
        const folded = foldSpelling(value);
        expect(folded).toHaveLength(value.length);
        if (!/[가-힣]/u.test(value)) expect(folded).toBe(value);
      }),
      { numRuns: 500 },
    );
  });

  it('reads a million characters without a break, for which a quadratic rule would take hours', () => {
    const text = '앱이자꾸이상하고이게뭐이'.repeat(80_000);
    expect(foldSpelling(text)).toHaveLength(text.length);
  });
});
