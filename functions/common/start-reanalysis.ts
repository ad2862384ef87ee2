import type { Reanalysis } from '../../shared/domain/reanalysis.ts';
import type { QueueSender } from '../../shared/runtime/queue-sender.ts';

/** An instance knows a new edition after one window; what it began before is over after two more. */
const SETTLE_WINDOWS = 4;
/** The longest that SQS keeps a message back. */
const MAX_DELAY_SECONDS = 900;

/** How long after a new edition everybody reads by it, in milliseconds. */
export function settleMs(windowSeconds: number): number {
  return SETTLE_WINDOWS * windowSeconds * 1_000;
}

/** Sends the message that moves a walk on, at its start or after a wait. A lost one is sent again by the worker's schedule. */
export async function wakeReanalysis(
  queue: QueueSender,
  { at, id, startsAt }: Pick<Reanalysis, 'at' | 'id' | 'startsAt'>,
  now: Date,
  waitSeconds = 0,
): Promise<boolean> {
  const untilStart = Math.ceil((Date.parse(startsAt) - now.getTime()) / 1_000);
  const delaySeconds = Math.min(MAX_DELAY_SECONDS, Math.max(waitSeconds, untilStart, 0));
  const refused = await queue.send([{ body: JSON.stringify({ reanalysis: { at, id } }), delaySeconds }]);
  return refused.size === 0;
}
