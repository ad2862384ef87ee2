import type { BucketAggregate } from '../../shared/domain/aggregate.ts';
import type { CountPoint } from '../../shared/domain/count-point.ts';

const HOUR_MS = 3_600_000;
/** A series with fewer negative arrivals in the whole window is too thin to watch on its own. */
const MIN_SERIES_COUNT = 20;

/**
 * Negative arrivals per hour and series (all, per source, per code), in the order of time up to the hour of `now`, which
 * is not over yet. On a UTC day with arrivals a silent hour is zero; days without any arrival are missing.
 */
export function arrivalPoints(buckets: readonly BucketAggregate[], now: Date): CountPoint[] {
  const hours = new Map<number, Map<string, number>>();
  const totals = new Map<string, number>();
  for (const { aggregate } of buckets) {
    for (const [slot, series] of Object.entries(aggregate.arrivals)) {
      const hour = Math.floor(Date.parse(slot) / HOUR_MS);
      const counts = hours.get(hour) ?? new Map<string, number>();
      hours.set(hour, counts);
      for (const [name, { negative }] of Object.entries(series)) {
        counts.set(name, (counts.get(name) ?? 0) + negative);
        totals.set(name, (totals.get(name) ?? 0) + negative);
      }
    }
  }
  const names = [...totals]
    .filter(([name, count]) => name === 'all' || count >= MIN_SERIES_COUNT)
    .map(([name]) => name)
    .sort();
  const first = [...hours.keys()].reduce((least, hour) => Math.min(least, hour), Number.POSITIVE_INFINITY);
  const days = new Set([...hours.keys()].map((hour) => Math.floor(hour / 24)));
  const points: CountPoint[] = [];
  for (let hour = first; hour <= Math.floor(now.getTime() / HOUR_MS); hour += 1) {
    if (!days.has(Math.floor(hour / 24))) continue;
    const timestamp = new Date(hour * HOUR_MS).toISOString();
    const counts = hours.get(hour);
    for (const name of names) points.push({ series: name, timestamp, count: counts?.get(name) ?? 0 });
  }
  return points;
}
