import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { S3Client } from '@aws-sdk/client-s3';
import { TABLES, type TableId } from '../../shared/storage/tables.ts';
import type { RunningStack } from '../running-stack.ts';
import { stackQueues } from '../stack-queues.ts';

/** The tables and the report bucket of a stack, as backup and restore see them. */
export interface BackupTarget {
  /** Where a half-done restore notes what it has brought: among the stack's own files, gone with them by `up --fresh`. */
  readonly progressFile: string;
  readonly dynamo: DynamoDBClient;
  readonly s3: S3Client;
  readonly tables: Readonly<Record<TableId, string>>;
  readonly reportsBucket: string;
  /** A fingerprint of the keys under which identifiers become tokens; null where they cannot be read. */
  readonly identityKeys: string | null;
  /** Whether no message is on its way in any queue. */
  isQuiet(): Promise<boolean>;
}

export function backupTarget(stack: RunningStack): BackupTarget {
  const { region, credentials, endpoints } = stack.file;
  const endpoint = endpoints.AWS_ENDPOINT_URL_DYNAMODB;
  return {
    progressFile: join(stack.dataDir, 'restore.json'),
    dynamo: new DynamoDBClient({ region, credentials, ...(endpoint === undefined ? {} : { endpoint }) }),
    s3: stack.s3,
    tables: Object.fromEntries(
      Object.entries(TABLES).map(([id, { envName }]) => [id, stack.name(envName)]),
    ) as Record<TableId, string>,
    reportsBucket: stack.name('REPORTS_BUCKET'),
    identityKeys: fingerprintOf(stack.dataDir),
    async isQuiet() {
      const queues = await stackQueues(stack.sqs, stack.file.resources);
      return queues.every(({ depth, deadLetter }) => deadLetter || depth === 0);
    },
  };
}

/** A short hash: with other keys, voices that come after a restore meet nobody they should be linked to. */
function fingerprintOf(dataDir: string): string | null {
  const file = join(dataDir, 'secrets.json');
  if (!existsSync(file)) return null;
  const secrets = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
  const [, keys] = Object.entries(secrets).find(([name]) => name.includes('IdentityKeys')) ?? [];
  return keys === undefined
    ? null
    : createHash('sha256').update(`voc backup|${keys}`).digest('hex').slice(0, 16);
}
