import { type Lookup, LookupSchema } from '../domain/lookup.ts';
import { lookupKey, lookupsPartition } from './keys.ts';
import { createTable, expiryOf, type TableDeps } from './table.ts';
import { TTL_ATTRIBUTE } from './tables.ts';

const KEPT_DAYS = 2 * 366;

/** Who looked up customers. Records are added and expire; nothing changes them. */
export function createLookupRepository(deps: TableDeps) {
  const table = createTable(deps);

  return {
    async add(lookup: Lookup): Promise<void> {
      const item = { ...lookup, [TTL_ATTRIBUTE]: expiryOf(lookup.at, KEPT_DAYS) };
      await table.putIf(
        { ...lookupKey(lookup), ...item },
        // Nobody overwrites a record, not even by chance.
        { expression: 'attribute_not_exists(pk)' },
      );
    },

    /** At most `limit` lookups of a month (`YYYY-MM`), the newest first, older than the given one. */
    async list(month: string, limit: number, before?: Pick<Lookup, 'at' | 'id'>): Promise<Lookup[]> {
      const lookups: Lookup[] = [];
      const newestFirst = table.query({
        KeyConditionExpression: before === undefined ? 'pk = :pk' : 'pk = :pk AND sk < :before',
        ExpressionAttributeValues: {
          ':pk': lookupsPartition(month),
          ...(before === undefined ? {} : { ':before': lookupKey(before).sk }),
        },
        ScanIndexForward: false,
        Limit: limit,
      });
      for await (const item of newestFirst) {
        lookups.push(LookupSchema.parse(item));
        if (lookups.length === limit) break;
      }
      return lookups;
    },
  };
}

export type LookupRepository = ReturnType<typeof createLookupRepository>;
