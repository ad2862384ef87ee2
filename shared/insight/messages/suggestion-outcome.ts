import type { Aggregate } from '../../domain/aggregate.ts';
import { TOTAL_KEY } from '../../domain/aggregate.ts';
import { resolveTime } from '../../domain/input-document.ts';
import type { SentMessage } from '../../domain/sent-message.ts';
import type { SuggestionOutcome } from '../../domain/suggestion-outcome.ts';
import type { SuggestionRecord } from '../../domain/suggestion-record.ts';
import { addDays, businessDay } from '../../domain/time.ts';
import { cellAt, pointKey } from '../aggregate.ts';
import { closedUp } from './carries.ts';
import { spokenPart } from './message-features.ts';
import { rateDifference } from './rate-difference.ts';

/** Voices of so many days after the first sending are compared with as many before. */
export const OUTCOME_DAYS = 28;
const SHINGLE = 5;
/** So much of the accepted words must stand in a message that names no suggestion. */
const MIN_CONTAINMENT = 0.8;

/**
 * What came back of a suggestion: messages of the archive that name it (`suggestionId`) or say its accepted words (four
 * fifths of their five-letter shingles, Broder 1997), against other variants of the same campaigns that went to the same
 * segment through the same channel, since others differ in more than their words; and whether fewer voices hesitated at its point after the first sending, of as many days before as after (28, or as many as have
 * passed). The day of the sending counts as after. Undefined while nothing was sent. A fall of doubts after new words is
 * no proof that these brought it: only the comparison of variants is an experiment. A message with more clicks than
 * deliveries counts every click, not every reader: that is no rate, and its variants are not compared.
 * @param dayAggregate the counts of a day in the business zone
 * @param lastDay the last whole day that is counted
 */
export function suggestionOutcome(
  record: SuggestionRecord,
  messages: readonly SentMessage[],
  dayAggregate: (day: string) => Aggregate,
  at: { readonly timeZone: string; readonly lastDay: string },
): SuggestionOutcome | undefined {
  const tried = messagesThatTry(record, messages);
  const first = firstSentAt(tried, at.timeZone);
  if (first === undefined) return undefined;
  const audiences = new Set(tried.map(audienceOf));
  const control = messages.filter(
    (message) => audiences.has(audienceOf(message)) && !tried.includes(message),
  );
  const compare = (field: 'clicked' | 'converted') =>
    control.length > 0 && [...control, ...tried].every((message) => message[field] <= message.delivered)
      ? rateDifference(rateOf(control, field), rateOf(tried, field), 'more')
      : undefined;
  const click = compare('clicked');
  const conversion = compare('converted');
  return {
    suggestionId: record.suggestion.id,
    pointId: record.suggestion.pointId,
    messageIds: tried.map(({ messageId }) => messageId),
    controlIds: control.map(({ messageId }) => messageId),
    firstSentAt: first.toISOString(),
    ...(click === undefined ? {} : { click }),
    ...(conversion === undefined ? {} : { conversion }),
    doubt: doubtOf(record, businessDay(first, at.timeZone), at.lastDay, dayAggregate),
  };
}

/** The messages that name a suggestion or say its accepted words. */
export function messagesThatTry(record: SuggestionRecord, messages: readonly SentMessage[]): SentMessage[] {
  return messages.filter((message) => tries(message, record));
}

/** When the first of some messages was sent; undefined where there are none. */
export function firstSentAt(messages: readonly SentMessage[], timeZone: string): Date | undefined {
  return messages
    .map(({ sentAt }) => resolveTime(sentAt, timeZone).at)
    .sort((a, b) => a.getTime() - b.getTime())[0];
}

function audienceOf({ campaign, channel, segment }: SentMessage): string {
  return JSON.stringify([campaign, channel, segment]);
}

function tries({ suggestionId, text }: SentMessage, record: SuggestionRecord): boolean {
  if (suggestionId !== undefined) return suggestionId === record.suggestion.id;
  return record.text !== undefined && containment(record.text, text) >= MIN_CONTAINMENT;
}

/** Which part of the shingles of `words` stands in `text`, 0…1. */
function containment(words: string, text: string): number {
  const wanted = shinglesOf(words);
  if (wanted.size === 0) return 0;
  const there = shinglesOf(text);
  return [...wanted].filter((shingle) => there.has(shingle)).length / wanted.size;
}

function shinglesOf(text: string): Set<string> {
  const letters = closedUp(spokenPart(text)).replace(/[^\p{L}\p{N}]/gu, '');
  const count = Math.max(0, letters.length - SHINGLE + 1);
  return new Set(Array.from({ length: count }, (_, index) => letters.slice(index, index + SHINGLE)));
}

function rateOf(messages: readonly SentMessage[], field: 'clicked' | 'converted') {
  return {
    events: messages.reduce((sum, message) => sum + message[field], 0),
    of: messages.reduce((sum, message) => sum + message.delivered, 0),
  };
}

function doubtOf(
  { suggestion }: SuggestionRecord,
  sentDay: string,
  lastDay: string,
  dayAggregate: (day: string) => Aggregate,
): SuggestionOutcome['doubt'] {
  const after = Array.from({ length: OUTCOME_DAYS }, (_, index) => addDays(sentDay, index)).filter(
    (day) => day <= lastDay,
  );
  const before = after.map((day) => addDays(day, -after.length));
  const code = suggestion.pointId.slice(0, suggestion.pointId.lastIndexOf('.'));
  const rate = (days: readonly string[]) => ({
    events: sumOf(
      days,
      (day) => cellAt(dayAggregate(day), 'point', pointKey(code, suggestion.stage)).documents,
    ),
    of: sumOf(days, (day) => cellAt(dayAggregate(day), 'total', TOTAL_KEY).documents),
  });
  return { ...rateDifference(rate(before), rate(after), 'less'), days: after.length };
}

function sumOf(days: readonly string[], value: (day: string) => number): number {
  return days.reduce((sum, day) => sum + value(day), 0);
}
