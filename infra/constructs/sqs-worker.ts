import { Duration, Names } from 'aws-cdk-lib';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { FunctionName } from '../function-schemas.ts';
import { allowConsume } from './grants.ts';
import { NodeFunction, type NodeFunctionProps, type Platform } from './node-function.ts';
import { type ScheduleProps, Schedules } from './schedules.ts';
import { describe, type KeyedQueue } from './storage.ts';

/** Failed deliveries before a message goes to the dead-letter queue. */
const MAX_RECEIVES = 5;
/** Below six times the function's time limit, AWS hands out a message while it is still being worked on. */
const VISIBILITY_PER_TIMEOUT = 6;

export interface WorkerQueueProps {
  /** Key of the data class that travels in the messages. */
  key: kms.IKey;
  batchSize: number;
  /** How long a batch may fill. Not for FIFO queues. @default none */
  batchWindow?: Duration;
  /** FIFO with one lane per message group; senders give the deduplication id. @default false */
  fifo?: boolean;
  /** @default none */
  delay?: Duration;
  /** How many batches are worked on at once; protects what lies behind the function. */
  maxConcurrency: number;
  /** When the oldest message is a problem. */
  lateAfter: Duration;
  /** One sentence: what is missing while messages lie in the dead-letter queue or wait too long. */
  impact: string;
}

export interface SqsWorkerProps<Name extends FunctionName, QueueId extends string> {
  platform: Platform;
  queues: Readonly<Record<QueueId, WorkerQueueProps>>;
  schedules?: readonly ScheduleProps[];
  timeout: Duration;
  /** The function; it gets the queues because it may send to its own. */
  handler: (
    queues: Readonly<Record<QueueId, KeyedQueue>>,
  ) => Omit<NodeFunctionProps<Name>, 'platform' | 'timeout' | 'startedBySchedule'>;
}

/**
 * A function fed by queues. It cannot be made without a dead-letter queue per queue, partial batch responses, a
 * visibility timeout of six function timeouts, alarms, and a sentence on what their ringing means.
 */
export class SqsWorker<Name extends FunctionName, QueueId extends string> extends Construct {
  readonly handler: NodeFunction<Name>;
  readonly queues: Readonly<Record<QueueId, KeyedQueue>>;

  constructor(scope: Construct, id: string, props: SqsWorkerProps<Name, QueueId>) {
    super(scope, id);
    const entries = Object.entries<WorkerQueueProps>(props.queues);
    const queues: Record<string, KeyedQueue> = {};
    for (const [name, queue] of entries) queues[name] = this.workerQueue(name, queue, props);
    this.queues = queues as Record<QueueId, KeyedQueue>;

    this.handler = new NodeFunction(this, 'Handler', {
      ...props.handler(this.queues),
      platform: props.platform,
      timeout: props.timeout,
      startedBySchedule: props.schedules !== undefined,
    });
    for (const [name, worker] of entries) {
      const source = queues[name] as KeyedQueue;
      this.handler.function.addEventSourceMapping(`SqsEventSource:${Names.nodeUniqueId(source.queue.node)}`, {
        eventSourceArn: source.queue.queueArn,
        batchSize: worker.batchSize,
        reportBatchItemFailures: true,
        maxConcurrency: worker.maxConcurrency,
        ...(worker.batchWindow === undefined ? {} : { maxBatchingWindow: worker.batchWindow }),
      });
      allowConsume(this.handler, source);
    }
    if (props.schedules !== undefined && props.schedules.length > 0) {
      new Schedules(this, 'Schedules', {
        platform: props.platform,
        target: this.handler,
        schedules: props.schedules,
      });
    }
  }

  private workerQueue(
    name: string,
    props: WorkerQueueProps,
    worker: { platform: Platform; timeout: Duration },
  ): KeyedQueue {
    const id = name.replaceAll(/(^|-)([a-z])/g, (_match, _dash, letter: string) => letter.toUpperCase());
    const shared = {
      encryption: sqs.QueueEncryption.KMS,
      encryptionMasterKey: props.key,
      // Data keys are reused for five minutes: KMS would otherwise be asked for nearly every message.
      dataKeyReuse: Duration.minutes(5),
      enforceSSL: true,
      ...(props.fifo === true ? { fifo: true } : {}),
    };
    const deadLetters = new sqs.Queue(this, `${id}DeadLetters`, {
      ...shared,
      retentionPeriod: Duration.days(14),
    });
    const queue = new sqs.Queue(this, `${id}Queue`, {
      ...shared,
      ...(props.fifo === true
        ? {
            contentBasedDeduplication: false,
            deduplicationScope: sqs.DeduplicationScope.MESSAGE_GROUP,
            fifoThroughputLimit: sqs.FifoThroughputLimit.PER_MESSAGE_GROUP_ID,
          }
        : {}),
      ...(props.delay === undefined ? {} : { deliveryDelay: props.delay }),
      retentionPeriod: Duration.days(4),
      visibilityTimeout: Duration.seconds(worker.timeout.toSeconds() * VISIBILITY_PER_TIMEOUT),
      deadLetterQueue: { queue: deadLetters, maxReceiveCount: MAX_RECEIVES },
    });
    describe(queue, { queue: name });
    describe(deadLetters, { deadLettersOf: name });

    const { observability } = worker.platform;
    observability.alarm(this, `${id}DeadLettersAlarm`, {
      name: `${name}-dead-letters`,
      metric: deadLetters.metricApproximateNumberOfMessagesVisible({
        period: Duration.minutes(1),
        statistic: 'Maximum',
      }),
      above: 0,
      impact: props.impact,
    });
    observability.alarm(this, `${id}AgeAlarm`, {
      name: `${name}-waiting-too-long`,
      metric: queue.metricApproximateAgeOfOldestMessage({
        period: Duration.minutes(5),
        statistic: 'Maximum',
      }),
      above: props.lateAfter.toSeconds(),
      periods: 2,
      impact: props.impact,
    });
    return { queue, key: props.key };
  }
}
