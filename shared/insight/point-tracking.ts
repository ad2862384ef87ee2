import type { HesitationPoint } from '../domain/insight.ts';
import {
  MAX_POINT_HISTORY,
  type PointEvent,
  type PointStatus,
  type PointTracking,
  type PointWish,
} from '../domain/point-tracking.ts';
import type { FunnelStage } from '../domain/taxonomy.ts';

const REVIEW = 'review ';

/** What the counts alone say of a point. */
export interface SeenStatus {
  readonly status: 'new' | 'known' | 'back';
  /** Whether it has risen for certain against the weeks before. */
  readonly rises: boolean;
}

/** The period that a status is of. */
export interface StatusPeriod {
  readonly week: string;
  /** Its end, an ISO time. */
  readonly until: string;
}

/**
 * The status of a point in a week: what people set, moved on by what is seen.
 * Nobody has touched it: as seen. `new` becomes `known` in a later week. `resolved` becomes `back` when it rises for
 * certain or returns after quiet weeks; `known` becomes `back` when it returns. `addressing` and `back` stay until a
 * person changes them. Who resolved it after the week knew the week: that stays, however the week is made again.
 */
export function statusInWeek(
  seen: SeenStatus,
  tracking: PointTracking | undefined,
  { week, until }: StatusPeriod,
): PointStatus {
  if (tracking === undefined) return seen.status;
  switch (tracking.status) {
    case 'new':
      return (weekOf(tracking) ?? '') < week ? 'known' : 'new';
    case 'known':
      return seen.status === 'back' ? 'back' : 'known';
    case 'resolved':
      if (isDecidedAfter(tracking, until)) return 'resolved';
      return seen.rises || seen.status === 'back' ? 'back' : 'resolved';
    default:
      return tracking.status;
  }
}

/**
 * A point after a change by a person (or the review): fields that are left out stay, null empties one. The change is
 * added to the history, the oldest falls off. The same object where nothing changes.
 */
export function changePoint(
  current: PointTracking | undefined,
  point: { readonly code: string; readonly stage: FunnelStage },
  wish: Omit<PointWish, 'status'> & { readonly status?: PointStatus | undefined },
  by: { readonly at: string; readonly by: string },
): PointTracking {
  const before: PointTracking = current ?? {
    code: point.code,
    stage: point.stage,
    status: 'known',
    since: by.at,
    owner: null,
    note: null,
    dueDate: null,
    experiment: null,
    history: [],
    version: 0,
  };
  const given = Object.entries(wish).filter(([, value]) => value !== undefined);
  const next = { ...before, ...Object.fromEntries(given) };
  const same = (['status', 'owner', 'note', 'dueDate', 'experiment'] as const).every(
    (field) => next[field] === before[field],
  );
  if (current !== undefined && same) return current;
  const event: PointEvent = { ...Object.fromEntries(given), ...by };
  return {
    ...next,
    since: next.status === before.status && current !== undefined ? before.since : by.at,
    history: [...before.history, event].slice(-MAX_POINT_HISTORY),
    version: before.version + 1,
  };
}

/** A status that the review of a week itself has to remember. */
export interface AutomaticStatus {
  readonly point: { readonly code: string; readonly stage: FunnelStage };
  readonly status: PointStatus;
  readonly by: string;
}

/**
 * What the review of a week writes on its points: `new` and `back` of points that nobody has touched, and every move of
 * those that somebody has. A review of a week before the last recorded one writes nothing, nor does any review on a
 * point whose status a person has set after its week.
 */
export function automaticStatuses(
  points: readonly HesitationPoint[],
  trackings: readonly PointTracking[],
  { week, until }: StatusPeriod,
): AutomaticStatus[] {
  const byPoint = new Map(trackings.map((tracking) => [`${tracking.code}/${tracking.stage}`, tracking]));
  const latest = trackings.map((tracking) => weekOf(tracking) ?? '').reduce((a, b) => (a > b ? a : b), '');
  if (week < latest) return [];
  return points.flatMap(({ code, stage, status }) => {
    const tracking = byPoint.get(`${code}/${stage}`);
    if (tracking !== undefined && isDecidedAfter(tracking, until)) return [];
    const moved = tracking === undefined ? status !== 'known' : tracking.status !== status;
    return moved ? [{ point: { code, stage }, status, by: `${REVIEW}${week}` }] : [];
  });
}

/** Whether a person has set the status at or after a time. A status whose event fell off the history counts as theirs. */
function isDecidedAfter(tracking: PointTracking, until: string): boolean {
  const event = tracking.history.findLast(({ status }) => status !== undefined);
  return tracking.since >= until && event?.by.startsWith(REVIEW) !== true;
}

/** The week whose review last moved the point. */
function weekOf(tracking: PointTracking): string | undefined {
  const event = tracking.history.findLast(({ by }) => by.startsWith(REVIEW));
  return event?.by.slice(REVIEW.length);
}
