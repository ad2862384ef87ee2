import { addDays, startOfBusinessDay } from '../../shared/domain/time.ts';
import { withKnownIncidents } from '../../shared/insight/known-incidents.ts';
import { automaticStatuses } from '../../shared/insight/point-tracking.ts';
import { buildWeeklyReview } from '../../shared/insight/weekly-review.ts';
import type { CopyRules } from '../../shared/nlp/nlp-settings.ts';
import type { Clock } from '../../shared/runtime/clock.ts';
import type { SourceConfig } from '../../shared/runtime/config.ts';
import { LOG_EVENTS } from '../../shared/runtime/log-events.ts';
import type { AlertRepository } from '../../shared/storage/alert-repository.ts';
import type { InsightRepository } from '../../shared/storage/insight-repository.ts';
import type { PointTrackingRepository } from '../../shared/storage/point-tracking-repository.ts';
import type { RollupRepository } from '../../shared/storage/rollup-repository.ts';
import type { SourceStateRepository } from '../../shared/storage/source-state-repository.ts';
import { count, logInfo } from '../common/powertools.ts';
import { loadOutcomes, type OutcomeSources } from './load-outcomes.ts';
import { loadReviewInput, type ReviewSources } from './load-review-input.ts';
import { resolveWeek } from './resolve-week.ts';
import { type ReviewFilesDeps, requestPdf, writeFiles } from './review-files.ts';
import { sourceStanding } from './source-standing.ts';
import { type TellDeps, tellWeek } from './tell.ts';

export interface PublishDeps extends ReviewSources, OutcomeSources, TellDeps, ReviewFilesDeps {
  readonly sources: readonly SourceConfig[];
  readonly sourceState: Pick<SourceStateRepository, 'getHealth'>;
  readonly rollups: ReviewSources['rollups'] & Pick<RollupRepository, 'listDays' | 'listBucketShards'>;
  readonly insights: TellDeps['insights'] & Pick<InsightRepository, 'putReview'>;
  readonly suggestions: OutcomeSources['suggestions'] & TellDeps['suggestions'];
  readonly alerts: Pick<AlertRepository, 'listIncidents'>;
  readonly copyRules: CopyRules;
  /** Words that mean the same, see `spellingGroups`. */
  readonly spellings: readonly (readonly string[])[];
  readonly brand: string;
  readonly timeZone: string;
  readonly trackings: ReviewSources['trackings'] & Pick<PointTrackingRepository, 'record'>;
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
  const loaded = await loadReviewInput(deps, week);
  const outcomes = await loadOutcomes(deps, loaded.messages, { week, now, timeZone: deps.timeZone });
  const made = buildWeeklyReview({
    ...loaded,
    outcomes,
    timeZone: deps.timeZone,
    brand: deps.brand,
    generatedAt: now.toISOString(),
    taxonomy: deps.taxonomy,
    copyRules: deps.copyRules,
    spellings: deps.spellings,
  });
  // Also those of the day before, which may go on.
  const since = startOfBusinessDay(addDays(made.from, -1), deps.timeZone).toISOString();
  const until = startOfBusinessDay(addDays(made.to, 1), deps.timeZone).toISOString();
  const told = await deps.alerts.listIncidents(since, until);
  const review = {
    ...made,
    incidents: withKnownIncidents(made.incidents, told),
    health: await sourceStanding(deps, now),
  };
  await writeFiles(deps, review);
  await deps.insights.putReview(review);
  await deps.trackings.record(
    automaticStatuses(review.points, loaded.trackings, { week, until }),
    review.generatedAt,
  );
  await requestPdf(deps, week);
  const delivered = await tellWeek(deps, review, { askedAgain: true });
  logInfo(LOG_EVENTS.reviewPublished, {
    week,
    documents: review.documents,
    points: review.points.length,
    delivered,
  });
  count('ReviewsPublished', 1);
  return { week, documents: review.documents, points: review.points.length, delivered };
}
