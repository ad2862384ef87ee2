import { addDays, addWeeks, daysOfWeek } from '../../shared/domain/time.ts';
import { evidenceKeys } from '../../shared/insight/evidence-keys.ts';
import { BASELINE_WEEKS } from '../../shared/insight/review-window.ts';
import type { WeeklyReviewInput } from '../../shared/insight/weekly-review.ts';
import { mapWithLimit } from '../../shared/runtime/map-with-limit.ts';
import type { ArchiveRepository } from '../../shared/storage/archive-repository.ts';
import type { ContributionRepository } from '../../shared/storage/contribution-repository.ts';
import type { DocumentRepository } from '../../shared/storage/document-repository.ts';
import type { RollupRepository } from '../../shared/storage/rollup-repository.ts';

const CONCURRENT_DAYS = 8;

export interface ReviewSources {
  readonly rollups: Pick<RollupRepository, 'readDay'>;
  readonly contributions: Pick<ContributionRepository, 'listDay'>;
  readonly documents: Pick<DocumentRepository, 'getMany'>;
  readonly archive: Pick<ArchiveRepository, 'listMessages' | 'listFunnelSteps'>;
}

/** What a weekly review is made of, read from the tables: five weeks of roll-ups, one week of contributions. */
export async function loadReviewInput(
  sources: ReviewSources,
  week: string,
): Promise<
  Pick<WeeklyReviewInput, 'week' | 'buckets' | 'contributions' | 'documents' | 'messages' | 'funnel'>
> {
  const reviewDays = daysOfWeek(week);
  const [first = ''] = daysOfWeek(addWeeks(week, -BASELINE_WEEKS));
  const allDays = Array.from({ length: (BASELINE_WEEKS + 1) * 7 }, (_, index) => addDays(first, index));
  const [buckets, contributionsByDay, messages, funnel] = await Promise.all([
    mapWithLimit(allDays, CONCURRENT_DAYS, (day) => sources.rollups.readDay(day)),
    mapWithLimit(reviewDays, CONCURRENT_DAYS, (day) => sources.contributions.listDay(day)),
    sources.archive.listMessages(),
    sources.archive.listFunnelSteps(first, allDays.at(-1) ?? first),
  ]);
  const contributions = contributionsByDay.flat();
  const documents = await sources.documents.getMany(evidenceKeys(contributions));
  return { week, buckets: buckets.flat(), contributions, documents, messages, funnel };
}
