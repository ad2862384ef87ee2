import { CreateTableCommand, DeleteTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PARTITION_KEY, SORT_KEY, TABLES, type TableId } from '../../shared/storage/tables.ts';
import { startDynamoDb } from '../fixtures/dynamodb-server.ts';
import { REGION } from './dynamodb-wire.ts';

export type TableNames = Readonly<Record<TableId, string>>;

/** A real database in memory that gives every run tables of its own. */
export async function startFaultTables() {
  const server = await startDynamoDb();
  const raw = new DynamoDBClient({
    endpoint: server.endpoint,
    region: REGION,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  let runs = 0;
  const definitions = Object.entries(TABLES) as [TableId, (typeof TABLES)[TableId]][];
  return {
    endpoint: server.endpoint,

    async create(): Promise<TableNames> {
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
      return names;
    },

    async remove(names: TableNames): Promise<void> {
      for (const TableName of Object.values(names)) await raw.send(new DeleteTableCommand({ TableName }));
    },

    async stop(): Promise<void> {
      raw.destroy();
      await server.stop();
    },
  };
}
export type FaultTables = Awaited<ReturnType<typeof startFaultTables>>;
