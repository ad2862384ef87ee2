import type { WeeklyReview } from '../domain/insight.ts';
import type { Taxonomy } from '../domain/taxonomy.ts';
import type { ReportFile } from '../storage/keys.ts';
import { embeddedFontCss } from './embedded-font.ts';
import type { Language } from './format.ts';
import { type RenderOptions, renderReviewHtml } from './render-review-html.ts';
import { tableCsv } from './review-csv.ts';

/** The files of a review that are texts: all but the PDF, which is printed from the page. */
export type TextFile = Exclude<ReportFile, 'review.pdf'>;

export interface ReviewFileOptions extends Pick<RenderOptions, 'evidenceUrl' | 'dashboardUrl'> {
  readonly language: Language;
  readonly taxonomy: Taxonomy;
  /** Bytes of `pretendard/dist/public/variable/PretendardVariable.ttf`. */
  readonly font: Uint8Array;
}

/** Every text file of a review: the page, the data, and a CSV of each of its tables. */
export async function reviewFiles(
  review: WeeklyReview,
  { font, ...options }: ReviewFileOptions,
): Promise<Record<TextFile, string>> {
  // What the page shows is known only once it is rendered: first without the font, then with just its characters.
  const plain = renderReviewHtml(review, { ...options, fontFaceCss: '' });
  const fontFaceCss = await embeddedFontCss(plain, font);
  return {
    'review.html': renderReviewHtml(review, { ...options, fontFaceCss }),
    'review.json': JSON.stringify(review),
    'hesitations.csv': tableCsv(review, 'hesitations', options),
    'keywords.csv': tableCsv(review, 'keywords', options),
    'avoid.csv': tableCsv(review, 'avoid', options),
    'answers.csv': tableCsv(review, 'answers', options),
    'reasons.csv': tableCsv(review, 'reasons', options),
    'stages.csv': tableCsv(review, 'stages', options),
    'daily.csv': tableCsv(review, 'daily', options),
    'alerts.csv': tableCsv(review, 'alerts', options),
    'campaigns.csv': tableCsv(review, 'campaigns', options),
    'quotes.csv': tableCsv(review, 'quotes', options),
  };
}
