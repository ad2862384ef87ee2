import type { Aggregate, BucketAggregate } from '../domain/aggregate.ts';
import { addDays, daysOfWeek, isoWeek } from '../domain/time.ts';
import { addAggregate, emptyAggregate } from './aggregate.ts';

/** How many weeks before the review's own week it compares with. */
export const BASELINE_WEEKS = 4;

const WEEK_DAYS = 7;

/** The buckets of a review merged to days and periods of the business calendar. */
export interface ReviewWindow {
  /** The week `YYYY-Www`, the day `YYYY-MM-DD` or the range `YYYY-MM-DD/YYYY-MM-DD` that the review is of. */
  readonly period: string;
  /** The days of the period, oldest first. */
  readonly days: readonly string[];
  /** All days from the first period before to the end of the review's period, oldest first. */
  readonly allDays: readonly string[];
  /** The periods before and the review's period, oldest first, each named by its week or first day. */
  readonly weeks: readonly { readonly week: string; readonly aggregate: Aggregate }[];
  readonly dayAggregate: (day: string) => Aggregate;
  readonly current: Aggregate;
  /** The periods that may be compared, oldest first: with documents, and read by no analysis version that this one lacks. */
  readonly past: readonly Aggregate[];
  /** All of `past` together. */
  readonly before: Aggregate;
  /** How many periods `before` holds, 0…4. */
  readonly weeksBefore: number;
  /** Periods before with documents that another analysis version has read. */
  readonly incomparableWeeks: number;
}

/** Cuts the buckets of a weekly review into days and weeks; buckets outside the window are left out. */
export function reviewWindow(week: string, buckets: Iterable<BucketAggregate>): ReviewWindow {
  const days = daysOfWeek(week);
  return cut({ period: week, from: days[0] ?? '', days, nameOf: isoWeek }, buckets);
}

/**
 * The same for any days `from` … `to`, both included: compared with the four stretches of the same length and the same
 * days of the week before them, one to four weeks earlier for up to seven days, in whole weeks for longer ones.
 */
export function rangeWindow(from: string, to: string, buckets: Iterable<BucketAggregate>): ReviewWindow {
  const days = daysBetween(from, to);
  return cut({ period: from === to ? from : `${from}/${to}`, from, days, nameOf: (day) => day }, buckets);
}

/** The first day of the oldest stretch that a period is compared with. */
export function windowStart(from: string, to: string): string {
  return addDays(from, -BASELINE_WEEKS * stepOf(daysBetween(from, to).length));
}

function cut(
  of: { period: string; from: string; days: readonly string[]; nameOf: (day: string) => string },
  buckets: Iterable<BucketAggregate>,
): ReviewWindow {
  const last = of.days.at(-1) ?? of.from;
  const allDays = daysBetween(windowStart(of.from, last), last);
  const byDay = new Map<string, Aggregate>(allDays.map((day) => [day, emptyAggregate()]));
  for (const bucket of buckets) {
    const merged = byDay.get(bucket.day);
    if (merged !== undefined) addAggregate(merged, bucket.aggregate);
  }
  const dayAggregate = (day: string) => byDay.get(day) ?? emptyAggregate();
  const sumOf = (aggregates: readonly Aggregate[]) => aggregates.reduce(addAggregate, emptyAggregate());
  const weeks = Array.from({ length: BASELINE_WEEKS + 1 }, (_, index) => {
    const back = (BASELINE_WEEKS - index) * stepOf(of.days.length);
    const days = of.days.map((day) => addDays(day, -back));
    return { week: of.nameOf(days[0] ?? of.from), aggregate: sumOf(days.map(dayAggregate)) };
  });
  const current = weeks.at(-1)?.aggregate ?? emptyAggregate();
  const earlier = weeks.slice(0, -1).filter(({ aggregate }) => versionsOf(aggregate).length > 0);
  const versions = new Set(versionsOf(current));
  const past = earlier
    .map(({ aggregate }) => aggregate)
    .filter((aggregate) => versionsOf(aggregate).every((version) => versions.has(version)));
  return {
    period: of.period,
    days: of.days,
    allDays,
    weeks,
    dayAggregate,
    current,
    past,
    before: sumOf(past),
    weeksBefore: past.length,
    incomparableWeeks: earlier.length - past.length,
  };
}

/** Whole weeks, so that a Monday is compared with Mondays. */
function stepOf(days: number): number {
  return Math.ceil(days / WEEK_DAYS) * WEEK_DAYS;
}

function daysBetween(from: string, to: string): string[] {
  const days: string[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) days.push(day);
  return days;
}

/** The analysis versions that have read the documents of an aggregate, sorted. */
export function versionsOf(aggregate: Aggregate): string[] {
  return Object.keys(aggregate.cells['analysis-version'] ?? {}).sort();
}
