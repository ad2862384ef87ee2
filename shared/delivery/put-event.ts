import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { deliveryFailed } from './delivery-failed.ts';

/** The source of all events of the product. */
const EVENT_SOURCE = 'voc';

export interface EventBus {
  readonly client: Pick<EventBridgeClient, 'send'>;
  readonly busName: string;
}

/**
 * Puts an event on the bus for what others build on top. IDs, counts and keys only: who may read the bus need not be
 * who may read voices.
 * @throws VocError `delivery.failed`
 */
export async function putEvent(
  { client, busName }: EventBus,
  event: { readonly type: string; readonly detail: object },
): Promise<void> {
  const entry = {
    EventBusName: busName,
    Source: EVENT_SOURCE,
    DetailType: event.type,
    Detail: JSON.stringify(event.detail),
  };
  const answer = await client.send(new PutEventsCommand({ Entries: [entry] })).catch((cause: unknown) => {
    throw deliveryFailed('eventbridge', cause);
  });
  // PutEvents answers 200 also where an entry was refused.
  const refused = answer.Entries?.find(({ ErrorCode }) => ErrorCode !== undefined);
  if (refused !== undefined) throw deliveryFailed('eventbridge', undefined, refused.ErrorCode);
}
