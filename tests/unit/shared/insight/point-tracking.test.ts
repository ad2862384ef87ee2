import { describe, expect, it } from 'vitest';
import type { HesitationPoint } from '../../../../shared/domain/insight.ts';
import {
  MAX_POINT_HISTORY,
  type PointTracking,
  PointTrackingSchema,
} from '../../../../shared/domain/point-tracking.ts';
import { automaticStatuses, changePoint, statusInWeek } from '../../../../shared/insight/point-tracking.ts';

const POINT = { code: 'price', stage: 'purchase' } as const;
const by = (day: number, who = 'cx lead') => ({
  at: `2026-11-${String(day).padStart(2, '0')}T01:00:00.000Z`,
  by: who,
});
const W46 = { week: '2026-W46', until: '2026-11-15T15:00:00.000Z' };
const W47 = { week: '2026-W47', until: '2026-11-22T15:00:00.000Z' };
const seen = { status: 'known', rises: false } as const;

function tracked(status: PointTracking['status'], who = 'cx lead'): PointTracking {
  return changePoint(undefined, POINT, { status }, by(1, who));
}

describe('changePoint', () => {
  it('changes what is given, keeps what is left out, empties what is null, and remembers who and when', () => {
    const first = changePoint(undefined, POINT, { status: 'addressing', owner: 'Payments team' }, by(1));
    const second = changePoint(
      first,
      POINT,
      { note: 'Copy test runs', dueDate: '2026-11-20' },
      by(2, 'marketer'),
    );
    const third = changePoint(second, POINT, { owner: null, status: 'resolved' }, by(3));
    expect(PointTrackingSchema.parse(third)).toMatchObject({
      status: 'resolved',
      since: by(3).at,
      owner: null,
      note: 'Copy test runs',
      dueDate: '2026-11-20',
      version: 3,
    });
    expect(third.history).toEqual([
      { status: 'addressing', owner: 'Payments team', ...by(1) },
      { note: 'Copy test runs', dueDate: '2026-11-20', ...by(2, 'marketer') },
      { owner: null, status: 'resolved', ...by(3) },
    ]);
  });

  it('is the same object where nothing changes, so that repeating it writes nothing', () => {
    const first = tracked('addressing');
    expect(changePoint(first, POINT, { status: 'addressing' }, by(2))).toBe(first);
  });

  it('forgets the oldest changes first', () => {
    let point = tracked('known');
    for (let index = 0; index < 2 * MAX_POINT_HISTORY; index++)
      point = changePoint(point, POINT, { note: `note ${index}` }, by(2));
    expect(point.history).toHaveLength(MAX_POINT_HISTORY);
    expect(point.history.at(-1)?.note).toBe(`note ${2 * MAX_POINT_HISTORY - 1}`);
  });
});

describe('statusInWeek', () => {
  it('is what the counts say while nobody has touched the point', () => {
    expect(statusInWeek({ status: 'new', rises: true }, undefined, W46)).toBe('new');
  });

  it('brings a resolved point back when it rises for certain or returns after quiet weeks, and not otherwise', () => {
    expect(statusInWeek({ status: 'known', rises: true }, tracked('resolved'), W46)).toBe('back');
    expect(statusInWeek({ status: 'back', rises: false }, tracked('resolved'), W46)).toBe('back');
    expect(statusInWeek(seen, tracked('resolved'), W46)).toBe('resolved');
  });

  it('leaves a point that somebody works on alone, however it moves', () => {
    expect(statusInWeek({ status: 'back', rises: true }, tracked('addressing'), W46)).toBe('addressing');
  });

  it('calls a new point known from the next week on, and new again in the same', () => {
    const fresh = tracked('new', 'review 2026-W46');
    expect(statusInWeek(seen, fresh, W46)).toBe('new');
    expect(statusInWeek(seen, fresh, W47)).toBe('known');
  });
});

describe('automaticStatuses', () => {
  const inReview = (status: PointTracking['status']) => ({ ...POINT, status }) as unknown as HesitationPoint;

  it('writes that a resolved point is back, once', () => {
    const resolved = tracked('resolved');
    const [written] = automaticStatuses([inReview('back')], [resolved], W46);
    expect(written).toEqual({ point: POINT, status: 'back', by: 'review 2026-W46' });
    const back = changePoint(resolved, POINT, { status: 'back' }, by(9, 'review 2026-W46'));
    expect(statusInWeek(seen, back, W46)).toBe('back');
    expect(automaticStatuses([inReview('back')], [back], W46)).toEqual([]);
  });

  it('writes nothing for known points that nobody touched, nor for a week before the last recorded one', () => {
    expect(automaticStatuses([inReview('known')], [], W46)).toEqual([]);
    const later = tracked('new', 'review 2026-W47');
    expect(automaticStatuses([inReview('back')], [later], W46)).toEqual([]);
  });

  it('leaves a point that was resolved after the week as it is, in the review too, however often the week is made', () => {
    const resolved = changePoint(undefined, POINT, { status: 'resolved' }, by(18));
    expect(statusInWeek({ status: 'known', rises: true }, resolved, W46)).toBe('resolved');
    expect(automaticStatuses([inReview('back')], [resolved], W46)).toEqual([]);
    expect(statusInWeek({ status: 'known', rises: true }, resolved, W47)).toBe('back');
    expect(automaticStatuses([inReview('back')], [resolved], W47)).toHaveLength(1);
  });
});
