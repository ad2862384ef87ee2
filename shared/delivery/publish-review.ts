import type { VocError } from '../domain/errors.ts';
import { VocError as VocFailure } from '../domain/errors.ts';
import { deliveryFailed } from './delivery-failed.ts';
import type { Delivery, DeliveryContext, Sink } from './sink.ts';

/** What became of a delivery. */
export interface DeliveryOutcome {
  readonly delivered: readonly string[];
  readonly failed: readonly { readonly sink: string; readonly error: VocError }[];
}

/**
 * Gives a delivery to every sink. One that fails does not stop the others, and nothing is thrown: the caller decides
 * by the kinds of the errors whether to try again. Every error is a VocError `delivery.failed`.
 */
export async function deliverToAll(
  delivery: Delivery,
  sinks: readonly Sink[],
  contextOf: (sink: Sink) => DeliveryContext,
): Promise<DeliveryOutcome> {
  const results = await Promise.allSettled(
    sinks.map(async (sink) => sink.deliver(delivery, contextOf(sink))),
  );
  const delivered: string[] = [];
  const failed: { sink: string; error: VocError }[] = [];
  for (const [index, sink] of sinks.entries()) {
    const result = results[index];
    if (result?.status !== 'rejected') delivered.push(sink.id);
    else {
      const { reason } = result;
      const isOurs = reason instanceof VocFailure && reason.code === 'delivery.failed';
      failed.push({ sink: sink.id, error: isOurs ? reason : deliveryFailed(sink.id, reason) });
    }
  }
  return { delivered, failed };
}
