import * as z from 'zod';

export const LINK_VERDICTS = ['confirmed', 'rejected'] as const;

/** What a person said of a suggested link: is this customer the author of this voice? */
export const LinkDecisionSchema = z.object({
  customerId: z.string().min(1),
  verdict: z.enum(LINK_VERDICTS),
  /** Who decided: the subject of a session. */
  by: z.string().min(1).max(200),
  at: z.iso.datetime(),
  /** Why, in the reviewer's words; must not hold personal data (the API redacts it). */
  reason: z.string().max(500).optional(),
  /** The evidence that was judged, see `evidencePattern`. */
  pattern: z.string().min(1),
});
export type LinkDecision = z.infer<typeof LinkDecisionSchema>;

/** How often people confirmed and rejected suggestions that rest on one pattern of evidence. Names nobody. */
export const ReviewCountsSchema = z.object({ confirmed: z.int().min(0), rejected: z.int().min(0) });
export type ReviewCounts = z.infer<typeof ReviewCountsSchema>;

/** By pattern of evidence. */
export type ReviewExperience = Readonly<Record<string, ReviewCounts>>;
