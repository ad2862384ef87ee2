import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { withBenchDatabase } from './bench-database.ts';
import { firstLineOf } from './first-line-of.ts';

const CUSTOMERS = 50_000;

const ResultSchema = z.object({
  firstMs: z.number(),
  againMs: z.number(),
  new: z.literal(CUSTOMERS),
  unchanged: z.literal(CUSTOMERS),
  peakMb: z.number(),
});

/** Customers of a file into profiles and identity index. */
export interface ImportingRate {
  readonly customersPerSecond: number;
  /** The same file once more, where nothing has changed. */
  readonly unchangedPerSecond: number;
  readonly peakMb: number;
}

/**
 * Imports 50,000 generated customers, then the same file again, into the embedded DynamoDB on disk: the rows are read,
 * checked, tokenised and stored as in the function. Server and import are a process each, as on the local stack.
 */
export async function importingRate(): Promise<ImportingRate> {
  return withBenchDatabase(['customers', 'identity', 'state'], async ({ endpoint }) => {
    const script = fileURLToPath(new URL('./importing/import-customers.ts', import.meta.url));
    const line = await firstLineOf(script, [endpoint, String(CUSTOMERS)]);
    const result = ResultSchema.parse(JSON.parse(line));
    return {
      customersPerSecond: (CUSTOMERS / result.firstMs) * 1_000,
      unchangedPerSecond: (CUSTOMERS / result.againMs) * 1_000,
      peakMb: result.peakMb,
    };
  });
}
