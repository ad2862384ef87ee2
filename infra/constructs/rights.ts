import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { allowQuarantine, allowSend, allowTable } from './grants.ts';
import type { Platform } from './node-function.ts';
import { SqsWorker } from './sqs-worker.ts';
import type { KeyedQueue, Storage } from './storage.ts';

/** What a person may ask of us: to be forgotten. */
export class Rights extends Construct {
  readonly erasuresQueue: KeyedQueue;

  constructor(
    scope: Construct,
    id: string,
    props: {
      platform: Platform;
      storage: Storage;
      dirtyQueue: KeyedQueue;
      dirtyWindow: Duration;
      timeZone: string;
    },
  ) {
    super(scope, id);
    const { platform, storage, dirtyQueue } = props;
    const { tables } = storage;
    const erase = new SqsWorker(this, 'EraseCustomer', {
      platform,
      // The search for voices goes through the whole table; a run near its limit sends itself the rest.
      timeout: Duration.minutes(5),
      queues: {
        erasures: {
          key: storage.keys.identity,
          batchSize: 1,
          maxConcurrency: 2,
          lateAfter: Duration.hours(1),
          impact: 'A customer who asked to be erased is still known.',
        },
      },
      handler: (queues) => ({
        name: 'erase-customer',
        memoryMb: 256,
        environment: {
          DOCUMENTS_TABLE: tables.documents.table.tableName,
          CONTRIBUTIONS_TABLE: tables.contributions.table.tableName,
          IDENTITY_TABLE: tables.identity.table.tableName,
          CUSTOMERS_TABLE: tables.customers.table.tableName,
          STATE_TABLE: tables.state.table.tableName,
          DIRTY_QUEUE_URL: dirtyQueue.queue.queueUrl,
          ERASURES_QUEUE_URL: queues.erasures.queue.queueUrl,
          DIRTY_WINDOW_SECONDS: String(props.dirtyWindow.toSeconds()),
          BUSINESS_TIME_ZONE: props.timeZone,
        },
        impact: 'Customers who ask to be erased stay known.',
      }),
    });
    const { handler } = erase;
    allowTable(handler, tables.documents, 'BatchGetItem', 'PutItem', 'Scan');
    allowTable(handler, tables.contributions, 'PutItem');
    allowTable(handler, tables.identity, 'BatchGetItem', 'DeleteItem', 'UpdateItem');
    allowTable(handler, tables.customers, 'BatchGetItem', 'DeleteItem', 'UpdateItem');
    // Decisions about links are listed by customer and go in transactions.
    allowTable(
      handler,
      tables.state,
      'BatchGetItem',
      'BatchWriteItem',
      'DeleteItem',
      'GetItem',
      'PutItem',
      'Query',
    );
    allowQuarantine(handler, tables.state);
    allowSend(handler, dirtyQueue);
    allowSend(handler, erase.queues.erasures);
    this.erasuresQueue = erase.queues.erasures;
  }
}
