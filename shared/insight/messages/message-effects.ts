import type { Interval } from '../../domain/insight.ts';
import type { EFFECT_OUTCOMES } from '../../domain/message-effect.ts';
import type { SentMessage } from '../../domain/sent-message.ts';
import { closedUp } from './carries.ts';
import { type EffectRow, fitEffects } from './effect-model.ts';
import { FEATURE_COLUMNS, type FeatureName, featuresOf } from './message-features.ts';

/** What is counted, of all that were delivered. `leaving`: unsubscribed or complained. */
export type MessageOutcome = (typeof EFFECT_OUTCOMES)[number];

/** How a word or a feature went with an outcome, other things being equal. */
export interface MessageEffect {
  /** How many times as often per delivery, with its 95 % interval. */
  readonly lift: Interval;
  /** Sends with it that were compared. */
  readonly sends: number;
}

export interface MessageEffects {
  /** By phrase as asked; null where the archive cannot tell. */
  readonly phrases: ReadonlyMap<string, MessageEffect | null>;
  readonly features: ReadonlyMap<FeatureName, MessageEffect | null>;
}

/** Sends with fewer deliveries are tests and single notices. */
const MIN_DELIVERED = 500;
/** On each side, in channels that have both: with fewer, an average would be an anecdote. */
const MIN_SENDS = 4;
/** Rarer channels, segments and quarters count as the most common one: a campaign's own spread is left to them. */
const MAX_CONTROLS_PER_KIND = 12;
/** The newest sends are read: a word works otherwise than it did years ago. */
const MAX_SENDS = 3_000;

/**
 * The effect of phrases and of features (tone, image, length, …) on an outcome, all in one model with channel, segment
 * and quarter as controls: see `fitEffects`. It shrinks what rests on little; an archive is still no experiment, and a
 * word that was only ever sent with another shares its effect. Null where fewer than 4 sends of 500 deliveries have the
 * phrase, or lack it, in the channels that have both, or where they belong to one campaign.
 */
export function messageEffects(
  phrases: readonly string[],
  messages: readonly SentMessage[],
  outcome: MessageOutcome,
): MessageEffects {
  const sends = comparable(messages, outcome);
  const features = sends.map((message) => featuresOf(message));
  const texts = sends.map(({ text }) => closedUp(text));
  const candidates = [
    ...phrases.map((phrase) => ({ phrase, has: texts.map((text) => text.includes(closedUp(phrase))) })),
    ...Object.entries(FEATURE_COLUMNS).map(([name, test]) => ({
      feature: name as FeatureName,
      has: features.map((one) => test(one)),
    })),
  ];
  const told = candidates.filter(({ has }) => canTell(sends, has));
  // Phrases of the same sends are one column: a model cannot tell them apart, and says the same of both.
  const columns = [...new Map(told.map(({ has }) => [has.join(), has])).values()];
  const controls = controlColumns(sends);
  const rows: EffectRow[] = sends.map((message, index) => ({
    campaign: message.campaign,
    trials: message.delivered,
    // More than were delivered: every click was counted, not every reader.
    events: Math.min(eventsOf(message, outcome), message.delivered),
    features: columns.map((has) => Number(has[index])),
    controls: controls.map((has) => Number(has[index])),
  }));
  const effects = fitEffects(rows);
  const usual = share(
    rows.reduce((sum, { events }) => sum + events, 0),
    rows.reduce((sum, { trials }) => sum + trials, 0),
  );
  const byPattern = new Map(columns.map((has, index) => [has.join(), effects[index]]));
  const found = (has: readonly boolean[], isTold: boolean): MessageEffect | null => {
    const effect = isTold ? byPattern.get(has.join()) : undefined;
    if (effect === undefined) return null;
    const ratio = (logOdds: number) => rateRatioOf(Math.exp(logOdds), usual);
    return {
      lift: { value: ratio(effect.mean), low: ratio(effect.low), high: ratio(effect.high) },
      sends: has.filter(Boolean).length,
    };
  };
  const isTold = new Set<unknown>(told);
  return {
    phrases: new Map(
      candidates.flatMap((one) =>
        'phrase' in one ? [[one.phrase, found(one.has, isTold.has(one))] as const] : [],
      ),
    ),
    features: new Map(
      candidates.flatMap((one) =>
        'feature' in one ? [[one.feature, found(one.has, isTold.has(one))] as const] : [],
      ),
    ),
  };
}

/** Sends large enough; those of a channel that never tells the outcome (an LMS without clicks) say nothing. */
function comparable(messages: readonly SentMessage[], outcome: MessageOutcome): SentMessage[] {
  const large = messages.filter(({ delivered }) => delivered >= MIN_DELIVERED);
  const telling = new Set(
    large.filter((message) => eventsOf(message, outcome) > 0).map(({ channel }) => channel),
  );
  return large
    .filter(({ channel }) => telling.has(channel))
    .sort((a, b) => (a.sentAt < b.sentAt ? 1 : a.sentAt > b.sentAt ? -1 : a.messageId < b.messageId ? -1 : 1))
    .slice(0, MAX_SENDS);
}

function eventsOf(message: SentMessage, outcome: MessageOutcome): number {
  if (outcome === 'click') return message.clicked;
  return outcome === 'conversion' ? message.converted : message.unsubscribed + message.complaints;
}

function canTell(sends: readonly SentMessage[], has: readonly boolean[]): boolean {
  const channels = new Map<string, { with: number; without: number }>();
  for (const [index, { channel }] of sends.entries()) {
    const counts = channels.get(channel) ?? { with: 0, without: 0 };
    counts[has[index] === true ? 'with' : 'without'] += 1;
    channels.set(channel, counts);
  }
  const both = [...channels.values()].filter((counts) => counts.with > 0 && counts.without > 0);
  const campaigns = new Set(sends.filter((_, index) => has[index]).map(({ campaign }) => campaign));
  return (
    campaigns.size > 1 &&
    both.reduce((sum, counts) => sum + counts.with, 0) >= MIN_SENDS &&
    both.reduce((sum, counts) => sum + counts.without, 0) >= MIN_SENDS
  );
}

/** One column per common channel, segment and quarter beside the most common of each. */
function controlColumns(sends: readonly SentMessage[]): boolean[][] {
  const kinds: ((message: SentMessage) => string)[] = [
    ({ channel }) => channel,
    ({ segment }) => segment ?? '',
    ({ sentAt }) => `${sentAt.slice(0, 4)}-${Math.floor((Number(sentAt.slice(5, 7)) - 1) / 3)}`,
  ];
  return kinds.flatMap((kind) => {
    const counts = new Map<string, number>();
    for (const message of sends) counts.set(kind(message), (counts.get(kind(message)) ?? 0) + 1);
    const [, ...others] = [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
    return others
      .filter(([, count]) => count >= 2)
      .slice(0, MAX_CONTROLS_PER_KIND)
      .map(([value]) => sends.map((message) => kind(message) === value));
  });
}

/** An odds ratio as a ratio of rates at the usual rate (Zhang and Yu 1998, JAMA 280:1690). */
function rateRatioOf(odds: number, usual: number): number {
  return odds / (1 - usual + usual * odds);
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
