import * as z from 'zod';
import { RateDifferenceSchema } from './rate-difference.ts';
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

/** What came back of accepted words that were sent: see `SuggestionOutcomeSchema`, with the words and the messages. */
export const PointOutcomeSchema = z.object({
  suggestionId: z.string(),
  /** The accepted words. */
  text: z.string(),
  firstSentAt: z.iso.datetime(),
  /** Messages that tried the words, and others of the same campaigns that did not. */
  tried: z.array(PointMessageSchema),
  control: z.array(PointMessageSchema),
  /** `before`: the control; `after`: the new words. Absent without a control. */
  click: RateDifferenceSchema.optional(),
  conversion: RateDifferenceSchema.optional(),
  /** Voices at the point per voice, of as many days before as after the first sending. */
  doubt: RateDifferenceSchema.extend({ days: z.int().min(0) }),
});
export type PointOutcome = z.infer<typeof PointOutcomeSchema>;
