import type { Aggregate, BucketAggregate } from '../domain/aggregate.ts';
import { addDays, addWeeks, daysOfWeek, isoWeek } from '../domain/time.ts';
import { emptyAggregate, mergeAggregates } from './aggregate.ts';

/** How many weeks before the review's own week it compares with. */
export const BASELINE_WEEKS = 4;

/** The buckets of a review merged to days and weeks of the business calendar. */
export interface ReviewWindow {
  /** The review's week. */
  readonly week: string;
  /** Monday … Sunday of the review's week. */
  readonly days: readonly string[];
  /** All days from the first baseline week to the end of the review's week, oldest first. */
  readonly allDays: readonly string[];
  /** Baseline weeks and the review's week, oldest first. */
  readonly weeks: readonly { readonly week: string; readonly aggregate: Aggregate }[];
  readonly dayAggregate: (day: string) => Aggregate;
  readonly current: Aggregate;
  /** The baseline weeks that may be compared: with documents, and read by no analysis version that this week lacks. */
  readonly before: Aggregate;
  /** How many weeks `before` holds, 0…4. */
  readonly weeksBefore: number;
  /** Baseline weeks with documents that another analysis version has read. */
  readonly incomparableWeeks: number;
}

/** Cuts the buckets of a review into days and weeks; buckets outside the window are left out. */
export function reviewWindow(week: string, buckets: readonly BucketAggregate[]): ReviewWindow {
  const days = daysOfWeek(week);
  const weekNames = Array.from({ length: BASELINE_WEEKS + 1 }, (_, index) =>
    addWeeks(week, index - BASELINE_WEEKS),
  );
  const first = daysOfWeek(weekNames[0] ?? week)[0] ?? week;
  const allDays = Array.from({ length: weekNames.length * 7 }, (_, index) => addDays(first, index));
  const byDay = new Map<string, Aggregate>(allDays.map((day) => [day, emptyAggregate()]));
  for (const bucket of buckets) {
    const merged = byDay.get(bucket.day);
    if (merged !== undefined) byDay.set(bucket.day, mergeAggregates(merged, bucket.aggregate));
  }
  const dayAggregate = (day: string) => byDay.get(day) ?? emptyAggregate();
  const sumOf = (wanted: (day: string) => boolean) =>
    allDays.filter(wanted).reduce((sum, day) => mergeAggregates(sum, dayAggregate(day)), emptyAggregate());
  const weeks = weekNames.map((name) => ({ week: name, aggregate: sumOf((day) => isoWeek(day) === name) }));
  const current = weeks.at(-1)?.aggregate ?? emptyAggregate();
  const earlier = weeks.slice(0, -1).filter(({ aggregate }) => versionsOf(aggregate).length > 0);
  const versions = new Set(versionsOf(current));
  const comparable = earlier.filter(({ aggregate }) =>
    versionsOf(aggregate).every((version) => versions.has(version)),
  );
  return {
    week,
    days,
    allDays,
    weeks,
    dayAggregate,
    current,
    before: comparable.reduce((sum, { aggregate }) => mergeAggregates(sum, aggregate), emptyAggregate()),
    weeksBefore: comparable.length,
    incomparableWeeks: earlier.length - comparable.length,
  };
}

/** The analysis versions that have read the documents of an aggregate, sorted. */
export function versionsOf(aggregate: Aggregate): string[] {
  return Object.keys(aggregate.cells['analysis-version'] ?? {}).sort();
}
