import type { ImportTally } from '../../shared/customers/import-tally.ts';
import { mapWithLimit } from '../../shared/runtime/map-with-limit.ts';
import type { ImportRow, StoredRow } from './store-customers.ts';

/** What is read and written at once: more would be no faster and takes more memory. */
const CHUNK_ROWS = 500;
/** While one chunk computes, another one's requests are under way. */
const CONCURRENT_CHUNKS = 3;
/** A file that names more customers is searched for repeated IDs up to here only. */
const MAX_KNOWN_IDS = 250_000;

export const BLOCK_ROWS = CHUNK_ROWS * CONCURRENT_CHUNKS;

export type StoreCustomers = (
  rows: readonly ImportRow[],
  run: { remainingTimeMs: () => number; confirm: boolean },
) => Promise<StoredRow[]>;

/** Stores blocks of rows and counts what became of them. */
export function createRowImport(
  store: StoreCustomers,
  tally: ImportTally,
  run: { remainingTimeMs: () => number; confirm: boolean },
) {
  const ids = new Set<string>();
  return async (rows: readonly ImportRow[]): Promise<void> => {
    const latest = new Map<string, ImportRow>();
    for (const one of rows) {
      const { customerId } = one.row;
      if (ids.has(customerId)) tally.repeated(one.version.line);
      else if (ids.size < MAX_KNOWN_IDS) ids.add(customerId);
      // Of one file the last row of a customer counts.
      latest.set(customerId, one);
    }
    const distinct = [...latest.values()];
    const chunks = Array.from({ length: Math.ceil(distinct.length / CHUNK_ROWS) }, (_, index) =>
      distinct.slice(index * CHUNK_ROWS, (index + 1) * CHUNK_ROWS),
    );
    const stored = await mapWithLimit(chunks, CONCURRENT_CHUNKS, (chunk) => store(chunk, run));
    for (const one of stored.flat()) tally.stored(one);
  };
}
