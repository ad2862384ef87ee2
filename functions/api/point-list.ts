import type { ListedPoint, PointAttributes } from '../../shared/domain/dashboard-api.ts';
import type { HesitationPoint, PointSlice } from '../../shared/domain/insight.ts';
import { changeRank } from '../../shared/insight/counted-points.ts';
import type { PointFilter } from '../../shared/insight/point-day.ts';
import type { ApiContext } from './context.ts';
import type { PointPeriod } from './point-period.ts';
import { publishedWeek, withTrackings } from './published-points.ts';

/** Points of a period, and what they were read from. */
export interface FoundPoints {
  readonly basis: 'review' | 'counts';
  readonly documents: number;
  readonly attributes: PointAttributes;
  readonly points: readonly ListedPoint[];
}

/**
 * The points of a period among the voices of a filter: as published where all voices of a week are asked for and it has
 * a review, counted from the copies of its days otherwise. The status is that of today.
 */
export async function listPoints(
  deps: ApiContext,
  period: PointPeriod,
  filter: PointFilter,
): Promise<FoundPoints> {
  const isWhole = Object.values(filter).every((value) => value === undefined);
  const [published, trackings] = await Promise.all([
    period.week !== null && isWhole ? publishedWeek(deps, period.week) : null,
    deps.trackings.list(),
  ]);
  if (published !== null)
    return {
      basis: 'review',
      documents: published.documents,
      attributes: attributesOf(published.points),
      points: withTrackings(published.points, trackings),
    };
  const { documents, attributes, points } = await deps.pointCounts.period(period, filter);
  const listed = points.map(
    (point): ListedPoint => ({ ...point, customers: null, segments: [], terms: [], evidence: [] }),
  );
  return { basis: 'counts', documents, attributes, points: withTrackings(listed, trackings) };
}

function attributesOf(points: readonly HesitationPoint[]): PointAttributes {
  const slices = points.flatMap((point) => point.slices ?? []);
  const values = (by: PointSlice['by']) =>
    [...new Set(slices.filter((slice) => slice.by === by).map(({ value }) => value))].sort();
  return {
    segment: values('segment'),
    lifecycle: values('lifecycle-stage'),
    channel: values('acquisition-channel'),
  };
}

/** What a list is sorted by, as a text that falls. */
export function sortKey(point: ListedPoint, sort: 'priority' | 'documents' | 'change'): string {
  const { priority, documents, change, id } = point;
  const number = { priority: priority?.score ?? 0, documents, change: changeRank(change) }[sort];
  return `${number.toFixed(6).padStart(20, '0')} ${String(documents).padStart(12, '0')} ${id}`;
}
