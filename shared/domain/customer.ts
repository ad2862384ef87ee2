import * as z from 'zod';
import { LinkProfileSchema } from './link-profile.ts';
import { IdentifierKindSchema } from './record.ts';

const emptyToUndefined = (value: unknown) => (value === null || value === '' ? undefined : value);
const optionalText = z.preprocess(emptyToUndefined, z.string().max(1_000).optional());

/** Consent is given only by a clear yes; empty means no. */
const ConsentSchema = z.preprocess(
  (value) =>
    typeof value === 'string'
      ? ['true', 'y', 'yes', '1'].includes(value.trim().toLowerCase())
      : (value ?? false),
  z.boolean(),
);

export const OrderSchema = z.object({
  no: z.union([z.string().min(1), z.number().transform(String)]),
  date: z.string().min(1),
  amount: z.number().optional(),
});

/** One row of a customers CSV. Personal values live only inside the import. */
export const CustomerRowSchema = z.object({
  customerId: z.string().min(1).max(200),
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
  orders: z.preprocess((value, context) => {
    const present = emptyToUndefined(value) ?? [];
    if (typeof present !== 'string') return present;
    try {
      return JSON.parse(present);
    } catch {
      context.addIssue({ code: 'custom', message: 'is not a JSON array', input: undefined });
      return z.NEVER;
    }
  }, z.array(OrderSchema)),
  consentAnalytics: ConsentSchema,
  consentMarketing: ConsentSchema,
  consentNight: ConsentSchema,
  lifecycleStage: optionalText,
  segment: optionalText,
  acquisitionChannel: optionalText,
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
});
export type CustomerProfile = z.infer<typeof CustomerProfileSchema>;
