import { Duration, Lazy } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { allowQuarantine, allowSend, allowTable } from './grants.ts';
import type { NodeFunction, Platform } from './node-function.ts';
import { SETTINGS_WINDOW_VARIABLE } from './settings-window.ts';
import { SqsWorker } from './sqs-worker.ts';
import type { KeyedQueue, Storage } from './storage.ts';

/** Finds the customer behind a voice and writes document and contribution. */
export class Linking extends Construct {
  readonly analysesQueue: KeyedQueue;
  readonly relinksQueue: KeyedQueue;
  private readonly handler: NodeFunction<'link'>;
  private recordsQueue: KeyedQueue | undefined;

  constructor(
    scope: Construct,
    id: string,
    props: {
      platform: Platform;
      storage: Storage;
      dirtyQueue: KeyedQueue;
      urgentQueue: KeyedQueue;
      dirtyWindow: Duration;
      timeZone: string;
    },
  ) {
    super(scope, id);
    const { platform, storage, dirtyQueue, urgentQueue } = props;
    const { tables } = storage;
    const link = new SqsWorker(this, 'Link', {
      platform,
      timeout: Duration.seconds(60),
      queues: {
        analyses: {
          key: storage.keys.voice,
          batchSize: 100,
          batchWindow: Duration.seconds(1),
          maxConcurrency: 20,
          lateAfter: Duration.minutes(30),
          impact: 'Analysed voices are not stored: they are missing from every count, alert and review.',
        },
        relinks: {
          key: storage.keys.identity,
          batchSize: 1,
          maxConcurrency: 4,
          lateAfter: Duration.hours(3),
          impact: 'Voices that came before their customer was known stay without one.',
        },
      },
      handler: (queues) => ({
        name: 'link',
        memoryMb: 512,
        environment: {
          DOCUMENTS_TABLE: tables.documents.table.tableName,
          CONTRIBUTIONS_TABLE: tables.contributions.table.tableName,
          IDENTITY_TABLE: tables.identity.table.tableName,
          CUSTOMERS_TABLE: tables.customers.table.tableName,
          STATE_TABLE: tables.state.table.tableName,
          INSIGHTS_TABLE: tables.insights.table.tableName,
          // The queue of the step before, which is made after this one.
          RECORDS_QUEUE_URL: Lazy.string({ produce: () => this.recordsQueue?.queue.queueUrl ?? '' }),
          ...SETTINGS_WINDOW_VARIABLE,
          DIRTY_QUEUE_URL: dirtyQueue.queue.queueUrl,
          URGENT_QUEUE_URL: urgentQueue.queue.queueUrl,
          RELINKS_QUEUE_URL: queues.relinks.queue.queueUrl,
          BUSINESS_TIME_ZONE: props.timeZone,
          DIRTY_WINDOW_SECONDS: String(props.dirtyWindow.toSeconds()),
        },
        impact: 'Analysed voices are stored late or not at all.',
      }),
    });
    allowTable(link.handler, tables.documents, 'BatchGetItem', 'PartiQLInsert', 'PutItem');
    allowTable(link.handler, tables.contributions, 'BatchGetItem', 'BatchWriteItem', 'PutItem', 'DeleteItem');
    allowTable(link.handler, tables.identity, 'BatchGetItem');
    allowTable(link.handler, tables.customers, 'BatchGetItem');
    // What was learnt, what people decided about links, the queue of suggestions, and the voices that wait.
    allowTable(
      link.handler,
      tables.state,
      'BatchGetItem',
      'BatchWriteItem',
      'GetItem',
      'PartiQLInsert',
      'PutItem',
      'Query',
      'UpdateItem',
    );
    // By what texts are read now: a reading by earlier settings that comes late is made anew.
    allowTable(link.handler, tables.insights, 'GetItem');
    allowQuarantine(link.handler, tables.state);
    allowSend(link.handler, dirtyQueue);
    allowSend(link.handler, urgentQueue);
    allowSend(link.handler, link.queues.relinks);
    this.analysesQueue = link.queues.analyses;
    this.relinksQueue = link.queues.relinks;
    this.handler = link.handler;
  }

  /** Where texts go that must be read again. */
  readAgainThrough(recordsQueue: KeyedQueue): void {
    this.recordsQueue = recordsQueue;
    allowSend(this.handler, recordsQueue);
  }
}
