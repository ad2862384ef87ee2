import { describe, expect, it } from 'vitest';
import { changeSentences } from '../../../../shared/delivery/change-sentences.ts';
import { createFormat } from '../../../../shared/delivery/format.ts';
import { makeReview, TAXONOMY } from './review-factory.ts';

/** What is said of a campaign before which 5 doubted and after which 29 did. */
function told(doubtChange: { low: number; significant: boolean } | undefined) {
  const campaigns = makeReview().campaigns.map(({ doubtChange: _, ...campaign }) => ({
    ...campaign,
    ...(doubtChange === undefined ? {} : { doubtChange: { ratio: 5.8, high: 12, ...doubtChange } }),
  }));
  return changeSentences(makeReview({ campaigns }), TAXONOMY, createFormat('ko', 'Asia/Seoul')).filter(
    ({ anchor }) => anchor === 'campaigns',
  );
}

describe('changeSentences', () => {
  it('tells of a campaign only where doubts per voice clearly rose after it', () => {
    expect(told({ low: 2.1, significant: true })).toHaveLength(1);
    expect(told({ low: 0.9, significant: false })).toEqual([]);
    expect(told(undefined)).toEqual([]);
  });
});
