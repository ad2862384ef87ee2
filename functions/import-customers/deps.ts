import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { parseTokenKeys } from '../../shared/privacy/token-keys.ts';
import { readBundledConfig } from '../../shared/runtime/bundled-config.ts';
import { createDocumentClient } from '../../shared/runtime/clients.ts';
import { systemClock } from '../../shared/runtime/clock.ts';
import { type EnvSource, loadEnv } from '../../shared/runtime/env.ts';
import { createObjectStore } from '../../shared/runtime/object-store.ts';
import { createSecretReader } from '../../shared/runtime/secret-reader.ts';
import { createCustomerRepository } from '../../shared/storage/customer-repository.ts';
import { createIdentityRepository } from '../../shared/storage/identity-repository.ts';
import { createLearntRepository } from '../../shared/storage/learnt-repository.ts';
import { createQuarantineRepository } from '../../shared/storage/quarantine-repository.ts';
import type { ImportDeps } from '../common/import-file.ts';
import { EnvSchema } from './env.ts';
import type { LearnDeps } from './learn-from-file.ts';
import type { StoreCustomersDeps } from './store-customers.ts';

/** Everything `import-customers` uses. */
export async function createDeps(source: EnvSource): Promise<ImportDeps & StoreCustomersDeps & LearnDeps> {
  const env = loadEnv(EnvSchema, source);
  const config = await readBundledConfig(new URL('./config.json', import.meta.url));
  const client = createDocumentClient();
  return {
    drops: createObjectStore({ client: new S3Client({}), bucket: env.DROP_BUCKET }),
    quarantine: createQuarantineRepository({
      client,
      tableName: env.STATE_TABLE,
      retentionDays: config.retention.quarantineDays,
    }),
    customers: createCustomerRepository({ client, tableName: env.CUSTOMERS_TABLE }),
    identity: createIdentityRepository({ client, tableName: env.IDENTITY_TABLE }),
    learnt: createLearntRepository({ client, tableName: env.STATE_TABLE, clock: systemClock }),
    tokenKeys: createSecretReader({
      client: new SecretsManagerClient({}),
      secretId: env.IDENTITY_KEYS_SECRET,
      parse: parseTokenKeys,
      clock: systemClock,
    }),
  };
}
