import * as z from 'zod';
import { RateDifferenceSchema } from './rate-difference.ts';

/** What came back of a suggestion that was sent. */
export const SuggestionOutcomeSchema = z.object({
  suggestionId: z.string(),
  pointId: z.string(),
  /** Messages that tried it, and those of the same campaigns that did not. */
  messageIds: z.array(z.string()),
  controlIds: z.array(z.string()),
  firstSentAt: z.iso.datetime(),
  /** `before`: the control; `after`: the new words. Absent without a control, or where a message tells more than it delivered. */
  click: RateDifferenceSchema.optional(),
  conversion: RateDifferenceSchema.optional(),
  /** Did fewer voices hesitate at the point after it was sent? Of as many days before as after. */
  doubt: RateDifferenceSchema.extend({ days: z.int().min(0) }),
});
export type SuggestionOutcome = z.infer<typeof SuggestionOutcomeSchema>;
