import { createHash } from 'node:crypto';
import { REPORT_CONTENT_TYPES } from '../../shared/delivery/report-content-types.ts';
import type { MessageDraft } from '../../shared/domain/draft.ts';
import { VocError } from '../../shared/domain/errors.ts';
import { type HesitationPoint, type WeeklyReview, WeeklyReviewSchema } from '../../shared/domain/insight.ts';
import { LOG_EVENTS } from '../../shared/runtime/log-events.ts';
import type { QueueSender } from '../../shared/runtime/queue-sender.ts';
import { canonicalJson } from '../../shared/storage/canonical-json.ts';
import type { InsightRepository } from '../../shared/storage/insight-repository.ts';
import { REPORT_FILES, reportKey } from '../../shared/storage/keys.ts';
import {
  type DeliverDeps,
  type DeliverOutcome,
  type DeliverWhat,
  deliverToSinks,
} from '../common/deliver-to-sinks.ts';
import { pageUrl } from '../common/page-url.ts';
import { logInfo } from '../common/powertools.ts';
import { type NoteDraftsDeps, noteDrafts } from './note-drafts.ts';

/** The longest that SQS keeps a message back. */
const MAX_DELAY_SECONDS = 900;

export interface TellDeps extends DeliverDeps, NoteDraftsDeps {
  readonly insights: DeliverDeps['insights'] & Pick<InsightRepository, 'getReview' | 'listReviews'>;
  /** The function's own queue: what a sink could not take comes back through it. */
  readonly again: QueueSender;
  readonly dashboardUrl: string;
  readonly clock: NonNullable<DeliverDeps['clock']>;
}

/** Tells the sinks of a review; true where at least one took it now. What fails is asked again later. */
export async function tellWeek(
  deps: TellDeps,
  review: WeeklyReview,
  how: Pick<DeliverWhat, 'askedAgain' | 'onlyWaiting'>,
): Promise<boolean> {
  const { week } = review;
  const published = {
    week,
    reviewKey: reportKey(week, 'review.json'),
    pointIds: review.points.map((point) => point.id),
    suggestionIds: review.keywords.map((keyword) => keyword.id),
  };
  const files = REPORT_FILES.map((file) => ({
    key: reportKey(week, file),
    contentType: REPORT_CONTENT_TYPES[file],
  }));
  const url = pageUrl(deps.dashboardUrl, `/reviews/${week}`);
  const isNewest = (await deps.insights.listReviews()).every((other) => other.week <= week);
  const delivery = { kind: 'weekly-review', review, published, files, url, isNewest } as const;
  const content = hashOf(said(review));
  const outcome = await deliverToSinks(deps, { subject: week, content, delivery, ...how });
  await comeBack(deps, { redeliver: { week } }, outcome);
  if (outcome.delivered.length === 0) logInfo(LOG_EVENTS.reviewUnchanged, { week });
  return outcome.delivered.length > 0;
}

/**
 * Brings a stored review to the sinks that could not take it before, and to no other: it may say less since, for quotes
 * that are gone, which is no news to those that have it.
 */
export async function retellWeek(deps: TellDeps, week: string): Promise<void> {
  const review = await deps.insights.getReview(week);
  if (review !== undefined) await tellWeek(deps, review, { onlyWaiting: true });
}

/** Brings an accepted draft to the messaging tools, and writes on its suggestion where it is now. */
export async function tellDraft(deps: TellDeps, draft: MessageDraft): Promise<void> {
  const url = pageUrl(deps.dashboardUrl, `/keywords?week=${draft.week}`);
  const delivery = { kind: 'draft', draft, url } as const;
  const outcome = await deliverToSinks(deps, {
    subject: `draft-${draft.id}`,
    content: hashOf(draft),
    delivery,
  });
  await noteDrafts(deps, draft, madeIn(deps.sinks, outcome));
  await comeBack(deps, { draft }, outcome);
}

function madeIn(sinks: TellDeps['sinks'], { receipts }: DeliverOutcome) {
  return sinks.flatMap(({ id, draftTool }) => {
    const { reference, url } = receipts.get(id) ?? {};
    return draftTool === undefined || reference === undefined
      ? []
      : [{ sink: id, tool: draftTool, reference, url }];
  });
}

/**
 * The review as it is stored, without what changes from hour to hour or by publishing it: a week that says the same is
 * the same. The first review of a week records the status of its points, so the second finds a tracking of no words.
 */
function said(review: WeeklyReview): object {
  const stored = WeeklyReviewSchema.parse(review);
  return {
    ...stored,
    generatedAt: '',
    health: [],
    points: stored.points.map(({ tracking, ...point }) => ({ ...point, ...written(tracking) })),
    incidents: stored.incidents.map(({ seenAt: _, ...incident }) => incident),
  };
}

function written(tracking: HesitationPoint['tracking']): object {
  if (tracking === undefined) return {};
  const { since: _, ...words } = tracking;
  return Object.values(words).every((word) => word === null) ? {} : { tracking: words };
}

function hashOf(value: object): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}

async function comeBack(deps: TellDeps, message: object, { retryAt }: DeliverOutcome): Promise<void> {
  if (retryAt === undefined) return;
  const seconds = Math.ceil((retryAt.getTime() - deps.clock().getTime()) / 1000);
  const delaySeconds = Math.min(MAX_DELAY_SECONDS, Math.max(0, seconds));
  const refused = await deps.again.send([{ body: JSON.stringify(message), delaySeconds }]);
  if (refused.size === 0) return;
  throw new VocError(
    'storage.unavailable',
    'transient',
    'The queue did not take the reminder of a delivery; tried again.',
  );
}
