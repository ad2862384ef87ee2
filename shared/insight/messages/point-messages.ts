import { resolveTime } from '../../domain/input-document.ts';
import type { HesitationPoint } from '../../domain/insight.ts';
import type { PointMessage } from '../../domain/point-outcome.ts';
import type { SentMessage } from '../../domain/sent-message.ts';
import { type MessageTopic, topicsOf } from './message-topics.ts';

const MAX_MESSAGES = 3;
const MAX_TEXT_UNITS = 300;

/** Which topics of ours answer a reason to hesitate; a reason that is not listed has no message that is known to. */
const ANSWERS: Readonly<Record<string, readonly MessageTopic[]>> = {
  price: ['fee'],
  trust: ['security', 'social-proof'],
  messaging: ['security'],
  auth: ['verification', 'outage'],
  error: ['outage'],
  privacy: ['security'],
  usability: ['how-to'],
  understanding: ['how-to', 'documents'],
  eligibility: ['refund', 'documents'],
  delay: ['progress'],
  penalty: ['deadline'],
  alternative: ['benefit'],
};

/**
 * The newest messages of ours at the stage of a point that speak of what answers its reason, sent before `until` (an
 * ISO instant). A message without a stage fits every stage.
 */
export function pointMessages(
  { code, stage }: Pick<HesitationPoint, 'code' | 'stage'>,
  messages: readonly SentMessage[],
  at: { readonly timeZone: string; readonly until: string },
): PointMessage[] {
  const wanted = Object.hasOwn(ANSWERS, code) ? (ANSWERS[code] ?? []) : [];
  if (wanted.length === 0) return [];
  return messages
    .filter((message) => (message.stage ?? stage) === stage)
    .map((message) => ({ message, sentAt: resolveTime(message.sentAt, at.timeZone).at.toISOString() }))
    .filter(({ sentAt }) => sentAt < at.until)
    .filter(({ message }) => topicsOf(message.text).some((topic) => wanted.includes(topic)))
    .sort((a, b) => (a.sentAt > b.sentAt ? -1 : a.sentAt < b.sentAt ? 1 : 0))
    .slice(0, MAX_MESSAGES)
    .map(({ message }) => pointMessage(message));
}

/** A message of the archive as a point shows it. */
export function pointMessage(message: SentMessage): PointMessage {
  const { messageId, campaign, variant, sentAt, channel, segment, stage, text } = message;
  const { delivered, clicked, converted } = message;
  return {
    messageId,
    campaign,
    ...(variant === undefined ? {} : { variant }),
    sentAt,
    channel,
    ...(segment === undefined ? {} : { segment }),
    ...(stage === undefined ? {} : { stage }),
    text: text.length > MAX_TEXT_UNITS ? `${text.slice(0, MAX_TEXT_UNITS)}…` : text,
    delivered,
    clicked,
    converted,
  };
}
