import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import type { FunctionProcess } from './function-process.ts';
import { queueArn, REGION } from './physical-names.ts';
import type { EventSourcePlan } from './plan.ts';
import type { QueueConsumer, QueueMessage } from './queue-server.ts';

/** Lambda's limit for the payload of one invocation is 6 MB. */
const MAX_BATCH_BYTES = 5_500_000;
const LONG_POLL_SECONDS = 20;
/** How long past the function's timeout a message stays hidden: loading the module comes on top. */
const HIDDEN_MARGIN_SECONDS = 120;

const PartialResponseSchema = z.object({
  batchItemFailures: z.array(z.object({ itemIdentifier: z.string().min(1) })).nullish(),
});

/**
 * Feeds a queue to a function as Lambda's SQS pollers do: gathers batches, deletes what was handled, and leaves what
 * failed to the visibility timeout and the redrive policy of the queue.
 *
 * While a function works on a batch, its messages stay hidden for the function's whole timeout, although the visibility
 * timeout may be divided by the time scale to less: the scale shortens waits, not work. A failed message comes back
 * when the (scaled) visibility timeout since its receipt is over.
 */
export function startEventSource(
  plan: EventSourcePlan,
  deps: { queue: QueueConsumer; target: FunctionProcess; windowSeconds: number; log(line: string): void },
): { stop(): Promise<void>; readonly busy: boolean } {
  const { queue, target, windowSeconds } = deps;
  const hiddenSeconds = Math.max(
    queue.visibilitySeconds,
    target.plan.timeoutMs / 1000 + windowSeconds + HIDDEN_MARGIN_SECONDS,
  );
  let stopped = false;
  let busy = false;
  let receivedAtMs = 0;

  const gather = async (): Promise<QueueMessage[]> => {
    const batch = await queue.receive(plan.batchSize, LONG_POLL_SECONDS, hiddenSeconds);
    if (batch.length === 0) return batch;
    busy = true;
    receivedAtMs = Date.now();
    const deadlineMs = receivedAtMs + windowSeconds * 1000;
    let bytes = sizeOf(batch);
    while (!stopped && batch.length < plan.batchSize && bytes < MAX_BATCH_BYTES) {
      const waitSeconds = Math.max(0, (deadlineMs - Date.now()) / 1000);
      const more = await queue.receive(plan.batchSize - batch.length, waitSeconds, hiddenSeconds);
      batch.push(...more);
      bytes += sizeOf(more);
      // An empty answer before the deadline means that another consumer was quicker, or a group is locked.
      if (more.length === 0 && Date.now() >= deadlineMs) break;
    }
    return batch;
  };

  const handle = async (batch: readonly QueueMessage[]): Promise<void> => {
    let failed: ReadonlySet<string>;
    try {
      const result = await target.invoke({ Records: batch.map((message) => toRecord(message, queue.name)) });
      failed = failedIds(result, batch, plan.partialResponses);
    } catch (error) {
      failed = new Set(batch.map((message) => message.MessageId));
      deps.log(`${target.plan.vocName}: ${error instanceof Error ? error.message : 'failed'}`);
    }
    const comesBackInSeconds = queue.visibilitySeconds - (Date.now() - receivedAtMs) / 1000;
    for (const message of batch) {
      if (failed.has(message.MessageId)) queue.release(message.ReceiptHandle, comesBackInSeconds);
      else queue.delete(message.ReceiptHandle);
    }
    if (failed.size > 0)
      deps.log(`${target.plan.vocName}: ${failed.size} of ${batch.length} messages will come again`);
  };

  const loop = async (): Promise<void> => {
    while (!stopped) {
      const batch = await gather();
      if (batch.length > 0 && !stopped) await handle(batch);
      busy = false;
      // A cancelled wait returns at once; do not spin while the stack stops.
      if (batch.length === 0) await sleep(1);
    }
  };
  const running = loop();
  return {
    get busy() {
      return busy;
    },
    async stop() {
      stopped = true;
      await running;
    },
  };
}

const sizeOf = (messages: readonly QueueMessage[]): number =>
  messages.reduce((bytes, message) => bytes + Buffer.byteLength(message.Body), 0);

/** Which messages of a batch must come again, by the function's answer. */
export function failedIds(
  result: unknown,
  batch: readonly { MessageId: string }[],
  partialResponses: boolean,
): ReadonlySet<string> {
  if (!partialResponses || result === null) return new Set();
  const parsed = PartialResponseSchema.safeParse(result);
  const all = new Set(batch.map((message) => message.MessageId));
  // Lambda treats an unreadable response, or an id that is not in the batch, as failure of the whole batch.
  if (!parsed.success) return all;
  const ids = (parsed.data.batchItemFailures ?? []).map((item) => item.itemIdentifier);
  return ids.every((id) => all.has(id)) ? new Set(ids) : all;
}

/** A message as it stands in the event of a function. */
export function toRecord(message: QueueMessage, queueName: string): object {
  return {
    messageId: message.MessageId,
    receiptHandle: message.ReceiptHandle,
    body: message.Body,
    attributes: message.Attributes,
    messageAttributes: Object.fromEntries(
      Object.entries(message.MessageAttributes ?? {}).map(([name, value]) => [
        name,
        {
          dataType: value.DataType,
          ...(value.StringValue === undefined ? {} : { stringValue: value.StringValue }),
          ...(value.BinaryValue === undefined ? {} : { binaryValue: value.BinaryValue }),
        },
      ]),
    ),
    md5OfBody: message.MD5OfBody,
    eventSource: 'aws:sqs',
    eventSourceARN: queueArn(queueName),
    awsRegion: REGION,
  };
}
