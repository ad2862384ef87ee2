import { SQSClient } from '@aws-sdk/client-sqs';
import { readBundledConfig } from '../../shared/runtime/bundled-config.ts';
import { createDocumentClient } from '../../shared/runtime/clients.ts';
import { systemClock } from '../../shared/runtime/clock.ts';
import { type EnvSource, loadEnv } from '../../shared/runtime/env.ts';
import { createQueueSender } from '../../shared/runtime/queue-sender.ts';
import { createContributionRepository } from '../../shared/storage/contribution-repository.ts';
import { createCustomerRepository } from '../../shared/storage/customer-repository.ts';
import { createDocumentRepository } from '../../shared/storage/document-repository.ts';
import { createIdentityRepository } from '../../shared/storage/identity-repository.ts';
import { createLearntRepository } from '../../shared/storage/learnt-repository.ts';
import { createLinkReviewRepository } from '../../shared/storage/link-review-repository.ts';
import { createPostingRepository } from '../../shared/storage/posting-repository.ts';
import { createQuarantineRepository } from '../../shared/storage/quarantine-repository.ts';
import { createSettingsRepository } from '../../shared/storage/settings-repository.ts';
import { EnvSchema } from './env.ts';
import type { LinkDeps } from './link-batch.ts';
import { createStandard } from './read-again.ts';
import type { RelinkDeps } from './relink.ts';

/** Everything `link` uses. */
export async function createDeps(source: EnvSource): Promise<LinkDeps & RelinkDeps> {
  const env = loadEnv(EnvSchema, source);
  const { retention } = await readBundledConfig(new URL('./config.json', import.meta.url));
  const client = createDocumentClient();
  const sqs = new SQSClient({});
  const timeZone = env.BUSINESS_TIME_ZONE;
  const settings = createSettingsRepository({ client, tableName: env.INSIGHTS_TABLE });
  return {
    documents: createDocumentRepository({
      client,
      tableName: env.DOCUMENTS_TABLE,
      timeZone,
      retentionDays: retention.documentDays,
    }),
    contributions: createContributionRepository({ client, tableName: env.CONTRIBUTIONS_TABLE }),
    identity: createIdentityRepository({ client, tableName: env.IDENTITY_TABLE }),
    customers: createCustomerRepository({ client, tableName: env.CUSTOMERS_TABLE }),
    quarantine: createQuarantineRepository({
      client,
      tableName: env.STATE_TABLE,
      retentionDays: retention.quarantineDays,
    }),
    urgent: createQueueSender({ client: sqs, queueUrl: env.URGENT_QUEUE_URL }),
    postings: createPostingRepository({ client, tableName: env.STATE_TABLE }),
    dirty: createQueueSender({ client: sqs, queueUrl: env.DIRTY_QUEUE_URL }),
    relinks: createQueueSender({ client: sqs, queueUrl: env.RELINKS_QUEUE_URL }),
    learnt: createLearntRepository({ client, tableName: env.STATE_TABLE, clock: systemClock }),
    reviews: createLinkReviewRepository({ client, tableName: env.STATE_TABLE, clock: systemClock }),
    standard: createStandard({ settings, checkMs: env.SETTINGS_WINDOW_SECONDS * 1_000, now: systemClock }),
    records: createQueueSender({ client: sqs, queueUrl: env.RECORDS_QUEUE_URL }),
    readAgainSeconds: env.SETTINGS_WINDOW_SECONDS,
    clock: systemClock,
    dirtyWindowSeconds: env.DIRTY_WINDOW_SECONDS,
    timeZone,
  };
}
