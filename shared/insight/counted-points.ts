import type { Aggregate } from '../domain/aggregate.ts';
import type { FunnelStep } from '../domain/funnel.ts';
import type { Change, HesitationPoint, PointSlice } from '../domain/insight.ts';
import type { FunnelStage } from '../domain/taxonomy.ts';
import { SOURCE_KINDS } from '../domain/taxonomy.ts';
import { cellAt, pointKey, SLICES, sliceKey } from './aggregate.ts';
import { controlFalseDiscoveries, rateRatio, wilsonShare } from './change.ts';
import { type CountSeries, compareWithPast } from './compare-periods.ts';
import { type CountedPoint, countedPoint, pointSeries, totalOf } from './points.ts';
import type { ReviewWindow } from './review-window.ts';

/** One or two voices of a segment are an anecdote. */
const MIN_DOCUMENTS = 3;
const MAX_VALUES = 8;

/** A point of a list that was counted on the spot: its counts and where they come from. */
export type ListedPoint = CountedPoint & Pick<HesitationPoint, 'sources'>;

/** A point cut by who speaks of it. People cannot be counted here: counts of them do not add up. */
export type CountedSlice = Omit<PointSlice, 'customers'>;

/**
 * The hesitation points of a window, from its counts alone, without any document: most documents first. Every change is
 * corrected together with those of all codes and points of the page, as in a review.
 */
export function countedPoints(window: ReviewWindow, funnel: readonly FunnelStep[]): ListedPoint[] {
  const places = Object.keys(window.current.cells.point ?? {}).map(placeOf);
  const codes = Object.keys(window.current.cells.code ?? {});
  const changes = compareWithPast([
    ...places.map((place) => pointSeries(place, window)),
    ...codes.map((code) => seriesOf(window, (part) => cellAt(part, 'code', code).documents)),
  ]);
  return places
    .map((place, index) => ({
      ...countedPoint(place, { window, change: changes[index] ?? 'too-few', funnel, tracking: undefined }),
      sources: sourcesOf(window, pointKey(place.code, place.stage)),
    }))
    .sort((a, b) => b.documents - a.documents || (a.id < b.id ? -1 : 1));
}

/** One point by source, segment, lifecycle stage and channel, each against its own past; corrected together. */
export function countedSlices(
  place: { readonly code: string; readonly stage: string },
  window: ReviewWindow,
): CountedSlice[] {
  const point = pointKey(place.code, place.stage);
  const found = SLICES.flatMap(({ dimension }) =>
    valuesOf(window.current, dimension, point)
      .filter(({ documents }) => documents >= MIN_DOCUMENTS)
      .slice(0, MAX_VALUES)
      .map((value) => ({ by: dimension, ...value })),
  );
  const changes = compareWithPast(
    found.map(({ by, value }) => {
      const period = (part: Aggregate) => ({
        events: cellAt(part, `point-${by}`, sliceKey(point, value)).documents,
        documents: cellAt(part, by, value).documents,
      });
      return { now: period(window.current), past: window.past.map(period) };
    }),
  );
  return found.map(({ by, value, documents, negative }, index) => ({
    by,
    value,
    documents,
    share: wilsonShare(documents, cellAt(window.current, by, value).documents),
    change: changes[index] ?? 'too-few',
    negativeShare: negative / documents,
  }));
}

/** Which segments speak of a point, and whether more than the others do; corrected together. */
export function countedSegments(
  place: { readonly code: string; readonly stage: string },
  { current }: ReviewWindow,
): HesitationPoint['segments'] {
  const values = valuesOf(current, 'segment', pointKey(place.code, place.stage));
  const events = values.reduce((sum, { documents }) => sum + documents, 0);
  const known = Object.values(current.cells.segment ?? {}).reduce((sum, cell) => sum + cell.documents, 0);
  const judged = controlFalseDiscoveries(
    values.map(({ value, documents }) => {
      const all = cellAt(current, 'segment', value).documents;
      return rateRatio(
        { events: documents, documents: all },
        { events: events - documents, documents: known - all },
      );
    }),
  );
  return values
    .map(({ value, documents }, index) => ({
      segment: value,
      documents,
      over: judged[index] ?? ('too-few' as const),
    }))
    .slice(0, MAX_VALUES);
}

function valuesOf(aggregate: Aggregate, by: PointSlice['by'], point: string) {
  const prefix = sliceKey(point, '');
  return Object.entries(aggregate.cells[`point-${by}`] ?? {})
    .filter(([key]) => key.startsWith(prefix))
    .map(([key, cell]) => ({
      value: key.slice(prefix.length),
      documents: cell.documents,
      negative: cell.negative,
    }))
    .sort((a, b) => b.documents - a.documents || (a.value < b.value ? -1 : 1));
}

function sourcesOf({ current }: ReviewWindow, point: string): HesitationPoint['sources'] {
  return Object.fromEntries(
    SOURCE_KINDS.map((source): [string, number] => [
      source,
      cellAt(current, 'point-source', sliceKey(point, source)).documents,
    ]).filter(([, documents]) => documents > 0),
  );
}

function seriesOf(window: ReviewWindow, events: (part: Aggregate) => number): CountSeries {
  const period = (part: Aggregate) => ({ events: events(part), documents: totalOf(part) });
  return { now: period(window.current), past: window.past.map(period) };
}

function placeOf(key: string): { code: string; stage: FunnelStage } {
  const slash = key.indexOf('/');
  return { code: key.slice(0, slash), stage: key.slice(slash + 1) as FunnelStage };
}

/** The order of a list by how points moved: sure rises, then sure falls, then what may be chance, then too few. */
export function changeRank(change: Change): number {
  if (change === 'too-few') return 0;
  const { ratio, significant } = change;
  const most = (value: number) => Math.min(999, value);
  if (!significant) return 1_000 + most(ratio);
  return ratio >= 1 ? 3_000 + most(ratio) : 2_000 + most(1 / Math.max(ratio, 0.001));
}
