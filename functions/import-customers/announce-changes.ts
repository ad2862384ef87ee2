import { VocError } from '../../shared/domain/errors.ts';
import type { ChangedCustomer, RelinkMessage } from '../../shared/domain/relink.ts';
import type { QueueSender } from '../../shared/runtime/queue-sender.ts';

/** Even if all of them have lost all tokens, a message stays well below the limit of the queue. */
const CUSTOMERS_PER_MESSAGE = 100;

/** Tells the linker which customers have changed, so that it looks for voices that wait for them. */
export function createAnnounceChanges(relinks: QueueSender) {
  return async (changed: readonly ChangedCustomer[]): Promise<void> => {
    const bodies: string[] = [];
    for (let start = 0; start < changed.length; start += CUSTOMERS_PER_MESSAGE) {
      const changedCustomers = changed.slice(start, start + CUSTOMERS_PER_MESSAGE);
      bodies.push(JSON.stringify({ changedCustomers } satisfies RelinkMessage));
    }
    const refused = await relinks.send(bodies.map((body) => ({ body })));
    if (refused.size === 0) return;
    throw new VocError(
      'storage.unavailable',
      'transient',
      'The queue of changed customers did not take all; tried again.',
    );
  };
}
