import { REPORT_CONTENT_TYPES } from '../../shared/delivery/report-content-types.ts';
import type { ReportStore } from '../../shared/delivery/report-store.ts';
import { reviewFiles, type TextFile } from '../../shared/delivery/review-files.ts';
import { VocError } from '../../shared/domain/errors.ts';
import type { WeeklyReview } from '../../shared/domain/insight.ts';
import type { Taxonomy } from '../../shared/domain/taxonomy.ts';
import type { QueueSender } from '../../shared/runtime/queue-sender.ts';
import { reportKey } from '../../shared/storage/keys.ts';
import { pageUrl } from '../common/page-url.ts';

export interface ReviewFilesDeps {
  readonly reports: ReportStore;
  readonly pdfRequests: QueueSender;
  readonly readFont: () => Promise<Uint8Array>;
  readonly taxonomy: Taxonomy;
  readonly language: 'ko' | 'en';
  readonly dashboardUrl: string;
}

/** Writes the files of a review but for its PDF. */
export async function writeFiles(deps: ReviewFilesDeps, review: WeeklyReview): Promise<void> {
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

/**
 * Asks for the PDF of a review whose page is written.
 * @throws VocError `storage.unavailable` (transient)
 */
export async function requestPdf(deps: ReviewFilesDeps, week: string): Promise<void> {
  const request = { week, htmlKey: reportKey(week, 'review.html'), pdfKey: reportKey(week, 'review.pdf') };
  const refused = await deps.pdfRequests.send([{ body: JSON.stringify(request) }]);
  if (refused.size === 0) return;
  throw new VocError(
    'storage.unavailable',
    'transient',
    'The queue of PDF requests did not take it; tried again.',
  );
}
