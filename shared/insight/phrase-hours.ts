import type { PhraseHour } from '../alerting/emerging-phrases.ts';
import { type BucketAggregate, TOTAL_KEY } from '../domain/aggregate.ts';
import { cellAt } from './aggregate.ts';

/** What negative voices said, hour by hour of their publication; voices of which only the day is known stay out. */
export function phraseHours(buckets: readonly BucketAggregate[]): PhraseHour[] {
  return buckets
    .filter(({ bucket }) => bucket.includes('T'))
    .map(({ bucket, aggregate }) => ({
      hourMs: Date.parse(`${bucket}:00:00.000Z`),
      negative: cellAt(aggregate, 'total', TOTAL_KEY).negative,
      phrases: new Map(
        Object.entries(aggregate.cells.term ?? {})
          .filter(([, { negative }]) => negative > 0)
          .map(([term, { negative }]) => [term, negative]),
      ),
    }))
    .sort((a, b) => a.hourMs - b.hourMs);
}
