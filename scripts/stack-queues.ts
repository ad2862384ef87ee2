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
  /** Whether it only collects what has failed: no function takes its messages. */
  readonly deadLetter: boolean;
  /** The queues whose failures it takes; none for failed runs of schedules. */
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
  const functions = Object.keys(resources.functions);
  const read = await Promise.all(
    Object.entries(resources.queues).map(async ([logicalId, url]) => {
      // The longest one: `collect` is a part of `collection-import-customers-…` too.
      const folder = functions
        .filter((one) => shortName(logicalId).includes(one))
        .sort((a, b) => b.length - a.length)[0];
      const consumed = byUrl.get(url) ?? folder;
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
        name: consumed ?? shortName(logicalId),
        url,
        consumed: consumed !== undefined,
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
        deadLetter: feeding.length > 0 || !queue.consumed,
        sources: feeding.map((one) => one.url),
      };
    })
    .sort((a, b) => Number(a.deadLetter) - Number(b.deadLetter) || (a.name < b.name ? -1 : 1));
}

/** `DropsWorkerQueue59EA2A4A` → `drops-worker`. */
function shortName(logicalId: string): string {
  return logicalId
    .replace(/[0-9A-F]{8}$/, '')
    .replace(/Queue$/, '')
    .replace(/(?<=[a-z0-9])(?=[A-Z])/g, '-')
    .toLowerCase();
}
