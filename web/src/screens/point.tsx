import type { PointDetail } from '../../../shared/domain/dashboard-api.ts';
import type { SuggestionList } from '../../../shared/domain/suggestion-record.ts';
import { addressOf } from '../addresses.ts';
import { useResource } from '../api/use-resource.ts';
import { ChartWithTable } from '../charts/chart-with-table.tsx';
import { TrendChart } from '../charts/trend-chart.tsx';
import { ChangeBadge } from '../components/change-badge.tsx';
import { KeywordList } from '../components/message-ideas.tsx';
import { MessageList } from '../components/message-list.tsx';
import { NumberTile } from '../components/number-tile.tsx';
import { OutcomeCard } from '../components/outcome-card.tsx';
import { Page, Section } from '../components/page.tsx';
import { PointEditor } from '../components/point-editor.tsx';
import { PointHistory } from '../components/point-history.tsx';
import { PointWho } from '../components/point-who.tsx';
import { Priority } from '../components/priority.tsx';
import { QuoteBlock } from '../components/quote.tsx';
import { Empty, Loaded } from '../components/states.tsx';
import { usePeriodLabel } from '../components/use-period-label.ts';
import { useLanguage } from '../i18n/language.tsx';
import { onlyPeriod, type PointQuery, readPeriod, readPointQuery, whoSpeaks } from '../point-query.ts';
import { codeMeaning, codeName, stageName } from '../taxonomy.ts';

/** One hesitation point of a period with all that it stands on. `place` is `code/stage`, or the point's ID. */
export function PointScreen(props: { period: string; place: string; query: URLSearchParams }) {
  const { period, place } = props;
  const { text, language } = useLanguage();
  const label = usePeriodLabel();
  const who = whoSpeaks(readPointQuery(props.query));
  const question: PointQuery = { ...readPeriod(period), ...who };
  // The API takes the ID of a point, in which a dot stands for the slash of the address.
  const path = `/v1/points/${encodeURIComponent(period)}/${encodeURIComponent(place.replace('/', '.'))}`;
  const asked = new URLSearchParams(who);
  const { resource, reload } = useResource<PointDetail>(asked.size === 0 ? path : `${path}?${asked}`);
  const point = resource.state === 'ready' ? resource.data : null;
  const when = [label(question), ...Object.values(who)].filter((part) => part !== '').join(' · ');
  return (
    <Page
      key={point === null ? 'waiting' : 'ready'}
      title={
        point === null
          ? text.point.listTitle
          : text.point.title(codeName(point.code, language), stageName(point.stage, language))
      }
      hint={point === null ? when : `${when} · ${codeMeaning(point.code, language)}`}
      back={{ href: addressOf.points({ ...question }), label: text.point.back }}
      actions={
        point !== null && (
          <a class="button button-primary" href={voicesOf(point, question)}>
            {text.point.allVoices}
          </a>
        )
      }
    >
      <Loaded resource={resource} reload={reload}>
        {(ready) => <Detail point={ready} question={question} reload={reload} />}
      </Loaded>
    </Page>
  );
}

/** Voices are not listed by lifecycle stage and channel: of these, the list shows all. */
function voicesOf({ code, stage }: PointDetail, question: PointQuery): string {
  const { source, segment } = question;
  return addressOf.voices({ ...onlyPeriod(question), code, stage, source, segment });
}

function Detail(props: { point: PointDetail; question: PointQuery; reload: () => void }) {
  const { point, question, reload } = props;
  const { text } = useLanguage();
  const { outcomes = [], messages = [], history } = point;
  return (
    <div class="stack">
      <Numbers point={point} />
      <Trend point={point} />
      <PointEditor point={point} onSaved={reload} />
      {history.length > 0 && (
        <Section title={text.points.history}>
          <PointHistory history={history} />
        </Section>
      )}
      <Section title={text.point.quotes}>
        {point.evidence.length === 0 ? (
          <Empty>{text.point.noQuotes}</Empty>
        ) : (
          <div class="quote-list">
            {point.evidence.map((quote) => (
              <QuoteBlock key={quote.documentKey} quote={quote} />
            ))}
          </div>
        )}
      </Section>
      {outcomes.length > 0 && (
        <Section title={text.outcome.title}>
          {outcomes.map((outcome) => (
            <OutcomeCard key={outcome.suggestionId} outcome={outcome} />
          ))}
        </Section>
      )}
      {messages.length > 0 && (
        <Section title={text.points.messages} hint={text.points.messagesHint}>
          <MessageList name={text.points.messages} messages={messages} />
        </Section>
      )}
      {question.week !== undefined && <Keywords week={question.week} pointId={point.id} />}
      <PointWho point={point} question={question} />
    </div>
  );
}

