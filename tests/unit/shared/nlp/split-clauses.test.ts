import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitClauses } from '../../../../shared/nlp/split-clauses.ts';

const clausesOf = (text: string): string[] =>
  splitClauses(text).map(({ start, end }) => text.slice(start, end));

describe('splitClauses', () => {
  it.each<[string, ...string[]]>([
    ['앱이 느려요', '앱이 느려요'],
    ['앱이 느려요. 환급은 빨라요!', '앱이 느려요. ', '환급은 빨라요!'],
    ['왜 안 되죠?!?! 답답하네요…', '왜 안 되죠?!?! ', '답답하네요…'],
    ['앱은 느린데\n상담은 친절', '앱은 느린데\n', '상담은 친절'],
    ['정말 답답합니다ㅠㅠ 언제 고쳐지나요', '정말 답답합니다ㅠㅠ ', '언제 고쳐지나요'],
    // One breath, two things.
    [
      '앱은 예쁘고 쓰기 편해서 좋은데 상담원 연결이 하루 종일 안 되네요',
      '앱은 예쁘고 쓰기 편해서 좋은데 ',
      '상담원 연결이 하루 종일 안 되네요',
    ],
    ['느린데 예쁘고 편해요', '느린데 예쁘고 편해요'],
    // Too little for itself at the end of a sentence.
    [
      '상담원 연결이 하루 종일 안 돼서 포기하고 지웠다. 끝',
      '상담원 연결이 하루 종일 안 돼서 ',
      '포기하고 지웠다. ',
      '끝',
    ],
    ['상담원 연결이 하루 종일 안 돼서 포기', '상담원 연결이 하루 종일 안 돼서 포기'],
    [''],
    [' \n\t '],
  ])('cuts %j', (text, ...expected) => {
    expect(clausesOf(text)).toEqual(expected);
  });

  it('covers any text in order, without overlap; only white space stands between clauses', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '앱은 좋은데 ',
        '상담원 연결이 ',
        '안 되고 ',
        '느려요',
        '. ',
        '?!',
        '\n',
        'ㅠㅠ ',
        '  ',
        '😀',
      ),
      fc.string({ unit: 'binary', maxLength: 6 }),
      fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        const text = pieces.join('');
        let end = 0;
        for (const clause of splitClauses(text)) {
          expect(text.slice(end, clause.start).trim()).toBe('');
          expect(clause.start).toBeGreaterThanOrEqual(end);
          expect(text.slice(clause.start, clause.end).trim()).not.toBe('');
          end = clause.end;
        }
        expect(text.slice(end).trim()).toBe('');
        expect(end).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: 500 },
    );
  });

  // In time that grows with the square, this text takes longer than any test may.
  it('is done at once with a long laugh', { timeout: 10_000 }, () => {
    expect(clausesOf('ㅋㅎ'.repeat(40_000))).toHaveLength(1);
  });
});
