import * as z from 'zod';
import type { KeywordSuggestion } from '../../shared/domain/insight.ts';
import { ArchiveEffectSchema } from '../../shared/domain/message-effect.ts';
import { PointOutcomeSchema } from '../../shared/domain/point-outcome.ts';
import { HesitationCodeSchema } from '../../shared/domain/taxonomy.ts';
import type { ApiDeps } from './ports.ts';
import { newestPublishedWeek, publishedReview } from './published-review.ts';

/** Only what lists are cut by, and what is checked anew; see published-review.ts. */
const MessagePartsSchema = z.object({
  keywords: z.array(z.custom<KeywordSuggestion>((keyword) => KeySchema.safeParse(keyword).success)),
  // Reviews made before have none; those of another form are not told.
  effects: z.array(ArchiveEffectSchema).catch([]),
  points: z.array(
    z.object({
      id: z.string(),
      code: HesitationCodeSchema,
      outcomes: z.array(PointOutcomeSchema).catch([]),
    }),
  ),
});
const KeySchema = z.looseObject({ id: z.string(), pointId: z.string(), said: z.int() });

/** What a review says of messages. */
export type MessageParts = z.infer<typeof MessagePartsSchema>;
const NOTHING: MessageParts = { keywords: [], effects: [], points: [] };

/** What the review of a week says of messages; nothing where there is no review. */
export async function messagePartsOf(deps: Pick<ApiDeps, 'reports'>, week: string): Promise<MessageParts> {
  return (await publishedReview(deps, week, MessagePartsSchema)) ?? NOTHING;
}

/** What the newest review says of messages: effects and outcomes are of all that was sent, whatever the week. */
export async function newestMessageParts(
  deps: Pick<ApiDeps, 'insights' | 'reports'>,
): Promise<MessageParts & { readonly week: string | null }> {
  const week = await newestPublishedWeek(deps);
  return { week, ...(week === null ? NOTHING : await messagePartsOf(deps, week)) };
}
