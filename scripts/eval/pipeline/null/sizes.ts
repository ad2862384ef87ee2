import { readFile } from 'node:fs/promises';
import * as z from 'zod';

/** What the real pipeline wrote for the same documents, on average: bytes, and writes per document. */
export const SizesSchema = z.object({
  recordBytes: z.int(),
  analysedBytes: z.int(),
  documentBytes: z.int(),
  contributionBytes: z.int(),
  postings: z.number(),
});
export type Sizes = z.infer<typeof SizesSchema>;

export async function readSizes(): Promise<Sizes> {
  return SizesSchema.parse(JSON.parse(await readFile(new URL('./sizes.json', import.meta.url), 'utf8')));
}
