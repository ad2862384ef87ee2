import * as z from 'zod';
import type { EmergingPoint } from '../../shared/domain/emerging-point.ts';
import type { ApiDeps } from './ports.ts';

/** The publisher has checked every proposal; see published-points.ts. */
const PublishedSchema = z.object({
  emerging: z.array(z.custom<EmergingPoint>((point) => KeySchema.safeParse(point).success)).default([]),
});
const KeySchema = z.looseObject({ id: z.string(), documents: z.int() });

/** The proposals for new reasons of a week as its review has them; none where there is no review. */
export async function publishedEmerging(
  deps: Pick<ApiDeps, 'reports'>,
  week: string,
): Promise<EmergingPoint[]> {
  const review = await deps.reports.read(week, 'review.json');
  if (review === null) return [];
  return PublishedSchema.parse(JSON.parse(Buffer.from(review).toString('utf8'))).emerging;
}
