import type { SourceHealthView } from '../../shared/domain/dashboard-api.ts';
import type { QueueSender } from '../../shared/runtime/queue-sender.ts';
import type { ApiDeps } from './ports.ts';
import { sendTo } from './send-to.ts';

/** How the function behind each queue names a source in its event. */
const EVENT_KEYS = {
  voices: 'sourceId',
  customers: 'customerSourceId',
  messages: 'messageSourceId',
  funnel: 'funnelSourceId',
} as const satisfies Record<SourceHealthView['brings'], string>;

/**
 * Starts runs of sources by the queue that the importing function reads anyway: nobody waits for the run, and no right to
 * invoke a function is needed. A person who asks for a run means it, so a parked source is asked as well.
 */
export function createRequestRun(
  queues: Readonly<Record<SourceHealthView['brings'], QueueSender>>,
): ApiDeps['requestRun'] {
  return ({ id, brings }) => sendTo(queues[brings], { [EVENT_KEYS[brings]]: id, force: true });
}
