import type { Aggregate } from '../../domain/aggregate.ts';
import type { PointOutcome } from '../../domain/point-outcome.ts';
import type { SentMessage } from '../../domain/sent-message.ts';
import type { SuggestionRecord } from '../../domain/suggestion-record.ts';
import { addDays, businessDay } from '../../domain/time.ts';
import { pointMessage } from './point-messages.ts';
import { firstSentAt, messagesThatTry, OUTCOME_DAYS, suggestionOutcome } from './suggestion-outcome.ts';

/** What was sent longer ago is no news on a weekly page. */
const SHOWN_DAYS = 84;
const MAX_MESSAGES = 5;

interface At {
  readonly timeZone: string;
  /** The last whole day that is counted. */
  readonly lastDay: string;
}

/** The days that {@link pointOutcomes} counts, sorted; none where no accepted words were sent lately. */
export function outcomeDays(
  records: readonly SuggestionRecord[],
  messages: readonly SentMessage[],
  at: At,
): string[] {
  const days = new Set<string>();
  for (const record of triedLately(records, messages, at)) {
    for (let offset = -OUTCOME_DAYS; offset < OUTCOME_DAYS; offset += 1) {
      const day = addDays(record.sentDay, offset);
      if (day <= at.lastDay) days.add(day);
    }
  }
  return [...days].sort();
}

/**
 * What came back of accepted words that were sent in the last twelve weeks, by the ID of their point, the newest first:
 * see `suggestionOutcome`. `dayAggregate` knows at least the days of {@link outcomeDays}.
 */
export function pointOutcomes(
  records: readonly SuggestionRecord[],
  messages: readonly SentMessage[],
  dayAggregate: (day: string) => Aggregate,
  at: At,
): Map<string, PointOutcome[]> {
  const byId = new Map(messages.map((message) => [message.messageId, message]));
  const shown = (ids: readonly string[]) =>
    ids.slice(0, MAX_MESSAGES).flatMap((id) => {
      const message = byId.get(id);
      return message === undefined ? [] : [pointMessage(message)];
    });
  const outcomes = new Map<string, PointOutcome[]>();
  for (const { record } of triedLately(records, messages, at)) {
    const outcome = suggestionOutcome(record, messages, dayAggregate, at);
    if (outcome === undefined) continue;
    const made: PointOutcome = {
      ...outcome,
      text: record.text ?? record.suggestion.phrase,
      tried: shown(outcome.messageIds),
      control: shown(outcome.controlIds),
    };
    outcomes.set(outcome.pointId, [...(outcomes.get(outcome.pointId) ?? []), made]);
  }
  for (const ofPoint of outcomes.values())
    ofPoint.sort((a, b) => (a.firstSentAt > b.firstSentAt ? -1 : a.firstSentAt < b.firstSentAt ? 1 : 0));
  return outcomes;
}

function triedLately(
  records: readonly SuggestionRecord[],
  messages: readonly SentMessage[],
  at: At,
): { record: SuggestionRecord; sentDay: string }[] {
  return records.flatMap((record) => {
    const first = firstSentAt(messagesThatTry(record, messages), at.timeZone);
    if (first === undefined) return [];
    const sentDay = businessDay(first, at.timeZone);
    const isShown = sentDay <= at.lastDay && sentDay > addDays(at.lastDay, -SHOWN_DAYS);
    return isShown ? [{ record, sentDay }] : [];
  });
}