function Numbers({ point }: { point: PointDetail }) {
  const { text, format } = useLanguage();
  const { dropOff } = point;
  return (
    <>
      <dl class="numbers">
        <NumberTile name={text.point.documents} value={text.count.documents(format.count(point.documents))}>
          <ChangeBadge change={point.change} />
        </NumberTile>
        <NumberTile name={text.point.share} value={format.percent(point.share.value)}>
          <span class="muted">
            {text.interval(format.percent(point.share.low), format.percent(point.share.high))}
          </span>
        </NumberTile>
        <NumberTile name={text.point.negative} value={format.percent(point.negativeShare)} />
        <NumberTile
          name={text.point.customers}
          value={point.customers === null ? '–' : text.count.people(format.count(point.customers))}
        >
          <span class="muted">
            {point.customers === null ? text.points.tooManyToCount : text.thisWeek.customersHint}
          </span>
        </NumberTile>
        <NumberTile
          name={text.points.dropOff}
          value={dropOff === null || dropOff === undefined ? '–' : format.percent(dropOff.rate)}
        >
          <span class="muted">
            {dropOff === null || dropOff === undefined
              ? text.points.noFunnel
              : text.points.funnel(format.count(dropOff.entered), format.count(dropOff.completed))}
          </span>
        </NumberTile>
      </dl>
      <Priority priority={point.priority} />
    </>
  );
}

function Trend({ point }: { point: PointDetail }) {
  const { text, format } = useLanguage();
  const { daily } = point;
  const [from = ''] = firstDay(point);
  const first = daily[0]?.day;
  const last = daily.at(-1)?.day;
  const peak = daily.toSorted((a, b) => b.documents - a.documents)[0];
  return (
    <Section
      title={text.point.trend}
      hint={
        first === undefined || last === undefined
          ? undefined
          : text.points.trendHint(format.day(first), format.day(last))
      }
      action={<span class={`badge status-${point.status}`}>{text.status[point.status]}</span>}
    >
      <ChartWithTable
        name={text.point.trend}
        file={`${point.id}-${point.period.replace('/', '~')}`}
        columns={[{ name: text.points.day }, { name: text.point.documents, isNumber: true }]}
        rows={daily.map(({ day, documents }) => [{ shown: format.dayWithWeekday(day), csv: day }, documents])}
      >
        <TrendChart days={daily} from={from} name={text.point.trend} />
      </ChartWithTable>
      {peak !== undefined && peak.documents > 0 && (
        <p class="muted">
          {text.point.peak(
            format.dayWithWeekday(peak.day),
            text.count.documents(format.count(peak.documents)),
          )}
        </p>
      )}
    </Section>
  );
}

const DAYS_OF_WEEK = 7;

/** Where the period of a point begins: its name says it, but for a week, which is the last seven days. */
function firstDay({ period, daily }: PointDetail): string[] {
  if (!period.includes('W')) return period.split('/');
  return daily.slice(-DAYS_OF_WEEK).map(({ day }) => day);
}

function Keywords({ week, pointId }: { week: string; pointId: string }) {
  const { text } = useLanguage();
  const { resource } = useResource<SuggestionList>(`/v1/suggestions?week=${encodeURIComponent(week)}`);
  const keywords =
    resource.state === 'ready'
      ? resource.data.suggestions
          .map(({ suggestion }) => suggestion)
          .filter((suggestion) => suggestion.pointId === pointId)
      : [];
  if (keywords.length === 0) return null;
  return (
    <Section
      title={text.point.keywords}
      hint={text.thisWeek.keywordsHint}
      action={
        <a class="button" href={addressOf.keywords(week, pointId)}>
          {text.keywords.decide}
        </a>
      }
    >
      <KeywordList keywords={keywords} />
    </Section>
  );
}
