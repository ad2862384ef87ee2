import { describe, expect, it } from 'vitest';
import type { HesitationPoint } from '../../../../shared/domain/insight.ts';
import { contributionOf } from '../../../../shared/insight/contribution.ts';
import { changePoint } from '../../../../shared/insight/point-tracking.ts';
import { windowStart } from '../../../../shared/insight/review-window.ts';
import { periodPoints } from '../../../fixtures/period-points.ts';
import { bucketsOf, daysLater, makeContribution, makeDocument, type Voice } from './contribution-factory.ts';

const MONDAY = '2026-11-08T15:00:00.000Z';

/** Each day as many voices about fees as `fees` says, of 40. */
function days(from: number, to: number, fees: (day: number) => number): Voice[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index).flatMap((day) =>
    Array.from({ length: 40 }, (_, index) => ({
      id: `${day}|${index}`,
      at: daysLater(MONDAY, day + 0.3),
      text: `${index < fees(day) ? '수수료가 비싸요' : '잘 쓰고 있어요'} ${day} ${index}`,
      ...(index < fees(day)
        ? { code: 'price', stage: 'purchase' as const, customerId: `C${index % 4}` }
        : {}),
    })),
  );
}

function pointsOf(
  voices: readonly Voice[],
  range: { from: string; to: string },
  overrides = {},
): readonly HesitationPoint[] {
  const contributions = voices.map((voice) => contributionOf(makeDocument(voice), undefined));
  return periodPoints({
    ...range,
    buckets: bucketsOf(contributions),
    contributions,
    documents: new Map(),
    funnel: [],
    trackings: [],
    ...overrides,
  });
}

describe('periodPoints', () => {
  it('compares a day with the same day of the four weeks before', () => {
    // Every Saturday has many such voices; this one has no more.
    const voices = days(-28, 5, (day) => ((day + 28) % 7 === 5 ? 20 : 3));
    const [saturday] = pointsOf(voices, { from: '2026-11-14', to: '2026-11-14' });
    expect(saturday).toMatchObject({ period: '2026-11-14', documents: 20, customers: 4 });
    expect(saturday?.change).toMatchObject({ significant: false, ratio: 1 });
  });

  it('finds the rise of a range of any length, and counts people once', () => {
    const voices = days(-56, 9, (day) => (day >= 0 ? 12 : 4));
    const [point] = pointsOf(voices, { from: '2026-11-09', to: '2026-11-18' });
    expect(point).toMatchObject({ period: '2026-11-09/2026-11-18', documents: 120, customers: 4 });
    expect(point?.change).toMatchObject({ significant: true, ratio: expect.closeTo(3, 9) });
    expect(windowStart('2026-11-09', '2026-11-18')).toBe('2026-09-14');
  });

  it('cuts a point by source, segment, lifecycle stage and channel, each compared with its own past', () => {
    const week = (from: number, segment: (index: number) => string) =>
      Array.from({ length: 300 }, (_, index) =>
        makeContribution({
          documentKey: `${from + 50}|${index}`.padStart(64, '0').replace(/[^0-9a-f]/g, 'a'),
          day: daysLater(MONDAY, from + 1).slice(0, 10),
          bucket: daysLater(MONDAY, from + 1).slice(0, 10),
          segment: index % 2 === 0 ? 'young' : 'old',
          lifecycleStage: 'active',
          acquisitionChannel: 'search',
          codes: segment(index) === 'said' ? ['price'] : [],
          stage: 'purchase',
          sentiment: 'negative',
        }),
      );
    const usual = (index: number) => (index % 10 < 2 ? 'said' : '');
    const now = (index: number) => (index % 10 < 2 || (index % 2 === 0 && index % 10 < 9) ? 'said' : '');
    const contributions = [-28, -21, -14, -7].flatMap((from) => week(from, usual)).concat(week(0, now));
    const range = { from: '2026-11-09', to: '2026-11-15' };
    const [point] = pointsOf([], range, { buckets: bucketsOf(contributions), contributions });
    const slice = (value: string) => point?.slices?.find((one) => one.value === value);
    expect(slice('young')).toMatchObject({ by: 'segment', documents: 150, change: { significant: true } });
    expect(slice('old')).toMatchObject({ by: 'segment', documents: 30, change: { significant: false } });
    expect(point?.slices?.map(({ by }) => by)).toEqual(
      expect.arrayContaining(['source', 'lifecycle-stage', 'acquisition-channel']),
    );
  });

  it('says too few of slices in weeks that were counted before points were cut', () => {
    const voices = days(-28, 6, (day) => (day >= 0 ? 12 : 4));
    const contributions = voices.map((voice) => contributionOf(makeDocument(voice), undefined));
    const old = bucketsOf(contributions).map((bucket) => {
      if (bucket.day >= '2026-11-09') return bucket;
      const { 'point-source': _, ...cells } = bucket.aggregate.cells;
      return { ...bucket, aggregate: { ...bucket.aggregate, cells } };
    });
    const [point] = pointsOf(voices, { from: '2026-11-09', to: '2026-11-15' }, { buckets: old });
    expect(point?.change).toMatchObject({ significant: true });
    expect(point?.slices?.map(({ change }) => change)).toEqual(['too-few']);
  });

  it('shows what people wrote on a point, and the funnel of its stage', () => {
    const point = { code: 'price', stage: 'purchase' } as const;
    const by = { at: '2026-11-10T00:00:00.000Z', by: 'cx lead' };
    const [found] = pointsOf(
      days(0, 6, () => 4),
      { from: '2026-11-09', to: '2026-11-15' },
      {
        trackings: [changePoint(undefined, point, { status: 'addressing', owner: 'Pricing' }, by)],
        funnel: [{ date: '2026-11-10', stage: 'purchase', entered: 200, completed: 150 }],
      },
    );
    expect(found).toMatchObject({
      status: 'addressing',
      tracking: { owner: 'Pricing', experiment: null },
      dropOff: { entered: 200, completed: 150, rate: 0.25 },
    });
    const parts = found?.priority?.parts;
    expect(found?.priority?.score).toBeCloseTo(17.5 + 20 + 0 + 5, 10);
    expect(parts).toMatchObject({ rise: 0, dropOff: 5, negative: 20 });
  });
});
