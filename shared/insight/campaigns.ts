import { resolveTime } from '../domain/input-document.ts';
import type { CampaignEcho } from '../domain/insight.ts';
import type { SentMessage } from '../domain/sent-message.ts';
import type { StoredDocument } from '../domain/stored-document.ts';
import { addDays, businessDay } from '../domain/time.ts';
import { type Period, wilsonShare } from './change.ts';
import { compareWithPast } from './compare-periods.ts';
import { totalDoubts } from './doubts.ts';
import { messageQuotations, type Quotation } from './messages/message-quotations.ts';
import { totalOf } from './points.ts';
import { noQuotesYet, pickQuotes } from './quotes.ts';
import type { ReviewWindow } from './review-window.ts';

const ECHO_DAYS = 7;
/** A later campaign ends the days counted for this one when it reached at least this share of as many people. */
const INTERRUPTING_SHARE = 0.1;
const MAX_CAMPAIGNS = 8;
const QUOTES = 3;

/**
 * The campaigns sent in the review's week or the week before it, newest first, with the doubting voices of
 * the days before and after. Fewer days than seven, equally many before and after, where the week ends sooner or where
 * another campaign of some reach went out: voices after that one cannot be told apart. Whether doubts rose or fell is asked
 * per voice, against all stretches of as many days that the review knows from before the sending, corrected over all
 * these campaigns. Of `documents`, those that
 * quote a message (see `messageQuotations`) are told with it.
 */
export function campaignEchoes(
  messages: readonly SentMessage[],
  window: ReviewWindow,
  timeZone: string,
  documents: Iterable<StoredDocument> = [],
): CampaignEcho[] {
  const last = window.days[6] ?? '';
  const first = addDays(window.days[0] ?? last, -7);
  const campaigns = new Map<string, SentMessage[]>();
  for (const message of messages) {
    const day = businessDay(resolveTime(message.sentAt, timeZone).at, timeZone);
    if (day < first || day > last) continue;
    campaigns.set(message.campaign, [...(campaigns.get(message.campaign) ?? []), message]);
  }
  const groups = [...campaigns.values()];
  const quotations = messageQuotations(inUtc(groups.flat(), timeZone), documents);
  const spans = groups.map((group) => {
    const sentDay = firstDay(group, timeZone);
    const days = daysFrom(sentDay, daysUntilNext(group, groups, timeZone)).filter(
      (day) => day <= last,
    ).length;
    const stretches = stretchesBefore(sentDay, days, window.allDays[0] ?? sentDay);
    return {
      before: doubtsOf(daysFrom(addDays(sentDay, -days), days), window),
      past: stretches.map((stretch) => doubtsOf(stretch, window)),
      after: doubtsOf(daysFrom(sentDay, days), window),
      days,
    };
  });
  const changes = compareWithPast(spans.map(({ past, after }) => ({ now: after, past })));
  return spans
    .flatMap(({ before, after, days }, index) => {
      const group = groups[index];
      if (group === undefined) return [];
      return {
        ...sendingOf(group, timeZone),
        doubtsBefore: before.events,
        doubtsAfter: after.events,
        doubtChange: changes[index] ?? 'too-few',
        windowDays: days,
        ...quotedOf(group, quotations),
      };
    })
    .sort((a, b) => (a.sentAt < b.sentAt ? 1 : a.sentAt > b.sentAt ? -1 : a.campaign < b.campaign ? -1 : 1))
    .slice(0, MAX_CAMPAIGNS);
}

function daysUntilNext(
  group: readonly SentMessage[],
  groups: readonly (readonly SentMessage[])[],
  timeZone: string,
): number {
  const sent = firstDay(group, timeZone);
  const reached = delivered(group);
  const next = groups
    .filter((other) => other !== group && delivered(other) >= INTERRUPTING_SHARE * reached)
    .map((other) => firstDay(other, timeZone))
    .filter((day) => day > sent)
    .sort()[0];
  const days = daysFrom(sent, ECHO_DAYS);
  return next === undefined ? days.length : days.filter((day) => day < next).length;
}

function firstDay(group: readonly SentMessage[], timeZone: string): string {
  return (
    group.map((message) => businessDay(resolveTime(message.sentAt, timeZone).at, timeZone)).sort()[0] ?? ''
  );
}

function delivered(group: readonly SentMessage[]): number {
  return group.reduce((total, message) => total + message.delivered, 0);
}

/** The stretches of so many days before a day, none with days before the first: few days alone tell too little. */
function stretchesBefore(sentDay: string, days: number, first: string): string[][] {
  const stretches: string[][] = [];
  for (let from = addDays(sentDay, -days); days > 0 && from >= first; from = addDays(from, -days))
    stretches.push(daysFrom(from, days));
  return stretches;
}

function doubtsOf(days: readonly string[], window: ReviewWindow): Period {
  const aggregates = days.map((day) => window.dayAggregate(day));
  return {
    events: aggregates.reduce((sum, aggregate) => sum + totalDoubts(aggregate), 0),
    documents: aggregates.reduce((sum, aggregate) => sum + totalOf(aggregate), 0),
  };
}

function sendingOf(
  group: readonly SentMessage[],
  timeZone: string,
): Pick<
  CampaignEcho,
  'campaign' | 'messageIds' | 'sentAt' | 'text' | 'delivered' | 'clicked' | 'unsubscribed'
> {
  const sorted = group
    .map((message) => ({ message, sentAt: resolveTime(message.sentAt, timeZone).at.toISOString() }))
    .sort((a, b) => (a.sentAt < b.sentAt ? -1 : a.sentAt > b.sentAt ? 1 : 0));
  const sum = (field: 'delivered' | 'clicked' | 'unsubscribed') =>
    group.reduce((total, message) => total + message[field], 0);
  return {
    campaign: group[0]?.campaign ?? '',
    messageIds: sorted.map(({ message }) => message.messageId),
    sentAt: sorted[0]?.sentAt ?? '',
    text: sorted[0]?.message.text ?? '',
    delivered: sum('delivered'),
    clicked: sum('clicked'),
    unsubscribed: sum('unsubscribed'),
  };
}

/** What those say of a campaign who quote its words; absent where nobody does. */
function quotedOf(
  group: readonly SentMessage[],
  quotations: readonly Quotation[],
): Pick<CampaignEcho, 'quoted'> {
  const ids = new Set(group.map(({ messageId }) => messageId));
  const ours = quotations.filter(({ messageId }) => ids.has(messageId));
  if (ours.length === 0) return {};
  const stretches = new Map(ours.map(({ document, stretches: found }) => [document, found]));
  const saying = (code: string) =>
    ours.filter(({ document }) => document.reading.hesitations.some((one) => one.code === code)).length;
  return {
    quoted: {
      documents: ours.length,
      doubt: wilsonShare(saying('trust'), ours.length),
      fatigue: wilsonShare(saying('messaging'), ours.length),
      evidence: pickQuotes({
        candidates: ours.map(({ document }) => document),
        limit: QUOTES,
        highlight: (document) => [...(stretches.get(document) ?? [])],
        quoted: noQuotesYet(),
      }),
    },
  };
}

function inUtc(messages: readonly SentMessage[], timeZone: string): SentMessage[] {
  return messages.map((message) => ({
    ...message,
    sentAt: resolveTime(message.sentAt, timeZone).at.toISOString(),
  }));
}

function daysFrom(first: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => addDays(first, index));
}
