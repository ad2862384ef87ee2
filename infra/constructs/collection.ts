import { Duration } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { SourceHealthView } from '../../shared/domain/dashboard-api.ts';
import type { VocConfig } from '../../shared/runtime/config.ts';
import {
  allowNamedSecrets,
  allowObjects,
  allowQuarantine,
  allowSecret,
  allowSend,
  allowTable,
} from './grants.ts';
import { NodeFunction, type Platform } from './node-function.ts';
import { type SourceService, serviceMetric, servicesMetric, sourceMetric } from './observability.ts';
import { SqsWorker } from './sqs-worker.ts';
import type { KeyedQueue, KeyedTable, Storage } from './storage.ts';

export interface CollectionProps {
  platform: Platform;
  storage: Storage;
  recordsQueue: KeyedQueue;
  erasuresQueue: KeyedQueue;
  relinksQueue: KeyedQueue;
  config: VocConfig;
}

/** Every door through which data comes in: sources on schedule, file drops, the webhook, the CRM imports. */
export class Collection extends Construct {
  readonly webhook: NodeFunction<'webhook'>;
  /** The queue of the function that runs the sources of each kind, for runs that people ask for. */
  readonly runQueues: Readonly<Record<SourceHealthView['brings'], KeyedQueue>>;

  constructor(scope: Construct, id: string, props: CollectionProps) {
    super(scope, id);
    const { archive } = props.storage.tables;
    this.runQueues = {
      voices: this.collect(props),
      customers: this.importCustomers(props),
      messages: this.importArchive(props, 'import-messages', 'messages', archive),
      funnel: this.importArchive(props, 'import-funnel', 'funnel', archive),
    };
    notifyOnUpload(props.storage.dropBucket.bucket, {
      'drops/': this.runQueues.voices,
      'customers/': this.runQueues.customers,
      'messages/': this.runQueues.messages,
      'funnel/': this.runQueues.funnel,
    });
    this.webhook = this.receiveWebhook(props);
  }

  private collect({ platform, storage, recordsQueue, config }: CollectionProps): KeyedQueue {
    const collect = new SqsWorker(this, 'Collect', {
      platform,
      // A run near its limit saves its checkpoint and goes on in the next one, so a short limit costs nothing, and a
      // crashed run is tried again after six of these instead of hours.
      timeout: Duration.seconds(120),
      queues: {
        drops: {
          key: storage.keys.operations,
          batchSize: 1,
          maxConcurrency: 4,
          lateAfter: Duration.hours(1),
          impact: 'A dropped file is not read; the drop bucket deletes it after one day.',
        },
      },
      schedules: config.sources
        .filter((source) => source.enabled)
        .map((source) => ({
          name: `source-${source.id}`,
          expression: source.schedule,
          timeZone: config.timeZone,
          input: { sourceId: source.id },
        })),
      handler: (queues) => ({
        name: 'collect',
        memoryMb: 512,
        environment: {
          DROP_BUCKET: storage.dropBucket.bucket.bucketName,
          RECORDS_QUEUE_URL: recordsQueue.queue.queueUrl,
          DROPS_QUEUE_URL: queues.drops.queue.queueUrl,
          STATE_TABLE: storage.tables.state.table.tableName,
          IDENTITY_KEYS_SECRET: storage.identityKeys.secret.secretArn,
          BUSINESS_TIME_ZONE: config.timeZone,
        },
        impact: 'New voices of the sources and file drops do not come in.',
      }),
    });
    const { handler } = collect;
    allowObjects(handler, storage.dropBucket, 'drops/', 'GetObject', 'PutObject', 'DeleteObject');
    allowSend(handler, recordsQueue);
    allowSend(handler, collect.queues.drops);
    allowTable(handler, storage.tables.state, 'GetItem', 'PutItem', 'UpdateItem');
    allowQuarantine(handler, storage.tables.state);
    allowSecret(handler, storage.identityKeys);
    allowNamedSecrets(handler, secretNames(config.sources));
    this.watchSources(platform, config);
    platform.observability.alarm(this, 'SourceFailuresAlarm', {
      name: 'source-failures',
      metric: serviceMetric('collect', 'SourceFailures', Duration.hours(1)),
      above: 0,
      impact: 'A source could not be read to its end; its newest voices are missing until a run succeeds.',
    });
    return collect.queues.drops;
  }

