import * as z from 'zod';
import { IsoTimeSchema } from './input-document.ts';
import { suggestionOfTags } from './suggestion-tag.ts';
import { FunnelStageSchema } from './taxonomy.ts';

const emptyToUndefined = (value: unknown) => (value === null || value === '' ? undefined : value);
const CountSchema = z.preprocess(emptyToUndefined, z.coerce.number().int().min(0).default(0));

const FieldsSchema = z
  .object({
    messageId: z.string().min(1).max(200),
    campaign: z.string().min(1).max(300),
    variant: z.preprocess(emptyToUndefined, z.string().max(100).optional()),
    sentAt: IsoTimeSchema,
    channel: z.string().min(1).max(100),
    segment: z.preprocess(emptyToUndefined, z.string().max(200).optional()),
    stage: z.preprocess(emptyToUndefined, FunnelStageSchema.optional()),
    text: z.string().min(1).max(5_000),
    /** The suggestion that it tries out; a draft made from one carries it. */
    suggestionId: z.preprocess(emptyToUndefined, z.string().max(100).optional()),
    hasImage: z.preprocess(
      (value) =>
        typeof value === 'string'
          ? ['true', 'y', 'yes', '1'].includes(value.trim().toLowerCase())
          : (value ?? false),
      z.boolean(),
    ),
    sent: CountSchema,
    delivered: CountSchema,
    opened: CountSchema,
    clicked: CountSchema,
    converted: CountSchema,
    unsubscribed: CountSchema,
    complaints: CountSchema,
  })
  .refine((message) => message.delivered <= message.sent, {
    path: ['delivered'],
    message: 'is more than sent',
  });

/**
 * One row of the archive of our own sent messages, with its results. A tag `voc:<suggestion id>`, in `suggestionId` or
 * among `tags`, says which suggestion it tries out.
 */
export const SentMessageSchema = z.preprocess(withSuggestionOfTags, FieldsSchema);
export type SentMessage = z.infer<typeof SentMessageSchema>;

function withSuggestionOfTags(row: unknown): unknown {
  if (typeof row !== 'object' || row === null) return row;
  const { suggestionId, tags }: { suggestionId?: unknown; tags?: unknown } = row;
  const tagged =
    suggestionOfTags(suggestionId) ??
    (emptyToUndefined(suggestionId) === undefined ? suggestionOfTags(tags) : undefined);
  return tagged === undefined ? row : { ...row, suggestionId: tagged };
}
