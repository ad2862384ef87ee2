import type { Incident, WeeklyReview } from '../domain/insight.ts';
import type { Quote } from '../domain/quote.ts';

type Quoting = WeeklyReview | Incident;

/** The documents that a review (or an incident) quotes, each once, sorted. */
export function quotedDocuments(review: Quoting): string[] {
  const keys = new Set<string>();
  withoutQuotes(review, ({ documentKey }) => {
    keys.add(documentKey);
    return true;
  });
  return [...keys].sort();
}

/**
 * The review (or incident) without the quotes of documents that are gone. Counts stay: they are of the week as it was counted, and
 * name nobody. The same object where it quotes none of them.
 */
export function withdrawQuotes<Kind extends Quoting>(review: Kind, gone: ReadonlySet<string>): Kind {
  if (!quotedDocuments(review).some((key) => gone.has(key))) return review;
  return withoutQuotes(review, ({ documentKey }) => !gone.has(documentKey));
}

/** Walks every list of quotes, wherever it stands, so that none is forgotten when a section is added. */
function withoutQuotes<Kind extends Quoting>(review: Kind, stays: (quote: Quote) => boolean): Kind {
  const visit = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.filter((item) => !isQuote(item) || stays(item)).map(visit);
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, visit(inner)]));
  };
  return visit(review) as Kind;
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
