import { createHash } from 'node:crypto';
import type { InsightsPublished, WeeklyReview } from '../../shared/domain/insight.ts';
import { automaticStatuses } from '../../shared/insight/point-tracking.ts';
import { buildWeeklyReview } from '../../shared/insight/weekly-review.ts';
import type { CopyRules } from '../../shared/nlp/nlp-settings.ts';
import type { Clock } from '../../shared/runtime/clock.ts';
import { LOG_EVENTS } from '../../shared/runtime/log-events.ts';
import { canonicalJson } from '../../shared/storage/canonical-json.ts';
import type { InsightRepository } from '../../shared/storage/insight-repository.ts';
import { type ReportFile, reportKey } from '../../shared/storage/keys.ts';
import type { PointTrackingRepository } from '../../shared/storage/point-tracking-repository.ts';
import type { RollupRepository } from '../../shared/storage/rollup-repository.ts';
import { type DeliverDeps, deliverOnce } from '../common/deliver-once.ts';
import { pageUrl } from '../common/page-url.ts';
import { count, logInfo } from '../common/powertools.ts';
import { loadReviewInput, type ReviewSources } from './load-review-input.ts';
import { resolveWeek } from './resolve-week.ts';
import { REPORT_CONTENT_TYPES, type ReviewFilesDeps, requestPdf, writeFiles } from './review-files.ts';

export interface PublishDeps extends ReviewSources, DeliverDeps, ReviewFilesDeps {
  readonly rollups: ReviewSources['rollups'] & Pick<RollupRepository, 'listDays' | 'listBucketShards'>;
  readonly insights: DeliverDeps['insights'] & Pick<InsightRepository, 'putReview'>;
  readonly copyRules: CopyRules;
  /** Words that mean the same, see `spellingGroups`. */
  readonly spellings: readonly (readonly string[])[];
  readonly brand: string;
  readonly timeZone: string;
  readonly trackings: ReviewSources['trackings'] & Pick<PointTrackingRepository, 'record'>;
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
  const loaded = await loadReviewInput(deps, week);
  const review = buildWeeklyReview({
    ...loaded,
    timeZone: deps.timeZone,
    brand: deps.brand,
    generatedAt: now.toISOString(),
    taxonomy: deps.taxonomy,
    copyRules: deps.copyRules,
    spellings: deps.spellings,
  });
  await writeFiles(deps, review);
  await deps.insights.putReview(review);
  await deps.trackings.record(automaticStatuses(review.points, loaded.trackings, week), review.generatedAt);
  await requestPdf(deps, week);
  const delivered = await tell(deps, review);
  logInfo(LOG_EVENTS.reviewPublished, {
    week,
    documents: review.documents,
    points: review.points.length,
    delivered,
  });
  count('ReviewsPublished', 1);
  return { week, documents: review.documents, points: review.points.length, delivered };
}

async function tell(deps: PublishDeps, review: WeeklyReview): Promise<boolean> {
  const published: InsightsPublished = {
    week: review.week,
    reviewKey: reportKey(review.week, 'review.json'),
    pointIds: review.points.map((point) => point.id),
    suggestionIds: review.keywords.map((keyword) => keyword.id),
  };
  const files = (Object.entries(REPORT_CONTENT_TYPES) as [ReportFile, string][]).map(
    ([file, contentType]) => ({
      key: reportKey(review.week, file),
      contentType,
    }),
  );
  const url = pageUrl(deps.dashboardUrl, `/reviews/${review.week}`);
  const content = createHash('sha256')
    .update(canonicalJson({ ...review, generatedAt: '' }))
    .digest('hex');
  const delivery = { kind: 'weekly-review', review, published, files, url } as const;
  const delivered = await deliverOnce(deps, { subject: review.week, content, delivery });
  if (!delivered) logInfo(LOG_EVENTS.reviewUnchanged, { week: review.week });
  return delivered;
}
