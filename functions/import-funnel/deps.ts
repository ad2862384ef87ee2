import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { readBundledConfig } from '../../shared/runtime/bundled-config.ts';
import { createDocumentClient } from '../../shared/runtime/clients.ts';
import { systemClock } from '../../shared/runtime/clock.ts';
import { type EnvSource, loadEnv } from '../../shared/runtime/env.ts';
import { createObjectStore } from '../../shared/runtime/object-store.ts';
import { readSecretText } from '../../shared/runtime/secret-reader.ts';
import { funnelConnectorById } from '../../shared/sources/funnel/registry.ts';
import { type ArchiveRepository, createArchiveRepository } from '../../shared/storage/archive-repository.ts';
import { createQuarantineRepository } from '../../shared/storage/quarantine-repository.ts';
import { createSourceStateRepository } from '../../shared/storage/source-state-repository.ts';
import { createGuardedHttp } from '../common/guarded-http.ts';
import type { ImportDeps } from '../common/import-file.ts';
import { EnvSchema } from './env.ts';
import type { ImportFunnelSourceDeps } from './import-source.ts';

/** Everything `import-funnel` uses. */
export async function createDeps(
  source: EnvSource,
): Promise<ImportDeps & ImportFunnelSourceDeps & { archive: ArchiveRepository; timeZone: string }> {
  const env = loadEnv(EnvSchema, source);
  const config = await readBundledConfig(new URL('./config.json', import.meta.url));
  const client = createDocumentClient();
  const secrets = new SecretsManagerClient({});
  const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
  return {
    funnelSources: config.funnelSources,
    funnelConnectorById,
    context: {
      http: createGuardedHttp(config.network, {
        timeoutMs: 60_000,
      }),
      sleep,
    },
    secretText: (name) => readSecretText(secrets, name),
    state: createSourceStateRepository({ client, tableName: env.STATE_TABLE }),
    clock: systemClock,
    drops: createObjectStore({ client: new S3Client({}), bucket: env.DROP_BUCKET }),
    quarantine: createQuarantineRepository({
      client,
      tableName: env.STATE_TABLE,
      retentionDays: config.retention.quarantineDays,
    }),
    archive: createArchiveRepository({ client, tableName: env.ARCHIVE_TABLE }),
    timeZone: env.BUSINESS_TIME_ZONE,
  };
}
