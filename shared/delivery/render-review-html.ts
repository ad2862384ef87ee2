import type { WeeklyReview } from '../domain/insight.ts';
import type { Taxonomy } from '../domain/taxonomy.ts';

/** How to render a review. */
export interface RenderOptions {
  readonly language: 'ko' | 'en';
  readonly taxonomy: Taxonomy;
  /** `@font-face` rules with the font inside, see `embeddedFontCss`; may be empty. */
  readonly fontFaceCss: string;
  /** Where a reader opens the document behind a quote. */
  readonly evidenceUrl?: (documentKey: string) => string;
}

/** The weekly review as one self-contained HTML page. */
export function renderReviewHtml(review: WeeklyReview, options: RenderOptions): string {
  return `<!doctype html><html lang="${options.language}"><head><meta charset="utf-8"><title>${review.week}</title></head><body></body></html>`;
}
