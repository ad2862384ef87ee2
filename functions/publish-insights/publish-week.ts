import type { ReportStore } from '../../shared/delivery/report-store.ts';
import { REPORT_CONTENT_TYPES, reviewFiles, type TextFile } from '../../shared/delivery/review-files.ts';
import { VocError } from '../../shared/domain/errors.ts';
import type { WeeklyReview } from '../../shared/domain/insight.ts';
import type { Taxonomy } from '../../shared/domain/taxonomy.ts';
import { buildWeeklyReview } from '../../shared/insight/weekly-review.ts';
import type { CopyRules } from '../../shared/nlp/nlp-settings.ts';
import type { Clock } from '../../shared/runtime/clock.ts';
import type { SourceConfig } from '../../shared/runtime/config.ts';
import { LOG_EVENTS } from '../../shared/runtime/log-events.ts';
import type { QueueSender } from '../../shared/runtime/queue-sender.ts';
import type { InsightRepository } from '../../shared/storage/insight-repository.ts';
import { reportKey } from '../../shared/storage/keys.ts';
import type { RollupRepository } from '../../shared/storage/rollup-repository.ts';
import type { SourceStateRepository } from '../../shared/storage/source-state-repository.ts';
import { pageUrl } from '../common/page-url.ts';
import { count, logInfo } from '../common/powertools.ts';
import { loadReviewInput, type ReviewSources } from './load-review-input.ts';
import { resolveWeek } from './resolve-week.ts';
import { sourceStanding } from './source-standing.ts';
import { type TellDeps, tellWeek } from './tell.ts';

export interface PublishDeps extends ReviewSources, TellDeps {
  readonly sources: readonly SourceConfig[];
  readonly sourceState: Pick<SourceStateRepository, 'getHealth'>;
  readonly rollups: ReviewSources['rollups'] & Pick<RollupRepository, 'listDays' | 'listBucketShards'>;
  readonly insights: TellDeps['insights'] & Pick<InsightRepository, 'putReview'>;
  readonly reports: ReportStore;
  readonly pdfRequests: QueueSender;
  readonly readFont: () => Promise<Uint8Array>;
  readonly taxonomy: Taxonomy;
  readonly copyRules: CopyRules;
  /** Words that mean the same, see `spellingGroups`. */
  readonly spellings: readonly (readonly string[])[];
  readonly brand: string;
  readonly language: 'ko' | 'en';
  readonly timeZone: string;
  readonly clock: Clock;
}

/** `week` is null where `latest` found no documents. */
export interface PublishResult {
  readonly week: string | null;
  readonly documents: number;
  readonly points: number;
  /** False where the review says what was delivered before. */
  readonly delivered: boolean;
}

/**
 * Builds and publishes the review of a week: files, tables, the request for its PDF, then the sinks. Repeating it
 * replaces the review; people are told again only when it says something else.
 */
export async function publishWeek(deps: PublishDeps, wish: string | undefined): Promise<PublishResult> {
  const now = deps.clock();
  const week = await resolveWeek(wish, { now, timeZone: deps.timeZone, rollups: deps.rollups });
  if (week === null) {
    logInfo(LOG_EVENTS.reviewWithoutData);
    return { week, documents: 0, points: 0, delivered: false };
  }
  const made = buildWeeklyReview({
    ...(await loadReviewInput(deps, week)),
    timeZone: deps.timeZone,
    brand: deps.brand,
    generatedAt: now.toISOString(),
    taxonomy: deps.taxonomy,
    copyRules: deps.copyRules,
    spellings: deps.spellings,
  });
  const review = { ...made, health: await sourceStanding(deps, now) };
  await writeFiles(deps, review);
  await deps.insights.putReview(review);
  await requestPdf(deps, week);
  const delivered = await tellWeek(deps, review, { askedAgain: true });
  logInfo(LOG_EVENTS.reviewPublished, {
    week,
    documents: review.documents,
    points: review.points.length,
    delivered,
  });
  count('ReviewsPublished', 1);
  return { week, documents: review.documents, points: review.points.length, delivered };
}

async function writeFiles(deps: PublishDeps, review: WeeklyReview): Promise<void> {
  const { language, taxonomy, dashboardUrl } = deps;
  const files = await reviewFiles(review, {
    language,
    taxonomy,
    font: await deps.readFont(),
    ...(dashboardUrl === ''
      ? {}
      : { dashboardUrl, evidenceUrl: (key: string) => pageUrl(dashboardUrl, `/voices/${key}`) }),
  });
  // The data first: whoever finds the page finds what it was made of.
  for (const file of [
    'review.json',
    ...Object.keys(files).filter((one) => one !== 'review.json'),
  ] as TextFile[]) {
    await deps.reports.write(reportKey(review.week, file), files[file], REPORT_CONTENT_TYPES[file]);
  }
}

async function requestPdf(deps: PublishDeps, week: string): Promise<void> {
  const request = { week, htmlKey: reportKey(week, 'review.html'), pdfKey: reportKey(week, 'review.pdf') };
  const refused = await deps.pdfRequests.send([{ body: JSON.stringify(request) }]);
  if (refused.size === 0) return;
  throw new VocError(
    'storage.unavailable',
    'transient',
    'The queue of PDF requests did not take it; tried again.',
  );
}
