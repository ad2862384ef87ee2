import * as z from 'zod';
import { PlannedTestSchema } from './insight.ts';
import { FunnelStageSchema, HesitationCodeSchema } from './taxonomy.ts';

/** A message text that a person has accepted (and may have edited), on its way to the messaging tool as a draft. */
export const MessageDraftSchema = z.object({
  /** Of the draft; the same draft sent again keeps it. */
  id: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'letters, digits, - and _, up to 64'),
  suggestionId: z.string().min(1),
  week: z.string().regex(/^\d{4}-W\d{2}$/),
  code: HesitationCodeSchema,
  stage: FunnelStageSchema,
  segment: z.string().min(1).max(200),
  /** The customers' own words that the text answers. */
  phrase: z.string().min(1).max(200),
  text: z.string().min(1).max(2_000),
  /**
   * How many to send to find out whether it works; null where the archive has nothing to compare with, and in drafts
   * that an earlier version has queued.
   */
  test: PlannedTestSchema.nullable().default(null),
});
export type MessageDraft = z.infer<typeof MessageDraftSchema>;
