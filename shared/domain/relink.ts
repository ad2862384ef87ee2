import * as z from 'zod';

/** A customer of whom something has changed, with the tokens that are no longer theirs. */
export const ChangedCustomerSchema = z.object({
  customerId: z.string().min(1),
  formerTokens: z.array(z.string().min(1)),
});
export type ChangedCustomer = z.infer<typeof ChangedCustomerSchema>;

/** The messages of the relinks queue: customers whose documents are to be found, or documents to link again. */
export const RelinkMessageSchema = z.union([
  z.object({ changedCustomers: z.array(ChangedCustomerSchema) }),
  z.object({ relinkDocuments: z.array(z.string().min(1)) }),
]);
export type RelinkMessage = z.infer<typeof RelinkMessageSchema>;
