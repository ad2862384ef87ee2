import type {
  ArchivedMessage,
  MessageDetail,
  MessageResult,
} from '../../../shared/domain/message-archive.ts';
import { addressOf } from '../addresses.ts';
import { useResource } from '../api/use-resource.ts';
import { OutcomeCard } from '../components/outcome-card.tsx';
import { Page, Section } from '../components/page.tsx';
import { QuoteBlock } from '../components/quote.tsx';
import { SentMessageCard } from '../components/sent-message-card.tsx';
import { Loaded } from '../components/states.tsx';
import { useLanguage } from '../i18n/language.tsx';
import { useStatus } from '../session.tsx';
import { stageName } from '../taxonomy.ts';

const RESULTS = [
  'delivered',
  'opened',
  'clicked',
  'converted',
  'unsubscribed',
  'complaints',
] as const satisfies readonly MessageResult[];
const FEATURES = ['hasImage', 'hasLink', 'hasEmoji', 'hasNumber', 'isPersonal'] as const;

/** One message that we sent: what it said, what it did, who doubted it, and what it tried out. */
export function MessageScreen({ messageId }: { messageId: string }) {
  const { text } = useLanguage();
  const { resource, reload } = useResource<MessageDetail>(`/v1/messages/${encodeURIComponent(messageId)}`);
  const title = resource.state === 'ready' ? resource.data.message.campaign : text.sentMessages.title;
  return (
    <Page title={title} back={{ href: addressOf.messages(), label: text.sentMessages.back }}>
      <Loaded resource={resource} reload={reload}>
        {(detail) => (
          <div class="stack">
            <Words detail={detail} />
            <Results message={detail.message} />
            <Real detail={detail} />
            <Tried detail={detail} />
            {detail.siblings.length > 0 && (
              <Section
                title={text.sentMessages.siblings}
                action={
                  <a class="button" href={addressOf.messages({ campaign: detail.message.campaign })}>
                    {text.sentMessages.campaignAll}
                  </a>
                }
              >
                <ul class="campaigns">
                  {detail.siblings.map((sibling) => (
                    <SentMessageCard key={sibling.messageId} message={sibling} />
                  ))}
                </ul>
              </Section>
            )}
          </div>
        )}
      </Loaded>
    </Page>
  );
}

function Words({ detail: { message, features } }: { detail: MessageDetail }) {
  const { text, format, language } = useLanguage();
  const { timeZone } = useStatus();
  const about = [
    format.time(message.sentAt, timeZone),
    message.channel,
    message.variant === undefined ? undefined : text.sentMessages.variant(message.variant),
    message.segment,
    message.stage === undefined ? undefined : text.stageSuffix(stageName(message.stage, language)),
  ].filter((part) => part !== undefined);
  return (
    <Section title={text.sentMessages.features} hint={about.join(' · ')}>
      <p class="message-text" lang="ko">
        {message.text}
      </p>
      <ul class="chips">
        <li>{text.sentMessages.tone[message.tone] ?? message.tone}</li>
        {message.topics.map((topic) => (
          <li key={topic}>{text.sentMessages.topic[topic] ?? topic}</li>
        ))}
        <li class="chip-plain">{text.sentMessages.feature.length(format.count(features.length))}</li>
        {FEATURES.filter((name) => features[name]).map((name) => (
          <li key={name} class="chip-plain">
            {text.sentMessages.feature[name]}
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Results({ message }: { message: ArchivedMessage }) {
  const { text, format } = useLanguage();
  const { what, count, rate, interval, unknownRate, between, result, sent } = text.sentMessages;
  return (
    <Section title={text.sentMessages.results} hint={text.sentMessages.resultsHint}>
      <table class="table">
        <thead>
          <tr>
            {[what, count, rate, interval].map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <tr>
            <td data-label={what}>{sent}</td>
            <td data-label={count}>{format.count(message.sent)}</td>
            <td data-label={rate}>–</td>
            <td data-label={interval}>–</td>
          </tr>
          {RESULTS.map((name) => {
            const { count: events, rate: share } = message.results[name];
            return (
              <tr key={name}>
                <td data-label={what}>{result[name]}</td>
                <td data-label={count}>{format.count(events)}</td>
                <td data-label={rate}>{share === null ? unknownRate : format.rate(share.value)}</td>
                <td data-label={interval}>
                  {share === null ? '–' : between(format.rate(share.low), format.rate(share.high))}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Section>
  );
}

/** "Is this message real?" */
function Real({ detail: { quoted, doubts } }: { detail: MessageDetail }) {
  const { text, format } = useLanguage();
  const words = text.sentMessages;
  const said = (share: { value: number; low: number; high: number }) =>
    [format.percent(share.value), format.percent(share.low), format.percent(share.high)] as const;
  return (
    <Section title={words.real} hint={words.realHint}>
      <ul class="suggestion-facts">
        {doubts !== null && (
          <li>
            {words.doubts(format.count(doubts.before), format.count(doubts.after), format.count(doubts.days))}
          </li>
        )}
        {quoted === null ? (
          <li>{words.realNone}</li>
        ) : (
          <>
            <li>{words.quotedBy(format.count(quoted.documents))}</li>
            <li>{words.doubt(...said(quoted.doubt))}</li>
            <li>{words.fatigue(...said(quoted.fatigue))}</li>
          </>
        )}
      </ul>
      {quoted !== null && (
        <div class="quote-list">
          {quoted.evidence.map((quote) => (
            <QuoteBlock key={quote.documentKey} quote={quote} />
          ))}
        </div>
      )}
    </Section>
  );
}

function Tried({ detail: { suggestion, outcome } }: { detail: MessageDetail }) {
  const { text } = useLanguage();
  return (
    <Section title={text.sentMessages.suggestion}>
      {suggestion === null ? (
        <p class="muted">{text.sentMessages.noSuggestion}</p>
      ) : (
        <p>
          <a href={addressOf.keywords(suggestion.week, undefined, { suggestion: suggestion.id })}>
            {text.sentMessages.suggestionOf(suggestion.phrase)}
          </a>
        </p>
      )}
      {outcome !== null && <OutcomeCard outcome={outcome} />}
    </Section>
  );
}
