import * as z from 'zod';

const CountSchema = z.int().min(0);

/** How often, and in which lines first. Lines are numbers of the file, never content. */
const LinesSchema = z.object({ count: CountSchema, lines: z.array(z.int().min(1)) });

/** Why a value, or with it the whole row, is of no use. */
export const IMPORT_REASONS = [
  'unreadable-line',
  'missing',
  'wrong-form',
  'shortened-number',
  'not-a-phone-number',
  'placeholder',
  'not-an-email',
  'says-nothing',
  'unreadable-date',
  'date-in-the-future',
] as const;
export const ImportReasonSchema = z.enum(IMPORT_REASONS);
export type ImportReason = z.infer<typeof ImportReasonSchema>;

/** Why a customer is most likely not an active one. */
export const STALE_REASONS = ['no-purchase-for-2-years', 'not-updated-for-2-years', 'test-account'] as const;
export const StaleReasonSchema = z.enum(STALE_REASONS);
export type StaleReason = z.infer<typeof StaleReasonSchema>;

export const CONSENT_FIELDS = ['consentAnalytics', 'consentMarketing', 'consentNight'] as const;

/** What a customer import found. Holds counts, field names and line numbers; nothing of a person. */
export const ImportReportSchema = z.object({
  id: z.string(),
  kind: z.enum(['file', 'source']),
  /** The uploaded file, or the source's ID. */
  name: z.string(),
  state: z.enum(['running', 'complete']),
  startedAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  /** Of when the rows are; of two imports the later one counts. */
  asOf: z.iso.datetime(),
  /** The last line that was handled. */
  lastLine: CountSchema,
  rows: CountSchema,
  rejectedRows: CountSchema,
  outcomes: z.object({
    new: CountSchema,
    changed: CountSchema,
    unchanged: CountSchema,
    outdated: CountSchema,
    removed: CountSchema,
  }),
  /** Values of no use, the most frequent first. `rowRejected`: the row was not imported because of it. */
  invalid: z.array(
    LinesSchema.extend({ field: z.string(), reason: ImportReasonSchema, rowRejected: z.boolean() }),
  ),
  /** How many rows have no value; `absent` where no row has one, most likely because there is no such column. */
  missing: z.array(z.object({ field: z.string(), count: CountSchema, absent: z.boolean() })),
  /** Rows with an ID that an earlier row of the file has, and customers of whom another account is known. */
  duplicates: z.object({ repeatedIds: LinesSchema, samePerson: LinesSchema }),
  stale: z.array(LinesSchema.extend({ reason: StaleReasonSchema })),
  /** `absent`: no row says anything, so nobody has consented and every list that needs this consent is empty. */
  consents: z.array(z.object({ field: z.enum(CONSENT_FIELDS), yes: CountSchema, absent: z.boolean() })),
});
export type ImportReport = z.infer<typeof ImportReportSchema>;
