import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import { parseTokenKeys } from '../../shared/privacy/token-keys.ts';
import { readBundledConfig } from '../../shared/runtime/bundled-config.ts';
import { createDocumentClient } from '../../shared/runtime/clients.ts';
import { systemClock } from '../../shared/runtime/clock.ts';
import { type EnvSource, loadEnv } from '../../shared/runtime/env.ts';
import { createObjectStore } from '../../shared/runtime/object-store.ts';
import { createQueueSender } from '../../shared/runtime/queue-sender.ts';
import { createSecretReader, readSecretText } from '../../shared/runtime/secret-reader.ts';
import { customerConnectorById } from '../../shared/sources/customers/registry.ts';
import { createCustomerRepository } from '../../shared/storage/customer-repository.ts';
import { createErasureRepository } from '../../shared/storage/erasure-repository.ts';
import { createIdentityRepository } from '../../shared/storage/identity-repository.ts';
import { createImportClaimRepository } from '../../shared/storage/import-claim-repository.ts';
import { createImportReportRepository } from '../../shared/storage/import-report-repository.ts';
import { createLearntRepository } from '../../shared/storage/learnt-repository.ts';
import { createQuarantineRepository } from '../../shared/storage/quarantine-repository.ts';
import { createSourceStateRepository } from '../../shared/storage/source-state-repository.ts';
import { createGuardedHttp } from '../common/guarded-http.ts';
import { createAnnounceChanges } from './announce-changes.ts';
import { EnvSchema } from './env.ts';
import type { ImportCustomersDeps } from './import-customers.ts';
import { createStoreCustomers } from './store-customers.ts';

/** Everything `import-customers` uses. */
export async function createDeps(source: EnvSource): Promise<ImportCustomersDeps> {
  const env = loadEnv(EnvSchema, source);
  const config = await readBundledConfig(new URL('./config.json', import.meta.url));
  const client = createDocumentClient();
  const sqs = new SQSClient({});
  const secrets = new SecretsManagerClient({});
  const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
  return {
    customerSources: config.customerSources,
    customerConnectorById,
    context: {
      http: createGuardedHttp(config.network, {
        // Zendesk's largest pages and Dataverse's are slower than those of a store.
        timeoutMs: 60_000,
      }),
      sleep,
    },
    secretText: (name) => readSecretText(secrets, name),
    state: createSourceStateRepository({ client, tableName: env.STATE_TABLE }),
    erasures: createErasureRepository({ client, tableName: env.STATE_TABLE }),
    erasureOrders: createQueueSender({ client: sqs, queueUrl: env.ERASURES_QUEUE_URL }),
    timeZone: env.BUSINESS_TIME_ZONE,
    drops: createObjectStore({ client: new S3Client({}), bucket: env.DROP_BUCKET }),
    continuations: createQueueSender({ client: sqs, queueUrl: env.CUSTOMERS_QUEUE_URL }),
    quarantine: createQuarantineRepository({
      client,
      tableName: env.STATE_TABLE,
      retentionDays: config.retention.quarantineDays,
    }),
    reports: createImportReportRepository({ client, tableName: env.STATE_TABLE }),
    learnt: createLearntRepository({ client, tableName: env.STATE_TABLE, clock: systemClock }),
    clock: systemClock,
    columns: config.customerFiles.columns,
    storeCustomers: createStoreCustomers({
      customers: createCustomerRepository({ client, tableName: env.CUSTOMERS_TABLE }),
      identity: createIdentityRepository({ client, tableName: env.IDENTITY_TABLE }),
      claims: createImportClaimRepository({ client, tableName: env.STATE_TABLE }),
      tokenKeys: createSecretReader({
        client: secrets,
        secretId: env.IDENTITY_KEYS_SECRET,
        parse: parseTokenKeys,
        clock: systemClock,
      }),
      announce: createAnnounceChanges(createQueueSender({ client: sqs, queueUrl: env.RELINKS_QUEUE_URL })),
      clock: systemClock,
      sleep,
    }),
  };
}
