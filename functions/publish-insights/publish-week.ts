import { createHash } from 'node:crypto';
import { embeddedFontCss } from '../../shared/delivery/embedded-font.ts';
import { renderReviewHtml } from '../../shared/delivery/render-review-html.ts';
import type { ReportStore } from '../../shared/delivery/report-store.ts';
import { hesitationsCsv, keywordsCsv } from '../../shared/delivery/review-csv.ts';
import { VocError } from '../../shared/domain/errors.ts';
import type { InsightsPublished, WeeklyReview } from '../../shared/domain/insight.ts';
import type { Taxonomy } from '../../shared/domain/taxonomy.ts';
import { buildWeeklyReview } from '../../shared/insight/weekly-review.ts';
import type { CopyRules } from '../../shared/nlp/nlp-settings.ts';
import type { Clock } from '../../shared/runtime/clock.ts';
import { LOG_EVENTS } from '../../shared/runtime/log-events.ts';
import type { QueueSender } from '../../shared/runtime/queue-sender.ts';
import { canonicalJson } from '../../shared/storage/canonical-json.ts';
import type { InsightRepository } from '../../shared/storage/insight-repository.ts';
import { type ReportFile, reportKey } from '../../shared/storage/keys.ts';
import type { RollupRepository } from '../../shared/storage/rollup-repository.ts';
import { type DeliverDeps, deliverOnce } from '../common/deliver-once.ts';
import { pageUrl } from '../common/page-url.ts';
import { count, logInfo } from '../common/powertools.ts';
import { loadReviewInput, type ReviewSources } from './load-review-input.ts';
import { resolveWeek } from './resolve-week.ts';

export interface PublishDeps extends ReviewSources, DeliverDeps {
  readonly rollups: ReviewSources['rollups'] & Pick<RollupRepository, 'listDays' | 'listBucketShards'>;
  readonly insights: DeliverDeps['insights'] & Pick<InsightRepository, 'putReview'>;
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
  readonly dashboardUrl: string;
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

const CONTENT_TYPES = {
  'review.html': 'text/html; charset=utf-8',
  'review.json': 'application/json',
  'hesitations.csv': 'text/csv; charset=utf-8',
  'keywords.csv': 'text/csv; charset=utf-8',
  'review.pdf': 'application/pdf',
} as const satisfies Record<ReportFile, string>;

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
  const review = buildWeeklyReview({
    ...(await loadReviewInput(deps, week)),
    timeZone: deps.timeZone,
    brand: deps.brand,
    generatedAt: now.toISOString(),
    taxonomy: deps.taxonomy,
    copyRules: deps.copyRules,
    spellings: deps.spellings,
  });
  await writeFiles(deps, review);
  await deps.insights.putReview(review);
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

async function writeFiles(deps: PublishDeps, review: WeeklyReview): Promise<void> {
  const { language, taxonomy, dashboardUrl } = deps;
  const options = {
    language,
    taxonomy,
    ...(dashboardUrl === '' ? {} : { evidenceUrl: (key: string) => pageUrl(dashboardUrl, `/voices/${key}`) }),
  };
  // What the page shows is known only once it is rendered: first without the font, then with just its characters.
  const plain = renderReviewHtml(review, { ...options, fontFaceCss: '' });
  const fontFaceCss = await embeddedFontCss(plain, await deps.readFont());
  const files = {
    'review.json': JSON.stringify(review),
    'review.html': renderReviewHtml(review, { ...options, fontFaceCss }),
    'hesitations.csv': hesitationsCsv(review, { language, taxonomy }),
    'keywords.csv': keywordsCsv(review, { language, taxonomy }),
  } as const;
  for (const file of ['review.json', 'review.html', 'hesitations.csv', 'keywords.csv'] as const) {
    await deps.reports.write(reportKey(review.week, file), files[file], CONTENT_TYPES[file]);
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

async function tell(deps: PublishDeps, review: WeeklyReview): Promise<boolean> {
  const published: InsightsPublished = {
    week: review.week,
    reviewKey: reportKey(review.week, 'review.json'),
    pointIds: review.points.map((point) => point.id),
    suggestionIds: review.keywords.map((keyword) => keyword.id),
  };
  const files = (Object.entries(CONTENT_TYPES) as [ReportFile, string][]).map(([file, contentType]) => ({
    key: reportKey(review.week, file),
    contentType,
  }));
  const url = pageUrl(deps.dashboardUrl, `/reviews/${review.week}`);
  const content = createHash('sha256')
    .update(canonicalJson({ ...review, generatedAt: '' }))
    .digest('hex');
  const delivery = { kind: 'weekly-review', review, published, files, url } as const;
  const delivered = await deliverOnce(deps, { subject: review.week, content, delivery });
  if (!delivered) logInfo(LOG_EVENTS.reviewUnchanged, { week: review.week });
  return delivered;
}
