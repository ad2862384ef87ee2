import { VocError } from '../../shared/domain/errors.ts';
import { type FauxqsQueue, openFauxqs, type ReceivedMessage } from './fauxqs-internals.ts';
import { isLocalHost } from './host-check.ts';
import { REGION } from './physical-names.ts';
import type { BucketPlan, QueuePlan } from './plan.ts';
import { objectCreation, s3EventMessage, wantsEvent } from './s3-event.ts';
import { scaleSeconds } from './time-scale.ts';

export interface QueueMessage extends ReceivedMessage {
  readonly Attributes: Readonly<Record<string, string>>;
}

/** A queue as its consumer sees it. */
export interface QueueConsumer {
  /** Takes up to 10 messages, waiting up to `waitSeconds` for the first. They stay hidden for `hiddenSeconds`. */
  receive(maxCount: number, waitSeconds: number, hiddenSeconds: number): Promise<QueueMessage[]>;
  delete(receiptHandle: string): void;
  /** The message of this receipt becomes visible after so many seconds. */
  release(receiptHandle: string, afterSeconds: number): void;
  /** Visibility timeout of the queue, divided by the time scale. */
  readonly visibilitySeconds: number;
  readonly name: string;
}

export interface QueueDepth {
  readonly ready: number;
  readonly inFlight: number;
  readonly delayed: number;
}

export interface QueueServer {
  readonly port: number;
  readonly origin: string;
  /** Creates what is missing and gives existing queues the attributes of the plan. */
  create(queues: readonly QueuePlan[], buckets: readonly BucketPlan[], timeScale: number): void;
  consumer(queueArn: string): QueueConsumer;
  send(queueArn: string, body: string): void;
  depth(queueName: string): QueueDepth;
  /** Ends the waits of all consumers, for good. */
  wakeConsumers(): void;
  stop(): Promise<void>;
}

/**
 * The SQS and S3 API on a free port of 127.0.0.1, with its state in `dataDir`. An object created under a notification
 * of its bucket puts the S3 event into the target queue before the client gets its answer.
 */
export async function startQueueServer(options: { dataDir: string }): Promise<QueueServer> {
  const { app, sqs, s3, message } = await openFauxqs(options.dataDir, REGION);
  let buckets: readonly BucketPlan[] = [];
  let sequence = 0;
  const queueByArn = (arn: string): FauxqsQueue => {
    const queue = sqs.getQueueByArn(arn);
    if (queue === undefined)
      throw new VocError('stack.unsupported', 'config', `There is no queue ${arn} in the template.`);
    return queue;
  };
  const send = (arn: string, body: string): void => {
    const queue = queueByArn(arn);
    const delay = Number(queue.attributes.DelaySeconds ?? 0);
    queue.enqueue(message(body, {}, delay > 0 ? delay : undefined));
  };

  app.addHook('onRequest', async (request, reply) => {
    if (!isLocalHost(request.headers.host)) await reply.code(403).send('');
  });
  app.addHook('onSend', async (request, reply) => {
    if (reply.statusCode !== 200) return;
    const { bucket, '*': key } = request.params as { bucket?: string; '*'?: string };
    const plan = buckets.find((candidate) => candidate.name === bucket);
    if (plan === undefined || key === undefined || key === '') return;
    const creation = objectCreation(
      request.method,
      request.query as Record<string, unknown>,
      request.headers,
    );
    if (creation === undefined) return;
    for (const notification of plan.notifications) {
      if (!wantsEvent(notification, creation, key)) continue;
      const { contentLength: size, etag } = s3.headObject(plan.name, key);
      sequence += 1;
      const sequencer = sequence.toString(16).padStart(16, '0').toUpperCase();
      send(
        notification.queueArn,
        s3EventMessage({ bucket: plan.name, key, size, etag, creation, at: new Date(), sequencer }),
      );
    }
  });
  const origin = await app.listen({ port: 0, host: '127.0.0.1' });

  return {
    port: Number(new URL(origin).port),
    origin,
    create(queues, plans, timeScale) {
      buckets = plans;
      for (const { name } of plans) if (!s3.hasBucket(name)) s3.createBucket(name);
      for (const plan of queues) {
        const attributes = queueAttributes(plan, timeScale);
        const existing = sqs.getQueueByName(plan.name);
        if (existing === undefined) sqs.createQueue(plan.name, plan.url, plan.arn, attributes);
        else existing.setAttributes({ RedrivePolicy: '', ...attributes });
      }
    },
    consumer: (arn) => createConsumer(queueByArn(arn), (target) => sqs.getQueueByArn(target)),
    send,
    depth(name) {
      const queue = sqs.getQueueByName(name);
      const count = (attribute: string): number => Number(queue?.getAttribute(attribute) ?? 0);
      return {
        ready: count('ApproximateNumberOfMessages'),
        inFlight: count('ApproximateNumberOfMessagesNotVisible'),
        delayed: count('ApproximateNumberOfMessagesDelayed'),
      };
    },
    wakeConsumers() {
      for (const queue of sqs.allQueues()) queue.cancelWaiters();
    },
    async stop() {
      for (const queue of sqs.allQueues()) queue.cancelWaiters();
      await app.close();
    },
  };
}

