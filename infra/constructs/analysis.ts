import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { VocConfig } from '../../shared/runtime/config.ts';
import { allowModel, allowQuarantine, allowSend, allowTable } from './grants.ts';
import type { Platform } from './node-function.ts';
import { SETTINGS_WINDOW_VARIABLE } from './settings-window.ts';
import { SqsWorker } from './sqs-worker.ts';
import type { KeyedQueue, Storage } from './storage.ts';

/** Reads records, puts out analyses: the Korean analysis, pure computing but for the optional large-model step. */
export class Analysis extends Construct {
  readonly recordsQueue: KeyedQueue;

  constructor(
    scope: Construct,
    id: string,
    props: { platform: Platform; storage: Storage; analysesQueue: KeyedQueue; config: VocConfig },
  ) {
    super(scope, id);
    const { platform, storage, analysesQueue, config } = props;
    const analyze = new SqsWorker(this, 'Analyze', {
      platform,
      timeout: Duration.seconds(60),
      queues: {
        records: {
          key: storage.keys.voice,
          batchSize: 100,
          batchWindow: Duration.seconds(1),
          maxConcurrency: 20,
          lateAfter: Duration.minutes(30),
          impact: 'Collected voices are not analysed: they are missing from every count, alert and review.',
        },
      },
      handler: () => ({
        name: 'analyze',
        // One whole virtual CPU: the work is computing, and the dictionary needs about 350 MB (docs/decisions/002).
        memoryMb: 1769,
        environment: {
          ANALYSES_QUEUE_URL: analysesQueue.queue.queueUrl,
          INSIGHTS_TABLE: storage.tables.insights.table.tableName,
          STATE_TABLE: storage.tables.state.table.tableName,
          ...SETTINGS_WINDOW_VARIABLE,
        },
        impact: 'Collected voices are analysed late or not at all.',
      }),
    });
    allowSend(analyze.handler, analysesQueue);
    // The newest edition of the settings, and the place of this deployment among all that ever read.
    allowTable(analyze.handler, storage.tables.insights, 'GetItem', 'UpdateItem');
    allowQuarantine(analyze.handler, storage.tables.state);
    if (config.generative !== undefined) allowModel(analyze.handler, config.generative);
    this.recordsQueue = analyze.queues.records;
  }
}
