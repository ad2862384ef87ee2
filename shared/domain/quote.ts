import * as z from 'zod';
import { SentimentLabelSchema, SourceKindSchema } from './taxonomy.ts';

/** A redacted quote and where it comes from. `highlights` are offsets in `text`. */
export const QuoteSchema = z.object({
  documentKey: z.string(),
  id: z.string(),
  text: z.string(),
  source: SourceKindSchema,
  connector: z.string(),
  day: z.string(),
  rating: z.number().optional(),
  url: z.string().optional(),
  sentiment: SentimentLabelSchema,
  highlights: z.array(z.object({ start: z.int().min(0), end: z.int().min(0) })),
});
export type Quote = z.infer<typeof QuoteSchema>;
