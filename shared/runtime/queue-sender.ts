import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { mapWithLimit } from './map-with-limit.ts';

const MAX_ENTRIES = 10;
/** Below the limit of SQS (256 kB), because the envelope counts too. */
const MAX_BATCH_BYTES = 200_000;
const MAX_ATTEMPTS = 4;
const CONCURRENT_BATCHES = 8;

/** One message. Group and deduplication are for FIFO queues. */
export interface QueueEntry {
  readonly body: string;
  readonly groupId?: string;
  readonly deduplicationId?: string;
  /** How long the queue keeps it back, 0–900 s; not for FIFO queues. */
  readonly delaySeconds?: number;
}

export interface QueueSender {
  /**
   * Sends in batches of at most 10 entries and 200 kB; entries that a batch refuses are tried again, the others are
   * not repeated. Answers with the indices of the entries that the queue did not take in the end.
   */
  send(entries: readonly QueueEntry[]): Promise<ReadonlySet<number>>;
}

export function createQueueSender(deps: {
  client: SQSClient;
  queueUrl: string;
  sleep?: (ms: number) => Promise<void>;
}): QueueSender {
  const sleep = deps.sleep ?? ((ms: number) => new Promise((resolve) => setTimeout(resolve, ms)));

  async function sendBatch(entries: readonly QueueEntry[], batch: readonly number[]): Promise<number[]> {
    let pending = [...batch];
    const refused: number[] = [];
    for (let attempt = 0; attempt < MAX_ATTEMPTS && pending.length > 0; attempt += 1) {
      if (attempt > 0) await sleep(50 * 2 ** attempt);
      try {
        const answer = await deps.client.send(
          new SendMessageBatchCommand({
            QueueUrl: deps.queueUrl,
            Entries: pending.map((index) => {
              const entry = entries[index];
              return {
                Id: String(index),
                MessageBody: entry?.body,
                ...(entry?.groupId === undefined ? {} : { MessageGroupId: entry.groupId }),
                ...(entry?.deduplicationId === undefined
                  ? {}
                  : { MessageDeduplicationId: entry.deduplicationId }),
                ...(entry?.delaySeconds === undefined ? {} : { DelaySeconds: entry.delaySeconds }),
              };
            }),
          }),
        );
        const failed = answer.Failed ?? [];
        refused.push(
          ...failed.filter((entry) => entry.SenderFault === true).map((entry) => Number(entry.Id)),
        );
        pending = failed.filter((entry) => entry.SenderFault !== true).map((entry) => Number(entry.Id));
      } catch {
        // A call that failed as a whole may have been taken: sending again is harmless, losing is not.
      }
    }
    return [...refused, ...pending];
  }

  return {
    async send(entries) {
      const failed = await mapWithLimit(batchesOf(entries), CONCURRENT_BATCHES, (batch) =>
        sendBatch(entries, batch),
      );
      return new Set(failed.flat());
    },
  };
}

/** Indices of entries, cut into batches that a queue takes. */
function batchesOf(entries: readonly QueueEntry[]): number[][] {
  const batches: number[][] = [];
  let bytes = 0;
  for (const [index, entry] of entries.entries()) {
    const size = Buffer.byteLength(entry.body);
    const current = batches.at(-1);
    if (current === undefined || current.length >= MAX_ENTRIES || bytes + size > MAX_BATCH_BYTES) {
      batches.push([index]);
      bytes = size;
    } else {
      current.push(index);
      bytes += size;
    }
  }
  return batches;
}
