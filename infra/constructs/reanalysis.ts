import { Duration } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { allowQuarantine, allowSend, allowTable } from './grants.ts';
import type { Platform } from './node-function.ts';
import { SqsWorker } from './sqs-worker.ts';
import type { KeyedQueue, Storage } from './storage.ts';

/** Has stored voices read again, after somebody edited how texts are read, or on request. */
export class Reanalysis extends Construct {
  readonly reanalysesQueue: KeyedQueue;

  constructor(
    scope: Construct,
    id: string,
    props: { platform: Platform; storage: Storage; recordsQueue: KeyedQueue; timeZone: string },
  ) {
    super(scope, id);
    const { platform, storage, recordsQueue, timeZone } = props;
    const { tables } = storage;
    const reanalyze = new SqsWorker(this, 'Reanalyze', {
      platform,
      timeout: Duration.minutes(2),
      queues: {
        reanalyses: {
          key: storage.keys.operations,
          batchSize: 1,
          maxConcurrency: 2,
          // A message waits for its walk to begin, and while too many records wait.
          lateAfter: Duration.hours(1),
          impact: 'Stored voices stay read by earlier settings until somebody starts a re-analysis again.',
        },
      },
      schedules: [
        {
          name: 'reanalyses-standing',
          expression: 'rate(15 minutes)',
          timeZone,
          input: { wake: {} },
        },
      ],
      handler: ({ reanalyses }) => ({
        name: 'reanalyze',
        memoryMb: 512,
        environment: {
          DOCUMENTS_TABLE: tables.documents.table.tableName,
          CONTRIBUTIONS_TABLE: tables.contributions.table.tableName,
          ROLLUPS_TABLE: tables.rollups.table.tableName,
          INSIGHTS_TABLE: tables.insights.table.tableName,
          STATE_TABLE: tables.state.table.tableName,
          RECORDS_QUEUE_URL: recordsQueue.queue.queueUrl,
          REANALYSES_QUEUE_URL: reanalyses.queue.queueUrl,
          BUSINESS_TIME_ZONE: timeZone,
        },
        impact: 'Stored voices are read again late or not at all.',
      }),
    });
    const { handler } = reanalyze;
    allowTable(handler, tables.documents, 'BatchGetItem');
    allowTable(handler, tables.contributions, 'Query');
    allowTable(handler, tables.rollups, 'Query');
    allowTable(handler, tables.insights, 'GetItem', 'PutItem', 'Query');
    allowQuarantine(handler, tables.state);
    allowSend(handler, recordsQueue);
    // How many records wait, so that new voices are read before old ones.
    handler.role.addToPolicy(
      new iam.PolicyStatement({
        actions: ['sqs:GetQueueAttributes'],
        resources: [recordsQueue.queue.queueArn],
      }),
    );
    allowSend(handler, reanalyze.queues.reanalyses);
    this.reanalysesQueue = reanalyze.queues.reanalyses;
  }
}
