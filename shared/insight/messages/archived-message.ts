import { resolveTime } from '../../domain/input-document.ts';
import { type ArchivedMessage, MESSAGE_RESULTS, type MessageResult } from '../../domain/message-archive.ts';
import type { SentMessage } from '../../domain/sent-message.ts';
import { wilsonShare } from '../change.ts';
import { featuresOf } from './message-features.ts';

/** Which results a channel tells at all: an LMS knows no openings, and its zero is no rate. */
export type TellingChannels = ReadonlySet<string>;

/** What each channel of an archive has told of any message. */
export function tellingChannels(messages: readonly SentMessage[]): TellingChannels {
  return new Set(
    messages.flatMap((message) =>
      MESSAGE_RESULTS.filter((name) => message[name] > 0).map((name) => placeOf(message.channel, name)),
    ),
  );
}

/**
 * A sent message with its rates (Wilson's interval), tone and topics; its time in UTC.
 * @param known.timeZone of times that say none
 */
export function archivedMessage(
  message: SentMessage,
  known: { readonly timeZone: string; readonly tells: TellingChannels },
): ArchivedMessage {
  const { messageId, campaign, variant, channel, segment, stage, text, suggestionId, sent } = message;
  const { tone, topics } = featuresOf(message);
  return {
    messageId,
    campaign,
    variant,
    sentAt: resolveTime(message.sentAt, known.timeZone).at.toISOString(),
    channel,
    segment,
    stage,
    text,
    suggestionId,
    tone,
    topics: [...topics],
    sent,
    results: resultsOf(message, known.tells),
  };
}

function resultsOf(message: SentMessage, tells: TellingChannels): ArchivedMessage['results'] {
  const entries = MESSAGE_RESULTS.map((name): [MessageResult, ArchivedMessage['results'][MessageResult]] => {
    const count = message[name];
    const of = name === 'delivered' ? message.sent : message.delivered;
    // More than were delivered: the channel counts every opening, not every reader, and that is no rate.
    const isRate = of > 0 && count <= of && tells.has(placeOf(message.channel, name));
    return [name, { count, rate: isRate ? wilsonShare(count, of) : null }];
  });
  return Object.fromEntries(entries) as ArchivedMessage['results'];
}

function placeOf(channel: string, name: MessageResult): string {
  return `${name} ${channel}`;
}
