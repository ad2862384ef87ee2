import type { Interval } from '../domain/insight.ts';
import type { SentMessage } from '../domain/sent-message.ts';

const MIN_MESSAGES = 5;
const MIN_DELIVERED = 1_000;
/** 97.5 % points of Student's t for 4 … 30 degrees of freedom; 1.96 beyond. */
const T_975 = [
  2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131, 2.12, 2.11, 2.101, 2.093,
  2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042,
] as const;

/**
 * How many times more clicks per delivery messages with the phrase had than messages of the same channel without it.
 * The unit is the message, not the recipient (recipients of one message share everything else about it): Welch's
 * interval on the logarithm of click rates. Null unless both sides have 5 messages of 1,000 deliveries: an archive is
 * no experiment, and with less it tells nothing.
 */
export function messageLift(phrase: string, messages: readonly SentMessage[]): Interval | null {
  const usable = messages.filter((message) => message.delivered >= MIN_DELIVERED && message.clicked > 0);
  const channel = mostCommonChannel(usable.filter((message) => carries(message.text, phrase)));
  if (channel === undefined) return null;
  const ofChannel = usable.filter((message) => message.channel === channel);
  const rate = (message: SentMessage) => Math.log(message.clicked / message.delivered);
  const withPhrase = ofChannel.filter((message) => carries(message.text, phrase)).map(rate);
  const without = ofChannel.filter((message) => !carries(message.text, phrase)).map(rate);
  if (Math.min(withPhrase.length, without.length) < MIN_MESSAGES) return null;
  const a = moments(withPhrase);
  const b = moments(without);
  const variance = a.variance / a.count + b.variance / b.count;
  if (variance === 0) return null;
  const freedom =
    variance ** 2 /
    ((a.variance / a.count) ** 2 / (a.count - 1) + (b.variance / b.count) ** 2 / (b.count - 1));
  const half = (T_975[Math.max(0, Math.floor(freedom) - 4)] ?? 1.96) * Math.sqrt(variance);
  const difference = a.mean - b.mean;
  return { value: Math.exp(difference), low: Math.exp(difference - half), high: Math.exp(difference + half) };
}

/** Whether a message says the phrase; spaces do not matter, in Korean they are free. */
export function carries(text: string, phrase: string): boolean {
  return closedUp(text).includes(closedUp(phrase));
}

function closedUp(text: string): string {
  return text.toLowerCase().replace(/\s+/gu, '');
}

function mostCommonChannel(messages: readonly SentMessage[]): string | undefined {
  const counts = new Map<string, number>();
  for (const { channel } of messages) counts.set(channel, (counts.get(channel) ?? 0) + 1);
  return [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))[0]?.[0];
}

function moments(values: readonly number[]): { count: number; mean: number; variance: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { count: values.length, mean, variance: squares / (values.length - 1) };
}
