import { Duration } from 'aws-cdk-lib';
import type * as events from 'aws-cdk-lib/aws-events';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { VocConfig } from '../../shared/runtime/config.ts';
import {
  allowMail,
  allowNamedSecrets,
  allowObjects,
  allowQuarantine,
  allowSend,
  allowTable,
} from './grants.ts';
import type { Platform } from './node-function.ts';
import { SETTINGS_WINDOW_VARIABLE } from './settings-window.ts';
import { sinkSecrets, watchSinks } from './sinks.ts';
import { SqsWorker } from './sqs-worker.ts';
import type { KeyedQueue, Storage } from './storage.ts';

export interface DeliveryProps {
  platform: Platform;
  storage: Storage;
  eventBus: events.EventBus;
  config: VocConfig;
}

/** Makes the weekly review, stores it, tells the world, and prints it. */
export class Delivery extends Construct {
  readonly publishQueue: KeyedQueue;

  constructor(scope: Construct, id: string, props: DeliveryProps) {
    super(scope, id);
    const pdfQueue = this.renderPdf(props);
    this.publishQueue = this.publishInsights(props, pdfQueue);
  }

  private publishInsights(
    { platform, storage, eventBus, config }: DeliveryProps,
    pdfQueue: KeyedQueue,
  ): KeyedQueue {
    const { tables, reportsBucket } = storage;
    const publish = new SqsWorker(this, 'PublishInsights', {
      platform,
      timeout: Duration.minutes(5),
      queues: {
        publish: {
          key: storage.keys.operations,
          batchSize: 1,
          maxConcurrency: 2,
          lateAfter: Duration.hours(1),
          impact: 'A weekly review that somebody asked for was not made.',
        },
      },
      schedules: [
        {
          name: 'weekly-review',
          expression: config.weeklyReview.schedule,
          timeZone: config.timeZone,
          input: { publish: {} },
        },
        // Severe voices are due within four hours.
        {
          name: 'follow-ups',
          expression: 'rate(1 hour)',
          timeZone: config.timeZone,
          input: { followUps: {} },
        },
        // After the night's collections, which bring what sources have deleted.
        {
          name: 'withdraw-quotes',
          expression: 'cron(40 5 * * ? *)',
          timeZone: config.timeZone,
          input: { withdrawQuotes: {} },
        },
      ],
      handler: ({ publish: ownQueue }) => ({
        name: 'publish-insights',
        memoryMb: 2048,
        environment: {
          ROLLUPS_TABLE: tables.rollups.table.tableName,
          CONTRIBUTIONS_TABLE: tables.contributions.table.tableName,
          DOCUMENTS_TABLE: tables.documents.table.tableName,
          CUSTOMERS_TABLE: tables.customers.table.tableName,
          ARCHIVE_TABLE: tables.archive.table.tableName,
          INSIGHTS_TABLE: tables.insights.table.tableName,
          STATE_TABLE: tables.state.table.tableName,
          ...SETTINGS_WINDOW_VARIABLE,
          REPORTS_BUCKET: reportsBucket.bucket.bucketName,
          PDF_QUEUE_URL: pdfQueue.queue.queueUrl,
          PUBLISH_QUEUE_URL: ownQueue.queue.queueUrl,
          EVENT_BUS_NAME: eventBus.eventBusName,
          BUSINESS_TIME_ZONE: config.timeZone,
          DASHBOARD_URL: config.dashboardUrl,
        },
        impact: 'The weekly review and its message keywords do not appear.',
      }),
    });
    const { handler } = publish;
    allowTable(handler, tables.rollups, 'Query');
    allowTable(handler, tables.contributions, 'Query');
    allowTable(handler, tables.documents, 'BatchGetItem');
    allowTable(handler, tables.customers, 'BatchGetItem');
    allowTable(handler, tables.archive, 'Query');
    allowTable(handler, tables.insights, 'Query', 'GetItem', 'PutItem', 'BatchWriteItem');
    allowQuarantine(handler, tables.state);
    allowTable(handler, tables.state, 'GetItem');
    allowObjects(handler, reportsBucket, 'reviews/', 'PutObject');
    allowObjects(handler, reportsBucket, 'follow-ups/', 'GetObject', 'PutObject');
    if (config.sinks.some(({ type }) => type === 'csv')) {
      allowObjects(handler, reportsBucket, 'exports/', 'PutObject');
    }
    allowNamedSecrets(handler, sinkSecrets(config.sinks, ['weekly-review', 'draft']));
    allowSend(handler, pdfQueue);
    // What a sink could not take comes back through the function's own queue.
    allowSend(handler, publish.queues.publish);
    eventBus.grantPutEventsTo(handler.role);
    if (config.weeklyReview.mail !== undefined) allowMail(handler, config.weeklyReview.mail.from);
    const { dataverse, zendesk } = config.crmNotes ?? {};
    allowNamedSecrets(
      handler,
      [dataverse, zendesk].flatMap((one) => one?.secret ?? []),
    );
    watchSinks(this, platform, 'publish-insights');
    return publish.queues.publish;
  }

  private renderPdf({ platform, storage }: DeliveryProps): KeyedQueue {
    const render = new SqsWorker(this, 'RenderPdf', {
      platform,
      timeout: Duration.seconds(120),
      queues: {
        pdf: {
          key: storage.keys.operations,
          batchSize: 1,
          maxConcurrency: 2,
          lateAfter: Duration.hours(1),
          impact: 'The PDF of a weekly review is missing; the web page is there.',
        },
      },
      handler: () => ({
        name: 'render-pdf',
        memoryMb: 2048,
        // Chromium for Lambda exists for x86_64 only.
        architecture: lambda.Architecture.X86_64,
        environment: { REPORTS_BUCKET: storage.reportsBucket.bucket.bucketName },
        impact: 'Weekly reviews have no PDF; the web page is there.',
      }),
    });
    allowObjects(render.handler, storage.reportsBucket, 'reviews/', 'GetObject', 'PutObject');
    return render.queues.pdf;
  }
}
