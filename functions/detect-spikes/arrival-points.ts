import {
  addCount,
  type HourCount,
  type HourlyCounts,
  hourlyPoints,
} from '../../shared/alerting/hourly-series.ts';
import type { BucketAggregate } from '../../shared/domain/aggregate.ts';
import type { CountPoint } from '../../shared/domain/count-point.ts';

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
