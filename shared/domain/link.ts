import * as z from 'zod';

export const LINK_STATUSES = ['linked', 'candidate', 'unlinked'] as const;
export const LinkStatusSchema = z.enum(LINK_STATUSES);
export type LinkStatus = z.infer<typeof LinkStatusSchema>;

export const LinkEvidenceSchema = z.object({ kind: z.string().min(1), weight: z.number() });
export type LinkEvidence = z.infer<typeof LinkEvidenceSchema>;

/** Who wrote a voice, with how sure we are and why. `customerId` is null exactly when unlinked. */
export const LinkResultSchema = z
  .object({
    customerId: z.string().nullable(),
    status: LinkStatusSchema,
    /** P(the author is `customerId`), 0…1. */
    confidence: z.number().min(0).max(1),
    evidence: z.array(LinkEvidenceSchema),
    /** When a person decided it, ISO 8601; absent where only the linker did. The latest decision wins over any reckoning. */
    decidedAt: z.iso.datetime().optional(),
  })
  .refine((link) => (link.status === 'unlinked') === (link.customerId === null), {
    message: 'customerId is null exactly when the status is unlinked',
  });
export type LinkResult = z.infer<typeof LinkResultSchema>;

/** Nobody we know, or nobody any more. */
export const UNLINKED: LinkResult = { customerId: null, status: 'unlinked', confidence: 0, evidence: [] };

/** One output line of `voc link`. `documentId` is the input's id, verbatim. */
export type DocumentLink = LinkResult & { documentId: string };