  /** Silence is the failure that nobody notices: each source must succeed within a day, or somebody hears of it. */
  private watchSources(platform: Platform, config: VocConfig): void {
    const runs = (sources: VocConfig['sources'], service: SourceService) =>
      sources.filter(({ enabled }) => enabled).map((source) => ({ ...source, service }));
    const scheduled = [
      ...runs(config.sources, 'collect'),
      ...runs(config.customerSources, 'import-customers'),
      ...runs(config.messageSources, 'import-messages'),
      ...runs(config.funnelSources, 'import-funnel'),
    ];
    for (const source of scheduled.filter(({ schedule }) => runsDaily(schedule))) {
      platform.observability.alarm(this, `SourceStaleAlarm-${source.id}`, {
        name: `source-stale-${source.id}`,
        runbook: 'source-stale',
        metric: sourceMetric(source.service, source.id, 'SourceSuccess', Duration.days(1)),
        below: 1,
        impact: `No run of the source ${source.id} has succeeded for a day; some stores show no more than a week.`,
      });
    }
    // Of `collect` in any case: the alarms are there before the first source is.
    const services = [...new Set<SourceService>(['collect', ...scheduled.map(({ service }) => service)])];
    platform.observability.alarm(this, 'SourceDoubtsAlarm', {
      name: 'source-doubts',
      metric: servicesMetric(services, 'SourceDoubts', Duration.hours(1)),
      above: 0,
      impact: 'A source answers, but what it answers is doubted: silence, moved page parts, or a gap.',
    });
    platform.observability.alarm(this, 'CredentialsExpiringAlarm', {
      name: 'credentials-expiring',
      metric: servicesMetric(services, 'CredentialsExpiring', Duration.days(1)),
      above: 0,
      impact: 'A key or token of a source stops to work within 30 days; then what it brings stays away.',
    });
  }

  private importCustomers({
    platform,
    storage,
    erasuresQueue,
    relinksQueue,
    config,
  }: CollectionProps): KeyedQueue {
    const { tables } = storage;
    const worker = new SqsWorker(this, 'ImportCustomers', {
      platform,
      timeout: Duration.minutes(10),
      queues: {
        'customers-import': {
          key: storage.keys.operations,
          batchSize: 1,
          maxConcurrency: 2,
          lateAfter: Duration.hours(3),
          impact: 'A customer file was not read; new voices are linked by the customers known before.',
        },
      },
      schedules: config.customerSources
        .filter((source) => source.enabled)
        .map((source) => ({
          name: `customers-${source.id}`,
          expression: source.schedule,
          timeZone: config.timeZone,
          input: { customerSourceId: source.id },
        })),
      handler: (queues) => ({
        name: 'import-customers',
        // A block of rows with its tokens, and the frequencies of a whole file.
        memoryMb: 1024,
        environment: {
          DROP_BUCKET: storage.dropBucket.bucket.bucketName,
          IDENTITY_TABLE: tables.identity.table.tableName,
          CUSTOMERS_TABLE: tables.customers.table.tableName,
          STATE_TABLE: tables.state.table.tableName,
          CUSTOMERS_QUEUE_URL: queues['customers-import'].queue.queueUrl,
          ERASURES_QUEUE_URL: erasuresQueue.queue.queueUrl,
          RELINKS_QUEUE_URL: relinksQueue.queue.queueUrl,
          IDENTITY_KEYS_SECRET: storage.identityKeys.secret.secretArn,
          BUSINESS_TIME_ZONE: config.timeZone,
        },
        impact: 'Customers, consents and segments become stale.',
      }),
    });
    const { handler } = worker;
    allowObjects(handler, storage.dropBucket, 'customers/', 'GetObject', 'DeleteObject');
    allowSend(handler, worker.queues['customers-import']);
    allowSend(handler, erasuresQueue);
    allowSend(handler, relinksQueue);
    allowTable(handler, tables.identity, 'BatchGetItem', 'UpdateItem', 'DeleteItem');
    allowTable(handler, tables.customers, 'BatchGetItem', 'UpdateItem');
    allowTable(handler, tables.state, 'BatchGetItem', 'GetItem', 'PutItem', 'UpdateItem', 'DeleteItem');
    allowQuarantine(handler, tables.state);
    allowSecret(handler, storage.identityKeys);
    allowNamedSecrets(handler, secretNames(config.customerSources));
    platform.observability.alarm(this, 'CustomerSourceFailuresAlarm', {
      name: 'customer-source-failures',
      metric: serviceMetric('import-customers', 'SourceFailures', Duration.hours(1)),
      above: 0,
      impact: 'A source of customers could not be read to its end; new customers are not known yet.',
    });
    return worker.queues['customers-import'];
  }

