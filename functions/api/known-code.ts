import type { ApiContext } from './context.ts';
import { ApiProblem } from './problem.ts';
import { publishedPoints } from './published-points.ts';

/** Points of codes that have left the taxonomy are looked for in so many reviews, the newest first. */
const REVIEWS = 8;

/**
 * Nothing where a reason is one of the taxonomy, or of a point that somebody has written on or a recent review shows: a
 * point of a code that was renamed can still be closed.
 * @throws ApiProblem `not-found` for any other, so that a misspelt code does not become a point of its own
 */
export async function requireKnownCode(
  deps: Pick<ApiContext, 'newestSettings' | 'trackings' | 'insights' | 'reports'>,
  code: string,
): Promise<void> {
  const { applied } = await deps.newestSettings();
  if (applied.taxonomy.codes.some((entry) => entry.code === code)) return;
  if ((await deps.trackings.list()).some((tracking) => tracking.code === code)) return;
  const weeks = (await deps.insights.listReviews()).map(({ week }) => week).sort();
  for (const week of weeks.slice(-REVIEWS).reverse()) {
    if ((await publishedPoints(deps, week)).some((point) => point.code === code)) return;
  }
  throw new ApiProblem(
    'not-found',
    'code: neither in the taxonomy nor in any stored hesitation point. Take the code of a point in GET /v1/points.',
  );
}
