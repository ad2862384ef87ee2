import type { StoredDocument } from '../../shared/domain/stored-document.ts';
import { quotedDocuments, withdrawQuotes } from '../../shared/insight/withdraw-quotes.ts';
import { LOG_EVENTS } from '../../shared/runtime/log-events.ts';
import type { DocumentRepository } from '../../shared/storage/document-repository.ts';
import type { InsightRepository } from '../../shared/storage/insight-repository.ts';
import { count, logInfo } from '../common/powertools.ts';
import { type ReviewFilesDeps, requestPdf, writeFiles } from './review-files.ts';

export interface WithdrawDeps extends ReviewFilesDeps {
  readonly documents: Pick<DocumentRepository, 'getMany'>;
  readonly insights: Pick<InsightRepository, 'listReviews' | 'getReview' | 'putReview'>;
}

/** How many reviews there are, and how many were made anew. */
export interface WithdrawResult {
  readonly reviews: number;
  readonly withdrawn: number;
}

/**
 * Takes the quotes of documents that are gone (deleted at their source, erased, expired) out of every published review
 * and makes its files anew. Nothing is told anybody. It looks at what is stored instead of waiting for events, so no
 * path of deletion can be forgotten, and repeating it is harmless; a review asks for about a hundred documents.
 */
export async function withdrawGoneQuotes(deps: WithdrawDeps): Promise<WithdrawResult> {
  const weeks = (await deps.insights.listReviews()).map(({ week }) => week);
  let withdrawn = 0;
  for (const week of weeks) {
    const review = await deps.insights.getReview(week);
    if (review === undefined) continue;
    const quoted = quotedDocuments(review);
    const found = await deps.documents.getMany(quoted);
    const gone = new Set(quoted.filter((key) => !hasWords(found.get(key))));
    const left = withdrawQuotes(review, gone);
    if (left === review) continue;
    // The review itself last: until it is stored, the next run finds the same work.
    await writeFiles(deps, left);
    await requestPdf(deps, week);
    await deps.insights.putReview(left);
    withdrawn += 1;
  }
  logInfo(LOG_EVENTS.quotesWithdrawn, { reviews: weeks.length, withdrawn });
  count('ReviewsWithdrawn', withdrawn);
  return { reviews: weeks.length, withdrawn };
}

/** What a source has deleted stays as a revision without words. */
function hasWords(document: StoredDocument | undefined): boolean {
  return document !== undefined && document.record.erased !== true;
}
