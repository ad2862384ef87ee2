import { deliverToAll } from '../../shared/delivery/publish-review.ts';
import type { Delivery, Sink } from '../../shared/delivery/sink.ts';
import { VocError } from '../../shared/domain/errors.ts';
import { LOG_EVENTS } from '../../shared/runtime/log-events.ts';
import type { InsightRepository } from '../../shared/storage/insight-repository.ts';
import { count, logFailure } from './powertools.ts';

export interface DeliverDeps {
  readonly sinks: readonly Sink[];
  readonly insights: Pick<InsightRepository, 'getDelivery' | 'putDelivery'>;
}

/**
 * Brings a delivery to every sink that has not had this content of this subject yet. One sink that fails does not stop
 * the others. True where at least one sink took it.
 * @throws VocError `delivery.failed` (transient) where a sink may take it later; the others are not told again then
 */
export async function deliverOnce(
  deps: DeliverDeps,
  what: { subject: string; content: string; delivery: Delivery },
): Promise<boolean> {
  const before = await deps.insights.getDelivery(what.subject);
  const done = before?.content === what.content ? before.sinks : [];
  const open = deps.sinks.filter((sink) => !done.includes(sink.id));
  if (open.length === 0) return false;

  const { delivered, failed } = await deliverToAll(what.delivery, open);
  for (const { sink, error } of failed) {
    logFailure(LOG_EVENTS.deliveryFailed, error, { sink, kind: what.delivery.kind });
    count('DeliveriesFailed', 1);
  }
  // What a person must repair first is not tried again by itself, only by the next content.
  const lasting = failed.filter(({ error }) => error.kind === 'permanent').map(({ sink }) => sink);
  const { subject, content } = what;
  await deps.insights.putDelivery(subject, { content, sinks: [...done, ...delivered, ...lasting] });
  if (lasting.length < failed.length) {
    throw new VocError(
      'delivery.failed',
      'transient',
      'A sink did not take the delivery; it is tried again.',
      {
        details: { failed: failed.length - lasting.length },
      },
    );
  }
  return delivered.length > 0;
}
