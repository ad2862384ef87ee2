import { SQSClient } from '@aws-sdk/client-sqs';
import { readBundledConfig } from '../../shared/runtime/bundled-config.ts';
import { createDocumentClient } from '../../shared/runtime/clients.ts';
import { systemClock } from '../../shared/runtime/clock.ts';
import { type EnvSource, loadEnv } from '../../shared/runtime/env.ts';
import { createQueueSender } from '../../shared/runtime/queue-sender.ts';
import { createContributionRepository } from '../../shared/storage/contribution-repository.ts';
import { createCustomerRepository } from '../../shared/storage/customer-repository.ts';
import { createDocumentRepository } from '../../shared/storage/document-repository.ts';
import { createErasureRepository } from '../../shared/storage/erasure-repository.ts';
import { createIdentityRepository } from '../../shared/storage/identity-repository.ts';
import { createImportClaimRepository } from '../../shared/storage/import-claim-repository.ts';
import { createLinkReviewRepository } from '../../shared/storage/link-review-repository.ts';
import { createQuarantineRepository } from '../../shared/storage/quarantine-repository.ts';
import { EnvSchema } from './env.ts';
import type { EraseDeps } from './erase.ts';

/** Everything `erase-customer` uses. */
export async function createDeps(source: EnvSource): Promise<EraseDeps> {
  const env = loadEnv(EnvSchema, source);
  const config = await readBundledConfig(new URL('./config.json', import.meta.url));
  const client = createDocumentClient();
  const sqs = new SQSClient({});
  return {
    customers: createCustomerRepository({ client, tableName: env.CUSTOMERS_TABLE }),
    identity: createIdentityRepository({ client, tableName: env.IDENTITY_TABLE }),
    claims: createImportClaimRepository({ client, tableName: env.STATE_TABLE }),
    reviews: createLinkReviewRepository({ client, tableName: env.STATE_TABLE, clock: systemClock }),
    erasures: createErasureRepository({ client, tableName: env.STATE_TABLE }),
    documents: createDocumentRepository({
      client,
      tableName: env.DOCUMENTS_TABLE,
      timeZone: env.BUSINESS_TIME_ZONE,
      retentionDays: config.retention.documentDays,
    }),
    contributions: createContributionRepository({ client, tableName: env.CONTRIBUTIONS_TABLE }),
    quarantine: createQuarantineRepository({
      client,
      tableName: env.STATE_TABLE,
      retentionDays: config.retention.quarantineDays,
    }),
    dirty: createQueueSender({ client: sqs, queueUrl: env.DIRTY_QUEUE_URL }),
    orders: createQueueSender({ client: sqs, queueUrl: env.ERASURES_QUEUE_URL }),
    dirtyWindowSeconds: env.DIRTY_WINDOW_SECONDS,
    clock: systemClock,
  };
}
