import * as z from 'zod';
import { MAX_CUSTOMERS_PER_TOKEN } from '../linking/evidence.ts';
import { createTable, type TableDeps } from './table.ts';

/** Who owns a token. `shared`: more customers than are kept. */
export interface TokenOwners {
  readonly customerIds: readonly string[];
  readonly shared: boolean;
  /** About how many customers own it, where it is shared. */
  readonly holders?: number | undefined;
}

const IdentityItemSchema = z.object({
  pk: z.string(),
  customerIds: z.set(z.string()).default(new Set()),
  shared: z.boolean().default(false),
  holders: z.number().optional(),
});

/** The identity index: keyed token → customer IDs. Holds no raw identifier. */
export function createIdentityRepository(deps: TableDeps) {
  const table = createTable(deps);

  return {
    /** The owners of the tokens that have any. */
    async lookup(tokens: readonly string[]): Promise<Map<string, TokenOwners>> {
      const items = await table.getMany(tokens.map((pk) => ({ pk })));
      return new Map(
        items.map((item) => {
          const { pk, customerIds, shared, holders } = IdentityItemSchema.parse(item);
          return [pk, { customerIds: [...customerIds].sort(), shared, holders }];
        }),
      );
    },

    /** Makes the customer an owner of the token; repeating it changes nothing. */
    async add(token: string, customerId: string): Promise<void> {
      const added = await table.update({
        Key: { pk: token },
        UpdateExpression: 'ADD customerIds :one',
        // Keeps the set small: who comes ninth only makes the token a shared one.
        ConditionExpression:
          'attribute_not_exists(customerIds) OR size(customerIds) < :max OR contains(customerIds, :id)',
        ExpressionAttributeValues: {
          ':one': new Set([customerId]),
          ':max': MAX_CUSTOMERS_PER_TOKEN,
          ':id': customerId,
        },
      });
      if (added !== null) return;
      await table.update({
        Key: { pk: token },
        // A repetition after a crash counts one twice: the number only says how common a name is.
        UpdateExpression: 'SET #shared = :true, holders = if_not_exists(holders, :max) + :one',
        ExpressionAttributeNames: { '#shared': 'shared' },
        ExpressionAttributeValues: { ':true': true, ':max': MAX_CUSTOMERS_PER_TOKEN, ':one': 1 },
      });
    },

    /** The customer no longer owns the token; an item without owners disappears. A shared token stays shared. */
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
  };
}

export type IdentityRepository = ReturnType<typeof createIdentityRepository>;
