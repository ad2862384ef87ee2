import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { deliveryFailed, sinkFailed } from '../delivery-failed.ts';
import type { Delivery, Sink } from '../sink.ts';

/** The source of all events of the product. */
const EVENT_SOURCE = 'voc';
/** The detail type of a published review; its detail is `InsightsPublished`. */
const INSIGHTS_PUBLISHED = 'voc.insights.published';

/**
 * Puts an event on the bus for what others build on top. IDs, counts and keys only: who may read the bus need not be
 * who may read voices.
 */
export function createEventBridgeSink(deps: {
  client: Pick<EventBridgeClient, 'send'>;
  busName: string;
}): Sink {
  return {
    id: 'eventbridge',
    carries: ['weekly-review'],
    async deliver(delivery) {
      const { type, detail } = eventOf(delivery);
      const answer = await deps.client
        .send(
          new PutEventsCommand({
            Entries: [
              {
                EventBusName: deps.busName,
                Source: EVENT_SOURCE,
                DetailType: type,
                Detail: JSON.stringify(detail),
              },
            ],
          }),
        )
        .catch((cause: unknown) => {
          throw deliveryFailed('eventbridge', cause);
        });
      // PutEvents answers 200 also where an entry was refused.
      const refused = answer.Entries?.find((entry) => entry.ErrorCode !== undefined);
      if (refused !== undefined) throw deliveryFailed('eventbridge', undefined, refused.ErrorCode);
    },
  };
}

function eventOf(delivery: Delivery): { type: string; detail: object } {
  if (delivery.kind === 'weekly-review') return { type: INSIGHTS_PUBLISHED, detail: delivery.published };
  // Alerts have events of their own, see alert-event.ts.
  throw sinkFailed({ sink: 'eventbridge', kind: 'permanent', reason: 'not-carried' });
}
