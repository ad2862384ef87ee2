import { useEffect, useState } from 'preact/hooks';
import type { ArchivedMessage, MessageList } from '../../../shared/domain/message-archive.ts';
import { addressOf } from '../addresses.ts';
import { type ApiError, asApiError, download, getJson } from '../api/client.ts';
import { useSend } from '../api/use-send.ts';
import { FilterBar } from '../components/filter-bar.tsx';
import { MessageEffects } from '../components/message-effects.tsx';
import { Page, Section } from '../components/page.tsx';
import { SentMessageCard } from '../components/sent-message-card.tsx';
import { Empty, Failure, Loading } from '../components/states.tsx';
import { useLanguage } from '../i18n/language.tsx';
import { navigate } from '../router.ts';
import { stageName } from '../taxonomy.ts';

const FILTERS = ['channel', 'segment', 'stage', 'campaign', 'text'] as const;
type Filter = Partial<Record<(typeof FILTERS)[number], string>>;

/** What we sent and what it did, narrowed by the address bar. */
export function MessagesScreen({ query }: { query: URLSearchParams }) {
  const { text } = useLanguage();
  const filter: Filter = {};
  for (const name of FILTERS) {
    const value = query.get(name);
    if (value !== null && value !== '') filter[name] = value;
  }
  return (
    <Page title={text.sentMessages.title} hint={text.sentMessages.hint}>
      <div class="stack">
        <MessageEffects />
        <Messages key={addressOf.messages(filter)} filter={filter} />
      </div>
    </Page>
  );
}

/** The pages read so far, and a button for the next one. */
function Messages({ filter }: { filter: Filter }) {
  const { text, format } = useLanguage();
  const query = addressOf.messages(filter).slice('/messages'.length);
  const address = `/v1/messages${query}`;
  const [messages, setMessages] = useState<readonly ArchivedMessage[]>([]);
  const [last, setLast] = useState<MessageList | null>(null);
  const [cursor, setCursor] = useState<string | null>(null);
  const [round, setRound] = useState(0);
  const [error, setError] = useState<ApiError | null>(null);

  useEffect(() => {
    let current = true;
    setError(null);
    const place = cursor === null ? '' : `${query === '' ? '?' : '&'}cursor=${cursor}`;
    getJson<MessageList>(address + place).then(
      (page) => {
        if (!current) return;
        setMessages((earlier) => (cursor === null ? page.messages : [...earlier, ...page.messages]));
        setLast(page);
      },
      (failure: unknown) => {
        if (current) setError(asApiError(failure));
      },
    );
    return () => {
      current = false;
    };
  }, [address, cursor, round]);

  if (last === null && error === null) return <Loading />;
  const isNarrowed = Object.keys(filter).length > 0;
  return (
    <>
      {last !== null && (last.total > 0 || isNarrowed) && <Filters filter={filter} facets={last.facets} />}
      <Section
        title={text.sentMessages.list}
        hint={last === null ? undefined : text.sentMessages.total(format.count(last.total))}
        action={messages.length > 0 && <CsvButton query={query} />}
      >
        {last !== null && messages.length === 0 && (
          <Empty>{isNarrowed ? text.sentMessages.emptyFilter : text.sentMessages.empty}</Empty>
        )}
        <ul class="campaigns">
          {messages.map((message) => (
            <SentMessageCard key={message.messageId} message={message} />
          ))}
        </ul>
        {error !== null && <Failure error={error} retry={() => setRound((count) => count + 1)} />}
        {last?.nextCursor != null && last.nextCursor !== cursor && (
          <p class="more">
            <button type="button" class="button" onClick={() => setCursor(last.nextCursor)}>
              {text.sentMessages.more}
            </button>
          </p>
        )}
      </Section>
    </>
  );
}

function Filters({ filter, facets }: { filter: Filter; facets: MessageList['facets'] }) {
  const { text, language } = useLanguage();
  const [words, setWords] = useState(filter.text ?? '');
  const change = (name: string, value: string) =>
    navigate(addressOf.messages({ ...filter, [name]: value }), { replace: true });
  return (
    <FilterBar
      legend={text.keywordFacts.filters}
      choices={[
        {
          name: 'channel',
          label: text.sentMessages.channel,
          value: filter.channel ?? '',
          options: facets.channels.map((each) => [each, each]),
        },
        {
          name: 'segment',
          label: text.keywordFacts.segment,
          value: filter.segment ?? '',
          options: facets.segments.map((each) => [each, each]),
        },
        {
          name: 'stage',
          label: text.keywordFacts.stage,
          value: filter.stage ?? '',
          options: facets.stages.map((each) => [each, stageName(each, language)]),
        },
      ]}
      onChange={change}
      reset={Object.keys(filter).length === 0 ? null : addressOf.messages()}
    >
      <form
        class="search"
        onSubmit={(event) => {
          event.preventDefault();
          change('text', words.trim());
        }}
      >
        <label>
          <span>{text.sentMessages.search}</span>
          <input
            type="search"
            value={words}
            maxLength={200}
            onInput={(event) => setWords(event.currentTarget.value)}
          />
        </label>
        <button type="submit" class="button">
          {text.sentMessages.searchButton}
        </button>
      </form>
    </FilterBar>
  );
}

function CsvButton({ query }: { query: string }) {
  const { text } = useLanguage();
  const { sending, error, send } = useSend();
  return (
    <span class="row">
      <button
        type="button"
        class="button"
        disabled={sending}
        onClick={() => void send(() => download(`/v1/message-archive.csv${query}`))}
      >
        {text.sentMessages.csv}
      </button>
      {error !== null && <span role="alert">{text.failure.internal}</span>}
    </span>
  );
}
