import { readFile } from 'node:fs/promises';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { createReportStore } from '../../shared/delivery/report-store.ts';
import { applyEdition } from '../../shared/nlp/apply-edition.ts';
import { spellingGroups } from '../../shared/nlp/domain-word-index.ts';
import { readBundledConfig } from '../../shared/runtime/bundled-config.ts';
import { readBundledSettings } from '../../shared/runtime/bundled-settings.ts';
import { createDocumentClient } from '../../shared/runtime/clients.ts';
import { systemClock } from '../../shared/runtime/clock.ts';
import { type EnvSource, loadEnv } from '../../shared/runtime/env.ts';
import { createObjectStore } from '../../shared/runtime/object-store.ts';
import { createQueueSender } from '../../shared/runtime/queue-sender.ts';
import { createArchiveRepository } from '../../shared/storage/archive-repository.ts';
import { createContributionRepository } from '../../shared/storage/contribution-repository.ts';
import { createCustomerRepository } from '../../shared/storage/customer-repository.ts';
import { createDocumentRepository } from '../../shared/storage/document-repository.ts';
import { createEmergingRepository } from '../../shared/storage/emerging-repository.ts';
import { createInsightRepository } from '../../shared/storage/insight-repository.ts';
import { createPointTrackingRepository } from '../../shared/storage/point-tracking-repository.ts';
import {
  createQuarantineRepository,
  type QuarantineRepository,
} from '../../shared/storage/quarantine-repository.ts';
import { createRollupRepository } from '../../shared/storage/rollup-repository.ts';
import { createSettingsRepository } from '../../shared/storage/settings-repository.ts';
import { createSourceStateRepository } from '../../shared/storage/source-state-repository.ts';
import { createCurrentSettings } from '../common/current-settings.ts';
import { madeOfSettings } from '../common/made-of-settings.ts';
import { createNoteTargets } from '../common/note-targets.ts';
import { createSinks } from '../common/sinks.ts';
import { EnvSchema } from './env.ts';
import type { FollowUpDeps } from './publish-follow-ups.ts';
import type { PublishDeps } from './publish-week.ts';
import type { WithdrawDeps } from './withdraw-gone-quotes.ts';

type PublishInsightsDeps = PublishDeps & WithdrawDeps & FollowUpDeps & { quarantine: QuarantineRepository };

/** Everything `publish-insights` uses, by the settings of now. */
export async function createDeps(source: EnvSource): Promise<() => Promise<PublishInsightsDeps>> {
  const env = loadEnv(EnvSchema, source);
  const [config, deployed] = await Promise.all([
    readBundledConfig(new URL('./config.json', import.meta.url)),
    readBundledSettings(new URL('./settings.json', import.meta.url)),
  ]);
  const client = createDocumentClient();
  const sqs = new SQSClient({});
  const s3 = new S3Client({});
  const { language } = config;
  const mail = config.weeklyReview.mail;
  const current = createCurrentSettings({
    settings: createSettingsRepository({ client, tableName: env.INSIGHTS_TABLE }),
    checkMs: env.SETTINGS_WINDOW_SECONDS * 1_000,
    now: systemClock,
  });
  const fixed = {
    rollups: createRollupRepository({ client, tableName: env.ROLLUPS_TABLE }),
    contributions: createContributionRepository({ client, tableName: env.CONTRIBUTIONS_TABLE }),
    documents: createDocumentRepository({
      client,
      tableName: env.DOCUMENTS_TABLE,
      timeZone: env.BUSINESS_TIME_ZONE,
      retentionDays: config.retention.documentDays,
    }),
    customers: createCustomerRepository({ client, tableName: env.CUSTOMERS_TABLE }),
    archive: createArchiveRepository({ client, tableName: env.ARCHIVE_TABLE }),
    insights: createInsightRepository({ client, tableName: env.INSIGHTS_TABLE }),
    trackings: createPointTrackingRepository({ client, tableName: env.INSIGHTS_TABLE }),
    emerging: createEmergingRepository({ client, tableName: env.INSIGHTS_TABLE }),
    quarantine: createQuarantineRepository({
      client,
      tableName: env.STATE_TABLE,
      retentionDays: config.retention.quarantineDays,
    }),
    sources: config.sources,
    sourceState: createSourceStateRepository({ client, tableName: env.STATE_TABLE }),
    reports: createReportStore({ client: s3, bucket: env.REPORTS_BUCKET }),
    lists: createObjectStore({ client: s3, bucket: env.REPORTS_BUCKET }),
    audience: config.audience,
    pdfRequests: createQueueSender({ client: sqs, queueUrl: env.PDF_QUEUE_URL }),
    again: createQueueSender({ client: sqs, queueUrl: env.PUBLISH_QUEUE_URL }),
    noteTargets: createNoteTargets(config),
    maxNotesPerRun: config.crmNotes?.maxPerRun ?? 0,
    readFont: () => readFile(new URL('./PretendardVariable.ttf', import.meta.url)),
    copyRules: deployed.copyRules,
    brand: config.brand.name,
    language,
    timeZone: env.BUSINESS_TIME_ZONE,
    dashboardUrl: env.DASHBOARD_URL,
    clock: systemClock,
  };
  return madeOfSettings(
    current,
    ({ head }) => head.edition,
    ({ content }) => {
      const { taxonomy, domainWords } = applyEdition(deployed, content);
      return {
        ...fixed,
        sinks: createSinks({
          busName: env.EVENT_BUS_NAME,
          language,
          taxonomy,
          timeZone: env.BUSINESS_TIME_ZONE,
          mail,
          kinds: ['weekly-review', 'draft'],
          config,
          exportsBucket: env.REPORTS_BUCKET,
        }),
        taxonomy,
        spellings: spellingGroups(domainWords),
      };
    },
  );
}
