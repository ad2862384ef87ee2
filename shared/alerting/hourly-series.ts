import type { CountPoint } from '../domain/count-point.ts';
import { ROOT_SERIES, seriesKind } from './family-gate.ts';

const HOUR_MS = 3_600_000;
/** A series with fewer negative voices in the whole time is too thin to watch on its own. */
const MIN_SERIES_COUNT = 20;
/** Kinds that begin with their first voice: a source that was not connected, a version that was not released. */
const BEGINS_LATER: ReadonlySet<string> = new Set(['source', 'version', 'stage']);
/** Kinds of which all voices of the series itself are the volume it is judged against; others: all voices. */
const OWN_VOLUME: ReadonlySet<string> = new Set(['source', 'version']);

/** Voices of one hour and series. */
export interface HourCount {
  readonly documents: number;
  readonly negative: number;
}
/** Counts by the start of the hour (milliseconds, UTC), then by series. */
export type HourlyCounts = Map<number, Map<string, HourCount>>;

/** Adds voices to an hour of a series. */
export function addCount(hours: HourlyCounts, hourMs: number, series: string, count: HourCount): void {
  const counts = hours.get(hourMs) ?? new Map<string, HourCount>();
  hours.set(hourMs, counts);
  const before = counts.get(series);
  counts.set(series, {
    documents: (before?.documents ?? 0) + count.documents,
    negative: (before?.negative ?? 0) + count.negative,
  });
}

/**
 * The counts as points of the detector, in the order of time up to the hour of `untilMs`, which may not be over yet:
 * counts of an unfinished hour can only be too low, so looking early never adds an alert. On a UTC day with voices a
 * silent hour is zero; days without any are missing. A source or version begins with its first voice: the
 * silence before it was connected or released says nothing. A reason that nobody ever named was zero.
 */
export function hourlyPoints(hours: HourlyCounts, untilMs: number): CountPoint[] {
  const totals = new Map<string, number>();
  const firstHour = new Map<string, number>();
  for (const [hour, counts] of hours) {
    for (const [series, { negative }] of counts) {
      totals.set(series, (totals.get(series) ?? 0) + negative);
      firstHour.set(series, Math.min(hour, firstHour.get(series) ?? hour));
    }
  }
  const names = [...totals]
    .filter(([name, count]) => name === ROOT_SERIES || count >= MIN_SERIES_COUNT)
    .map(([name]) => name)
    .sort();
  const first = [...hours.keys()].reduce((least, hour) => Math.min(least, hour), Number.POSITIVE_INFINITY);
  const days = new Set([...hours.keys()].map((hour) => Math.floor(hour / (24 * HOUR_MS))));
  const points: CountPoint[] = [];
  for (let hour = first; hour <= untilMs; hour += HOUR_MS) {
    if (!days.has(Math.floor(hour / (24 * HOUR_MS)))) continue;
    const timestamp = new Date(hour).toISOString();
    const counts = hours.get(hour);
    for (const series of names) {
      if (BEGINS_LATER.has(seriesKind(series)) && hour < (firstHour.get(series) ?? hour)) continue;
      const volume = counts?.get(OWN_VOLUME.has(seriesKind(series)) ? series : ROOT_SERIES);
      points.push({
        series,
        timestamp,
        count: counts?.get(series)?.negative ?? 0,
        total: volume?.documents ?? 0,
      });
    }
  }
  return points;
}
