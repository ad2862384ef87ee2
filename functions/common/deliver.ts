import type { Delivery, Sink } from '../../shared/delivery/sink.ts';
import { LOG_EVENTS } from '../../shared/runtime/log-events.ts';
import { count, logFailure } from './powertools.ts';

/** Brings a delivery to every sink; one that fails does not stop the others. Answers with the ids of those that failed. */
export function createDeliver(sinks: readonly Sink[]): (delivery: Delivery) => Promise<readonly string[]> {
  return async (delivery) => {
    const results = await Promise.allSettled(sinks.map((sink) => sink.deliver(delivery)));
    return results.flatMap((result, index) => {
      if (result.status === 'fulfilled') return [];
      const id = sinks[index]?.id ?? '';
      logFailure(LOG_EVENTS.deliveryFailed, result.reason, { sink: id, kind: delivery.kind });
      count('DeliveriesFailed', 1);
      return [id];
    });
  };
}
