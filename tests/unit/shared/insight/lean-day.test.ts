import { describe, expect, it } from 'vitest';
import { TOTAL_KEY } from '../../../../shared/domain/aggregate.ts';
import { contributionOf } from '../../../../shared/insight/contribution.ts';
import { leanDay } from '../../../../shared/insight/lean-day.ts';
import { reviewWindow } from '../../../../shared/insight/review-window.ts';
import { shareStrings } from '../../../../shared/insight/share-strings.ts';
import { hourlyNegatives } from '../../../../shared/insight/week-incidents.ts';
import { bucketsOf, makeDocument, type Voice } from './contribution-factory.ts';

const voices: Voice[] = Array.from({ length: 40 }, (_, index) => ({
  id: String(index),
  at: index % 5 === 0 ? '2026-11-10' : `2026-11-10T0${index % 4}:30:00Z`,
  text: `말 ${index}`,
  ...(index % 3 === 0 ? { code: 'price', stage: 'purchase' as const } : { sentiment: 'negative' as const }),
  terms: [`말${index % 7}`, '공통'],
}));
const contributions = voices.map((voice) => contributionOf(makeDocument(voice), undefined));
const buckets = bucketsOf(contributions);

describe('leanDay', () => {
  it('keeps what a review counts by day and what incidents are found in by hour', () => {
    const lean = leanDay(buckets);
    const [full, kept] = [buckets, lean].map((given) => reviewWindow('2026-W46', given).current.cells);
    expect(kept?.total?.[TOTAL_KEY]).toEqual(full?.total?.[TOTAL_KEY]);
    for (const dimension of [
      'code',
      'stage',
      'point',
      'source',
      'point-source',
      'open-term',
      'term',
      'analysis-version',
    ] as const)
      expect(kept?.[dimension]).toEqual(full?.[dimension]);
    expect(hourlyNegatives(lean)).toEqual(hourlyNegatives(buckets));
  });

  it('holds the words of a day once, not once for each of its hours', () => {
    const words = leanDay(buckets).filter(({ aggregate }) => aggregate.cells['open-term'] !== undefined);
    expect(words).toHaveLength(1);
  });
});

describe('shareStrings', () => {
  it('changes nothing that a contribution says', () => {
    const shared = shareStrings();
    expect(contributions.map(shared)).toEqual(contributions);
  });
});
