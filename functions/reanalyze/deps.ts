import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { readBundledConfig } from '../../shared/runtime/bundled-config.ts';
import { createDocumentClient } from '../../shared/runtime/clients.ts';
import { systemClock } from '../../shared/runtime/clock.ts';
import { type EnvSource, loadEnv } from '../../shared/runtime/env.ts';
import { createQueueSender } from '../../shared/runtime/queue-sender.ts';
import { createContributionRepository } from '../../shared/storage/contribution-repository.ts';
import { createDocumentRepository } from '../../shared/storage/document-repository.ts';
import { createQuarantineRepository } from '../../shared/storage/quarantine-repository.ts';
import { createReanalysisRepository } from '../../shared/storage/reanalysis-repository.ts';
import { createRollupRepository } from '../../shared/storage/rollup-repository.ts';
import { createSettingsRepository } from '../../shared/storage/settings-repository.ts';
import { wakeReanalysis } from '../common/start-reanalysis.ts';
import { EnvSchema } from './env.ts';
import type { ReanalyzeDeps } from './reanalyze-batch.ts';

/** Everything `reanalyze` uses. */
export async function createDeps(source: EnvSource): Promise<ReanalyzeDeps> {
  const env = loadEnv(EnvSchema, source);
  const { retention } = await readBundledConfig(new URL('./config.json', import.meta.url));
  const client = createDocumentClient();
  const sqs = new SQSClient({});
  const reanalysesQueue = createQueueSender({ client: sqs, queueUrl: env.REANALYSES_QUEUE_URL });
  return {
    documents: createDocumentRepository({
      client,
      tableName: env.DOCUMENTS_TABLE,
      timeZone: env.BUSINESS_TIME_ZONE,
      retentionDays: retention.documentDays,
    }),
    contributions: createContributionRepository({ client, tableName: env.CONTRIBUTIONS_TABLE }),
    rollups: createRollupRepository({ client, tableName: env.ROLLUPS_TABLE }),
    settings: createSettingsRepository({ client, tableName: env.INSIGHTS_TABLE }),
    reanalyses: createReanalysisRepository({ client, tableName: env.INSIGHTS_TABLE }),
    quarantine: createQuarantineRepository({
      client,
      tableName: env.STATE_TABLE,
      retentionDays: retention.quarantineDays,
    }),
    records: createQueueSender({ client: sqs, queueUrl: env.RECORDS_QUEUE_URL }),
    async recordsWaiting() {
      const { Attributes } = await sqs.send(
        new GetQueueAttributesCommand({
          QueueUrl: env.RECORDS_QUEUE_URL,
          AttributeNames: ['ApproximateNumberOfMessages'],
        }),
      );
      return Number(Attributes?.ApproximateNumberOfMessages ?? 0);
    },
    wake: (walk, waitSeconds) => wakeReanalysis(reanalysesQueue, walk, systemClock(), waitSeconds),
    timeZone: env.BUSINESS_TIME_ZONE,
    now: systemClock,
  };
}
