import type { ArchivedMessage } from '../../../shared/domain/message-archive.ts';
import { addressOf } from '../addresses.ts';
import { useLanguage } from '../i18n/language.tsx';
import { useStatus } from '../session.tsx';
import { stageName } from '../taxonomy.ts';

/** What matters first of a message: whether it was read, did something, or drove people away. */
const TOLD = ['clicked', 'converted', 'unsubscribed'] as const;

/** One message of a list: its words, and its results in a line. */
export function SentMessageCard({ message }: { message: ArchivedMessage }) {
  const { text, format, language } = useLanguage();
  const { timeZone } = useStatus();
  const { campaign, variant, results } = message;
  const about = [
    message.channel,
    message.segment,
    message.stage === undefined ? undefined : text.stageSuffix(stageName(message.stage, language)),
  ].filter((part) => part !== undefined);
  return (
    <li>
      <div class="keyword-head">
        <strong>
          <a href={addressOf.message(message.messageId)}>
            {campaign}
            {variant !== undefined && ` · ${text.sentMessages.variant(variant)}`}
          </a>
        </strong>
        <span class={`badge tone-${message.tone}`}>
          {text.sentMessages.tone[message.tone] ?? message.tone}
        </span>
        {message.suggestionId !== undefined && (
          <span class="badge keyword-gap">{text.sentMessages.fromSuggestion}</span>
        )}
      </div>
      <p class="muted">{[format.time(message.sentAt, timeZone), ...about].join(' · ')}</p>
      <p class="message-text clamp-long" lang="ko">
        {message.text}
      </p>
      <ul class="result-line">
        <li>
          {text.sentMessages.result.delivered} <strong>{format.count(results.delivered.count)}</strong>
        </li>
        {TOLD.map((name) => {
          const { rate } = results[name];
          return (
            rate !== null && (
              <li key={name} title={text.interval(format.rate(rate.low), format.rate(rate.high))}>
                {text.sentMessages.result[name]} <strong>{format.rate(rate.value)}</strong>
              </li>
            )
          );
        })}
      </ul>
    </li>
  );
}
