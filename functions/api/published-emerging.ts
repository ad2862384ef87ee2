import * as z from 'zod';
import type { EmergingPoint } from '../../shared/domain/emerging-point.ts';
import type { ApiDeps } from './ports.ts';
import { publishedReview } from './published-review.ts';

const PublishedSchema = z.object({
  emerging: z.array(z.custom<EmergingPoint>((point) => KeySchema.safeParse(point).success)).default([]),
});
const KeySchema = z.looseObject({ id: z.string(), documents: z.int() });

/** The proposals for new reasons of a week as its review has them; none where there is no review. */
export async function publishedEmerging(
  deps: Pick<ApiDeps, 'reports'>,
  week: string,
): Promise<EmergingPoint[]> {
  return (await publishedReview(deps, week, PublishedSchema))?.emerging ?? [];
}
