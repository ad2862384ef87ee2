import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PARTITION_KEY, SORT_KEY, TABLES } from '../../shared/storage/tables.ts';
import { LOCAL_CREDENTIALS, startDynamoDb } from '../local-stack/dynamodb-server.ts';
import { startProcessGuard } from '../local-stack/process-guard.ts';

/** An embedded DynamoDB on disk, without a stack around it; its tables are called as their environment variables. */
export interface BenchDatabase {
  readonly endpoint: string;
  readonly client: DynamoDBClient;
}

/** Starts a database with the given tables, works with it, and throws it away. */
export async function withBenchDatabase<Result>(
  tables: readonly (keyof typeof TABLES)[],
  work: (database: BenchDatabase) => Promise<Result>,
): Promise<Result> {
  const dataDir = await mkdtemp(join(tmpdir(), 'voc-bench-'));
  await mkdir(join(dataDir, 'logs'));
  const guard = startProcessGuard();
  const { endpoint, stop } = await startDynamoDb({ dataDir, guard, configuredEndpoint: undefined });
  const client = new DynamoDBClient({ endpoint, region: 'ap-northeast-2', credentials: LOCAL_CREDENTIALS });
  try {
    for (const table of tables) await createTable(client, table);
    return await work({ endpoint, client });
  } finally {
    client.destroy();
    await stop();
    guard.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function createTable(client: DynamoDBClient, table: keyof typeof TABLES): Promise<void> {
  const { envName, sk } = TABLES[table];
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
