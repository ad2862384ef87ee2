import type { PointList } from '../../../shared/domain/dashboard-api.ts';
import type { HesitationPoint, WeeklyReview } from '../../../shared/domain/insight.ts';
import type { SourceKind } from '../../../shared/domain/taxonomy.ts';
import { addressOf } from '../addresses.ts';
import { ApiError } from '../api/client.ts';
import { useResource } from '../api/use-resource.ts';
import { BarList } from '../charts/bar-list.tsx';
import { Sparkline } from '../charts/sparkline.tsx';
import { ChangeBadge } from '../components/change-badge.tsx';
import { KeywordList } from '../components/message-ideas.tsx';
import { NumberTile } from '../components/number-tile.tsx';
import { Page, Section } from '../components/page.tsx';
import { PointEditor } from '../components/point-editor.tsx';
import { QuoteBlock } from '../components/quote.tsx';
import { Empty, Failure, Loaded } from '../components/states.tsx';
import { useWeekLabel } from '../components/week-picker.tsx';
import { useLanguage } from '../i18n/language.tsx';
import { codeMeaning, codeName, stageName } from '../taxonomy.ts';

const DAYS_OF_WEEK = 7;

/** One hesitation point of a week, with all that it stands on. `place` is `code/stage`, or the point's ID. */
export function PointScreen({ week, place }: { week: string; place: string }) {
  const { text, language } = useLanguage();
  const weekLabel = useWeekLabel();
  const { resource, reload } = useResource<PointList>(`/v1/points?week=${encodeURIComponent(week)}`);
  const point =
    resource.state === 'ready'
      ? (resource.data.points.find(({ id, code, stage }) => id === place || `${code}/${stage}` === place) ??
        null)
      : null;
  return (
    <Page
      key={point === null ? 'waiting' : 'ready'}
      title={
        point === null
          ? text.point.listTitle
          : text.point.title(codeName(point.code, language), stageName(point.stage, language))
      }
      hint={point === null ? weekLabel(week) : `${weekLabel(week)} · ${codeMeaning(point.code, language)}`}
      back={{ href: addressOf.points(week), label: text.point.back }}
      actions={
        point !== null && (
          <a
            class="button button-primary"
            href={addressOf.voices({ week, code: point.code, stage: point.stage })}
          >
            {text.point.allVoices}
          </a>
        )
      }
    >
      <Loaded resource={resource} reload={reload}>
        {() =>
          point === null ? (
            <Failure error={new ApiError(404, 'not-found', '')} />
          ) : (
            <PointDetail point={point} week={week} reload={reload} />
          )
        }
      </Loaded>
    </Page>
  );
}

function PointDetail(props: { point: HesitationPoint; week: string; reload: () => void }) {
  const { point, week, reload } = props;
  const { text, format } = useLanguage();
  const review = useResource<WeeklyReview>(`/v1/reviews/${encodeURIComponent(week)}`);
  const keywords =
    review.resource.state === 'ready'
      ? review.resource.data.keywords.filter((keyword) => keyword.pointId === point.id)
      : [];
  const first = point.daily[0]?.day;
  const last = point.daily.at(-1)?.day;
  const peak = point.daily.toSorted((a, b) => b.documents - a.documents)[0];
  return (
    <div class="stack">
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
        <NumberTile name={text.point.customers} value={text.count.people(format.count(point.customers))}>
          <span class="muted">{text.thisWeek.customersHint}</span>
        </NumberTile>
      </dl>
      <Section
        title={text.point.trend}
        hint={
          first === undefined || last === undefined
            ? undefined
            : text.point.trendHint(format.day(first), format.day(last))
        }
        action={<span class={`badge status-${point.status}`}>{text.status[point.status]}</span>}
      >
        <Sparkline
          tall={true}
          values={point.daily.map((day) => day.documents)}
          label={point.daily.map((day) => `${format.day(day.day)} ${format.count(day.documents)}`).join(', ')}
          emphasisFrom={Math.max(0, point.daily.length - DAYS_OF_WEEK)}
        />
        {peak !== undefined && (
          <p class="muted">
            {text.point.peak(
              format.dayWithWeekday(peak.day),
              text.count.documents(format.count(peak.documents)),
            )}
          </p>
        )}
      </Section>
      <PointEditor point={point} onSaved={reload} />
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
      {keywords.length > 0 && (
        <Section
          title={text.point.keywords}
          hint={text.thisWeek.keywordsHint}
          action={
            <a class="button" href={addressOf.keywords(week, point.id)}>
              {text.keywords.decide}
            </a>
          }
        >
          <KeywordList keywords={keywords} />
        </Section>
      )}
      <div class="thirds">
        <Section title={text.point.terms}>
          {point.terms.length === 0 ? (
            <Empty>{text.point.noTerms}</Empty>
          ) : (
            <BarList
              bars={point.terms.slice(0, 10).map((term) => ({
                key: term.term,
                label: term.term,
                value: term.documents,
                said: text.count.documents(format.count(term.documents)),
              }))}
            />
          )}
        </Section>
        <Section title={text.point.sources}>
          <BarList
            bars={(Object.entries(point.sources) as [SourceKind, number][])
              .filter(([, documents]) => documents > 0)
              .toSorted((a, b) => b[1] - a[1])
              .map(([source, documents]) => ({
                key: source,
                label: text.source[source],
                value: documents,
                said: text.count.documents(format.count(documents)),
                href: addressOf.voices({ week, code: point.code, stage: point.stage, source }),
              }))}
          />
        </Section>
        <Section title={text.point.segments}>
          {point.segments.length === 0 ? (
            <Empty>{text.point.noSegments}</Empty>
          ) : (
            <BarList
              bars={point.segments.map((segment) => ({
                key: segment.segment,
                label: segment.segment,
                value: segment.documents,
                said: `${text.count.documents(format.count(segment.documents))}${
                  typeof segment.over === 'object' && segment.over.significant && segment.over.ratio > 1
                    ? ` · ${text.point.overOthers(format.percentOfRatio(segment.over.ratio))}`
                    : ''
                }`,
              }))}
            />
          )}
        </Section>
      </div>
    </div>
  );
}
