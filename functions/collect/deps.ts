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
import { connectorById } from '../../shared/sources/registry.ts';
import { createLearntRepository } from '../../shared/storage/learnt-repository.ts';
import { createQuarantineRepository } from '../../shared/storage/quarantine-repository.ts';
import { createSourceStateRepository } from '../../shared/storage/source-state-repository.ts';
import { createGuardedHttp } from '../common/guarded-http.ts';
import type { CollectDeps } from './collect.ts';
import { EnvSchema } from './env.ts';

/** Everything `collect` uses. */
export async function createDeps(source: EnvSource): Promise<CollectDeps> {
  const env = loadEnv(EnvSchema, source);
  const config = await readBundledConfig(new URL('./config.json', import.meta.url));
  const client = createDocumentClient();
  const sqs = new SQSClient({});
  const secrets = new SecretsManagerClient({});
  const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
  return {
    sources: config.sources,
    connectorById,
    context: {
      http: createGuardedHttp(config.network),
      sleep,
    },
    secretText: (name) => readSecretText(secrets, name),
    dropMappings: config.drops,
    drops: createObjectStore({ client: new S3Client({}), bucket: env.DROP_BUCKET }),
    records: createQueueSender({ client: sqs, queueUrl: env.RECORDS_QUEUE_URL }),
    continuations: createQueueSender({ client: sqs, queueUrl: env.DROPS_QUEUE_URL }),
    state: createSourceStateRepository({ client, tableName: env.STATE_TABLE }),
    quarantine: createQuarantineRepository({
      client,
      tableName: env.STATE_TABLE,
      retentionDays: config.retention.quarantineDays,
    }),
    tokenKeys: createSecretReader({
      client: secrets,
      secretId: env.IDENTITY_KEYS_SECRET,
      parse: parseTokenKeys,
      clock: systemClock,
    }),
    learnt: createLearntRepository({ client, tableName: env.STATE_TABLE, clock: systemClock }),
    clock: systemClock,
    timeZone: env.BUSINESS_TIME_ZONE,
  };
}
