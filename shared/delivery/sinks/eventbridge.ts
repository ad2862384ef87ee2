import { sinkFailed } from '../delivery-failed.ts';
import { type EventBus, putEvent } from '../put-event.ts';
import type { Sink } from '../sink.ts';

/** The detail type of a published review; its detail is `InsightsPublished`. */
const INSIGHTS_PUBLISHED = 'voc.insights.published';

/** Puts `voc.insights.published` on the bus. Alerts have events of their own, see alert-event.ts. */
export function createEventBridgeSink(bus: EventBus): Sink {
  return {
    id: 'eventbridge',
    carries: ['weekly-review'],
    async deliver(delivery) {
      if (delivery.kind !== 'weekly-review')
        throw sinkFailed({ sink: 'eventbridge', kind: 'permanent', reason: 'not-carried' });
      await putEvent(bus, { type: INSIGHTS_PUBLISHED, detail: delivery.published });
    },
  };
}
