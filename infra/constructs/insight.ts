import { Duration } from 'aws-cdk-lib';
import type * as events from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import type { VocConfig } from '../../shared/runtime/config.ts';
import { allowMail, allowNamedSecrets, allowQuarantine, allowTable } from './grants.ts';
import type { Platform } from './node-function.ts';
import { serviceMetric } from './observability.ts';
import { SETTINGS_WINDOW_VARIABLE } from './settings-window.ts';
import { sinkSecrets, watchSinks } from './sinks.ts';
import { SqsWorker } from './sqs-worker.ts';
import type { KeyedQueue, Storage } from './storage.ts';

/**
 * How old the days are that are recounted each night. Every day is recounted three nights in a row, while nearly all that
 * changes it comes, then after a week, then once more before its fortnight ends.
 */
const SWEPT_AGES = [0, 1, 2, 6, 13];
/** By more than clocks of functions ever do. */
const CLOCKS_DIFFER_BY = Duration.seconds(10);

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
  readonly urgentQueue: KeyedQueue;

  constructor(scope: Construct, id: string, props: InsightProps) {
    super(scope, id);
    this.dirtyQueue = this.rollup(props);
    this.urgentQueue = this.detectSpikes(props);
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
          // A mark of the window must not fall to a recount that is over: that of a clock that is behind comes late.
          delay: dirtyWindow.plus(CLOCKS_DIFFER_BY),
          batchSize: 10,
          maxConcurrency: 10,
          lateAfter: Duration.minutes(30),
          impact: 'Counts of some hours are behind the stored voices until the nightly sweep.',
        },
      },
      // 04:10: after the day's tail of arrivals, before the weekly review of Monday morning. A run for each day, because
      // two weeks of a busy company do not fit into the time or the memory of one.
      schedules: SWEPT_AGES.map((daysAgo) => ({
        name: `rollup-sweep-${daysAgo}`,
        expression: 'cron(10 4 * * ? *)',
        timeZone: config.timeZone,
        input: { sweep: { daysAgo } },
      })),
      handler: () => ({
        name: 'rollup',
        // One whole virtual CPU: counting is computing, which costs the same at any share of a CPU, but ends sooner.
        memoryMb: 1769,
        environment: {
          CONTRIBUTIONS_TABLE: tables.contributions.table.tableName,
          ROLLUPS_TABLE: tables.rollups.table.tableName,
          BUSINESS_TIME_ZONE: config.timeZone,
        },
        impact: 'Counts, alerts and the dashboard fall behind the stored voices.',
      }),
    });
    allowTable(rollup.handler, tables.contributions, 'Query');
    allowTable(rollup.handler, tables.rollups, 'DeleteItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem');
    platform.observability.alarm(this, 'SweepCorrectedAlarm', {
      name: 'rollup-sweep-corrected',
      metric: serviceMetric('rollup', 'RollupsCorrected', Duration.hours(1)),
      above: 0,
      impact:
        'The nightly recount found counts that were wrong and corrected them; reports made before may differ.',
    });
    return rollup.queues.dirty;
  }

  private detectSpikes({ platform, storage, eventBus, config }: InsightProps): KeyedQueue {
    const { tables } = storage;
    const detect = new SqsWorker(this, 'DetectSpikes', {
      platform,
      timeout: Duration.seconds(120),
      queues: {
        urgent: {
          key: storage.keys.operations,
          batchSize: 100,
          // What arrives together is told together.
          batchWindow: Duration.seconds(2),
          maxConcurrency: 2,
          lateAfter: Duration.minutes(5),
          impact: 'Single severe voices (self-harm, legal threats, data leaks) are not reported to anybody.',
        },
      },
      // With the four minutes in which dirty marks coalesce, an alert comes within six minutes of the voice that tips the scale.
      // A look is cheap, since it reads what has changed; a recount is not.
      schedules: [
        {
          name: 'detect-spikes',
          expression: 'rate(2 minutes)',
          timeZone: config.timeZone,
          input: { detect: {} },
        },
      ],
      handler: () => ({
        name: 'detect-spikes',
        // One whole virtual CPU, for the same reason.
        memoryMb: 1769,
        environment: {
          ROLLUPS_TABLE: tables.rollups.table.tableName,
          CONTRIBUTIONS_TABLE: tables.contributions.table.tableName,
          DOCUMENTS_TABLE: tables.documents.table.tableName,
          ARCHIVE_TABLE: tables.archive.table.tableName,
          INSIGHTS_TABLE: tables.insights.table.tableName,
          STATE_TABLE: tables.state.table.tableName,
          ...SETTINGS_WINDOW_VARIABLE,
          EVENT_BUS_NAME: eventBus.eventBusName,
          BUSINESS_TIME_ZONE: config.timeZone,
          DASHBOARD_URL: config.dashboardUrl,
        },
        impact: 'Outages and sudden waves of complaints are not reported to anybody.',
      }),
    });
    const { handler } = detect;
    allowTable(handler, tables.rollups, 'Query');
    allowTable(handler, tables.contributions, 'Query');
    allowTable(handler, tables.documents, 'BatchGetItem');
    allowTable(handler, tables.archive, 'Query');
    allowTable(handler, tables.insights, 'Query', 'GetItem', 'PutItem', 'DeleteItem');
    allowTable(handler, tables.state, 'GetItem');
    allowQuarantine(handler, tables.state);
    eventBus.grantPutEventsTo(handler.role);
    const { mail, teams } = config.alerts;
    const senders = [mail, ...teams.map((team) => team.mail)].flatMap((one) => one?.from ?? []);
    for (const from of new Set(senders)) allowMail(handler, from);
    allowNamedSecrets(
      handler,
      teams.flatMap(({ slack, webhook }) => [slack, webhook].flatMap((one) => one?.secret ?? [])),
    );
    allowNamedSecrets(handler, sinkSecrets(config.sinks, ['incident']));
    watchSinks(this, platform, 'detect-spikes');
    return detect.queues.urgent;
  }
}
