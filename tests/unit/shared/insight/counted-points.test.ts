import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Contribution } from '../../../../shared/domain/contribution.ts';
import { FUNNEL_STAGES, SOURCE_KINDS } from '../../../../shared/domain/taxonomy.ts';
import { cellAt, pointKey } from '../../../../shared/insight/aggregate.ts';
import {
  changeRank,
  countedPoints,
  countedSegments,
  countedSlices,
} from '../../../../shared/insight/counted-points.ts';
import { PointDaySchema, pointDayAggregate, pointDayOf } from '../../../../shared/insight/point-day.ts';
import { rangeWindow } from '../../../../shared/insight/review-window.ts';
import { periodPoints } from '../../../fixtures/period-points.ts';
import { bucketsOf, daysLater, makeContribution } from './contribution-factory.ts';

const MONDAY = '2026-11-08T15:00:00.000Z';
const WEEK = { from: '2026-11-09', to: '2026-11-15' };

/** `count` voices of a day; every fifth has its customer's segment, `said` of ten speak of fees. */
function voices(day: number, count: number, said: number): Contribution[] {
  return Array.from({ length: count }, (_, index) =>
    makeContribution({
      documentKey: `${day + 50}|${index}`.padStart(64, '0').replace(/[^0-9a-f]/g, 'a'),
      day: daysLater(MONDAY, day + 0.3).slice(0, 10),
      bucket: daysLater(MONDAY, day + 0.3).slice(0, 10),
      source: index % 2 === 0 ? 'ticket' : 'app-review',
      ...(index % 5 === 0 ? { segment: index % 3 === 0 ? 'young' : 'old', lifecycleStage: 'active' } : {}),
      codes: index % 10 < said ? ['price', 'trust'] : [],
      stage: index % 10 < said ? 'purchase' : 'usage',
      sentiment: 'negative',
    }),
  );
}

const CONTRIBUTIONS = Array.from({ length: 35 }, (_, index) => index - 28).flatMap((day) =>
  voices(day, 60, day >= 0 ? 4 : 2),
);

function windowOf(filter: Parameters<typeof pointDayAggregate>[1], cut?: string) {
  const days = Map.groupBy(CONTRIBUTIONS, ({ day }) => day);
  const buckets = [...days].map(([day, ofDay]) => ({
    day,
    bucket: day,
    aggregate: pointDayAggregate(pointDayOf(ofDay), filter, cut),
  }));
  return rangeWindow(WEEK.from, WEEK.to, buckets);
}

describe('points counted from copies of days', () => {
  it('say the same of everybody as the points that are made from the contributions themselves', () => {
    const made = periodPoints({
      ...WEEK,
      buckets: bucketsOf(CONTRIBUTIONS),
      contributions: CONTRIBUTIONS,
      documents: new Map(),
      funnel: [],
      trackings: [],
    });
    const counted = countedPoints(windowOf({}), []);
    expect(counted.map(({ id }) => id)).toEqual(made.map(({ id }) => id));
    for (const [index, point] of counted.entries()) {
      const { documents, share, negativeShare, daily, sources, status } = made[index] ?? {};
      expect(point).toMatchObject({ documents, share, negativeShare, daily, sources, status });
      expect(point.change).toMatchObject({ significant: true });
    }
  });

  it('count any choice of attributes together, each compared with its own past', () => {
    const [point] = countedPoints(windowOf({ source: 'ticket', segment: 'young' }), []);
    const chosen = CONTRIBUTIONS.filter(
      (one) => one.source === 'ticket' && one.segment === 'young' && one.day >= WEEK.from,
    );
    const speaking = chosen.filter(({ codes }) => codes.includes('price')).length;
    expect(speaking).toBeGreaterThan(0);
    expect(point).toMatchObject({ documents: speaking, share: { value: speaking / chosen.length } });
  });

  it('are too few to say anything of where nobody was counted before', () => {
    const later = rangeWindow('2026-12-24', '2026-12-24', [
      {
        day: '2026-12-24',
        bucket: '2026-12-24',
        aggregate: pointDayAggregate(pointDayOf(voices(0, 60, 4)), {}),
      },
    ]);
    expect(countedPoints(later, []).map(({ change }) => change)).toEqual(['too-few', 'too-few']);
  });

  it('take the funnel of their stage into their priority', () => {
    const funnel = [{ date: '2026-11-10', stage: 'purchase' as const, entered: 100, completed: 25 }];
    const [without] = countedPoints(windowOf({}), []);
    const [point] = countedPoints(windowOf({}), funnel);
    expect(point?.dropOff).toEqual({ entered: 100, completed: 25, rate: 0.75 });
    expect((point?.priority?.score ?? 0) - (without?.priority?.score ?? 0)).toBeCloseTo(15, 9);
  });
});

