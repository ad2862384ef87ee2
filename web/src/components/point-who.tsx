import type { PointDetail } from '../../../shared/domain/dashboard-api.ts';
import type { PointSlice } from '../../../shared/domain/insight.ts';
import type { SourceKind } from '../../../shared/domain/taxonomy.ts';
import { addressOf } from '../addresses.ts';
import { BarList } from '../charts/bar-list.tsx';
import { ChartWithTable } from '../charts/chart-with-table.tsx';
import { useLanguage } from '../i18n/language.tsx';
import { type PointQuery, periodName, type WhoSpeaks, whoSpeaks } from '../point-query.ts';
import { describeChange } from './change-badge.tsx';
import { Section } from './page.tsx';
import { Empty } from './states.tsx';

const CUTS = ['source', 'segment', 'lifecycle-stage', 'acquisition-channel'] as const;
/** The parameter that narrows a point to a value of the cut. */
const PARAMETER = {
  source: 'source',
  segment: 'segment',
  'lifecycle-stage': 'lifecycle',
  'acquisition-channel': 'channel',
} as const satisfies Record<PointSlice['by'], keyof WhoSpeaks>;

/** The words of a point, and who says them: by source, segment, lifecycle stage and channel. */
export function PointWho({ point, question }: { point: PointDetail; question: PointQuery }) {
  const { text, format } = useLanguage();
  return (
    <div class="thirds">
      <Section title={text.point.terms} hint={point.basis === 'counts' ? text.points.sampled : undefined}>
        {point.terms.length === 0 ? (
          <Empty>{text.point.noTerms}</Empty>
        ) : (
          <ChartWithTable
            name={text.point.terms}
            file={`words-${point.id}`}
            columns={[{ name: text.points.word }, { name: text.point.documents, isNumber: true }]}
            rows={point.terms.map(({ term, documents }) => [term, documents])}
          >
            <BarList
              bars={point.terms.map((term) => ({
                key: term.term,
                label: term.term,
                value: term.documents,
                said: text.count.documents(format.count(term.documents)),
              }))}
            />
          </ChartWithTable>
        )}
      </Section>
      {CUTS.map((by) => (
        <Cut key={by} by={by} point={point} question={question} />
      ))}
    </div>
  );
}

function Cut(props: { by: PointSlice['by']; point: PointDetail; question: PointQuery }) {
  const { by, point, question } = props;
  const { text, format } = useLanguage();
  const slices = (point.slices ?? []).filter((slice) => slice.by === by);
  const values = slices.length > 0 ? slices : uncut(point, by);
  if (values.length === 0) {
    // Lifecycle and channel are of the same customers as the segments: one sentence says that they are unknown.
    return by === 'segment' ? (
      <Section title={text.points.by[by]}>
        <Empty>{text.point.noSegments}</Empty>
      </Section>
    ) : null;
  }
  const nameOf = (value: string) => (by === 'source' ? text.source[value as SourceKind] : value);
  const louder = new Map(
    point.segments.flatMap(({ segment, over }) =>
      typeof over === 'object' && over.significant && over.ratio > 1 ? [[segment, over.ratio] as const] : [],
    ),
  );
  const overOf = (value: string) => {
    const ratio = by === 'segment' ? louder.get(value) : undefined;
    return ratio === undefined ? '' : ` · ${text.point.overOthers(format.percentOfRatio(ratio))}`;
  };
  const name = text.points.by[by];
  return (
    <Section title={name}>
      <ChartWithTable
        name={name}
        file={`${by}-${point.id}`}
        columns={[
          { name },
          { name: text.point.documents, isNumber: true },
          { name: text.points.shareWithin, isNumber: true },
          { name: text.point.change },
        ]}
        rows={values.map(({ value, documents, share, change }) => [
          nameOf(value),
          documents,
          share === null ? '–' : { shown: format.percent(share.value), csv: share.value },
          change === null ? '–' : describeChange(change, text, format),
        ])}
      >
        <BarList
          bars={values.map(({ value, documents }) => ({
            key: value,
            label: nameOf(value),
            value: documents,
            said: `${text.count.documents(format.count(documents))}${overOf(value)}`,
            href: addressOf.point(periodName(question), point, {
              ...whoSpeaks(question),
              [PARAMETER[by]]: value,
            }),
          }))}
        />
      </ChartWithTable>
    </Section>
  );
}

/** Where nothing was cut (few voices, an old review): the counts alone, of sources and segments. */
function uncut(point: PointDetail, by: PointSlice['by']) {
  const counted =
    by === 'source'
      ? Object.entries(point.sources)
      : by === 'segment'
        ? point.segments.map(({ segment, documents }): [string, number] => [segment, documents])
        : [];
  return counted
    .filter(([, documents]) => documents > 0)
    .toSorted((a, b) => b[1] - a[1])
    .map(([value, documents]) => ({ value, documents, share: null, change: null }));
}