function createConsumer(queue: FauxqsQueue, byArn: (arn: string) => FauxqsQueue | undefined): QueueConsumer {
  return {
    name: queue.name,
    visibilitySeconds: Number(queue.attributes.VisibilityTimeout ?? 30),
    async receive(maxCount, waitSeconds, hiddenSeconds) {
      const take = (): ReceivedMessage[] => queue.dequeue(Math.min(10, maxCount), hiddenSeconds, byArn);
      let messages = take();
      if (messages.length === 0 && waitSeconds > 0) {
        await queue.waitForMessages(waitSeconds);
        messages = take();
      }
      return messages.map((received) => ({
        ...received,
        Attributes: systemAttributes(queue, received.ReceiptHandle),
      }));
    },
    delete: (receiptHandle) => {
      queue.deleteMessage(receiptHandle);
    },
    release: (receiptHandle, afterSeconds) =>
      queue.changeVisibility(receiptHandle, Math.max(0, afterSeconds)),
  };
}

function systemAttributes(queue: FauxqsQueue, receiptHandle: string): Record<string, string> {
  const stored = queue.inflightMessages.get(receiptHandle)?.message;
  if (stored === undefined) return {};
  return {
    ApproximateReceiveCount: String(stored.approximateReceiveCount),
    SentTimestamp: String(stored.sentTimestamp),
    SenderId: 'local',
    ApproximateFirstReceiveTimestamp: String(stored.approximateFirstReceiveTimestamp ?? stored.sentTimestamp),
    ...(stored.messageGroupId === undefined ? {} : { MessageGroupId: stored.messageGroupId }),
    ...(stored.messageDeduplicationId === undefined
      ? {}
      : { MessageDeduplicationId: stored.messageDeduplicationId }),
    ...(stored.sequenceNumber === undefined ? {} : { SequenceNumber: stored.sequenceNumber }),
  };
}

/** The attributes of a queue as the SQS API takes them, waits divided by the time scale. */
export function queueAttributes({ properties }: QueuePlan, timeScale: number): Record<string, string> {
  const attributes: Record<string, string> = {
    VisibilityTimeout: String(scaleSeconds(properties.VisibilityTimeout, timeScale)),
    DelaySeconds: String(scaleSeconds(properties.DelaySeconds, timeScale)),
  };
  const { MessageRetentionPeriod, ReceiveMessageWaitTimeSeconds, RedrivePolicy } = properties;
  if (MessageRetentionPeriod !== undefined)
    attributes.MessageRetentionPeriod = String(MessageRetentionPeriod);
  if (ReceiveMessageWaitTimeSeconds !== undefined) {
    attributes.ReceiveMessageWaitTimeSeconds = String(ReceiveMessageWaitTimeSeconds);
  }
  if (RedrivePolicy !== undefined) attributes.RedrivePolicy = JSON.stringify(RedrivePolicy);
  if (properties.FifoQueue) {
    attributes.FifoQueue = 'true';
    attributes.ContentBasedDeduplication = String(properties.ContentBasedDeduplication);
    attributes.DeduplicationScope = properties.DeduplicationScope ?? 'queue';
    attributes.FifoThroughputLimit = properties.FifoThroughputLimit ?? 'perQueue';
  }
  return attributes;
}
