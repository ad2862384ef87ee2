import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { createDocumentClient } from '../../shared/runtime/clients.ts';
import { withBenchDatabase } from './bench-database.ts';
import { firstLineOf } from './first-line-of.ts';
import { storeWeeks } from './publishing/store-weeks.ts';

const WEEK = '2026-W46';

const ResultSchema = z.object({
  ms: z.number(),
  cpuMs: z.number(),
  peakMb: z.number(),
  documents: z.int(),
  points: z.int(),
});

/** The publication of one weekly review. */
export interface PublishingRate {
  readonly documents: number;
  readonly seconds: number;
  /** Of the publication alone, without the server: what a busy machine does not change. */
  readonly processorSeconds: number;
  readonly peakMb: number;
}

/**
 * Publishes the review of a week of so many documents, with four such weeks before it, from the embedded DynamoDB on
 * disk: read, measured, rendered and stored as in the function. Roll-ups, contributions and documents are written
 * directly; server and publication are a process each.
 */
export async function publishingRate(documents: number): Promise<PublishingRate> {
  const tables = ['contributions', 'documents', 'rollups', 'archive', 'insights'] as const;
  return withBenchDatabase(tables, async ({ endpoint, client }) => {
    await storeWeeks(createDocumentClient(client), WEEK, documents);
    const script = fileURLToPath(new URL('./publishing/publish-week.ts', import.meta.url));
    const result = ResultSchema.parse(JSON.parse(await firstLineOf(script, [endpoint, WEEK])));
    if (result.documents !== documents)
      throw new Error(`the review counted ${result.documents} of ${documents} documents`);
    return {
      documents,
      seconds: result.ms / 1_000,
      processorSeconds: result.cpuMs / 1_000,
      peakMb: result.peakMb,
    };
  });
}
