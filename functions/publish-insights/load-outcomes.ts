import type { PointOutcome } from '../../shared/domain/point-outcome.ts';
import type { SentMessage } from '../../shared/domain/sent-message.ts';
import { addDays, businessDay, daysOfWeek } from '../../shared/domain/time.ts';
import { addAggregate, emptyAggregate } from '../../shared/insight/aggregate.ts';
import { outcomeDays, pointOutcomes } from '../../shared/insight/messages/point-outcomes.ts';
import { mapWithLimit } from '../../shared/runtime/map-with-limit.ts';
import type { RollupRepository } from '../../shared/storage/rollup-repository.ts';
import type { SuggestionRepository } from '../../shared/storage/suggestion-repository.ts';

const CONCURRENT_DAYS = 8;

export interface OutcomeSources {
  readonly rollups: Pick<RollupRepository, 'readDay'>;
  readonly suggestions: Pick<SuggestionRepository, 'list'>;
}

/**
 * What came back of accepted words, by the ID of their point, as far as the review of a week may know: whole days up to
 * its end. Reads days of roll-ups only where accepted words were sent.
 */
export async function loadOutcomes(
  sources: OutcomeSources,
  messages: readonly SentMessage[],
  of: { readonly week: string; readonly now: Date; readonly timeZone: string },
): Promise<ReadonlyMap<string, readonly PointOutcome[]>> {
  const yesterday = addDays(businessDay(of.now, of.timeZone), -1);
  const end = daysOfWeek(of.week).at(-1) ?? yesterday;
  const at = { timeZone: of.timeZone, lastDay: end < yesterday ? end : yesterday };
  const records = messages.length === 0 ? [] : await sources.suggestions.list();
  const days = outcomeDays(records, messages, at);
  const counted = await mapWithLimit(days, CONCURRENT_DAYS, async (day) => {
    const buckets = await sources.rollups.readDay(day, ['total', 'point']);
    return [day, buckets.map(({ aggregate }) => aggregate).reduce(addAggregate, emptyAggregate())] as const;
  });
  const byDay = new Map(counted);
  return pointOutcomes(records, messages, (day) => byDay.get(day) ?? emptyAggregate(), at);
}
