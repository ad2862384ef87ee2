import { spellingGroups } from '../../shared/nlp/domain-word-index.ts';
import { readBundledConfig } from '../../shared/runtime/bundled-config.ts';
import { readBundledSettings } from '../../shared/runtime/bundled-settings.ts';
import { createDocumentClient } from '../../shared/runtime/clients.ts';
import { systemClock } from '../../shared/runtime/clock.ts';
import { type EnvSource, loadEnv } from '../../shared/runtime/env.ts';
import { createContributionRepository } from '../../shared/storage/contribution-repository.ts';
import { createDocumentRepository } from '../../shared/storage/document-repository.ts';
import { createInsightRepository } from '../../shared/storage/insight-repository.ts';
import { createRollupRepository } from '../../shared/storage/rollup-repository.ts';
import { createSinks } from '../common/sinks.ts';
import type { DetectDeps } from './detect-spikes.ts';
import { EnvSchema } from './env.ts';

/** Everything `detect-spikes` uses. */
export async function createDeps(source: EnvSource): Promise<DetectDeps> {
  const env = loadEnv(EnvSchema, source);
  const [config, settings] = await Promise.all([
    readBundledConfig(new URL('./config.json', import.meta.url)),
    readBundledSettings(new URL('./settings.json', import.meta.url)),
  ]);
  const client = createDocumentClient();
  return {
    rollups: createRollupRepository({ client, tableName: env.ROLLUPS_TABLE }),
    contributions: createContributionRepository({ client, tableName: env.CONTRIBUTIONS_TABLE }),
    documents: createDocumentRepository({
      client,
      tableName: env.DOCUMENTS_TABLE,
      timeZone: env.BUSINESS_TIME_ZONE,
      retentionDays: config.retention.documentDays,
    }),
    insights: createInsightRepository({ client, tableName: env.INSIGHTS_TABLE }),
    sinks: createSinks({
      busName: env.EVENT_BUS_NAME,
      language: config.language,
      taxonomy: settings.taxonomy,
      timeZone: env.BUSINESS_TIME_ZONE,
      mail: config.alerts.mail,
      kinds: ['incident'],
      config,
    }),
    spellings: spellingGroups(settings.domainWords),
    timeZone: env.BUSINESS_TIME_ZONE,
    dashboardUrl: env.DASHBOARD_URL,
    clock: systemClock,
  };
}
