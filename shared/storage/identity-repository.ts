import * as z from 'zod';
import { mapWithLimit } from '../runtime/map-with-limit.ts';
import { createTable, type TableDeps } from './table.ts';

/** A token that more customers share than this is no evidence of anybody. */
const MAX_CUSTOMERS_PER_TOKEN = 8;
/**
 * So many owners an item keeps, so that a token which loses owners again becomes evidence again. Whoever comes after
 * them is not kept, and the token stays shared for good: it is a switchboard, a shop or a test account.
 */
const MAX_KEPT_OWNERS = 64;
const CONCURRENT_CALLS = 16;

/** Who owns a token. `shared`: by more customers than a token can speak for. */
export interface TokenOwners {
  readonly customerIds: readonly string[];
  readonly shared: boolean;
}

/** That a customer owns a token. */
export interface Ownership {
  readonly token: string;
  readonly customerId: string;
}

const IdentityItemSchema = z.object({
  pk: z.string(),
  customerIds: z.set(z.string()).default(new Set()),
  /** Set once more owners came than are kept. */
  shared: z.boolean().default(false),
});
type IdentityItem = z.infer<typeof IdentityItemSchema>;

/** The identity index: keyed token → customer IDs. Holds no raw identifier. */
export function createIdentityRepository(deps: TableDeps) {
  const table = createTable(deps);

  async function readItems(tokens: readonly string[]): Promise<Map<string, IdentityItem>> {
    const items = await table.getMany(tokens.map((pk) => ({ pk })));
    return new Map(items.map((item) => IdentityItemSchema.parse(item)).map((item) => [item.pk, item]));
  }

  return {
    /** The owners of the tokens that have any: at most eight, and whether there are more. */
    async lookup(tokens: readonly string[]): Promise<Map<string, TokenOwners>> {
      const items = await readItems(tokens);
      return new Map([...items].map(([token, item]) => [token, ownersOf(item)]));
    },

    /** Makes the customer an owner of the token, or the token a shared one; repeating it changes nothing. */
    async add(token: string, customerId: string): Promise<'kept' | 'crowd'> {
      const added = await table.update({
        Key: { pk: token },
        UpdateExpression: 'ADD customerIds :one',
        // Keeps the set small: who comes after the kept ones only makes the token a shared one.
        ConditionExpression:
          'attribute_not_exists(customerIds) OR size(customerIds) < :max OR contains(customerIds, :id)',
        ExpressionAttributeValues: {
          ':one': new Set([customerId]),
          ':max': MAX_KEPT_OWNERS,
          ':id': customerId,
        },
      });
      if (added !== null) return 'kept';
      await table.update({
        Key: { pk: token },
        UpdateExpression: 'SET #shared = :true',
        ExpressionAttributeNames: { '#shared': 'shared' },
        ExpressionAttributeValues: { ':true': true },
      });
      return 'crowd';
    },

    /**
     * Makes customers owners of tokens. Reads first, so that what is so already costs no write.
     * @returns the owners of these tokens afterwards
     */
    async addMany(ownerships: readonly Ownership[]): Promise<Map<string, TokenOwners>> {
      const wanted = groupByToken(ownerships);
      const present = await readItems([...wanted.keys()]);
      const groups: { token: string; missing: string[] }[] = [];
      const crowds: typeof groups = [];
      const writes: Parameters<typeof table.writeEach>[0][number][] = [];
      for (const [token, customerIds] of wanted) {
        const item = present.get(token);
        const missing = [...customerIds].filter((id) => item?.customerIds.has(id) !== true);
        // Who comes to a crowd is not kept, so there is nothing to write.
        if (missing.length === 0 || item?.shared === true) continue;
        const room = MAX_KEPT_OWNERS - missing.length;
        if (room < 0) {
          crowds.push({ token, missing });
          continue;
        }
        groups.push({ token, missing });
        writes.push(
          item === undefined
            ? {
                Put: {
                  TableName: deps.tableName,
                  Item: { pk: token, customerIds: new Set(missing) },
                  // Stops two imports from overwriting each other's owner of a new token.
                  ConditionExpression: 'attribute_not_exists(pk)',
                },
              }
            : {
                Update: {
                  TableName: deps.tableName,
                  Key: { pk: token },
                  UpdateExpression: 'ADD customerIds :new',
                  ConditionExpression: 'attribute_not_exists(customerIds) OR size(customerIds) <= :room',
                  ExpressionAttributeValues: { ':new': new Set(missing), ':room': room },
                },
              },
        );
      }
      const lost = await table.writeEach(writes);
      const oneByOne = [...crowds, ...groups.filter((_, index) => lost.has(index))];
      const lostTokens = new Set(oneByOne.map(({ token }) => token));
      await mapWithLimit(oneByOne, CONCURRENT_CALLS, async ({ token, missing }) => {
        for (const customerId of missing) if ((await this.add(token, customerId)) === 'crowd') break;
      });
      const after = new Map(
        [...wanted].map(([token, customerIds]) => {
          const item = present.get(token);
          const all = new Set([...(item?.customerIds ?? []), ...customerIds]);
          return [token, ownersOf({ customerIds: all, shared: item?.shared ?? false })];
        }),
      );
      // Another import may have added to the same tokens; only a token that was new to us is ours alone for certain.
      const contested = [...oneByOne, ...groups].filter(
        ({ token }) => present.has(token) || lostTokens.has(token),
      );
      const reread = await readItems(contested.map(({ token }) => token));
      for (const [token, item] of reread) after.set(token, ownersOf(item));
      return after;
    },

    /** The customer no longer owns the token; an item without owners disappears. A crowd stays shared. */
    async remove(token: string, customerId: string): Promise<void> {
      await table.update({
        Key: { pk: token },
        UpdateExpression: 'DELETE customerIds :one',
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeValues: { ':one': new Set([customerId]) },
      });
      // Stops the removal of a token that another customer has taken meanwhile.
      await table.delete(
        { pk: token },
        {
          expression: 'attribute_not_exists(customerIds) AND attribute_not_exists(#shared)',
          names: { '#shared': 'shared' },
        },
      );
    },

    /** Takes tokens away from customers. Those that nobody else owns disappear in few requests. */
    async removeMany(ownerships: readonly Ownership[]): Promise<void> {
      const unwanted = groupByToken(ownerships);
      const present = await readItems([...unwanted.keys()]);
      const groups: { token: string; leaving: string[] }[] = [];
      const writes: Parameters<typeof table.writeEach>[0][number][] = [];
      for (const [token, customerIds] of unwanted) {
        const item = present.get(token);
        const leaving = [...customerIds].filter((id) => item?.customerIds.has(id) === true);
        if (item === undefined || leaving.length === 0) continue;
        groups.push({ token, leaving });
        const nobodyStays = leaving.length === item.customerIds.size && !item.shared;
        writes.push(
          nobodyStays
            ? {
                Delete: {
                  TableName: deps.tableName,
                  Key: { pk: token },
                  // Stops the removal of a token that another customer has taken meanwhile.
                  ConditionExpression: 'customerIds = :known AND attribute_not_exists(#shared)',
                  ExpressionAttributeNames: { '#shared': 'shared' },
                  ExpressionAttributeValues: { ':known': new Set(leaving) },
                },
              }
            : {
                Update: {
                  TableName: deps.tableName,
                  Key: { pk: token },
                  UpdateExpression: 'DELETE customerIds :leaving',
                  // Somebody must stay, or an item without owners would be left.
                  ConditionExpression: 'size(customerIds) > :leavingCount OR attribute_exists(#shared)',
                  ExpressionAttributeNames: { '#shared': 'shared' },
                  ExpressionAttributeValues: {
                    ':leaving': new Set(leaving),
                    ':leavingCount': leaving.length,
                  },
                },
              },
        );
      }
      const lost = await table.writeEach(writes);
      const oneByOne = groups.filter((_, index) => lost.has(index));
      await mapWithLimit(oneByOne, CONCURRENT_CALLS, async ({ token, leaving }) => {
        for (const customerId of leaving) await this.remove(token, customerId);
      });
    },
  };
}

export type IdentityRepository = ReturnType<typeof createIdentityRepository>;

function ownersOf({ customerIds, shared }: Pick<IdentityItem, 'customerIds' | 'shared'>): TokenOwners {
  return {
    customerIds: [...customerIds].sort().slice(0, MAX_CUSTOMERS_PER_TOKEN),
    shared: shared || customerIds.size > MAX_CUSTOMERS_PER_TOKEN,
  };
}

function groupByToken(ownerships: readonly Ownership[]): Map<string, Set<string>> {
  const groups = new Map<string, Set<string>>();
  for (const { token, customerId } of ownerships) {
    const group = groups.get(token);
    if (group === undefined) groups.set(token, new Set([customerId]));
    else group.add(customerId);
  }
  return groups;
}