  private importArchive(
    { platform, storage, config }: CollectionProps,
    name: 'import-messages' | 'import-funnel',
    prefix: 'messages' | 'funnel',
    archive: KeyedTable,
  ): KeyedQueue {
    const queueId = `${prefix}-import` as const;
    const what = prefix === 'messages' ? 'sent messages' : 'funnel steps';
    const sources = name === 'import-messages' ? config.messageSources : config.funnelSources;
    const worker = new SqsWorker(this, name === 'import-messages' ? 'ImportMessages' : 'ImportFunnel', {
      platform,
      timeout: Duration.minutes(5),
      queues: {
        [queueId]: {
          key: storage.keys.operations,
          batchSize: 1,
          maxConcurrency: 2,
          lateAfter: Duration.hours(1),
          impact: `A file of ${what} was not read; reviews compare with older results.`,
        },
      },
      schedules: sources
        .filter((source) => source.enabled)
        .map((source) => ({
          name: `${prefix}-${source.id}`,
          expression: source.schedule,
          timeZone: config.timeZone,
          input: { [name === 'import-messages' ? 'messageSourceId' : 'funnelSourceId']: source.id },
        })),
      handler: () => ({
        name,
        memoryMb: 256,
        environment: {
          DROP_BUCKET: storage.dropBucket.bucket.bucketName,
          ARCHIVE_TABLE: archive.table.tableName,
          STATE_TABLE: storage.tables.state.table.tableName,
          BUSINESS_TIME_ZONE: config.timeZone,
        },
        impact: `New ${what} are not known to the reviews.`,
      }),
    });
    allowObjects(worker.handler, storage.dropBucket, `${prefix}/`, 'GetObject', 'DeleteObject');
    allowTable(worker.handler, archive, 'BatchWriteItem');
    allowTable(worker.handler, storage.tables.state, 'GetItem', 'PutItem', 'UpdateItem');
    allowNamedSecrets(worker.handler, secretNames(sources));
    allowQuarantine(worker.handler, storage.tables.state);
    const ofMessages = name === 'import-messages';
    platform.observability.alarm(
      this,
      ofMessages ? 'MessageSourceFailuresAlarm' : 'FunnelSourceFailuresAlarm',
      {
        name: ofMessages ? 'message-source-failures' : 'funnel-source-failures',
        metric: serviceMetric(name, 'SourceFailures', Duration.hours(1)),
        above: 0,
        impact: `A source of ${ofMessages ? 'messages' : 'funnel steps'} could not be read to its end; newer results are not known yet.`,
      },
    );
    return worker.queues[queueId] as KeyedQueue;
  }

  private receiveWebhook({
    platform,
    storage,
    recordsQueue,
    config,
  }: CollectionProps): NodeFunction<'webhook'> {
    const webhook = new NodeFunction(this, 'Webhook', {
      platform,
      name: 'webhook',
      memoryMb: 512,
      timeout: Duration.seconds(20),
      environment: {
        RECORDS_QUEUE_URL: recordsQueue.queue.queueUrl,
        STATE_TABLE: storage.tables.state.table.tableName,
        WEBHOOK_SECRET: storage.webhookSecret.secret.secretArn,
        IDENTITY_KEYS_SECRET: storage.identityKeys.secret.secretArn,
        BUSINESS_TIME_ZONE: config.timeZone,
      },
      impact: 'Voices that partners push are refused; well-behaved senders try again later.',
    });
    allowSend(webhook, recordsQueue);
    allowTable(webhook, storage.tables.state, 'GetItem');
    allowQuarantine(webhook, storage.tables.state);
    allowSecret(webhook, storage.webhookSecret);
    allowSecret(webhook, storage.identityKeys);
    allowNamedSecrets(webhook, secretNames(config.sources));
    return webhook;
  }
}

/** The secrets of the sources that run. */
function secretNames(sources: VocConfig['sources']): string[] {
  return sources.flatMap(({ enabled, secret }) => (enabled && secret !== undefined ? [secret] : []));
}

/** Whether a schedule runs at least once a day; a weekly source is watched by its failures. */
function runsDaily(schedule: string): boolean {
  const rate = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(schedule);
  if (rate === null) return /^cron\(\S+ \S+ (\*|\?) \S+ (\*|\?) \S+\)$/.test(schedule);
  return rate[2] !== 'day' || rate[1] === '1';
}

/**
 * Sends "object created" events of each prefix to its queue, in plain CloudFormation: the library's
 * `addEventNotification` would deploy a function of its own that rewrites the bucket.
 */
function notifyOnUpload(bucket: s3.Bucket, targets: Readonly<Record<string, KeyedQueue>>): void {
  const resource = bucket.node.defaultChild as s3.CfnBucket;
  resource.notificationConfiguration = {
    queueConfigurations: Object.entries(targets).map(([prefix, { queue }]) => ({
      event: 's3:ObjectCreated:*',
      queue: queue.queueArn,
      filter: { s3Key: { rules: [{ name: 'prefix', value: prefix }] } },
    })),
  };
  for (const { queue } of Object.values(targets)) {
    queue.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: 'BucketNotifications',
        principals: [new iam.ServicePrincipal('s3.amazonaws.com')],
        actions: ['sqs:SendMessage'],
        resources: [queue.queueArn],
        // By account, not by bucket: S3 checks the policy when the bucket is made, so the policy must come first and
        // cannot name the bucket.
        conditions: { StringEquals: { 'aws:SourceAccount': queue.stack.account } },
      }),
    );
    const policy = queue.node.findChild('Policy').node.defaultChild;
    if (policy !== undefined) resource.node.addDependency(policy);
  }
}
