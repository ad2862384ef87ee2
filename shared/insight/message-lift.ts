import type { Interval } from '../domain/insight.ts';
import type { SentMessage } from '../domain/sent-message.ts';
import { messageEffects } from './messages/message-effects.ts';

/**
 * How many times as many clicks per delivery messages with the phrase had, other things being equal, with a 95 %
 * interval: `messageEffects` of one phrase. Null where the archive cannot tell.
 */
export function messageLift(phrase: string, messages: readonly SentMessage[]): Interval | null {
  return messageEffects([phrase], messages, 'click').phrases.get(phrase)?.lift ?? null;
}
