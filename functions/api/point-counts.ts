import type { BucketAggregate } from '../../shared/domain/aggregate.ts';
import type { PointAttributes } from '../../shared/domain/dashboard-api.ts';
import type { HesitationPoint } from '../../shared/domain/insight.ts';
import {
  type CountedSlice,
  countedPoints,
  countedSegments,
  countedSlices,
  type ListedPoint,
} from '../../shared/insight/counted-points.ts';
import { type PointDay, type PointFilter, pointDayAggregate } from '../../shared/insight/point-day.ts';
import { totalOf } from '../../shared/insight/points.ts';
import { rangeWindow, windowStart } from '../../shared/insight/review-window.ts';
import type { DayChange } from '../../shared/storage/rollup-repository.ts';
import { createPointDays } from './point-days.ts';
import type { PointPeriod } from './point-period.ts';
import type { ApiDeps } from './ports.ts';

/** Periods of days that still change are counted anew after so long; also where only the funnel has changed. */
const KEEP_CHANGING_MS = 5_000;
const KEEP_MS = 60_000;
/** One of 92 days and all points is some two megabytes. */
const MAX_KEPT = 24;
/** A line of more days than a review's says nothing more in a list. */
const LISTED_DAYS = 35;

/** What a period says of hesitation points among the voices of a filter. */
export interface CountedPeriod {
  /** All voices of the filter. */
  readonly documents: number;
  /** What the voices of the period, whatever the filter, can be narrowed by. */
  readonly attributes: PointAttributes;
  /** Most documents first. */
  readonly points: readonly ListedPoint[];
}

/** One point of it, cut by who speaks of it. */
export interface CountedCut {
  readonly point: ListedPoint;
  readonly slices: readonly CountedSlice[];
  readonly segments: HesitationPoint['segments'];
}

type Deps = Pick<ApiDeps, 'rollups' | 'contributions' | 'pointDays' | 'archive' | 'now'>;

interface Kept {
  readonly marks: string;
  readonly countedAtMs: number;
  readonly isCurrent: boolean;
  readonly period: CountedPeriod;
  readonly cut: CountedCut | null;
}

/**
 * Counts hesitation points of any period and filter from the copies of its days and of those that it is compared with.
 * What was counted is kept with the marks of these days and holds until one of them changes.
 */
export function createPointCounts(deps: Deps) {
  const readDays = createPointDays(deps);
  const kept = new Map<string, Kept>();

  function holds(known: Kept | undefined, marks: string, changes: readonly DayChange[]): known is Kept {
    if (known === undefined || known.marks !== marks) return false;
    const ageMs = deps.now().getTime() - known.countedAtMs;
    const isSettled = known.isCurrent && changes.every(({ changedUntil }) => isPast(changedUntil, known));
    return ageMs < (isSettled ? KEEP_MS : KEEP_CHANGING_MS);
  }

  async function measure(period: PointPeriod, filter: PointFilter, cut: string | undefined): Promise<Kept> {
    const { from, to } = period;
    const { source, segment, lifecycle, channel } = filter;
    const name = JSON.stringify([from, to, source, segment, lifecycle, channel, cut]);
    const changes = await deps.rollups.listDayChanges({ from: windowStart(from, to), to });
    const marks = changes.map(({ day, changedUntil }) => `${day} ${changedUntil}`).join();
    const known = kept.get(name);
    if (holds(known, marks, changes)) return known;
    const countedAtMs = deps.now().getTime();
    const buckets: BucketAggregate[] = [];
    const attributes = createAttributes();
    const [isCurrent, funnel] = await Promise.all([
      readDays(changes, (day, rows) => {
        buckets.push({ day, bucket: day, aggregate: pointDayAggregate(rows, filter, cut) });
        if (day >= from) attributes.add(rows);
      }),
      deps.archive.listFunnelSteps(from, to),
    ]);
    const window = rangeWindow(from, to, buckets);
    const points = countedPoints(window, funnel);
    const chosen = points.find(({ code, stage }) => `${code}/${stage}` === cut);
    const made: Kept = {
      marks,
      countedAtMs,
      isCurrent,
      period: {
        documents: totalOf(window.current),
        attributes: attributes.all(),
        points: points.map((point) => ({ ...point, daily: listedDays(point.daily, from) })),
      },
      cut:
        chosen === undefined
          ? null
          : {
              point: chosen,
              slices: countedSlices(chosen, window),
              segments: countedSegments(chosen, window),
            },
    };
    kept.delete(name);
    kept.set(name, made);
    const [oldest] = kept.keys();
    if (kept.size > MAX_KEPT && oldest !== undefined) kept.delete(oldest);
    return made;
  }

  return {
    /** All points of a period. @throws ApiProblem `busy`, see point-days.ts */
    async period(period: PointPeriod, filter: PointFilter): Promise<CountedPeriod> {
      return (await measure(period, filter, undefined)).period;
    },

    /** One point (`code/stage`) of it; null where nobody speaks of it. @throws ApiProblem `busy`, see point-days.ts */
    async point(period: PointPeriod, filter: PointFilter, place: string): Promise<CountedCut | null> {
      return (await measure(period, filter, place)).cut;
    },
  };
}

function isPast(changedUntil: string, known: Kept): boolean {
  return changedUntil === '' || Date.parse(changedUntil) < known.countedAtMs;
}

/** Long periods show their own days only. */
function listedDays(daily: HesitationPoint['daily'], from: string): HesitationPoint['daily'] {
  return daily.length <= LISTED_DAYS ? daily : daily.filter(({ day }) => day >= from);
}

/** What the rows of days can be narrowed by. */
function createAttributes() {
  const seen = { segment: new Set<string>(), lifecycle: new Set<string>(), channel: new Set<string>() };
  const names = ['segment', 'lifecycle', 'channel'] as const;
  return {
    add(rows: PointDay): void {
      for (const row of rows) {
        for (const name of names) {
          const value = row[name];
          if (value !== undefined) seen[name].add(value);
        }
      }
    },
    all(): PointAttributes {
      const sorted = (name: (typeof names)[number]) => [...seen[name]].sort();
      return { segment: sorted('segment'), lifecycle: sorted('lifecycle'), channel: sorted('channel') };
    },
  };
}
