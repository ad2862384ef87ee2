import { randomUUID } from 'node:crypto';
import {
  BatchExecuteStatementCommand,
  BatchGetCommand,
  type BatchGetCommandInput,
  BatchWriteCommand,
  type BatchWriteCommandInput,
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  type QueryCommandInput,
  ScanCommand,
  type ScanCommandInput,
  TransactWriteCommand,
  type TransactWriteCommandInput,
  UpdateCommand,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { VocError } from '../domain/errors.ts';
import { mapWithLimit } from '../runtime/map-with-limit.ts';
import {
  conditionFailures,
  isCollision,
  isConditionFailure,
  isPassing,
  translated,
} from './dynamo-errors.ts';

/** What every repository is made from. */
export interface TableDeps {
  readonly client: DynamoDBDocumentClient;
  readonly tableName: string;
}

/** An item as it comes from a table: unknown until a schema has read it. */
export type Item = Record<string, unknown>;
export type Key = { pk: string; sk?: string };

/** A condition on the stored item, in the words of the DynamoDB API. */
export interface Condition {
  readonly expression: string;
  readonly names?: Record<string, string>;
  readonly values?: Record<string, unknown>;
}

/**
 * Whether a reading sees every write that was answered before it, or may be a moment behind, which costs half. The
 * latter is for what is looked at again, or written under a condition, before anything rests on it.
 */
export type Consistency = 'strong' | 'eventual';

const MAX_BATCH_GET = 100;
const MAX_BATCH_WRITE = 25;
const MAX_BATCH_STATEMENTS = 25;
const CONCURRENT_BATCHES = 4;
const MAX_BATCH_ATTEMPTS = 8;
const MAX_TRANSACTION_ITEMS = 100;
/** Below the limit of a transaction (4 MB), because names and numbers weigh more on the wire. */
const MAX_TRANSACTION_UNITS = 1_000_000;

type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/**
 * One table with the calls that the repositories need. Reads are strongly consistent but where it says so; every failure that a wait heals
 * is a transient {@link VocError}; a lost condition is an answer.
 */
export function createTable({ client, tableName }: TableDeps) {
  const run = <Result>(call: () => Promise<Result>) => translated(tableName, call);

  /** Null where the transaction was done, else the positions whose condition did not hold; none where it only collided. */
  async function refusedOf(items: TransactItem[], token: string): Promise<readonly number[] | null> {
    try {
      await client.send(new TransactWriteCommand({ TransactItems: items, ClientRequestToken: token }));
      return null;
    } catch (error) {
      const refused = conditionFailures(error);
      if (refused.length > 0) return refused;
      if (isCollision(error)) return [];
      return run<never>(() => Promise.reject(error));
    }
  }

  return {
    async get(key: Key): Promise<Item | undefined> {
      const answer = await run(() =>
        client.send(new GetCommand({ TableName: tableName, Key: key, ConsistentRead: true })),
      );
      return answer.Item;
    },

    /** The items of the keys that exist, in no order. Duplicate keys are asked once. */
    async getMany(
      keys: readonly Key[],
      { attributes, consistency }: { attributes?: readonly string[]; consistency?: Consistency } = {},
    ): Promise<Item[]> {
      const distinct = [...new Map(keys.map((key) => [JSON.stringify([key.pk, key.sk]), key])).values()];
      const items: Item[] = [];
      for (let start = 0; start < distinct.length; start += MAX_BATCH_GET) {
        let pending: NonNullable<BatchGetCommandInput['RequestItems']>[string]['Keys'] = distinct.slice(
          start,
          start + MAX_BATCH_GET,
        );
        for (let attempt = 0; pending !== undefined && pending.length > 0; attempt += 1) {
          await backOff(attempt, tableName);
          const names = attributes?.map((_, index) => `#a${index}`);
          const request: NonNullable<BatchGetCommandInput['RequestItems']>[string] = {
            Keys: pending,
            ConsistentRead: consistency !== 'eventual',
            ...(attributes && names
              ? {
                  ProjectionExpression: names.join(', '),
                  ExpressionAttributeNames: Object.fromEntries(
                    names.map((name, index) => [name, attributes[index] ?? '']),
                  ),
                }
              : {}),
          };
          const answer = await run(() =>
            client.send(new BatchGetCommand({ RequestItems: { [tableName]: request } })),
          );
          items.push(...(answer.Responses?.[tableName] ?? []));
          pending = answer.UnprocessedKeys?.[tableName]?.Keys ?? [];
        }
      }
      return items;
    },

    async put(item: Item): Promise<void> {
      await run(() => client.send(new PutCommand({ TableName: tableName, Item: item })));
    },

    /** Puts where the condition holds; otherwise answers with the item that stands in the way. */
    async putIf(
      item: Item,
      condition: Condition,
    ): Promise<{ written: true } | { written: false; found: Item }> {
      try {
        await run(() =>
          client.send(
            new PutCommand({
              TableName: tableName,
              Item: item,
              ConditionExpression: condition.expression,
              ...(condition.names ? { ExpressionAttributeNames: condition.names } : {}),
              ...(condition.values ? { ExpressionAttributeValues: condition.values } : {}),
              ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
            }),
          ),
        );
        return { written: true };
      } catch (error) {
        if (!isConditionFailure(error)) throw error;
        return { written: false, found: oldItem(error) };
      }
    },

    /**
     * Puts many items where there is none of their key, 25 a request: a request costs more time than a write. Each write
     * is done or refused by itself; the answer is the positions of those that were refused, because there is an item or
     * because theirs is no good: `putIf` says which. A key may occur once only.
     * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-reference.multiplestatements.batching.html
     */
    async insertEach(items: readonly Item[]): Promise<ReadonlySet<number>> {
      const refused = new Set<number>();
      await mapWithLimit(slices(items.length, MAX_BATCH_STATEMENTS), CONCURRENT_BATCHES, async (batch) => {
        let pending = batch;
        for (let attempt = 0; pending.length > 0; attempt += 1) {
          await backOff(attempt, tableName);
          const request = pending;
          const answer = await run(() =>
            client.send(
              new BatchExecuteStatementCommand({
                Statements: request.map((index) => insertStatement(tableName, items[index] ?? {})),
              }),
            ),
          );
          pending = request.filter((index, at) => {
            const code = answer.Responses?.[at]?.Error?.Code;
            if (code === undefined) return false;
            if (!isPassing(code)) refused.add(index);
            return isPassing(code);
          });
        }
      });
      return refused;
    },

    /** Puts and deletes many items in no order and without conditions. A key may occur once only. */
    async writeMany(puts: readonly Item[], deletes: readonly Key[] = []): Promise<void> {
      const requests = [
        ...puts.map((Item) => ({ PutRequest: { Item } })),
        ...deletes.map((Key) => ({ DeleteRequest: { Key } })),
      ];
      await mapWithLimit(slices(requests.length, MAX_BATCH_WRITE), CONCURRENT_BATCHES, async (batch) => {
        let pending: NonNullable<BatchWriteCommandInput['RequestItems']>[string] = batch.flatMap(
          (index) => requests[index] ?? [],
        );
        for (let attempt = 0; pending.length > 0; attempt += 1) {
          await backOff(attempt, tableName);
          const request = pending;
          const answer = await run(() =>
            client.send(new BatchWriteCommand({ RequestItems: { [tableName]: request } })),
          );
          pending = answer.UnprocessedItems?.[tableName] ?? [];
        }
      });
    },

    /** Deletes an item; that it is gone already is success. True where the condition, if any, held. */
    async delete(key: Key, condition?: Condition): Promise<boolean> {
      try {
        await run(() =>
          client.send(
            new DeleteCommand({
              TableName: tableName,
              Key: key,
              ...(condition ? { ConditionExpression: condition.expression } : {}),
              ...(condition?.names ? { ExpressionAttributeNames: condition.names } : {}),
              ...(condition?.values ? { ExpressionAttributeValues: condition.values } : {}),
            }),
          ),
        );
        return true;
      } catch (error) {
        if (!isConditionFailure(error)) throw error;
        return false;
      }
    },

    /** Updates in place; null where the condition did not hold, else the item after the update. */
    async update(input: Omit<UpdateCommandInput, 'TableName' | 'ReturnValues'>): Promise<Item | null> {
      try {
        const answer = await run(() =>
          client.send(new UpdateCommand({ ...input, TableName: tableName, ReturnValues: 'ALL_NEW' })),
        );
        return answer.Attributes ?? {};
      } catch (error) {
        if (!isConditionFailure(error)) throw error;
        return null;
      }
    },

    /** All or nothing. False where a condition did not hold. */
    async transact(items: NonNullable<TransactWriteCommandInput['TransactItems']>): Promise<boolean> {
      try {
        await run(() => client.send(new TransactWriteCommand({ TransactItems: items })));
        return true;
      } catch (error) {
        if (!isConditionFailure(error)) throw error;
        return false;
      }
    },

    /**
     * Many conditional writes in few requests: every write of which the condition holds is done, the indices of the
     * others are the answer. Each request is a transaction, so that a condition costs no request of its own; there is
     * no order and no atomicity between the writes. An item may occur once only.
     */
    async writeEach(items: readonly TransactItem[]): Promise<ReadonlySet<number>> {
      const lost = new Set<number>();
      for (const batch of batchesOf(items)) {
        let pending = batch;
        // The same writes keep their token: done with a lost answer, they must not be refused by what they wrote themselves.
        let token = randomUUID();
        for (let attempt = 0; pending.length > 0; attempt += 1) {
          if (attempt > 0) await backOff(attempt, tableName);
          const failed = await refusedOf(
            pending.map((index) => items[index] as TransactItem),
            token,
          );
          if (failed === null) break;
          if (failed.length > 0) token = randomUUID();
          for (const at of failed) lost.add(pending[at] ?? -1);
          pending = pending.filter((index) => !lost.has(index));
        }
      }
      return lost;
    },

    /** Every item of a query, page by page. */
    async *query(input: Omit<QueryCommandInput, 'TableName'>): AsyncGenerator<Item> {
      let startKey: QueryCommandInput['ExclusiveStartKey'];
      do {
        const page = await run(() =>
          client.send(
            new QueryCommand({
              ConsistentRead: true,
              ...input,
              TableName: tableName,
              ...(startKey ? { ExclusiveStartKey: startKey } : {}),
            }),
          ),
        );
        yield* page.Items ?? [];
        startKey = page.LastEvaluatedKey;
      } while (startKey !== undefined);
    },

    /** One page of the whole table, and where the next one begins. */
    async scan(
      input: Omit<ScanCommandInput, 'TableName' | 'ConsistentRead' | 'ExclusiveStartKey'>,
      startKey?: Key,
    ): Promise<{ items: Item[]; nextKey: Item | null }> {
      const page = await run(() =>
        client.send(
          new ScanCommand({
            ...input,
            TableName: tableName,
            ConsistentRead: true,
            ...(startKey ? { ExclusiveStartKey: startKey } : {}),
          }),
        ),
      );
      return { items: page.Items ?? [], nextKey: page.LastEvaluatedKey ?? null };
    },

    /** All items of a partition, optionally with sort keys from … to, or beginning with a prefix; sorted by sort key. */
    partition(
      pk: string,
      range?: { low: string; high: string } | { prefix: string },
      consistency: Consistency = 'strong',
    ): AsyncGenerator<Item> {
      const ConsistentRead = consistency === 'strong';
      if (range === undefined) {
        return this.query({
          ConsistentRead,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': pk },
        });
      }
      if ('prefix' in range) {
        return this.query({
          ConsistentRead,
          KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
          ExpressionAttributeValues: { ':pk': pk, ':prefix': range.prefix },
        });
      }
      return this.query({
        ConsistentRead,
        KeyConditionExpression: 'pk = :pk AND sk BETWEEN :low AND :high',
        ExpressionAttributeValues: { ':pk': pk, ':low': range.low, ':high': range.high },
      });
    },
  };
}

export type Table = ReturnType<typeof createTable>;

/** Epoch seconds for the TTL attribute, from a time in ISO 8601 and whole days. */
export function expiryOf(from: string, days: number): number {
  return Math.floor(new Date(from).getTime() / 1000) + days * 86_400;
}

/** The exception of a failed condition carries the old item in the wire format, which the client leaves as it is. */
function oldItem(error: unknown): Item {
  if (typeof error !== 'object' || error === null || !('Item' in error) || !error.Item) return {};
  return unmarshall(error.Item as Parameters<typeof unmarshall>[0]);
}

function insertStatement(tableName: string, item: Item) {
  const attributes = Object.entries(item).filter(([, value]) => value !== undefined);
  return {
    Statement: `INSERT INTO "${tableName}" VALUE {${attributes.map(([name]) => `'${name}': ?`).join(', ')}}`,
    Parameters: attributes.map(([, value]) => value),
  };
}

/** The numbers from 0 up to a count, cut into lists of at most a size. */
function slices(count: number, size: number): number[][] {
  return Array.from({ length: Math.ceil(count / size) }, (_, nth) =>
    Array.from({ length: Math.min(size, count - nth * size) }, (__, index) => nth * size + index),
  );
}

/** Indices of writes, cut into transactions that DynamoDB takes. */
function batchesOf(items: readonly TransactItem[]): number[][] {
  const batches: number[][] = [];
  let units = 0;
  for (const [index, item] of items.entries()) {
    const size = JSON.stringify(item).length;
    const current = batches.at(-1);
    const full = current === undefined || current.length >= MAX_TRANSACTION_ITEMS;
    if (full || units + size > MAX_TRANSACTION_UNITS) {
      batches.push([index]);
      units = size;
    } else {
      current.push(index);
      units += size;
    }
  }
  return batches;
}

async function backOff(attempt: number, tableName: string): Promise<void> {
  if (attempt === 0) return;
  if (attempt >= MAX_BATCH_ATTEMPTS) {
    throw new VocError(
      'storage.throttled',
      'transient',
      'The table takes no more now; the input is tried again.',
      {
        details: { table: tableName, reason: 'unprocessed' },
      },
    );
  }
  await new Promise((resolve) => setTimeout(resolve, 2 ** attempt * 10));
}
