import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { draftToolsOf } from '../../shared/delivery/sinks/draft-tools.ts';
import { VocError } from '../../shared/domain/errors.ts';
import { readBundledConfig } from '../../shared/runtime/bundled-config.ts';
import { readBundledSettings } from '../../shared/runtime/bundled-settings.ts';
import { createDocumentClient } from '../../shared/runtime/clients.ts';
import { systemClock } from '../../shared/runtime/clock.ts';
import { type EnvSource, loadEnv } from '../../shared/runtime/env.ts';
import { LOG_EVENTS } from '../../shared/runtime/log-events.ts';
import { createObjectStore } from '../../shared/runtime/object-store.ts';
import { createQueueSender, type QueueSender } from '../../shared/runtime/queue-sender.ts';
import { healthView } from '../../shared/sources/health/health-view.ts';
import { createAlertRepository } from '../../shared/storage/alert-repository.ts';
import { createArchiveRepository } from '../../shared/storage/archive-repository.ts';
import { createContributionRepository } from '../../shared/storage/contribution-repository.ts';
import { createCorrectionRepository } from '../../shared/storage/correction-repository.ts';
import { createDayTotalsRepository } from '../../shared/storage/day-totals-repository.ts';
import { createDocumentRepository } from '../../shared/storage/document-repository.ts';
import { createErasureRepository } from '../../shared/storage/erasure-repository.ts';
import { createImportReportRepository } from '../../shared/storage/import-report-repository.ts';
import { createInsightRepository } from '../../shared/storage/insight-repository.ts';
import { followUpKey, reportKey } from '../../shared/storage/keys.ts';
import { createLinkReviewRepository } from '../../shared/storage/link-review-repository.ts';
import { createLookupRepository } from '../../shared/storage/lookup-repository.ts';
import { createPointTrackingRepository } from '../../shared/storage/point-tracking-repository.ts';
import { createQuarantineRepository } from '../../shared/storage/quarantine-repository.ts';
import { createRollupRepository } from '../../shared/storage/rollup-repository.ts';
import { createSourceStateRepository } from '../../shared/storage/source-state-repository.ts';
import { createSuggestionRepository } from '../../shared/storage/suggestion-repository.ts';
import { createVoiceIndexRepository } from '../../shared/storage/voice-index-repository.ts';
import { logFailure } from '../common/powertools.ts';
import { EnvSchema } from './env.ts';
import type { ApiDeps } from './ports.ts';

/** Everything `api` uses. */
export async function createDeps(source: EnvSource): Promise<ApiDeps> {
  const env = loadEnv(EnvSchema, source);
  const [config, { copyRules }] = await Promise.all([
    readBundledConfig(new URL('./config.json', import.meta.url)),
    readBundledSettings(new URL('./settings.json', import.meta.url)),
  ]);
  const client = createDocumentClient();
  const reports = createObjectStore({ client: new S3Client({}), bucket: env.REPORTS_BUCKET });
  const sqs = new SQSClient({});
  const publish = createQueueSender({ client: sqs, queueUrl: env.PUBLISH_QUEUE_URL });
  const analyses = createQueueSender({ client: sqs, queueUrl: env.ANALYSES_QUEUE_URL });
  const erase = createQueueSender({ client: sqs, queueUrl: env.ERASURES_QUEUE_URL });
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
    archive: createArchiveRepository({ client, tableName: env.ARCHIVE_TABLE }),
    language: config.language,
    draftTools: draftToolsOf(config.sinks),
    copyRules,
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
    sources: {
      list: () =>
        Promise.all(
          [
            ...config.sources,
            ...config.customerSources,
            ...config.messageSources,
            ...config.funnelSources,
          ].map(async (entry) => healthView(entry, await state.getHealth(entry.id), systemClock())),
        ),
    },
  };
}

async function sendTo(queue: QueueSender, body: unknown): Promise<void> {
  const refused = await queue.send([{ body: JSON.stringify(body) }]);
  if (refused.size === 0) return;
  throw new VocError('storage.unavailable', 'transient', 'The queue did not take the request. Try again.');
}
