import { embeddedFontCss } from '../../shared/delivery/embedded-font.ts';
import { renderReviewHtml } from '../../shared/delivery/render-review-html.ts';
import type { ReportStore } from '../../shared/delivery/report-store.ts';
import { hesitationsCsv, keywordsCsv } from '../../shared/delivery/review-csv.ts';
import { VocError } from '../../shared/domain/errors.ts';
import type { WeeklyReview } from '../../shared/domain/insight.ts';
import type { Taxonomy } from '../../shared/domain/taxonomy.ts';
import type { QueueSender } from '../../shared/runtime/queue-sender.ts';
import { type ReportFile, reportKey } from '../../shared/storage/keys.ts';
import { pageUrl } from '../common/page-url.ts';

export interface ReviewFilesDeps {
  readonly reports: ReportStore;
  readonly pdfRequests: QueueSender;
  readonly readFont: () => Promise<Uint8Array>;
  readonly taxonomy: Taxonomy;
  readonly language: 'ko' | 'en';
  readonly dashboardUrl: string;
}

export const REPORT_CONTENT_TYPES = {
  'review.html': 'text/html; charset=utf-8',
  'review.json': 'application/json',
  'hesitations.csv': 'text/csv; charset=utf-8',
  'keywords.csv': 'text/csv; charset=utf-8',
  'review.pdf': 'application/pdf',
} as const satisfies Record<ReportFile, string>;

/** Writes the files of a review but for its PDF. */
export async function writeFiles(deps: ReviewFilesDeps, review: WeeklyReview): Promise<void> {
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
