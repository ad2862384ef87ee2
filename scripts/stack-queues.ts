import { GetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import type { StackFile } from './local-stack/stack-file.ts';

/** A queue of the running stack. */
export interface StackQueue {
  /** Short name for people: `records`, `analyses`, `records-dlq`. */
  readonly name: string;
  readonly url: string;
  /** Messages that wait, are delayed, or are being worked on. */
  readonly depth: number;
  readonly fifo: boolean;
  /** For a dead-letter queue: the queues whose failures it takes. */
  readonly sources: readonly string[];
}

const RedriveSchema = z.object({ deadLetterTargetArn: z.string() });

/** All queues with their depths, those of the pipeline before the dead-letter queues. */
export async function stackQueues(sqs: SQSClient, resources: StackFile['resources']): Promise<StackQueue[]> {
  const byUrl = new Map(
    Object.entries(resources.environment).flatMap(([variable, url]) =>
      variable.endsWith('_QUEUE_URL')
        ? [[url, variable.slice(0, -'_QUEUE_URL'.length).toLowerCase().replaceAll('_', '-')] as const]
        : [],
    ),
  );
  const read = await Promise.all(
    Object.entries(resources.queues).map(async ([logicalId, url]) => {
      const answer = await sqs.send(
        new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['All'] }),
      );
      const attributes = answer.Attributes ?? {};
      const {
        ApproximateNumberOfMessages,
        ApproximateNumberOfMessagesNotVisible,
        ApproximateNumberOfMessagesDelayed,
      } = attributes;
      const depth = [
        ApproximateNumberOfMessages,
        ApproximateNumberOfMessagesNotVisible,
        ApproximateNumberOfMessagesDelayed,
      ]
        .map((count) => Number(count ?? 0))
        .reduce((sum, count) => sum + count, 0);
      const policy = attributes.RedrivePolicy;
      return {
        name: byUrl.get(url) ?? shortName(logicalId),
        url,
        depth,
        arn: attributes.QueueArn ?? '',
        fifo: url.endsWith('.fifo'),
        deadLetterArn:
          policy === undefined ? undefined : RedriveSchema.parse(JSON.parse(policy)).deadLetterTargetArn,
      };
    }),
  );
  return read
    .map((queue): StackQueue => {
      const feeding = read.filter(
        ({ deadLetterArn }) => deadLetterArn !== undefined && deadLetterArn === queue.arn,
      );
      const [only] = feeding;
      const name = feeding.length === 1 && only !== undefined ? `${only.name}-dlq` : queue.name;
      return {
        name,
        url: queue.url,
        depth: queue.depth,
        fifo: queue.fifo,
        sources: feeding.map((one) => one.url),
      };
    })
    .sort((a, b) => a.sources.length - b.sources.length || (a.name < b.name ? -1 : 1));
}

/** Whether a queue only collects what has failed. */
export function isDeadLetter(queue: StackQueue): boolean {
  return queue.sources.length > 0;
}

/** `DropsWorkerQueue59EA2A4A` → `drops-worker`. */
function shortName(logicalId: string): string {
  return logicalId
    .replace(/[0-9A-F]{8}$/, '')
    .replace(/Queue$/, '')
    .replace(/(?<=[a-z0-9])(?=[A-Z])/g, '-')
    .toLowerCase();
}
