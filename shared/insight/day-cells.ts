import type { Aggregate, Dimension } from '../domain/aggregate.ts';
import { emptyAggregate, mergeAggregates } from './aggregate.ts';

/** What lists and totals are counted by. Words, versions and arrivals would be nine tenths of the whole. */
const LISTED: readonly Dimension[] = [
  'total',
  'source',
  'code',
  'stage',
  'point',
  'code-source',
  'segment',
  'code-segment',
];

/** The cells of a day by what lists are narrowed by, merged over its hours and shards. */
export function dayCells(aggregates: Iterable<Aggregate>): Aggregate {
  let sum = emptyAggregate();
  for (const { cells } of aggregates) {
    const listed = LISTED.flatMap((dimension) => {
      const column = cells[dimension];
      return column === undefined ? [] : [[dimension, column] as const];
    });
    sum = mergeAggregates(sum, { cells: Object.fromEntries(listed), arrivals: {} });
  }
  return sum;
}
