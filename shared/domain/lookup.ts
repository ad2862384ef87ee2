import * as z from 'zod';

/** What was opened: the voice of one customer, or the lists of customers to answer or to leave alone. */
export const LOOKUP_ACTIONS = ['voice', 'follow-ups', 'link-review'] as const;

/**
 * That somebody looked up customers: who, when, from where, whom, by what; no content. Kept for two years, as the Korean
 * standard for the safety of personal data asks of those who hold more than 50,000 people.
 * @see 개인정보의 안전성 확보조치 기준 제8조 (개인정보보호위원회고시)
 */
export const LookupSchema = z.object({
  id: z.string(),
  at: z.iso.datetime(),
  /** Subject of the session, and the name it carries. */
  subject: z.string(),
  name: z.string().nullable(),
  address: z.string(),
  action: z.enum(LOOKUP_ACTIONS),
  /** The voice that was opened. */
  documentKey: z.string().optional(),
  /** How many customers this record names; their `customerRef`s, at most {@link MAX_LOOKUP_REFS}. */
  customers: z.int().min(1),
  customerRefs: z.array(z.string()),
});
export type Lookup = z.infer<typeof LookupSchema>;

export const MAX_LOOKUP_REFS = 2_000;
