import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { PARTITION_KEY, SORT_KEY, TABLES } from '../../shared/storage/tables.ts';
import { LOCAL_CREDENTIALS, startDynamoDb } from '../local-stack/dynamodb-server.ts';
import { startProcessGuard } from '../local-stack/process-guard.ts';

const CUSTOMERS = 50_000;

const ResultSchema = z.object({
  firstMs: z.number(),
  againMs: z.number(),
  new: z.literal(CUSTOMERS),
  unchanged: z.literal(CUSTOMERS),
  peakMb: z.number(),
});

/** Customers of a file into profiles and identity index. */
export interface ImportingRate {
  readonly customersPerSecond: number;
  /** The same file once more, where nothing has changed. */
  readonly unchangedPerSecond: number;
  readonly peakMb: number;
}

/**
 * Imports 50,000 generated customers, then the same file again, into the embedded DynamoDB on disk: the rows are read,
 * checked, tokenised and stored as in the function. Server and import are a process each, as on the local stack.
 */
export async function importingRate(): Promise<ImportingRate> {
  const dataDir = await mkdtemp(join(tmpdir(), 'voc-bench-'));
  await mkdir(join(dataDir, 'logs'));
  const guard = startProcessGuard();
  const server = await startDynamoDb({ dataDir, guard, configuredEndpoint: undefined });
  try {
    await createTables(server.endpoint);
    const result = ResultSchema.parse(JSON.parse(await runImport(server.endpoint)));
    return {
      customersPerSecond: (CUSTOMERS / result.firstMs) * 1_000,
      unchangedPerSecond: (CUSTOMERS / result.againMs) * 1_000,
      peakMb: result.peakMb,
    };
  } finally {
    await server.stop();
    guard.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function createTables(endpoint: string): Promise<void> {
  const client = new DynamoDBClient({ endpoint, region: 'ap-northeast-2', credentials: LOCAL_CREDENTIALS });
  for (const { envName, sk } of [TABLES.customers, TABLES.identity, TABLES.state]) {
    const attributes = sk ? [PARTITION_KEY, SORT_KEY] : [PARTITION_KEY];
    await client.send(
      new CreateTableCommand({
        TableName: envName,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: attributes.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
        KeySchema: attributes.map((AttributeName, index) => ({
          AttributeName,
          KeyType: index === 0 ? 'HASH' : 'RANGE',
        })),
      }),
    );
  }
  client.destroy();
}

async function runImport(endpoint: string): Promise<string> {
  const script = fileURLToPath(new URL('./importing/import-customers.ts', import.meta.url));
  const child = spawn(process.execPath, [script, endpoint, String(CUSTOMERS)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    // The import logs its run on standard output like any function.
    env: { ...process.env, POWERTOOLS_LOG_LEVEL: 'SILENT', POWERTOOLS_METRICS_DISABLED: 'true' },
  });
  try {
    for await (const line of createInterface({ input: child.stdout })) return line;
    throw new Error('the import ended without an answer');
  } finally {
    child.kill();
  }
}
