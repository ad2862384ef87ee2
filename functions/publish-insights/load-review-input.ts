import type { PointTracking } from '../../shared/domain/point-tracking.ts';
import { addDays, addWeeks, daysOfWeek } from '../../shared/domain/time.ts';
import { emergingKeys } from '../../shared/insight/emerging-points.ts';
import { evidenceKeys } from '../../shared/insight/evidence-keys.ts';
import { leanDay, REVIEW_DIMENSIONS } from '../../shared/insight/lean-day.ts';
import { BASELINE_WEEKS, reviewWindow } from '../../shared/insight/review-window.ts';
import { shareStrings } from '../../shared/insight/share-strings.ts';
import { suggestibleTerms } from '../../shared/insight/suggestions.ts';
import type { WeeklyReviewInput } from '../../shared/insight/weekly-review.ts';
import { mapWithLimit } from '../../shared/runtime/map-with-limit.ts';
import type { ArchiveRepository } from '../../shared/storage/archive-repository.ts';
import type { ContributionRepository } from '../../shared/storage/contribution-repository.ts';
import type { DocumentRepository } from '../../shared/storage/document-repository.ts';
import type { EmergingRepository } from '../../shared/storage/emerging-repository.ts';
import type { PointTrackingRepository } from '../../shared/storage/point-tracking-repository.ts';
import type { RollupRepository } from '../../shared/storage/rollup-repository.ts';

const CONCURRENT_DAYS = 8;

export interface ReviewSources {
  readonly rollups: Pick<RollupRepository, 'readDay'>;
  readonly contributions: Pick<ContributionRepository, 'listDay'>;
  readonly documents: Pick<DocumentRepository, 'getMany'>;
  readonly archive: Pick<ArchiveRepository, 'listMessages' | 'listFunnelSteps'>;
  readonly trackings: Pick<PointTrackingRepository, 'list'>;
  readonly emerging: Pick<EmergingRepository, 'list'>;
}

/** What a weekly review is made of, read from the tables: five weeks of roll-ups, one week of contributions. */
export async function loadReviewInput(
  sources: ReviewSources,
  week: string,
): Promise<
  Pick<
    WeeklyReviewInput,
    'week' | 'buckets' | 'contributions' | 'documents' | 'messages' | 'funnel' | 'emergingDecisions'
  > & { trackings: readonly PointTracking[] }
> {
  const reviewDays = daysOfWeek(week);
  const [first = ''] = daysOfWeek(addWeeks(week, -BASELINE_WEEKS));
  const allDays = Array.from({ length: (BASELINE_WEEKS + 1) * 7 }, (_, index) => addDays(first, index));
  const shared = shareStrings();
  const contributionsByDay = await mapWithLimit(reviewDays, CONCURRENT_DAYS, async (day) =>
    (await sources.contributions.listDay(day)).map(shared),
  );
  const contributions = contributionsByDay.flat();
  const terms = suggestibleTerms(contributions);
  const [buckets, messages, funnel, trackings, emergingDecisions] = await Promise.all([
    mapWithLimit(allDays, CONCURRENT_DAYS, async (day) =>
      leanDay(await sources.rollups.readDay(day, REVIEW_DIMENSIONS, undefined, terms)),
    ),
    sources.archive.listMessages(),
    sources.archive.listFunnelSteps(first, allDays.at(-1) ?? first),
    sources.trackings.list(),
    sources.emerging.list(),
  ]);
  const readBuckets = buckets.flat();
  const documents = await sources.documents.getMany([
    ...evidenceKeys(contributions),
    ...emergingKeys(reviewWindow(week, readBuckets), contributions),
  ]);
  return {
    week,
    buckets: readBuckets,
    contributions,
    documents,
    messages,
    funnel,
    trackings,
    emergingDecisions,
  };
}
