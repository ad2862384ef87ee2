import type { WeeklyReview } from '../domain/insight.ts';
import type { Quote } from '../domain/quote.ts';

/** The documents that a review quotes, each once, sorted. */
export function quotedDocuments(review: WeeklyReview): string[] {
  const keys = new Set<string>();
  withoutQuotes(review, ({ documentKey }) => {
    keys.add(documentKey);
    return true;
  });
  return [...keys].sort();
}

/**
 * The review without the quotes of documents that are gone. Counts stay: they are of the week as it was counted, and
 * name nobody. The same object where it quotes none of them.
 */
export function withdrawQuotes(review: WeeklyReview, gone: ReadonlySet<string>): WeeklyReview {
  if (!quotedDocuments(review).some((key) => gone.has(key))) return review;
  return withoutQuotes(review, ({ documentKey }) => !gone.has(documentKey));
}

/** Walks every list of quotes, wherever in the review it stands, so that none is forgotten when a section is added. */
function withoutQuotes(review: WeeklyReview, stays: (quote: Quote) => boolean): WeeklyReview {
  const visit = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.filter((item) => !isQuote(item) || stays(item)).map(visit);
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, visit(inner)]));
  };
  return visit(review) as WeeklyReview;
}

function isQuote(value: unknown): value is Quote {
  return (
    typeof value === 'object' &&
    value !== null &&
    'documentKey' in value &&
    typeof value.documentKey === 'string' &&
    'text' in value
  );
}
