import { type ErasureReceipt, ErasureReceiptSchema } from '../domain/erasure.ts';
import { ERASURES_PARTITION, erasureKey } from './keys.ts';
import { createTable, type TableDeps } from './table.ts';

const MAX_LISTED = 100;

/** Receipts of erasures: who asked when, and what was done. They name no customer and are kept. */
export function createErasureRepository(deps: TableDeps) {
  const table = createTable(deps);

  return {
    async save(receipt: ErasureReceipt): Promise<void> {
      await table.put({ ...erasureKey(receipt), ...receipt });
    },

    async get(of: Pick<ErasureReceipt, 'requestedAt' | 'id'>): Promise<ErasureReceipt | undefined> {
      const item = await table.get(erasureKey(of));
      return item === undefined ? undefined : ErasureReceiptSchema.parse(item);
    },

    /** The newest receipts first. */
    async list(): Promise<ErasureReceipt[]> {
      const receipts: ErasureReceipt[] = [];
      const newestFirst = table.query({
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': ERASURES_PARTITION },
        ScanIndexForward: false,
        Limit: MAX_LISTED,
      });
      for await (const item of newestFirst) {
        receipts.push(ErasureReceiptSchema.parse(item));
        if (receipts.length === MAX_LISTED) break;
      }
      return receipts;
    },
  };
}

export type ErasureRepository = ReturnType<typeof createErasureRepository>;