describe('a counted point', () => {
  const place = { code: 'price', stage: 'purchase' as const };
  const window = windowOf({}, 'price/purchase');

  it('is cut by source, segment and lifecycle stage, in documents of each', () => {
    const slices = countedSlices(place, window);
    expect(slices.map(({ by, value }) => `${by} ${value}`)).toEqual([
      'source app-review',
      'source ticket',
      'segment old',
      'segment young',
      'lifecycle-stage active',
    ]);
    const ofSources = slices.filter(({ by }) => by === 'source');
    expect(ofSources.reduce((sum, { documents }) => sum + documents, 0)).toBe(
      cellAt(window.current, 'point', pointKey('price', 'purchase')).documents,
    );
    expect(slices[0]?.change).toMatchObject({ significant: true });
  });

  it('names its segments, and does not call one loud that is not', () => {
    expect(countedSegments(place, window)).toMatchObject([
      { segment: 'old', over: { significant: false } },
      { segment: 'young', over: { significant: false } },
    ]);
  });
});

describe('the order by change', () => {
  const change = (ratio: number, significant: boolean) => ({ ratio, low: 0, high: 9, significant });

  it('is sure rises, sure falls, what may be chance, and what is too few to say', () => {
    const changes = [
      change(3, true),
      change(1.5, true),
      change(0.2, true),
      change(0.6, true),
      change(8, false),
      'too-few' as const,
    ];
    const ranks = changes.map(changeRank);
    expect(ranks).toEqual(ranks.toSorted((a, b) => b - a));
  });
});

describe('the copy of a day', () => {
  const arbitrary = fc.array(
    fc.record({
      source: fc.constantFrom(...SOURCE_KINDS),
      segment: fc.constantFrom('a', '__proto__', 'b/c', undefined),
      channel: fc.constantFrom('search', undefined),
      codes: fc.subarray(['price', 'trust', 'auth']),
      stage: fc.constantFrom(...FUNNEL_STAGES),
      sentiment: fc.constantFrom('negative' as const, 'positive' as const),
    }),
    { maxLength: 40 },
  );

  it('counts every voice once for every filter, whatever the attributes are called', () => {
    fc.assert(
      fc.property(arbitrary, (made) => {
        const all = made.map(({ segment, channel, ...one }, index) =>
          makeContribution({
            ...one,
            documentKey: index.toString(16).padStart(64, '0'),
            ...(segment === undefined ? {} : { segment }),
            ...(channel === undefined ? {} : { acquisitionChannel: channel }),
          }),
        );
        const day = PointDaySchema.parse(JSON.parse(JSON.stringify(pointDayOf(all))));
        for (const segment of [undefined, 'a', '__proto__', 'b/c']) {
          const { cells } = pointDayAggregate(day, { segment });
          const chosen = all.filter((one) => segment === undefined || one.segment === segment);
          expect(cells.total?.all?.documents ?? 0).toBe(chosen.length);
          const points = Object.values(cells.point ?? {}).reduce((sum, { documents }) => sum + documents, 0);
          expect(points).toBe(chosen.reduce((sum, { codes }) => sum + codes.length, 0));
        }
      }),
    );
  });
});
