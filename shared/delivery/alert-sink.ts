import type { AlertMessage } from '../domain/alert.ts';
import { VocError } from '../domain/errors.ts';
import { deliveryFailed } from './delivery-failed.ts';

/** One way by which a team hears of alerts. */
export interface AlertSink {
  /** Unique within the team. */
  readonly id: string;
  /** @throws VocError `delivery.failed` */
  deliver(message: AlertMessage): Promise<void>;
}

/** What became of an alert. Every error is a VocError `delivery.failed`. */
export interface AlertOutcome {
  readonly delivered: readonly string[];
  readonly failed: readonly { readonly sink: string; readonly error: VocError }[];
}

/** Gives an alert to every sink; one that fails stops no other, and nothing is thrown. */
export async function deliverAlert(
  message: AlertMessage,
  sinks: readonly AlertSink[],
): Promise<AlertOutcome> {
  const results = await Promise.all(
    sinks.map(async (sink) => {
      try {
        await sink.deliver(message);
        return { sink: sink.id, error: null };
      } catch (cause) {
        const ours = cause instanceof VocError && cause.code === 'delivery.failed';
        return { sink: sink.id, error: ours ? cause : deliveryFailed(sink.id, cause) };
      }
    }),
  );
  return {
    delivered: results.flatMap(({ sink, error }) => (error === null ? [sink] : [])),
    failed: results.flatMap(({ sink, error }) => (error === null ? [] : [{ sink, error }])),
  };
}
