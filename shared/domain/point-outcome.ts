import * as z from 'zod';
import { SuggestionOutcomeSchema } from './suggestion-outcome.ts';
import { FunnelStageSchema } from './taxonomy.ts';

/** A message of our own archive, as far as a reader needs it to judge what it did. */
export const PointMessageSchema = z.object({
  messageId: z.string(),
  campaign: z.string(),
  variant: z.string().optional(),
  sentAt: z.string(),
  channel: z.string(),
  segment: z.string().optional(),
  stage: FunnelStageSchema.optional(),
  text: z.string(),
  delivered: z.int().min(0),
  clicked: z.int().min(0),
  converted: z.int().min(0),
});
export type PointMessage = z.infer<typeof PointMessageSchema>;

/** What came back of accepted words that were sent, with the words and the messages themselves. */
export const PointOutcomeSchema = SuggestionOutcomeSchema.extend({
  /** The accepted words. */
  text: z.string(),
  /** Those of `messageIds` and of `controlIds`, a few of each. */
  tried: z.array(PointMessageSchema),
  control: z.array(PointMessageSchema),
});
export type PointOutcome = z.infer<typeof PointOutcomeSchema>;
