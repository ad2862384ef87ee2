import type { PhraseHour } from '../../shared/alerting/emerging-phrases.ts';
import {
  addCount,
  type HourCount,
  type HourlyCounts,
  hourlyPoints,
} from '../../shared/alerting/hourly-series.ts';
import { type BucketAggregate, TOTAL_KEY } from '../../shared/domain/aggregate.ts';
import type { CountPoint } from '../../shared/domain/count-point.ts';
import { cellAt } from '../../shared/insight/aggregate.ts';

const HOUR_MS = 3_600_000;

/** Arrivals per hour and series as points of the detector, up to the hour of `now`, which is not over yet. */
export function arrivalPoints(buckets: readonly BucketAggregate[], now: Date): CountPoint[] {
  const hours: HourlyCounts = new Map();
  for (const { aggregate } of buckets) {
    for (const [slot, series] of Object.entries(aggregate.arrivals)) {
      const hourMs = Math.floor(Date.parse(slot) / HOUR_MS) * HOUR_MS;
      for (const [name, count] of Object.entries<HourCount>(series)) addCount(hours, hourMs, name, count);
    }
  }
  return hourlyPoints(hours, now.getTime());
}

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
