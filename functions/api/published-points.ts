import * as z from 'zod';
import type { HesitationPoint } from '../../shared/domain/insight.ts';
import type { PointTracking } from '../../shared/domain/point-tracking.ts';
import { pointPriority } from '../../shared/insight/point-priority.ts';
import type { ApiDeps } from './ports.ts';
import { publishedReview } from './published-review.ts';

/** Only what pages are cut by; see published-review.ts. */
const PublishedSchema = z.object({
  documents: z.int().min(0),
  points: z.array(z.custom<HesitationPoint>((point) => KeySchema.safeParse(point).success)),
});
const KeySchema = z.looseObject({ id: z.string(), documents: z.int() });

/** What the review of a week says of hesitation points. */
export interface PublishedPoints {
  /** All voices of the week. */
  readonly documents: number;
  readonly points: readonly HesitationPoint[];
}

/** The hesitation points of a week as its review has them; null where there is no review. */
export async function publishedWeek(
  deps: Pick<ApiDeps, 'reports'>,
  week: string,
): Promise<PublishedPoints | null> {
  const review = await publishedReview(deps, week, PublishedSchema);
  if (review === null) return null;
  const { documents, points } = review;
  // Reviews made before points had a priority are put in the same order as all others.
  return {
    documents,
    points: points.map((point) => (point.priority === undefined ? withPriority(point) : point)),
  };
}

/** The same, and none where there is no review. */
export async function publishedPoints(
  deps: Pick<ApiDeps, 'reports'>,
  week: string,
): Promise<readonly HesitationPoint[]> {
  return (await publishedWeek(deps, week))?.points ?? [];
}

function withPriority(point: HesitationPoint): HesitationPoint {
  return { ...point, priority: pointPriority(point) };
}

/** Points with the status of today, and who does what about them: what people have written since stands on every week. */
export function withTrackings<Point extends Pick<HesitationPoint, 'code' | 'stage'>>(
  points: readonly Point[],
  trackings: readonly PointTracking[],
): Point[] {
  const byPlace = new Map(trackings.map((tracking) => [`${tracking.code}/${tracking.stage}`, tracking]));
  return points.map((point) => {
    const tracking = byPlace.get(`${point.code}/${point.stage}`);
    if (tracking === undefined) return point;
    const { status, since, owner, note, dueDate, experiment } = tracking;
    return { ...point, status, tracking: { since, owner, note, dueDate, experiment } };
  });
}
