import { useEffect, useState } from 'preact/hooks';
import type { Voice, VoiceList, WeekList } from '../../../shared/domain/dashboard-api.ts';
import { addressOf } from '../addresses.ts';
import { type ApiError, asApiError, getJson } from '../api/client.ts';
import { useResource } from '../api/use-resource.ts';
import { Page } from '../components/page.tsx';
import { Empty, Failure, Loaded, Loading } from '../components/states.tsx';
import { VoiceCard } from '../components/voice-card.tsx';
import { useWeekLabel } from '../components/week-picker.tsx';
import { useLanguage } from '../i18n/language.tsx';
import { rememberVoices } from '../last-voices.ts';
import { navigate } from '../router.ts';
import { useAllowed } from '../session.tsx';
import { codeName, stageName, taxonomy } from '../taxonomy.ts';
import { FUNNEL_STAGES, SENTIMENT_LABELS, SOURCE_KINDS } from '../vocabulary.ts';

const FILTERS = ['week', 'day', 'code', 'stage', 'source', 'sentiment'] as const;
type Filter = Partial<Record<(typeof FILTERS)[number], string>>;

/** Voices of a week (or a day), narrowed by the address bar, so that a choice can be shared as a link. */
export function VoicesScreen({ query }: { query: URLSearchParams }) {
  const { text } = useLanguage();
  const mayReview = useAllowed('cx', 'admin');
  const weeks = useResource<WeekList>('/v1/weeks');
  return (
    <Page
      title={text.voices.title}
      hint={text.voices.hint}
      actions={
        mayReview && (
          <a class="button" href={addressOf.identityReview()}>
            {text.identity.title}
          </a>
        )
      }
    >
      <Loaded resource={weeks.resource} reload={weeks.reload}>
        {(list) => {
          const filter: Filter = {};
          for (const name of FILTERS) {
            const value = query.get(name);
            if (value !== null && value !== '') filter[name] = value;
          }
          if (filter.week === undefined && filter.day === undefined) {
            const newest = list.weeks[0]?.week;
            if (newest === undefined) return <Empty>{text.empty.noDataTitle}</Empty>;
            filter.week = newest;
          }
          rememberVoices(addressOf.voices(filter));
          const address = `/v1${addressOf.voices(filter)}`;
          return (
            <>
              <FilterBar filter={filter} weeks={list} />
              <Pages key={address} address={address} />
            </>
          );
        }}
      </Loaded>
    </Page>
  );
}

function FilterBar({ filter, weeks }: { filter: Filter; weeks: WeekList }) {
  const { text, language } = useLanguage();
  const weekLabel = useWeekLabel();
  const change = (name: keyof Filter, value: string) => {
    const next: Filter = { ...filter, [name]: value };
    if (name === 'week') delete next.day;
    navigate(addressOf.voices(next), { replace: true });
  };
  const options = [
    {
      name: 'code',
      label: text.voices.code,
      values: taxonomy.codes.map(({ code }) => [code, codeName(code, language)]),
    },
    {
      name: 'stage',
      label: text.voices.stage,
      values: FUNNEL_STAGES.map((stage) => [stage, stageName(stage, language)]),
    },
    {
      name: 'source',
      label: text.voices.source,
      values: SOURCE_KINDS.map((source) => [source, text.source[source]]),
    },
    {
      name: 'sentiment',
      label: text.voices.sentiment,
      values: SENTIMENT_LABELS.map((label) => [label, text.sentiment[label]]),
    },
  ] as const;
  const narrowed = options.some(({ name }) => filter[name] !== undefined);
  const known = weeks.weeks.some((week) => week.week === filter.week);
  return (
    <fieldset class="filters card">
      <legend class="visually-hidden">{text.voices.filters}</legend>
      <label>
        <span>{text.voices.week}</span>
        <select value={filter.week ?? ''} onChange={(event) => change('week', event.currentTarget.value)}>
          {filter.day !== undefined && <option value="">{filter.day}</option>}
          {filter.week !== undefined && !known && (
            <option value={filter.week}>{weekLabel(filter.week)}</option>
          )}
          {weeks.weeks.map((week) => (
            <option key={week.week} value={week.week}>
              {weekLabel(week.week)}
            </option>
          ))}
        </select>
      </label>
      {options.map(({ name, label, values }) => (
        <label key={name}>
          <span>{label}</span>
          <select value={filter[name] ?? ''} onChange={(event) => change(name, event.currentTarget.value)}>
            <option value="">{text.voices.all}</option>
            {values.map(([value, shown]) => (
              <option key={value} value={value}>
                {shown}
              </option>
            ))}
          </select>
        </label>
      ))}
      {narrowed && (
        <a class="text-button" href={addressOf.voices({ week: filter.week, day: filter.day })}>
          {text.voices.reset}
        </a>
      )}
    </fieldset>
  );
}

/** The pages read so far, and a button for the next one. */
function Pages({ address }: { address: string }) {
  const { text, format } = useLanguage();
  const [voices, setVoices] = useState<readonly Voice[]>([]);
  const [last, setLast] = useState<VoiceList | null>(null);
  const [cursor, setCursor] = useState<string | null>(null);
  const [round, setRound] = useState(0);
  const [error, setError] = useState<ApiError | null>(null);

  useEffect(() => {
    let current = true;
    setError(null);
    getJson<VoiceList>(cursor === null ? address : `${address}&cursor=${cursor}`).then(
      (page) => {
        if (!current) return;
        setVoices((earlier) => (cursor === null ? page.voices : [...earlier, ...page.voices]));
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
  return (
    <>
      {last !== null && (
        <p class="muted" role="status">
          {last.total !== null &&
            voices.length > 0 &&
            text.voices.total(format.count(Math.max(last.total, voices.length)))}
        </p>
      )}
      {last !== null && voices.length === 0 && <Empty>{text.voices.empty}</Empty>}
      <div class="voice-list">
        {voices.map((voice) => (
          <VoiceCard key={voice.documentKey} voice={voice} />
        ))}
      </div>
      {error !== null && <Failure error={error} retry={() => setRound((count) => count + 1)} />}
      {last?.nextCursor != null && last.nextCursor !== cursor && (
        <p class="more">
          <button type="button" class="button" onClick={() => setCursor(last.nextCursor)}>
            {text.voices.more}
          </button>
        </p>
      )}
    </>
  );
}
