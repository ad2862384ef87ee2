import { DynamoDBClient, type ReturnConsumedCapacity } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createDocumentClient } from '../../../shared/runtime/clients.ts';
import { LOCAL_CREDENTIALS } from '../../local-stack/dynamodb-server.ts';
import { REGION } from '../../local-stack/physical-names.ts';
import { itemBytes, writeUnits } from './item-size.ts';

const WRITES: ReadonlySet<string> = new Set([
  'BatchExecuteStatementCommand',
  'PutItemCommand',
  'UpdateItemCommand',
  'DeleteItemCommand',
  'BatchWriteItemCommand',
  'TransactWriteItemsCommand',
]);

type Capacity = { TableName?: string | undefined; CapacityUnits?: number | undefined };

/** A client that adds up the write units of every call by table, those of refused conditions included. */
export interface MeteredClient {
  readonly client: DynamoDBDocumentClient;
  /** The units since the last reading, by table. */
  take(): Map<string, number>;
}

/**
 * The units are those the server reports. A write that its condition refuses reports none; DynamoDB takes as many for it
 * as the stored item has kilobytes.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html
 */
export function meteredClient(endpoint: string): MeteredClient {
  let units = new Map<string, number>();
  const add = (table: string, count: number) => units.set(table, (units.get(table) ?? 0) + count);
  const plain = new DynamoDBClient({ endpoint, region: REGION, credentials: LOCAL_CREDENTIALS });
  plain.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        if (!WRITES.has(commandName)) return next(args);
        const input: object = {
          ...args.input,
          ReturnConsumedCapacity: 'TOTAL' satisfies ReturnConsumedCapacity,
        };
        try {
          const result = await next({ ...args, input });
          const { ConsumedCapacity = [] } = result.output as { ConsumedCapacity?: Capacity | Capacity[] };
          for (const one of [ConsumedCapacity].flat()) add(one.TableName ?? '', one.CapacityUnits ?? 0);
          return result;
        } catch (error) {
          if (isRefusal(error)) {
            const { TableName = '' } = args.input as { TableName?: string };
            add(TableName, writeUnits(itemBytes(error.Item ?? {})));
          }
          throw error;
        }
      },
    { step: 'initialize', name: 'meterWrites' },
  );
  return {
    client: createDocumentClient(plain),
    take() {
      const taken = units;
      units = new Map();
      return taken;
    },
  };
}

function isRefusal(error: unknown): error is { Item?: Parameters<typeof itemBytes>[0] } {
  return error instanceof Error && error.name === 'ConditionalCheckFailedException';
}
