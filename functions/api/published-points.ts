import * as z from 'zod';
import type { HesitationPoint } from '../../shared/domain/insight.ts';
import type { PointTracking } from '../../shared/domain/point-tracking.ts';
import type { ApiDeps } from './ports.ts';

/**
 * Only what pages are cut by: the publisher has checked every point, and checking a hundred of them with all their
 * quotes again would take ten times as long as reading them.
 */
const PublishedSchema = z.object({
  points: z.array(z.custom<HesitationPoint>((point) => KeySchema.safeParse(point).success)),
});
const KeySchema = z.looseObject({ id: z.string(), documents: z.int() });

/**
 * The hesitation points of a week as its review has them, with what people have written on them since; none where
 * there is no review.
 */
export async function publishedPoints(
  deps: Pick<ApiDeps, 'reports' | 'trackings'>,
  week: string,
): Promise<HesitationPoint[]> {
  const [review, trackings] = await Promise.all([
    deps.reports.read(week, 'review.json'),
    deps.trackings.list(),
  ]);
  if (review === null) return [];
  const { points } = PublishedSchema.parse(JSON.parse(Buffer.from(review).toString('utf8')));
  const byPlace = new Map(trackings.map((tracking) => [`${tracking.code}/${tracking.stage}`, tracking]));
  return points.map((point) => {
    const tracking = byPlace.get(`${point.code}/${point.stage}`);
    return tracking === undefined ? point : tracked(point, tracking);
  });
}

/** A point with the status of today, and who does what about it. */
function tracked(point: HesitationPoint, tracking: PointTracking): HesitationPoint {
  const { status, since, owner, note, dueDate, experiment } = tracking;
  return { ...point, status, tracking: { since, owner, note, dueDate, experiment } };
}
