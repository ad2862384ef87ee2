import type { Aggregate, Dimension } from '../domain/aggregate.ts';
import { addAggregate, emptyAggregate, onlyDimensions } from './aggregate.ts';

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
  const sum = emptyAggregate();
  for (const aggregate of aggregates) addAggregate(sum, onlyDimensions(aggregate, LISTED));
  return sum;
}
