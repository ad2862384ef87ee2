import type { WeeklyReview } from '../domain/insight.ts';
import type { Taxonomy } from '../domain/taxonomy.ts';
import { createFormat, type Language } from './format.ts';
import { html, trusted } from './html.ts';
import { PAGE_STYLE } from './page-style.ts';
import { pageWords } from './page-words.ts';
import { alertsSection, funnelSection } from './section-alerts.ts';
import { answersSection } from './section-answers.ts';
import type { SectionContext } from './section-context.ts';
import { healthSection } from './section-health.ts';
import { campaignsSection, messagesSection } from './section-messages.ts';
import { notesSection } from './section-notes.ts';
import { changesSection, headerSection, trendSection } from './section-overview.ts';
import { allPointsSection, topPointsSection } from './section-points.ts';
import { voicesUrl } from './voices-url.ts';

/** How to render a review. */
export interface RenderOptions {
  readonly language: Language;
  readonly taxonomy: Taxonomy;
  /** `@font-face` rules with the font inside, see `embeddedFontCss`; empty means the reader's own fonts. */
  readonly fontFaceCss: string;
  /** Where a reader opens the document behind a quote. */
  readonly evidenceUrl?: (documentKey: string) => string;
  /** Where the numbers lead to their voices; absent: to anchors of the page. */
  readonly dashboardUrl?: string;
}

/** Nothing from outside, no script: the page can do nothing but be read. */
const CONTENT_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:; base-uri 'none'; form-action 'none'";

/**
 * The weekly review as one self-contained HTML page: no script, no network, prints on A4, readable from 360 px on.
 * Every text of the review is escaped. The same review gives the same page.
 */
export function renderReviewHtml(review: WeeklyReview, options: RenderOptions): string {
  const { language, taxonomy, fontFaceCss, evidenceUrl, dashboardUrl } = options;
  const words = pageWords(language);
  const format = createFormat(language, review.timeZone);
  const context: SectionContext = {
    review,
    taxonomy,
    words,
    format,
    evidenceUrl,
    voicesUrl: dashboardUrl === undefined ? undefined : voicesUrl(dashboardUrl, review.week),
    alertUrl:
      dashboardUrl === undefined
        ? undefined
        : (id) => `${dashboardUrl.replace(/\/+$/, '')}/alerts/${encodeURIComponent(id)}`,
  };
  const page = html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${trusted(CONTENT_POLICY)}">
<meta name="referrer" content="no-referrer">
<title>${review.brand} ${words.title} · ${format.week(review.week)}</title>
<style>${trusted(fontFaceCss)}${trusted(PAGE_STYLE)}</style>
</head>
<body>
<a class="skip" href="#changes">${words.words.skip}</a>
${headerSection(context)}
<main>
${[
  changesSection(context),
  answersSection(context),
  topPointsSection(context),
  alertsSection(context),
  trendSection(context),
  funnelSection(context),
  messagesSection(context),
  campaignsSection(context),
  allPointsSection(context),
  healthSection(context),
  notesSection(context),
]}
</main>
</body>
</html>
`;
  return page.markup;
}
