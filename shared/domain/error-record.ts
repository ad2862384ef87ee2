import * as z from 'zod';

/**
 * Why one input could not be processed. Keeps line, field, reason and a hash of the line, never the value.
 */
export const ErrorRecordSchema = z.object({
  /** Where it came from: the drop's object name, the queue, the source. */
  origin: z.string(),
  line: z.int().min(1).optional(),
  id: z.string().optional(),
  field: z.string().optional(),
  code: z.string(),
  message: z.string(),
  /** sha256 of the raw line, hex. */
  inputHash: z.string().optional(),
  occurredAt: z.iso.datetime(),
});
export type ErrorRecord = z.infer<typeof ErrorRecordSchema>;
