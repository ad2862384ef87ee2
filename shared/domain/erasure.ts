import * as z from 'zod';

const CountSchema = z.int().min(0);

/** Point-in-time backups of the tables and older versions of reports reach back so far. */
export const BACKUP_DAYS = 35;

/** What the erasure of a customer has done. The receipt itself names nobody: the customer is a keyless hash of the ID. */
export const ErasureReceiptSchema = z.object({
  id: z.string(),
  /** `customerRef` of the erased ID; the same as in contributions. */
  customerRef: z.string(),
  /** Who asked: the subject of a session, or the command line. */
  requestedBy: z.string(),
  requestedAt: z.iso.datetime(),
  state: z.enum(['running', 'complete']),
  finishedAt: z.iso.datetime().nullable(),
  /** Gone from every table now. */
  gone: z.object({
    profiles: CountSchema,
    tokens: CountSchema,
    /** Links taken off voices, and the customer's reference off what they add to the counts. */
    documents: CountSchema,
    contributions: CountSchema,
    /** What people decided about links to this customer. */
    decisions: CountSchema.default(0),
  }),
  /** What is still to come, by itself. */
  later: z.array(z.object({ what: z.enum(['backups', 'follow-up-lists']), until: z.iso.datetime() })),
});
export type ErasureReceipt = z.infer<typeof ErasureReceiptSchema>;

/** The order to erase a customer, as it travels to the function that does it. */
export const ErasureOrderSchema = z.object({
  customerId: z.string().min(1).max(200),
  receipt: ErasureReceiptSchema,
  after: z.string().nullable(),
  claim: z.string().nullable(),
});
export type ErasureOrder = z.infer<typeof ErasureOrderSchema>;
