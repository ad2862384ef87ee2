import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { createDocumentClient } from '../../shared/runtime/clients.ts';
import { PARTITION_KEY, SORT_KEY, TABLES } from '../../shared/storage/tables.ts';
import { LOCAL_CREDENTIALS, startDynamoDb } from '../local-stack/dynamodb-server.ts';
import { startProcessGuard } from '../local-stack/process-guard.ts';
import { storeWeeks } from './publishing/store-weeks.ts';

const WEEK = '2026-W46';

const ResultSchema = z.object({
  ms: z.number(),
  cpuMs: z.number(),
  peakMb: z.number(),
  documents: z.int(),
  points: z.int(),
});

/** The publication of one weekly review. */
export interface PublishingRate {
  readonly documents: number;
  readonly seconds: number;
  /** Of the publication alone, without the server: what a busy machine does not change. */
  readonly processorSeconds: number;
  readonly peakMb: number;
}

/**
 * Publishes the review of a week of so many documents, with four such weeks before it, from the embedded DynamoDB on
 * disk: read, measured, rendered and stored as in the function. Roll-ups, contributions and documents are written
 * directly; server and publication are a process each.
 */
export async function publishingRate(documents: number): Promise<PublishingRate> {
  const dataDir = await mkdtemp(join(tmpdir(), 'voc-bench-'));
  await mkdir(join(dataDir, 'logs'));
  const guard = startProcessGuard();
  const server = await startDynamoDb({ dataDir, guard, configuredEndpoint: undefined });
  const plain = new DynamoDBClient({
    endpoint: server.endpoint,
    region: 'ap-northeast-2',
    credentials: LOCAL_CREDENTIALS,
  });
  try {
    await createTables(plain);
    await storeWeeks(createDocumentClient(plain), WEEK, documents);
    const result = ResultSchema.parse(JSON.parse(await runPublication(server.endpoint)));
    if (result.documents !== documents)
      throw new Error(`the review counted ${result.documents} of ${documents} documents`);
    return {
      documents,
      seconds: result.ms / 1_000,
      processorSeconds: result.cpuMs / 1_000,
      peakMb: result.peakMb,
    };
  } finally {
    plain.destroy();
    await server.stop();
    guard.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function createTables(client: DynamoDBClient): Promise<void> {
  const { contributions, documents, rollups, archive, insights } = TABLES;
  for (const { envName, sk } of [contributions, documents, rollups, archive, insights]) {
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
}

async function runPublication(endpoint: string): Promise<string> {
  const script = fileURLToPath(new URL('./publishing/publish-week.ts', import.meta.url));
  const child = spawn(process.execPath, [script, endpoint, WEEK], {
    stdio: ['ignore', 'pipe', 'inherit'],
    // The publication logs its run on standard output like any function.
    env: { ...process.env, POWERTOOLS_LOG_LEVEL: 'SILENT', POWERTOOLS_METRICS_DISABLED: 'true' },
  });
  try {
    for await (const line of createInterface({ input: child.stdout })) return line;
    throw new Error('the publication ended without an answer');
  } finally {
    child.kill();
  }
}
