import * as z from 'zod';
import { ReadingSchema } from './analysis.ts';
import { LinkResultSchema } from './link.ts';
import { VocRecordSchema } from './record.ts';

/** One voice at rest: the redacted record, its reading, its link, and where it is counted. */
export const StoredDocumentSchema = z.object({
  record: VocRecordSchema,
  reading: ReadingSchema,
  link: LinkResultSchema,
  revision: z.string().min(1),
  day: z.string(),
  bucket: z.string(),
  shard: z.int().min(0),
  /** Buckets that counted it before an earlier publication time was seen; their contributions must be gone. */
  formerBuckets: z.array(z.object({ day: z.string(), bucket: z.string() })),
});
export type StoredDocument = z.infer<typeof StoredDocumentSchema>;
