import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import { VocError } from '../../shared/domain/errors.ts';
import { parseTokenKeys } from '../../shared/privacy/token-keys.ts';
import { readBundledConfig } from '../../shared/runtime/bundled-config.ts';
import { createDocumentClient } from '../../shared/runtime/clients.ts';
import { systemClock } from '../../shared/runtime/clock.ts';
import { type EnvSource, loadEnv } from '../../shared/runtime/env.ts';
import { createQueueSender } from '../../shared/runtime/queue-sender.ts';
import { createSecretReader, readSecretText } from '../../shared/runtime/secret-reader.ts';
import { connectorById } from '../../shared/sources/registry.ts';
import { createLearntRepository } from '../../shared/storage/learnt-repository.ts';
import { createQuarantineRepository } from '../../shared/storage/quarantine-repository.ts';
import { EnvSchema } from './env.ts';
import type { WebhookDeps } from './receive.ts';

const WebhookSecretSchema = z.object({ signingKey: z.string().min(8) });

/** Everything `webhook` uses. */
export async function createDeps(source: EnvSource): Promise<WebhookDeps> {
  const env = loadEnv(EnvSchema, source);
  const config = await readBundledConfig(new URL('./config.json', import.meta.url));
  const secrets = new SecretsManagerClient({});
  return {
    sources: config.sources,
    connectorById,
    secretText: (name) => readSecretText(secrets, name),
    records: createQueueSender({ client: new SQSClient({}), queueUrl: env.RECORDS_QUEUE_URL }),
    quarantine: createQuarantineRepository({
      client: createDocumentClient(),
      tableName: env.STATE_TABLE,
      retentionDays: config.retention.quarantineDays,
    }),
    signingKey: createSecretReader({
      client: secrets,
      secretId: env.WEBHOOK_SECRET,
      parse: parseSigningKey,
      clock: systemClock,
    }),
    tokenKeys: createSecretReader({
      client: secrets,
      secretId: env.IDENTITY_KEYS_SECRET,
      parse: parseTokenKeys,
      clock: systemClock,
    }),
    learnt: createLearntRepository({
      client: createDocumentClient(),
      tableName: env.STATE_TABLE,
      clock: systemClock,
    }),
    clock: systemClock,
    timeZone: env.BUSINESS_TIME_ZONE,
  };
}

function parseSigningKey(text: string): string {
  try {
    return WebhookSecretSchema.parse(JSON.parse(text)).signingKey;
  } catch {
    throw new VocError(
      'config.invalid',
      'config',
      'The webhook secret is not {"signingKey":"…"} with 8 or more characters.',
    );
  }
}
