import * as z from 'zod';
import { LinkProfileSchema } from './link-profile.ts';
import { IdentifierKindSchema } from './record.ts';

const emptyToUndefined = (value: unknown) => (value === null || value === '' ? undefined : value);
const optionalText = z.preprocess(emptyToUndefined, z.string().max(1_000).optional());

const YES: ReadonlySet<string> = new Set(['true', 'y', 'yes', '1', '동의', '수신동의', '예']);

/** Consent is given only by a clear yes; empty means no. */
const ConsentSchema = z.preprocess(
  (value) => (typeof value === 'string' ? YES.has(value.trim().toLowerCase()) : (value ?? false)),
  z.boolean(),
);

export const OrderSchema = z.object({
  no: z.union([z.string().min(1), z.number().transform(String)]),
  date: z.string().min(1),
  amount: z.number().optional(),
});

const ScoreSchema = z.int().min(1).max(5);
const optionalScore = z.preprocess(
  (value) => (typeof value === 'string' && value.trim() !== '' ? Number(value) : emptyToUndefined(value)),
  ScoreSchema.optional(),
);

/** How recently, how often and for how much a customer buys: 1 (least) to 5 (most). */
export const RfmSchema = z.object({
  recency: ScoreSchema,
  frequency: ScoreSchema,
  monetary: ScoreSchema.optional(),
});
export type Rfm = z.infer<typeof RfmSchema>;

/** What a spreadsheet makes of a long number: 1.23E+15. */
export const SHORTENED_NUMBER = /^\d(?:\.\d+)?E\+?\d+$/i;
export const SHORTENED_NUMBER_REASON =
  'is a number that a spreadsheet has shortened; format the column as text and export it again';

/** More orders than this in one row are not read: their tokens would not fit into an item. */
const MAX_ORDERS = 1_000;

/** One row of a customers CSV. Personal values live only inside the import. */
export const CustomerRowSchema = z.object({
  customerId: z
    .string()
    .min(1)
    .max(200)
    // Many rows would get the same shortened ID and with it each other's voices.
    .refine((id) => !SHORTENED_NUMBER.test(id), SHORTENED_NUMBER_REASON),
  name: optionalText,
  phone: optionalText,
  email: optionalText,
  nickname: optionalText,
  appUserId: optionalText,
  zendeskUserId: optionalText,
  appVersion: optionalText,
  deviceModel: optionalText,
  signupAt: optionalText,
  lastPurchaseAt: optionalText,
  /** When the CRM last touched the row; only the report of the import uses it. */
  updatedAt: optionalText,
  orders: z.preprocess((value, context) => {
    const present = emptyToUndefined(value) ?? [];
    if (typeof present !== 'string') return present;
    try {
      return JSON.parse(present);
    } catch {
      context.addIssue({ code: 'custom', message: 'is not a JSON array', input: undefined });
      return z.NEVER;
    }
  }, z.array(OrderSchema).max(MAX_ORDERS)),
  consentAnalytics: ConsentSchema,
  consentMarketing: ConsentSchema,
  consentNight: ConsentSchema,
  lifecycleStage: optionalText,
  segment: optionalText,
  acquisitionChannel: optionalText,
  /** Scores of the CRM's own; where they are missing they are computed from the orders. */
  rfmRecency: optionalScore,
  rfmFrequency: optionalScore,
  rfmMonetary: optionalScore,
});
export type CustomerRow = z.infer<typeof CustomerRowSchema>;

/** What the store keeps of a customer: keyed tokens and attributes, nothing that identifies a person outside the CRM. */
export const CustomerProfileSchema = z.object({
  customerId: z.string().min(1),
  tokens: z.array(z.object({ kind: IdentifierKindSchema, token: z.string().min(1) })),
  /** What the linker compares; absent on profiles that were written before it was. */
  link: LinkProfileSchema.optional(),
  consentAnalytics: z.boolean(),
  consentMarketing: z.boolean(),
  consentNight: z.boolean(),
  lifecycleStage: z.string().optional(),
  segment: z.string().optional(),
  acquisitionChannel: z.string().optional(),
  signupAt: z.string().optional(),
  lastPurchaseAt: z.string().optional(),
  orderCount: z.int().min(0),
  appVersion: z.string().optional(),
  deviceModel: z.string().optional(),
  rfm: RfmSchema.optional(),
  /** Other IDs of the same person, sorted; not part of what a row says. */
  alternateIds: z.array(z.string()).optional(),
  /** The ID under which the person's accounts are counted as one; absent where it is this one. */
  primaryId: z.string().optional(),
});
export type CustomerProfile = z.infer<typeof CustomerProfileSchema>;
