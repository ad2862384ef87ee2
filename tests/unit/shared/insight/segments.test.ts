import { describe, expect, it } from 'vitest';
import type { Contribution } from '../../../../shared/domain/contribution.ts';
import { contributionOf } from '../../../../shared/insight/contribution.ts';
import { segmentShares } from '../../../../shared/insight/segments.ts';
import { mergeSightings } from '../../../../shared/storage/merge-sightings.ts';
import { makeReading, makeRecord, UNLINKED } from '../../../fixtures/make-record.ts';

const base = contributionOf(
  mergeSightings(undefined, { record: makeRecord(), reading: makeReading(), link: UNLINKED }, 'Asia/Seoul'),
  undefined,
);
const many = (count: number, segment?: string): Contribution[] =>
  Array.from({ length: count }, () => ({ ...base, ...(segment === undefined ? {} : { segment }) }));

describe('segmentShares', () => {
  it('tells a segment that speaks of a point more often than the others do', () => {
    const group = [...many(30, '첫 환급'), ...many(10, '재방문'), ...many(25)];
    const week = [...group, ...many(70, '첫 환급'), ...many(290, '재방문'), ...many(100)];
    const [[first, second] = []] = segmentShares([{ contributions: group }], week);
    expect(first).toMatchObject({ segment: '첫 환급', documents: 30, over: { significant: true } });
    expect(typeof first?.over === 'object' && first.over.ratio).toBeCloseTo(9, 5);
    expect(typeof second?.over === 'object' && second.over.ratio).toBeCloseTo(1 / 9, 5);
  });

  it('says nothing where there is too little, and nothing of voices without a segment', () => {
    const group = [...many(3, '첫 환급'), ...many(40)];
    expect(segmentShares([{ contributions: group }], [...group, ...many(30, '재방문')])).toEqual([
      [{ segment: '첫 환급', documents: 3, over: 'too-few' }],
    ]);
    expect(segmentShares([{ contributions: many(5) }], many(50))).toEqual([[]]);
  });

  it('calls hardly any segment different where all are the same: at most one week in twenty', () => {
    let seed = 11;
    const random = () => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed / 2_147_483_647;
    };
    let weeks = 0;
    for (let week = 0; week < 200; week += 1) {
      const names = ['가', '나', '다', '라'];
      const all = Array.from({ length: 600 }, () => ({
        ...base,
        segment: names[Math.floor(random() * 4)] ?? '',
      }));
      const groups = Array.from({ length: 6 }, () => ({ contributions: all.filter(() => random() < 0.1) }));
      const found = segmentShares(groups, all)
        .flat()
        .filter(({ over }) => typeof over === 'object' && over.significant);
      if (found.length > 0) weeks += 1;
    }
    expect(weeks).toBeLessThanOrEqual(14);
  });
});
