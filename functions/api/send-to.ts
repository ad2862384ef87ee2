import { VocError } from '../../shared/domain/errors.ts';
import type { QueueSender } from '../../shared/runtime/queue-sender.ts';

/**
 * Puts a request on a queue as JSON.
 * @throws VocError `storage.unavailable` (transient) where the queue does not take it
 */
export async function sendTo(queue: QueueSender, body: unknown): Promise<void> {
  const refused = await queue.send([{ body: JSON.stringify(body) }]);
  if (refused.size === 0) return;
  throw new VocError('storage.unavailable', 'transient', 'The queue did not take the request. Try again.');
}
