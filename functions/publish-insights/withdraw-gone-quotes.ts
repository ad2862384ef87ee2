import type { Sink } from '../../shared/delivery/sink.ts';
import type { Incident, WeeklyReview } from '../../shared/domain/insight.ts';
import type { StoredDocument } from '../../shared/domain/stored-document.ts';
import { quotedDocuments, withdrawQuotes } from '../../shared/insight/withdraw-quotes.ts';
import { LOG_EVENTS } from '../../shared/runtime/log-events.ts';
import type { AlertRepository } from '../../shared/storage/alert-repository.ts';
import type { DocumentRepository } from '../../shared/storage/document-repository.ts';
import type { InsightRepository } from '../../shared/storage/insight-repository.ts';
import { count, logInfo } from '../common/powertools.ts';
import { type ReviewFilesDeps, requestPdf, writeFiles } from './review-files.ts';

/** Before and after every ISO time. */
const ALL_TIMES = ['0', '9'] as const;

export interface WithdrawDeps extends ReviewFilesDeps {
  readonly documents: Pick<DocumentRepository, 'getMany'>;
  readonly insights: Pick<InsightRepository, 'listReviews' | 'getReview' | 'putReview'>;
  readonly alerts: Pick<AlertRepository, 'listIncidents' | 'saveIncident'>;
  /** Those that keep files make them anew. */
  readonly sinks: readonly Pick<Sink, 'rewrite'>[];
}

/** How many reviews there are, and how many reviews and incidents were made anew. */
export interface WithdrawResult {
  readonly reviews: number;
  readonly withdrawn: number;
  readonly incidents: number;
}

/**
 * Takes the quotes of documents that are gone (deleted at their source, erased, expired) out of every incident and every
 * published review, and makes the files of the review anew, also those that sinks keep. Nothing is told anybody. It looks at what is stored instead of waiting for events, so no
 * path of deletion can be forgotten, and repeating it is harmless; a review asks for about a hundred documents.
 */
export async function withdrawGoneQuotes(deps: WithdrawDeps): Promise<WithdrawResult> {
  const weeks = (await deps.insights.listReviews()).map(({ week }) => week);
  const newest = weeks.reduce((a, b) => (a > b ? a : b), '');
  let withdrawn = 0;
  for (const week of weeks) {
    const review = await deps.insights.getReview(week);
    if (review === undefined) continue;
    const left = await withoutGone(deps, review);
    if (left === review) continue;
    // The review itself last: until it is stored, the next run finds the same work.
    await writeFiles(deps, left);
    for (const sink of deps.sinks) await sink.rewrite?.(left, { isNewest: week === newest });
    await requestPdf(deps, week);
    await deps.insights.putReview(left);
    withdrawn += 1;
  }
  const incidents = await withdrawFromIncidents(deps);
  logInfo(LOG_EVENTS.quotesWithdrawn, { reviews: weeks.length, withdrawn, incidents });
  count('ReviewsWithdrawn', withdrawn);
  return { reviews: weeks.length, withdrawn, incidents };
}

/** An incident that somebody else writes meanwhile is left to the next run. */
async function withdrawFromIncidents(deps: WithdrawDeps): Promise<number> {
  let withdrawn = 0;
  for (const incident of await deps.alerts.listIncidents(...ALL_TIMES)) {
    const left = await withoutGone(deps, incident);
    if (left !== incident && (await deps.alerts.saveIncident(left))) withdrawn += 1;
  }
  return withdrawn;
}

/** The same object where all that it quotes is there. */
async function withoutGone<Kind extends WeeklyReview | Incident>(
  deps: WithdrawDeps,
  from: Kind,
): Promise<Kind> {
  const quoted = quotedDocuments(from);
  if (quoted.length === 0) return from;
  const found = await deps.documents.getMany(quoted);
  return withdrawQuotes(from, new Set(quoted.filter((key) => !hasWords(found.get(key)))));
}

/** What a source has deleted stays as a revision without words. */
function hasWords(document: StoredDocument | undefined): boolean {
  return document !== undefined && document.record.erased !== true;
}
