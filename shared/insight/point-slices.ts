import type { Aggregate } from '../domain/aggregate.ts';
import type { Change, PointSlice } from '../domain/insight.ts';
import { cellAt, pointKey, SLICES, sliceKey } from './aggregate.ts';
import { wilsonShare } from './change.ts';
import type { CountSeries } from './compare-periods.ts';
import type { PointGroup } from './points.ts';
import type { ReviewWindow } from './review-window.ts';

/** Of each attribute, at most this many values, those that are said most. */
const MAX_VALUES = 8;
/** One or two voices of a segment are an anecdote. */
const MIN_DOCUMENTS = 3;

/** The voices of a point that share a value of one attribute. */
export interface SliceCount {
  readonly by: PointSlice['by'];
  readonly value: string;
  readonly documents: number;
  readonly negative: number;
  readonly customers: number;
}

/** A point cut by source, segment, lifecycle stage and acquisition channel; most documents of each first. */
export function slicesOf(group: Pick<PointGroup, 'contributions'>): SliceCount[] {
  return SLICES.flatMap(({ dimension, read }) => {
    const values = new Map<string, { documents: number; negative: number; customers: Set<string> }>();
    for (const one of group.contributions) {
      const value = read(one);
      if (value === undefined) continue;
      const count = values.get(value) ?? { documents: 0, negative: 0, customers: new Set() };
      values.set(value, count);
      count.documents += 1;
      if (one.sentiment === 'negative') count.negative += 1;
      if (one.customerRef !== undefined) count.customers.add(one.customerRef);
    }
    return [...values]
      .map(([value, count]) => ({ by: dimension, value, ...count, customers: count.customers.size }))
      .filter(({ documents }) => documents >= MIN_DOCUMENTS)
      .sort((a, b) => b.documents - a.documents || (a.value < b.value ? -1 : 1))
      .slice(0, MAX_VALUES);
  });
}

/**
 * The counts of a slice now and in the periods before. Periods that were counted before points were cut say nothing of
 * slices: they are left out, which is not the same as zero.
 */
export function sliceSeries(
  group: Pick<PointGroup, 'code' | 'stage'>,
  slice: SliceCount,
  window: ReviewWindow,
): CountSeries {
  const { by, value } = slice;
  const key = sliceKey(pointKey(group.code, group.stage), value);
  return {
    now: { events: slice.documents, documents: cellAt(window.current, by, value).documents },
    past: window.past.filter(isCut).map((aggregate) => ({
      events: cellAt(aggregate, `point-${by}`, key).documents,
      documents: cellAt(aggregate, by, value).documents,
    })),
  };
}

/** A slice as the review shows it. */
export function pointSlice(slice: SliceCount, window: ReviewWindow, change: Change): PointSlice {
  const { by, value, documents, customers, negative } = slice;
  return {
    by,
    value,
    documents,
    customers,
    share: wilsonShare(documents, Math.max(documents, cellAt(window.current, by, value).documents)),
    change,
    negativeShare: documents === 0 ? 0 : negative / documents,
  };
}

/** Every voice has a source, so a period that was cut counts as many documents by source as it has at points. */
function isCut(aggregate: Aggregate): boolean {
  return documentsOf(aggregate, 'point-source') === documentsOf(aggregate, 'point');
}

function documentsOf(aggregate: Aggregate, dimension: 'point' | 'point-source'): number {
  return Object.values(aggregate.cells[dimension] ?? {}).reduce((sum, cell) => sum + cell.documents, 0);
}
