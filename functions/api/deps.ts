import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { readBundledConfig } from '../../shared/runtime/bundled-config.ts';
import { readBundledSettings } from '../../shared/runtime/bundled-settings.ts';
import { createDocumentClient } from '../../shared/runtime/clients.ts';
import { systemClock } from '../../shared/runtime/clock.ts';
import { configuredSources } from '../../shared/runtime/configured-sources.ts';
import { deployedRules } from '../../shared/runtime/deployed-rules.ts';
import { type EnvSource, loadEnv } from '../../shared/runtime/env.ts';
import { LOG_EVENTS } from '../../shared/runtime/log-events.ts';
import { createObjectStore } from '../../shared/runtime/object-store.ts';
import { createQueueSender } from '../../shared/runtime/queue-sender.ts';
import { healthView } from '../../shared/sources/health/health-view.ts';
import { createAlertRepository } from '../../shared/storage/alert-repository.ts';
import { createContributionRepository } from '../../shared/storage/contribution-repository.ts';
import { createCorrectionRepository } from '../../shared/storage/correction-repository.ts';
import { createDayTotalsRepository } from '../../shared/storage/day-totals-repository.ts';
import { createDocumentRepository } from '../../shared/storage/document-repository.ts';
import { createEmergingRepository } from '../../shared/storage/emerging-repository.ts';
import { createErasureRepository } from '../../shared/storage/erasure-repository.ts';
import { createImportReportRepository } from '../../shared/storage/import-report-repository.ts';
import { createInsightRepository } from '../../shared/storage/insight-repository.ts';
import { followUpKey, reportKey } from '../../shared/storage/keys.ts';
import { createLinkReviewRepository } from '../../shared/storage/link-review-repository.ts';
import { createLookupRepository } from '../../shared/storage/lookup-repository.ts';
import { createPointTrackingRepository } from '../../shared/storage/point-tracking-repository.ts';
import { createQuarantineRepository } from '../../shared/storage/quarantine-repository.ts';
import { createReanalysisRepository } from '../../shared/storage/reanalysis-repository.ts';
import { createRollupRepository } from '../../shared/storage/rollup-repository.ts';
import { createSettingsRepository } from '../../shared/storage/settings-repository.ts';
import { createSourceStateRepository } from '../../shared/storage/source-state-repository.ts';
import { createSuggestionRepository } from '../../shared/storage/suggestion-repository.ts';
import { createVoiceIndexRepository } from '../../shared/storage/voice-index-repository.ts';
import { logFailure } from '../common/powertools.ts';
import { settleMs, wakeReanalysis } from '../common/start-reanalysis.ts';
import { EnvSchema } from './env.ts';
import type { ApiDeps } from './ports.ts';
import { createRequestRun } from './request-run.ts';
import { sendTo } from './send-to.ts';

/** Everything `api` uses. */
export async function createDeps(source: EnvSource): Promise<ApiDeps> {
  const env = loadEnv(EnvSchema, source);
  const [config, settings] = await Promise.all([
    readBundledConfig(new URL('./config.json', import.meta.url)),
    readBundledSettings(new URL('./settings.json', import.meta.url)),
  ]);
  const client = createDocumentClient();
  const reports = createObjectStore({ client: new S3Client({}), bucket: env.REPORTS_BUCKET });
  const sqs = new SQSClient({});
  const queueTo = (queueUrl: string) => createQueueSender({ client: sqs, queueUrl });
  const publish = queueTo(env.PUBLISH_QUEUE_URL);
  const analyses = queueTo(env.ANALYSES_QUEUE_URL);
  const erase = queueTo(env.ERASURES_QUEUE_URL);
  const reanalysesQueue = queueTo(env.REANALYSES_QUEUE_URL);
  const state = createSourceStateRepository({ client, tableName: env.STATE_TABLE });
  const { documentDays, quarantineDays } = config.retention;
  return {
    timeZone: env.BUSINESS_TIME_ZONE,
    now: systemClock,
    reportFailure: (error, method) => logFailure(LOG_EVENTS.apiFailed, error, { method }),
    documents: createDocumentRepository({
      client,
      tableName: env.DOCUMENTS_TABLE,
      timeZone: env.BUSINESS_TIME_ZONE,
      retentionDays: documentDays,
    }),
    contributions: createContributionRepository({ client, tableName: env.CONTRIBUTIONS_TABLE }),
    rollups: createRollupRepository({ client, tableName: env.ROLLUPS_TABLE }),
    dayTotals: createDayTotalsRepository({ client, tableName: env.ROLLUPS_TABLE }),
    voiceIndex: createVoiceIndexRepository({ client, tableName: env.ROLLUPS_TABLE }),
    corrections: createCorrectionRepository({ client, tableName: env.INSIGHTS_TABLE }),
    trackings: createPointTrackingRepository({ client, tableName: env.INSIGHTS_TABLE }),
    suggestions: createSuggestionRepository({ client, tableName: env.INSIGHTS_TABLE }),
    copyRules: settings.copyRules,
    publishDraft: (draft) => sendTo(publish, { draft }),
    linkReviews: createLinkReviewRepository({ client, tableName: env.STATE_TABLE, clock: systemClock }),
    requestRelink: (analysed) => sendTo(analyses, analysed),
    lookups: createLookupRepository({ client, tableName: env.STATE_TABLE }),
    insights: createInsightRepository({ client, tableName: env.INSIGHTS_TABLE }),
    alerts: createAlertRepository({ client, tableName: env.INSIGHTS_TABLE }),
    reports: { read: (week, file) => reports.read(reportKey(week, file)) },
    followUps: { read: (file) => reports.read(followUpKey(file)) },
    async requestReview(week) {
      await sendTo(publish, { week });
    },
    imports: createImportReportRepository({ client, tableName: env.STATE_TABLE }),
    erasures: createErasureRepository({ client, tableName: env.STATE_TABLE }),
    requestErasure: (order) => sendTo(erase, order),
    quarantine: createQuarantineRepository({
      client,
      tableName: env.STATE_TABLE,
      retentionDays: quarantineDays,
    }),
    deployed: { settings, rules: deployedRules(config) },
    settings: createSettingsRepository({ client, tableName: env.INSIGHTS_TABLE }),
    reanalyses: createReanalysisRepository({ client, tableName: env.INSIGHTS_TABLE }),
    moveReanalysis: (walk) => wakeReanalysis(reanalysesQueue, walk, systemClock()),
    settleMs: settleMs(env.SETTINGS_WINDOW_SECONDS),
    emergingDecisions: createEmergingRepository({ client, tableName: env.INSIGHTS_TABLE }),
    sources: {
      list: () =>
        Promise.all(
          configuredSources(config).map(async ({ source: entry, brings }) => {
            const now = systemClock();
            const [health, running] = await Promise.all([
              state.getHealth(entry.id),
              state.isLeased(entry.id, now.getTime()),
            ]);
            return healthView(entry, { brings, health, running }, now);
          }),
        ),
    },
    requestRun: createRequestRun({
      voices: queueTo(env.DROPS_QUEUE_URL),
      customers: queueTo(env.CUSTOMERS_QUEUE_URL),
      messages: queueTo(env.MESSAGES_QUEUE_URL),
      funnel: queueTo(env.FUNNEL_QUEUE_URL),
    }),
  };
}
