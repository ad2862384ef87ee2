import { createHash } from 'node:crypto';
import { isLasting } from '../../shared/delivery/delivery-failed.ts';
import { deliverToAll } from '../../shared/delivery/publish-review.ts';
import type { Delivery, Receipt, Sink } from '../../shared/delivery/sink.ts';
import type { VocError } from '../../shared/domain/errors.ts';
import { type Clock, systemClock } from '../../shared/runtime/clock.ts';
import { LOG_EVENTS } from '../../shared/runtime/log-events.ts';
import type { DeliveryState, InsightRepository } from '../../shared/storage/insight-repository.ts';
import { deliverySubject } from '../../shared/storage/keys.ts';
import { count, logFailure } from './powertools.ts';
import { nextAttempt } from './retry-plan.ts';

export interface DeliverDeps {
  readonly sinks: readonly Sink[];
  readonly insights: Pick<InsightRepository, 'getDelivery' | 'putDelivery'>;
  /** @default the system's */
  readonly clock?: Clock;
}

/** What is brought: `subject` names the thing (a week, an incident), `content` is a hash of what is said of it. */
export interface DeliverWhat {
  readonly subject: string;
  readonly content: string;
  readonly delivery: Delivery;
  /** A person asks, so that sinks which refused or were given up are tried once more. */
  readonly askedAgain?: boolean;
  /** Only sinks that could not take the subject before and wait are served, whatever it says now. */
  readonly onlyWaiting?: boolean;
}

export interface DeliverOutcome {
  /** Sinks that took it now. */
  readonly delivered: readonly string[];
  /** Sinks that failed now and may take it later. */
  readonly failed: readonly string[];
  /** What the sinks that have this content, since now or before, remember of it. */
  readonly receipts: ReadonlyMap<string, Receipt>;
  /** When the first of the sinks that wait is due again; absent where none waits. */
  readonly retryAt?: Date;
}

/**
 * Brings a delivery to every sink that has not had this content of this subject yet and whose wait is over. Each sink
 * has a record of its own: one that fails neither stops nor repeats the others. A sink waits as long as it asks for
 * (`Retry-After`), else twice as long each time; after a day it is given up. A refusal that only a person can heal is
 * not tried again until there is other content, or a person asks. Both are counted (`DeliveriesRefused`) and alarmed. At least once: a
 * crash between delivery and record repeats it under the same `deliveryId`.
 */
export async function deliverToSinks(deps: DeliverDeps, what: DeliverWhat): Promise<DeliverOutcome> {
  const now = (deps.clock ?? systemClock)();
  const known = await Promise.all(
    deps.sinks
      .filter(({ carries }) => carries?.includes(what.delivery.kind) ?? true)
      .map(async (sink) => ({ sink, before: await recordOf(deps, what, sink) })),
  );
  const waits: Date[] = [];
  const due = known.filter(({ before }) => {
    if (what.onlyWaiting === true && before?.state !== 'waiting') return false;
    if (before === undefined) return true;
    if (before.content !== what.content && what.onlyWaiting !== true) return true;
    if (before.state === 'delivered') return false;
    if (before.state !== 'waiting') return what.askedAgain === true;
    const at = new Date(before.nextAttemptAt ?? now);
    if (at > now) waits.push(at);
    return at <= now;
  });
  const receipts = new Map(due.map(({ sink, before }) => [sink.id, before?.receipt]));
  const { delivered, failed } = await deliverToAll(
    what.delivery,
    due.map(({ sink }) => sink),
    (sink) => ({
      deliveryId: deliveryIdOf(what),
      receipt: receipts.get(sink.id),
      keep: (receipt) => void receipts.set(sink.id, receipt),
    }),
  );
  const errors = new Map(failed.map(({ sink, error }) => [sink, error]));
  const retried: string[] = [];
  const had = known.filter(({ before }) => before?.content === what.content && before.state === 'delivered');
  const kept = new Map(had.map(({ sink, before }) => [sink.id, before?.receipt]));
  for (const { sink, before } of due) {
    const error = errors.get(sink.id);
    const state = stateAfter({ what, before, error, receipt: receipts.get(sink.id), now });
    if (error !== undefined) report(sink.id, what.delivery.kind, error, state);
    if (state.state === 'waiting') {
      retried.push(sink.id);
      waits.push(new Date(state.nextAttemptAt ?? now));
    }
    if (state.state === 'delivered') kept.set(sink.id, state.receipt);
    await deps.insights.putDelivery(deliverySubject(what.subject, sink.id), state);
  }
  waits.sort((a, b) => a.getTime() - b.getTime());
  const receiptsOfAll = new Map(
    [...kept].flatMap(([id, receipt]) => (receipt === undefined ? [] : [[id, receipt] as const])),
  );
  return {
    delivered,
    failed: retried,
    receipts: receiptsOfAll,
    ...(waits[0] === undefined ? {} : { retryAt: waits[0] }),
  };
}

function recordOf(
  deps: DeliverDeps,
  { subject }: DeliverWhat,
  sink: Sink,
): Promise<DeliveryState | undefined> {
  return deps.insights.getDelivery(deliverySubject(subject, sink.id));
}

function deliveryIdOf({ subject, content }: DeliverWhat): string {
  return createHash('sha256').update(`${subject}|${content}`).digest('hex').slice(0, 32);
}

function stateAfter(after: {
  what: DeliverWhat;
  before: DeliveryState | undefined;
  error: VocError | undefined;
  receipt: DeliveryState['receipt'];
  now: Date;
}): DeliveryState {
  const { what, error, receipt, now } = after;
  const { content } = what;
  const kept = receipt === undefined ? {} : { receipt };
  const isSame = after.before?.content === content && after.before.state === 'waiting';
  const before = isSame ? after.before : undefined;
  const attempts = (before?.attempts ?? 0) + 1;
  if (error === undefined) return { content, state: 'delivered', attempts, ...kept };
  const reason = String(error.details.reason ?? error.code);
  const firstFailedAt = before?.firstFailedAt ?? now.toISOString();
  const failure = { content, attempts, reason, firstFailedAt, ...kept };
  if (isLasting(error.kind)) return { ...failure, state: 'refused' };
  const next = nextAttempt({ attempts, firstFailedAt, now, retryAfterMs: error.retryAfterMs });
  return next === null
    ? { ...failure, state: 'given-up' }
    : { ...failure, state: 'waiting', nextAttemptAt: next.toISOString() };
}

function report(sink: string, kind: Delivery['kind'], error: VocError, { state }: DeliveryState): void {
  logFailure(LOG_EVENTS.deliveryFailed, error, { sink, kind, state });
  count('DeliveriesFailed', 1);
  if (state !== 'waiting') count('DeliveriesRefused', 1);
}
