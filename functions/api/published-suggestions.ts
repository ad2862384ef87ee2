import * as z from 'zod';
import type { KeywordSuggestion } from '../../shared/domain/insight.ts';
import type { ApiDeps } from './ports.ts';

/** The publisher has checked every suggestion; see published-points.ts. */
const PublishedSchema = z.object({
  keywords: z.array(z.custom<KeywordSuggestion>((keyword) => KeySchema.safeParse(keyword).success)),
});
const KeySchema = z.looseObject({ id: z.string(), pointId: z.string(), said: z.int() });

/** The keyword suggestions of a week as its review has them; none where there is no review. */
export async function publishedSuggestions(
  deps: Pick<ApiDeps, 'reports'>,
  week: string,
): Promise<KeywordSuggestion[]> {
  const review = await deps.reports.read(week, 'review.json');
  if (review === null) return [];
  return PublishedSchema.parse(JSON.parse(Buffer.from(review).toString('utf8'))).keywords;
}
