import * as z from 'zod';
import { MAX_CUSTOMERS_PER_TOKEN } from '../linking/evidence.ts';
import { mapWithLimit } from '../runtime/map-with-limit.ts';
import { type Consistency, createTable, type TableDeps } from './table.ts';

/**
 * So many owners an item keeps, more than count, so that a token which loses owners again becomes evidence again. Who
 * comes after them is only counted, and the token stays shared for good: a common name, a shop's number, a test account.
 */
const MAX_KEPT_OWNERS = 64;
const CONCURRENT_CALLS = 16;

/** Who owns a token. `shared`: by more customers than a token can speak for. */
export interface TokenOwners {
  readonly customerIds: readonly string[];
  readonly shared: boolean;
  /** About how many customers own it, where it is shared. */
  readonly holders?: number | undefined;
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
  holders: z.number().optional(),
});
type IdentityItem = z.infer<typeof IdentityItemSchema>;

/** The identity index: keyed token → customer IDs. Holds no raw identifier. */
export function createIdentityRepository(deps: TableDeps) {
  const table = createTable(deps);
  const TableName = deps.tableName;

  async function readItems(
    tokens: readonly string[],
    consistency: Consistency = 'strong',
  ): Promise<Map<string, IdentityItem>> {
    const items = await table.getMany(
      tokens.map((pk) => ({ pk })),
      { consistency },
    );
    return new Map(items.map((item) => IdentityItemSchema.parse(item)).map((item) => [item.pk, item]));
  }

  return {
    /** The owners of the tokens that have any: the first ones, and whether there are more. */
    async lookup(
      tokens: readonly string[],
      consistency: Consistency = 'strong',
    ): Promise<Map<string, TokenOwners>> {
      const items = await readItems(tokens, consistency);
      return new Map([...items].map(([token, item]) => [token, ownersOf(item)]));
    },

    /**
     * Makes customers owners of tokens. Reads first, so that what is so already costs no write; adding to a set needs no
     * condition, so imports that do it at once do not lose each other's owners.
     */
    async addMany(ownerships: readonly Ownership[]): Promise<void> {
      const wanted = groupByToken(ownerships);
      const present = await readItems([...wanted.keys()]);
      await table.writeEach(
        [...wanted].flatMap(([pk, customerIds]) => {
          const item = present.get(pk);
          const missing = [...customerIds].filter((id) => item?.customerIds.has(id) !== true);
          if (missing.length === 0) return [];
          const known = item?.customerIds.size ?? 0;
          const kept = missing.slice(0, item?.shared === true ? 0 : MAX_KEPT_OWNERS - known);
          const counted = missing.length - kept.length;
          const add = kept.length === 0 ? '' : 'ADD customerIds :kept ';
          // A repetition after a crash counts some twice: the number only says how common a value is.
          const count =
            counted === 0 ? '' : 'SET #shared = :true, holders = if_not_exists(holders, :known) + :counted';
          return [
            {
              Update: {
                TableName,
                Key: { pk },
                UpdateExpression: `${add}${count}`,
                ...(counted === 0 ? {} : { ExpressionAttributeNames: { '#shared': 'shared' } }),
                ExpressionAttributeValues: {
                  ...(kept.length === 0 ? {} : { ':kept': new Set(kept) }),
                  ...(counted === 0
                    ? {}
                    : { ':true': true, ':known': known + kept.length, ':counted': counted }),
                },
              },
            },
          ];
        }),
      );
    },

    /** Takes tokens away from customers; an item without owners disappears. A crowd stays shared. */
    async removeMany(ownerships: readonly Ownership[]): Promise<void> {
      const unwanted = groupByToken(ownerships);
      const present = await readItems([...unwanted.keys()]);
      const groups = [...unwanted].flatMap(([token, customerIds]) => {
        const item = present.get(token);
        if (item === undefined) return [];
        const leaving = [...customerIds].filter((id) => item.customerIds.has(id));
        return leaving.length === 0 ? [] : [{ token, item, leaving }];
      });
      const lost = await table.writeEach(
        groups.map(({ token, item, leaving }) => {
          const nobodyStays = leaving.length === item.customerIds.size && !item.shared;
          const owners = { ExpressionAttributeValues: { ':leaving': new Set(leaving) } };
          const Key = { pk: token };
          // Stops the removal of a token that another customer has taken meanwhile.
          return nobodyStays
            ? { Delete: { TableName, Key, ConditionExpression: 'customerIds = :leaving', ...owners } }
            : { Update: { TableName, Key, UpdateExpression: 'DELETE customerIds :leaving', ...owners } };
        }),
      );
      await mapWithLimit([...lost], CONCURRENT_CALLS, async (index) => {
        const group = groups[index];
        if (group === undefined) return;
        await table.update({
          Key: { pk: group.token },
          UpdateExpression: 'DELETE customerIds :leaving',
          ConditionExpression: 'attribute_exists(pk)',
          ExpressionAttributeValues: { ':leaving': new Set(group.leaving) },
        });
      });
      // Two removals at once may each have left the other's owner: the last one finds the item without any.
      const maybeEmpty = groups.filter(({ item, leaving }, index) => {
        return lost.has(index) || (leaving.length < item.customerIds.size && !item.shared);
      });
      await table.writeEach(
        maybeEmpty.map(({ token }) => ({
          Delete: {
            TableName,
            Key: { pk: token },
            ConditionExpression: 'attribute_not_exists(customerIds) AND attribute_not_exists(#shared)',
            ExpressionAttributeNames: { '#shared': 'shared' },
          },
        })),
      );
    },
  };
}

export type IdentityRepository = ReturnType<typeof createIdentityRepository>;

function ownersOf({ customerIds, shared, holders }: IdentityItem): TokenOwners {
  const isShared = shared || customerIds.size > MAX_CUSTOMERS_PER_TOKEN;
  return {
    customerIds: [...customerIds].sort().slice(0, MAX_CUSTOMERS_PER_TOKEN),
    shared: isShared,
    ...(isShared ? { holders: holders ?? customerIds.size } : {}),
  };
}

function groupByToken(ownerships: readonly Ownership[]): Map<string, Set<string>> {
  const groups = new Map<string, Set<string>>();
  for (const { token, customerId } of ownerships) {
    const group = groups.get(token);
    if (group === undefined) groups.set(token, new Set([customerId]));
    else group.add(customerId);
  }
  // In the order of the keys: neighbours are written together, which is less work for an embedded store.
  return new Map([...groups].sort(([a], [b]) => (a < b ? -1 : 1)));
}
