import * as z from 'zod';
import { ArchiveEffectSchema } from '../../shared/domain/message-effect.ts';
import { type SuggestionOutcome, SuggestionOutcomeSchema } from '../../shared/domain/suggestion-record.ts';
import type { ApiDeps } from './ports.ts';

const LooseReviewSchema = z.object({
  effects: z.array(ArchiveEffectSchema).optional(),
  points: z.array(z.looseObject({ outcomes: z.array(SuggestionOutcomeSchema).optional().catch(undefined) })),
});
type LooseReview = z.infer<typeof LooseReviewSchema>;

/** What the newest review says of words and features of our messages, and of suggestions that were tried out. */
export async function newestFindings(deps: Pick<ApiDeps, 'insights' | 'reports'>): Promise<{
  week: string | null;
  effects: NonNullable<LooseReview['effects']>;
  outcomes: SuggestionOutcome[];
}> {
  const reviews = await deps.insights.listReviews();
  const week =
    reviews
      .map((review) => review.week)
      .sort()
      .at(-1) ?? null;
  const bytes = week === null ? null : await deps.reports.read(week, 'review.json');
  if (bytes === null) return { week: null, effects: [], outcomes: [] };
  const { effects = [], points } = LooseReviewSchema.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
  return { week, effects, outcomes: points.flatMap(({ outcomes = [] }) => outcomes) };
}
