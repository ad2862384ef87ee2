import * as z from 'zod';
import type { HesitationPoint } from '../../shared/domain/insight.ts';
import type { ApiDeps } from './ports.ts';

/**
 * Only what pages are cut by: the publisher has checked every point, and checking a hundred of them with all their
 * quotes again would take ten times as long as reading them.
 */
const PublishedSchema = z.object({
  points: z.array(z.custom<HesitationPoint>((point) => KeySchema.safeParse(point).success)),
});
const KeySchema = z.looseObject({ id: z.string(), documents: z.int() });

/** The hesitation points of a week as its review has them; none where there is no review. */
export async function publishedPoints(
  deps: Pick<ApiDeps, 'reports'>,
  week: string,
): Promise<HesitationPoint[]> {
  const review = await deps.reports.read(week, 'review.json');
  if (review === null) return [];
  return PublishedSchema.parse(JSON.parse(Buffer.from(review).toString('utf8'))).points;
}
