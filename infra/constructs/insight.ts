import { Duration } from 'aws-cdk-lib';
import type * as events from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import type { VocConfig } from '../../shared/runtime/config.ts';
import { allowMail, allowNamedSecrets, allowTable } from './grants.ts';
import { NodeFunction, type Platform } from './node-function.ts';
import { serviceMetric } from './observability.ts';
import { Schedules } from './schedules.ts';
import { sinkSecrets, watchSinks } from './sinks.ts';
import { SqsWorker } from './sqs-worker.ts';
import type { KeyedQueue, Storage } from './storage.ts';

export interface InsightProps {
  platform: Platform;
  storage: Storage;
  eventBus: events.EventBus;
  config: VocConfig;
  /** How long dirty marks of one bucket coalesce before it is recounted. */
  dirtyWindow: Duration;
}

/** Counts what was said (rollup) and watches the counts (detect-spikes). */
export class Insight extends Construct {
  readonly dirtyQueue: KeyedQueue;

  constructor(scope: Construct, id: string, props: InsightProps) {
    super(scope, id);
    this.dirtyQueue = this.rollup(props);
    this.detectSpikes(props);
  }

  private rollup({ platform, storage, config, dirtyWindow }: InsightProps): KeyedQueue {
    const { tables } = storage;
    const rollup = new SqsWorker(this, 'Rollup', {
      platform,
      timeout: Duration.seconds(120),
      queues: {
        dirty: {
          key: storage.keys.operations,
          fifo: true,
          delay: dirtyWindow,
          batchSize: 10,
          maxConcurrency: 10,
          lateAfter: Duration.minutes(30),
          impact: 'Counts of some hours are behind the stored voices until the nightly sweep.',
        },
      },
      // 04:10: after the day's tail of arrivals, before the weekly review of Monday morning.
      schedules: [
        {
          name: 'rollup-sweep',
          expression: 'cron(10 4 * * ? *)',
          timeZone: config.timeZone,
          input: { sweep: {} },
        },
      ],
      handler: () => ({
        name: 'rollup',
        memoryMb: 512,
        environment: {
          CONTRIBUTIONS_TABLE: tables.contributions.table.tableName,
          ROLLUPS_TABLE: tables.rollups.table.tableName,
          BUSINESS_TIME_ZONE: config.timeZone,
        },
        impact: 'Counts, alerts and the dashboard fall behind the stored voices.',
      }),
    });
    allowTable(rollup.handler, tables.contributions, 'Query');
    allowTable(rollup.handler, tables.rollups, 'Query', 'PutItem', 'DeleteItem');
    platform.observability.alarm(this, 'SweepCorrectedAlarm', {
      name: 'rollup-sweep-corrected',
      metric: serviceMetric('rollup', 'RollupsCorrected', Duration.hours(1)),
      above: 0,
      impact:
        'The nightly recount found counts that were wrong and corrected them; reports made before may differ.',
    });
    return rollup.queues.dirty;
  }

  private detectSpikes({ platform, storage, eventBus, config }: InsightProps): void {
    const { tables } = storage;
    const detect = new NodeFunction(this, 'DetectSpikes', {
      platform,
      name: 'detect-spikes',
      memoryMb: 512,
      timeout: Duration.seconds(120),
      startedBySchedule: true,
      environment: {
        ROLLUPS_TABLE: tables.rollups.table.tableName,
        CONTRIBUTIONS_TABLE: tables.contributions.table.tableName,
        DOCUMENTS_TABLE: tables.documents.table.tableName,
        INSIGHTS_TABLE: tables.insights.table.tableName,
        STATE_TABLE: tables.state.table.tableName,
        EVENT_BUS_NAME: eventBus.eventBusName,
        BUSINESS_TIME_ZONE: config.timeZone,
        DASHBOARD_URL: config.dashboardUrl,
      },
      impact: 'Outages and sudden waves of complaints are not reported to anybody.',
    });
    allowTable(detect, tables.rollups, 'Query');
    allowTable(detect, tables.contributions, 'Query');
    allowTable(detect, tables.documents, 'BatchGetItem');
    allowTable(detect, tables.insights, 'Query', 'GetItem', 'PutItem');
    eventBus.grantPutEventsTo(detect.role);
    if (config.alerts.mail !== undefined) allowMail(detect, config.alerts.mail.from);
    allowNamedSecrets(detect, sinkSecrets(config.sinks, ['incident']));
    watchSinks(this, platform, 'detect-spikes');
    new Schedules(this, 'DetectSchedules', {
      platform,
      target: detect,
      schedules: [
        {
          name: 'detect-spikes',
          expression: 'rate(5 minutes)',
          timeZone: config.timeZone,
          input: { detect: {} },
        },
      ],
    });
  }
}
