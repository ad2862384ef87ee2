import * as z from 'zod';
import { HesitationCodeSchema, SourceKindSchema, UrgencySchema } from './taxonomy.ts';

/** A negative voice of a known customer that somebody should answer, and by when. */
export const FastFollowSchema = z.object({
  customerId: z.string(),
  documentKey: z.string(),
  source: SourceKindSchema,
  publishedAt: z.iso.datetime(),
  dueAt: z.iso.datetime(),
  urgency: UrgencySchema,
  /** The first reason to hesitate, where the voice gives one. */
  code: HesitationCodeSchema.nullable(),
  /** Whole days between the purchase and the voice; null where it is not about a purchase. */
  daysSincePurchase: z.int().min(0).nullable(),
});
export type FastFollow = z.infer<typeof FastFollowSchema>;

/** A customer to whom nothing should be sold for now. */
export const HoldSchema = z.object({
  customerId: z.string(),
  until: z.iso.datetime(),
  code: HesitationCodeSchema.nullable(),
  documentKey: z.string(),
});
export type Hold = z.infer<typeof HoldSchema>;

/** A customer who complains of the same thing again. */
export const RepeatComplaintSchema = z.object({
  customerId: z.string(),
  code: HesitationCodeSchema,
  voices: z.int().min(2),
  firstAt: z.iso.datetime(),
  lastAt: z.iso.datetime(),
  documentKeys: z.array(z.string()),
});
export type RepeatComplaint = z.infer<typeof RepeatComplaintSchema>;

/** How likely a customer is to leave, in points whose parts add up to the score. */
export const ChurnRiskSchema = z.object({
  customerId: z.string(),
  score: z.int().min(0).max(100),
  band: z.enum(['high', 'medium', 'low']),
  parts: z.object({
    recency: z.int().min(0),
    frequency: z.int().min(0),
    voices: z.int().min(0),
    reasons: z.int().min(0),
  }),
  negativeVoices: z.int().min(1),
  codes: z.array(HesitationCodeSchema),
  lastAt: z.iso.datetime(),
  documentKeys: z.array(z.string()),
});
export type ChurnRisk = z.infer<typeof ChurnRiskSchema>;

/** What follows from voices that are surely linked to a customer. For cx and admin only: it names customers. */
export const FollowUpsSchema = z.object({
  generatedAt: z.iso.datetime(),
  /** The earliest due first. */
  fastFollows: z.array(FastFollowSchema),
  /** By customer ID: "do not send upsell to this person now". */
  holds: z.array(HoldSchema),
  /** Most voices first. */
  repeats: z.array(RepeatComplaintSchema),
  /** Highest score first; consenting customers only. */
  churnRisks: z.array(ChurnRiskSchema),
  /** Customers with a negative voice who are left out of `churnRisks`, because they have not consented to analytics. */
  withoutConsent: z.int().min(0),
});
export type FollowUps = z.infer<typeof FollowUpsSchema>;
