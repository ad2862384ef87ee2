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
  /** All baseline weeks together. */
  readonly before: Aggregate;
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
  return {
    week,
    days,
    allDays,
    weeks: weekNames.map((name) => ({ week: name, aggregate: sumOf((day) => isoWeek(day) === name) })),
    dayAggregate,
    current: sumOf((day) => isoWeek(day) === week),
    before: sumOf((day) => isoWeek(day) !== week),
  };
}
