import type * as z from 'zod';
import type { ApiDeps } from './ports.ts';

/**
 * What a schema takes of the review of a week; null where there is no review. Schemas of callers look at keys only: the
 * publisher has checked the rest, and checking a hundred points with all their quotes again would take ten times as long
 * as reading them.
 */
export async function publishedReview<Schema extends z.ZodType>(
  deps: Pick<ApiDeps, 'reports'>,
  week: string,
  schema: Schema,
): Promise<z.output<Schema> | null> {
  const review = await deps.reports.read(week, 'review.json');
  return review === null ? null : schema.parse(JSON.parse(Buffer.from(review).toString('utf8')));
}

/** The newest week with a review, of those up to a week where one is given; null where there is none. */
export async function newestPublishedWeek(
  deps: Pick<ApiDeps, 'insights'>,
  until?: string,
): Promise<string | null> {
  const weeks = (await deps.insights.listReviews()).map(({ week }) => week);
  return (
    weeks
      .filter((week) => until === undefined || week <= until)
      .sort()
      .at(-1) ?? null
  );
}
