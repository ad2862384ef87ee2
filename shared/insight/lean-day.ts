import type { BucketAggregate, Dimension } from '../domain/aggregate.ts';
import { addAggregate, emptyAggregate, onlyDimensions } from './aggregate.ts';

/** What the hours of a review are looked at for: series of negative voices. */
const OF_HOURS: readonly Dimension[] = ['total', 'source', 'code', 'stage', 'app-version'];
/** What a review counts by the day alone. Nearly all keys of a day are terms; hours would hold them 24 times. */
const OF_DAYS: readonly Dimension[] = [
  'language',
  'app',
  'point',
  'segment',
  'lifecycle-stage',
  'acquisition-channel',
  'code-source',
  'code-segment',
  'point-source',
  'point-segment',
  'point-lifecycle-stage',
  'point-acquisition-channel',
  'analysis-version',
  'open-term',
  // Of suggested phrases; the caller reads no others, see `suggestibleTerms`.
  'term',
];

/** Everything that a review reads of a roll-up. */
export const REVIEW_DIMENSIONS: readonly Dimension[] = [...OF_HOURS, ...OF_DAYS];

/**
 * The buckets of a day with what a review counts and nothing else: every hour keeps what incidents are found in, the
 * rest of all hours lies in one bucket of the day. Merged, they are the day in the dimensions that a review reads.
 */
export function leanDay(buckets: readonly BucketAggregate[]): BucketAggregate[] {
  const [first] = buckets;
  if (first === undefined) return [];
  const rest = emptyAggregate();
  for (const { aggregate } of buckets) addAggregate(rest, onlyDimensions(aggregate, OF_DAYS));
  return [
    ...buckets.map((bucket) => ({ ...bucket, aggregate: onlyDimensions(bucket.aggregate, OF_HOURS) })),
    { day: first.day, bucket: first.day, aggregate: rest },
  ];
}
