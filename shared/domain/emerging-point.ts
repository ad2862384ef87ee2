import * as z from 'zod';
import { ChangeSchema } from './measure.ts';
import { QuoteSchema } from './quote.ts';

/** Something that customers suddenly speak of and the taxonomy has no code for: a proposal to a person. */
export const EmergingPointSchema = z.object({
  /** The same for the same leading phrase in every week. */
  id: z.string().regex(/^[0-9a-f]{16}$/),
  /** The clearest phrases of the cluster, joined by ` · `. */
  name: z.string().min(1),
  /** Clearest first. */
  terms: z.array(z.object({ term: z.string(), documents: z.int().min(0) })).min(1),
  documents: z.int().min(1),
  customers: z.int().min(0),
  negativeShare: z.number().min(0).max(1),
  /** Of the clearest phrase. */
  change: ChangeSchema,
  /** The first and last day of the period on which it was said. */
  firstDay: z.string(),
  lastDay: z.string(),
  evidence: z.array(QuoteSchema),
});
export type EmergingPoint = z.infer<typeof EmergingPointSchema>;

/** What a person made of a proposal. A dismissed one stays dismissed, under other words of the same cluster too. */
export const EmergingDecisionSchema = z.object({
  id: z.string(),
  name: z.string(),
  terms: z.array(z.string()).min(1),
  decision: z.enum(['accepted', 'dismissed']),
  /** The code that it became. */
  code: z.string().nullable(),
  at: z.iso.datetime(),
  by: z.string().min(1),
});
export type EmergingDecision = z.infer<typeof EmergingDecisionSchema>;
