import { CreateTableCommand, DeleteTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PARTITION_KEY, SORT_KEY, TABLES, type TableId } from '../../shared/storage/tables.ts';
import { startDynamoDb } from '../fixtures/dynamodb-server.ts';
import { type DynamoDbWire, memoryWire, REGION, serverWire } from './dynamodb-wire.ts';

export type TableNames = Readonly<Record<TableId, string>>;

/** Where runs keep their tables: each run has tables of its own. */
export interface FaultTables {
  create(): Promise<{ readonly names: TableNames; readonly wire: DynamoDbWire }>;
  remove(names: TableNames): Promise<void>;
  stop(): Promise<void>;
}

/** Every run has a new database in memory. */
export function memoryTables(): FaultTables {
  const names = Object.fromEntries(Object.keys(TABLES).map((id) => [id, id])) as TableNames;
  return {
    create: async () => ({ names, wire: memoryWire() }),
    remove: async () => undefined,
    stop: async () => undefined,
  };
}

/** Tables of a real DynamoDB-compatible server. */
export async function startServerTables(): Promise<FaultTables> {
  const server = await startDynamoDb();
  const raw = new DynamoDBClient({
    endpoint: server.endpoint,
    region: REGION,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  let runs = 0;
  const definitions = Object.entries(TABLES) as [TableId, (typeof TABLES)[TableId]][];
  return {
    async create() {
      runs += 1;
      const names = Object.fromEntries(definitions.map(([id]) => [id, `run-${runs}-${id}`])) as TableNames;
      for (const [id, definition] of definitions) {
        const attributes = definition.sk ? [PARTITION_KEY, SORT_KEY] : [PARTITION_KEY];
        await raw.send(
          new CreateTableCommand({
            TableName: names[id],
            BillingMode: 'PAY_PER_REQUEST',
            AttributeDefinitions: attributes.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
            KeySchema: attributes.map((AttributeName, index) => ({
              AttributeName,
              KeyType: index === 0 ? 'HASH' : 'RANGE',
            })),
          }),
        );
      }
      return { names, wire: serverWire(server.endpoint) };
    },

    async remove(names) {
      for (const TableName of Object.values(names)) await raw.send(new DeleteTableCommand({ TableName }));
    },

    async stop() {
      raw.destroy();
      await server.stop();
    },
  };
}
