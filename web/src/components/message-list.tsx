import type { PointMessage } from '../../../shared/domain/point-outcome.ts';
import { businessDay } from '../../../shared/domain/time.ts';
import { addressOf } from '../addresses.ts';
import { useLanguage } from '../i18n/language.tsx';
import { useStatus } from '../session.tsx';

/** Messages of the archive with what they brought; each leads to itself there. */
export function MessageList({ name, messages }: { name: string; messages: readonly PointMessage[] }) {
  const { text, format } = useLanguage();
  const { timeZone } = useStatus();
  return (
    <section class="messages" aria-label={name}>
      <h3>{name}</h3>
      <ul>
        {messages.map((message) => (
          <li key={message.messageId}>
            <p class="keyword-head">
              <a href={addressOf.message(message.messageId)}>
                {message.campaign}
                {message.variant === undefined ? '' : ` ${message.variant}`}
              </a>
              <span class="muted">
                {format.day(businessDay(new Date(message.sentAt), timeZone))} · {message.channel}
                {message.segment === undefined ? '' : ` · ${message.segment}`}
              </span>
            </p>
            <p class="message-text" lang="ko">
              {message.text}
            </p>
            <p class="muted">
              {text.campaign.delivered} {format.count(message.delivered)} · {text.campaign.clicked}{' '}
              {message.delivered === 0 ? '–' : format.percent(message.clicked / message.delivered)} ·{' '}
              {text.outcome.converted}{' '}
              {message.delivered === 0 ? '–' : format.percent(message.converted / message.delivered)}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
