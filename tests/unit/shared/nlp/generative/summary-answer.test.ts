import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSummary } from '../../../../../shared/nlp/generative/summary-answer.ts';

const GIVEN = {
  facts: ['본인인증 언급 42건, 지난주 30건', '비율 4.5%'],
  quotes: ['신분증을 찍어도 계속 실패해요'],
};
const read = (summary: unknown) => readSummary(JSON.stringify({ summary }), GIVEN);

describe('a summary', () => {
  it.each([
    '본인인증 언급이 30건에서 42건으로 늘었습니다.',
    '본인인증 언급이 42건입니다. "계속 실패해요"라는 말이 많습니다.',
    '비율은 4.5%로, ‘신분증을 찍어도’ 안 된다고 합니다',
  ])('is taken: %s', (summary) => {
    expect(read(summary)).toBe(summary);
  });

  it.each([
    ['a number nobody gave', '본인인증 언급이 43건입니다.'],
    ['a quotation nobody said', '"환불해 주세요"라고 합니다.'],
    ['three sentences', '늘었습니다. 많습니다. 큽니다.'],
    ['no Korean', 'Mentions rose to 42.'],
    ['a list', '늘었습니다.\n- 인증'],
    ['nothing', ' '],
    ['no text', 42],
    ['too long', '가'.repeat(301)],
  ])('is refused for %s', (_, summary) => {
    expect(read(summary)).toBeNull();
  });

  it('comes of no answer that has another form, and no answer makes it throw', () => {
    expect(readSummary('본인인증이 늘었습니다.', GIVEN)).toBeNull();
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.json()), (answer) => {
        const summary = readSummary(answer, GIVEN);
        expect(summary === null || /[가-힣]/.test(summary)).toBe(true);
      }),
    );
  });
});
