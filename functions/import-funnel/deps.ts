import { S3Client } from '@aws-sdk/client-s3';
import { readBundledConfig } from '../../shared/runtime/bundled-config.ts';
import { createDocumentClient } from '../../shared/runtime/clients.ts';
import { type EnvSource, loadEnv } from '../../shared/runtime/env.ts';
import { createObjectStore } from '../../shared/runtime/object-store.ts';
import { type ArchiveRepository, createArchiveRepository } from '../../shared/storage/archive-repository.ts';
import { createQuarantineRepository } from '../../shared/storage/quarantine-repository.ts';
import type { ImportDeps } from '../common/import-file.ts';
import { EnvSchema } from './env.ts';

/** Everything `import-funnel` uses. */
export async function createDeps(
  source: EnvSource,
): Promise<ImportDeps & { archive: ArchiveRepository; timeZone: string }> {
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
    archive: createArchiveRepository({ client, tableName: env.ARCHIVE_TABLE }),
    timeZone: env.BUSINESS_TIME_ZONE,
  };
}
