import * as z from 'zod';
import { FunnelStageSchema, HesitationCodeSchema } from './taxonomy.ts';

/** A customer who stands at a hesitation point and may be written to. */
export const AudienceMemberSchema = z.object({
  customerId: z.string(),
  /** Whether advertising may reach them at night (21–8 o'clock). */
  nightAllowed: z.boolean(),
  /** When they said so last. */
  saidAt: z.iso.datetime(),
  documentKey: z.string(),
});
export type AudienceMember = z.infer<typeof AudienceMemberSchema>;

/** The customers of one hesitation point, and what answers their reason. */
export const AudienceListSchema = z.object({
  /** `code.stage`, as that of the hesitation point. */
  pointId: z.string(),
  code: HesitationCodeSchema,
  stage: FunnelStageSchema,
  /** A text with 〔 〕 where a person fills facts in. */
  guide: z.string(),
  /** By customer ID. */
  members: z.array(AudienceMemberSchema),
});
export type AudienceList = z.infer<typeof AudienceListSchema>;

/** Which lists customers have been on in an ISO week (none: only before it): what the fatigue cap counts. */
export const AudienceLedgerSchema = z.object({
  week: z.string(),
  pointIds: z.record(z.string(), z.array(z.string())),
  /** When those who are on no list any more were first missed; they are named for four weeks. */
  leftAt: z.record(z.string(), z.iso.datetime()).optional(),
});
export type AudienceLedger = z.infer<typeof AudienceLedgerSchema>;

/** Why there is nobody to write to. */
export const EMPTY_AUDIENCE_REASONS = ['nobody-hesitates', 'nobody-consents', 'all-held-back'] as const;

/** Whom a message may help, by hesitation point. For cx and admin only: it names customers. */
export const AudienceSchema = z.object({
  generatedAt: z.iso.datetime(),
  /** Most members first. */
  lists: z.array(AudienceListSchema),
  /** Customers who stand at a point and are on no list, by the first reason that holds. */
  excluded: z.object({
    withoutConsent: z.int().min(0),
    onHold: z.int().min(0),
    wantsFewer: z.int().min(0),
    overCap: z.int().min(0),
  }),
  /** Null where there is somebody. */
  emptyBecause: z.enum(EMPTY_AUDIENCE_REASONS).nullable(),
  /** On a list before and on none now: the messaging tool should forget their point. */
  left: z.array(z.string()),
  ledger: AudienceLedgerSchema,
});
export type Audience = z.infer<typeof AudienceSchema>;
