import * as z from 'zod';

const TextSchema = z.object({ ko: z.string(), en: z.string() });

/** `POST /v1/copy-check`: a draft, and how it is to go out as far as it is known. */
export const CopyCheckRequestSchema = z.strictObject({
  text: z.string().trim().min(1).max(2_000),
  channel: z.string().min(1).max(40).optional(),
  /** The hour of sending where the reader is. */
  at: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'not a time (HH:MM)')
    .optional(),
});
export type CopyCheckRequest = z.infer<typeof CopyCheckRequestSchema>;

/** What the checker found, phrases first; offsets are UTF-16 units in the text. */
export const CopyFindingListSchema = z.object({
  findings: z.array(
    z.object({
      rule: z.string(),
      severity: z.enum(['error', 'warning', 'notice']),
      match: z.object({ start: z.int().min(0), end: z.int().min(0), text: z.string() }).optional(),
      reason: TextSchema,
      instead: TextSchema,
      legalSource: z.string().optional(),
    }),
  ),
});
export type CopyFindingList = z.infer<typeof CopyFindingListSchema>;

/** `GET /v1/copy-check`: channels by the first of their names. */
export const CopyChannelListSchema = z.object({ channels: z.array(z.string()) });
export type CopyChannelList = z.infer<typeof CopyChannelListSchema>;
