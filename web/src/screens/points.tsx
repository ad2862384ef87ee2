import { useRef, useState } from 'preact/hooks';
import type { PointAttributes, PointList, WeekList } from '../../../shared/domain/dashboard-api.ts';
import { addressOf } from '../addresses.ts';
import { useResource } from '../api/use-resource.ts';
import { BarList } from '../charts/bar-list.tsx';
import { ChartWithTable } from '../charts/chart-with-table.tsx';
import { describeChange } from '../components/change-badge.tsx';
import { Page, Section } from '../components/page.tsx';
import { PointCard } from '../components/point-card.tsx';
import { PointFilters } from '../components/point-filters.tsx';
import { Empty, Loaded } from '../components/states.tsx';
import { usePeriodLabel } from '../components/use-period-label.ts';
import { useLanguage } from '../i18n/language.tsx';
import {
  onlyPeriod,
  type PointQuery,
  periodKind,
  periodName,
  readPointQuery,
  whoSpeaks,
  withPeriod,
} from '../point-query.ts';
import { codeName, stageName } from '../taxonomy.ts';

const SHOWN = 30;
const IN_CHART = 10;

/** The hesitation points of a week, a day or a range, narrowed by the address bar, the most important first. */
export function PointsScreen({ query }: { query: URLSearchParams }) {
  const { text } = useLanguage();
  const weeks = useResource<WeekList>('/v1/weeks');
  return (
    <Page title={text.point.listTitle} hint={text.points.hint}>
      <Loaded resource={weeks.resource} reload={weeks.reload}>
        {({ weeks: known }) => {
          const asked = readPointQuery(query);
          const newest = (known.find(({ published }) => published) ?? known[0])?.week;
          if (periodKind(asked) !== null) return <Points question={asked} weeks={known} />;
          if (newest === undefined) return <Empty>{text.empty.preparingTitle}</Empty>;
          return <Points question={withPeriod(asked, { week: newest })} weeks={known} />;
        }}
      </Loaded>
    </Page>
  );
}

function Points({ question, weeks }: { question: PointQuery; weeks: WeekList['weeks'] }) {
  const address = `/v1${addressOf.points({ ...question })}`;
  const { resource, reload } = useResource<PointList>(address);
  // What can be chosen stays while the next list is read, so that nobody loses the field under the finger.
  const attributes = useRef<PointAttributes | null>(null);
  if (resource.state === 'ready') attributes.current = resource.data.attributes;
  return (
    <>
      <PointFilters question={question} weeks={weeks} attributes={attributes.current} />
      <Loaded resource={resource} reload={reload}>
        {(list) => <Found key={address} list={list} question={question} />}
      </Loaded>
    </>
  );
}

function Found({ list, question }: { list: PointList; question: PointQuery }) {
  const { text, format } = useLanguage();
  const label = usePeriodLabel();
  const [shown, setShown] = useState(SHOWN);
  const { points, documents, basis } = list;
  const period = periodName(question);
  const summary = text.points.found(format.count(points.length), format.count(documents));
  return (
    <div class="stack">
      <p class="muted" role="status">
        {label(question)} · {summary}
        {basis === 'counts' && ` · ${text.points.counted}`}
      </p>
      {points.length === 0 ? (
        <div class="stack">
          <Empty>{documents === 0 ? text.points.noVoices : text.point.listEmpty}</Empty>
          <a class="button" href={addressOf.points({ ...onlyPeriod(question) })}>
            {text.voices.reset}
          </a>
        </div>
      ) : (
        <>
          <Overview points={points} period={period} question={question} />
          <div class="point-grid">
            {points.slice(0, shown).map((point, index) => (
              <PointCard
                key={point.id}
                point={point}
                period={period}
                who={whoSpeaks(question)}
                from={list.from}
                rank={index + 1}
              />
            ))}
          </div>
          {shown < points.length && (
            <p class="more">
              <button type="button" class="button" onClick={() => setShown(shown + SHOWN)}>
                {text.voices.more}
              </button>
            </p>
          )}
        </>
      )}
    </div>
  );
}

/** All points at a glance: the longest bars, and every point in the table. */
function Overview(props: { points: PointList['points']; period: string; question: PointQuery }) {
  const { points, period, question } = props;
  const { text, format, language } = useLanguage();
  const nameOf = (point: PointList['points'][number]) =>
    text.point.title(codeName(point.code, language), stageName(point.stage, language));
  return (
    <Section title={text.points.overview} hint={text.points.priorityHint}>
      <ChartWithTable
        name={text.points.overview}
        file={`hesitation-points-${period}`}
        columns={[
          { name: text.points.point },
          { name: text.points.priority, isNumber: true },
          { name: text.point.documents, isNumber: true },
          { name: text.point.share, isNumber: true },
          { name: text.point.negative, isNumber: true },
          { name: text.point.change },
        ]}
        rows={points.map((point) => [
          nameOf(point),
          Math.round(point.priority?.score ?? 0),
          point.documents,
          { shown: format.percent(point.share.value), csv: round(point.share.value) },
          { shown: format.percent(point.negativeShare), csv: round(point.negativeShare) },
          describeChange(point.change, text, format),
        ])}
      >
        <BarList
          bars={points.slice(0, IN_CHART).map((point) => ({
            key: point.id,
            label: nameOf(point),
            value: point.documents,
            said: `${text.count.documents(format.count(point.documents))} · ${text.points.score(format.count(Math.round(point.priority?.score ?? 0)))}`,
            href: addressOf.point(period, point, whoSpeaks(question)),
          }))}
        />
      </ChartWithTable>
    </Section>
  );
}

/** A share as a spreadsheet takes it. */
function round(share: number): number {
  return Math.round(share * 10_000) / 10_000;
}
