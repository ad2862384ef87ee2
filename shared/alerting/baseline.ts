import type { LocalHour } from './calendar.ts';
import { History } from './history.ts';
import { fitSeason, newSeason, type Season } from './season.ts';

export interface BaselineOptions {
  /** Cells of a day: 24 hours, or 1. */
  readonly hours: number;
  /** What part of a cell one interval is: 1, or 1/12 for five minutes of an hour. */
  readonly part: number;
  /** Days that the fit looks back. */
  readonly days: number;
  /** After this many days an observation counts 1/e for the level. */
  readonly levelDays: number;
}

/** Relative spread of a day off whose like has not been seen, around a Sunday. */
const UNKNOWN_HOLIDAY_SD = 0.3;
const KNOWN_HOLIDAY_SD = 0.12;
const FIRST_WORKDAY_SD = 0.1;
/** A count beyond this many standard deviations teaches no more than one at it. */
const CAP = 2;
const MIN_MEAN = 0.005;

/**
 * What is usual for a series: level × shape of the day × the factor of today × share of the total. Level, shape and
 * share are fitted anew each local day to the last weeks, with outbreaks capped (`season.ts`); the factor of today
 * follows the hours since midnight. Where points bring a `total`, the shape, the level and today's factor are those of
 * all feedback, and only the share is the series' own: more feedback is not worse feedback, and a holiday or a busy day
 * shows in the many before it shows in the few.
 */
export class Baseline {
  /** Of the interval last given to `expect`. */
  mean = 0;
  /** Squared relative error that all intervals near that one have in common: today's factor, if it is still open. */
  doubt = 0;
  observations = 0;
  readonly #options: BaselineOptions;
  readonly #history: History;
  readonly #season: Season;
  #day = Number.NaN;
  #isHoliday = false;
  #base = 0;
  #activity = 0;
  #factor = 1;
  #prior = 0;
  #seen = 0;
  #seenExpected = 0;

  constructor(options: BaselineOptions) {
    this.#options = options;
    this.#history = new History(options.days * options.hours);
    this.#season = newSeason(options.hours);
  }

  /** Sets `mean` and `doubt` to what the past says of an interval at this local time. */
  expect(local: LocalHour): void {
    if (local.day !== this.#day) this.#beginDay(local);
    const season = this.#season;
    const cell = local.kind * this.#options.hours + (this.#options.hours > 1 ? local.hour : 0);
    const workday = local.workday < 0 ? 1 : (season.workdays[local.workday] ?? 1);
    this.#activity = Math.max(
      MIN_MEAN,
      season.level *
        (season.shape[cell] ?? 1) *
        workday *
        (local.holiday ? season.holiday : 1) *
        this.#options.part,
    );
    this.#base = this.#activity * season.share * (season.shareByHour[cell % this.#options.hours] ?? 1);
    this.mean = Math.max(MIN_MEAN, this.#base * this.#factor);
    this.doubt = this.#prior > 0 ? 1 / (this.#prior + this.#seenExpected) : 0;
  }

  /** Learns the interval last given to `expect`. */
  learn(local: LocalHour, count: number, total: number | undefined, alarmed: boolean): void {
    this.observations++;
    const others = total === undefined ? Number.NaN : Math.max(0, total - count);
    this.#followToday(count, others, alarmed);
    const cell = local.kind * this.#options.hours + (this.#options.hours > 1 ? local.hour : 0);
    this.#history.add(local, cell, this.#options.part, count, others);
  }

  #beginDay(local: LocalHour): void {
    if (this.#history.length > 0) fitSeason(this.#season, this.#history, this.#options, local.day);
    const next = local.holiday && this.#isHoliday && local.day === this.#day + 1;
    this.#day = local.day;
    this.#isHoliday = local.holiday;
    // A second holiday in a row begins where the first one ended; the fit has learnt from it.
    const season = this.#season;
    const sd = local.holiday
      ? season.knowsHolidays
        ? KNOWN_HOLIDAY_SD
        : UNKNOWN_HOLIDAY_SD
      : Math.max(season.daySd, local.workday === 0 ? FIRST_WORKDAY_SD : 0.02);
    this.#prior = 1 / (next ? KNOWN_HOLIDAY_SD : sd) ** 2;
    this.#factor = 1;
    this.#seen = 0;
    this.#seenExpected = 0;
  }

  /** A gamma prior of mean 1 for today's factor meets the capped counts since midnight. */
  #followToday(count: number, others: number, alarmed: boolean): void {
    const { spread, share } = this.#season;
    const add = (value: number, base: number, capAt: number) => {
      const mean = base * this.#factor;
      const sd = Math.sqrt(mean + spread * mean * mean);
      const trusted = 1 / (1 + spread * base);
      this.#seen += trusted * Math.min(mean + capAt * sd, Math.max(mean - CAP * sd, value));
      this.#seenExpected += trusted * base;
    };
    if (!Number.isNaN(others) && share < 1) add(others, Math.max(MIN_MEAN, this.#activity - this.#base), CAP);
    // Without a total only the count itself can tell; an outbreak must not explain itself.
    if (!alarmed) add(count, this.#base, CAP / 2);
    this.#factor = (this.#prior + this.#seen) / (this.#prior + this.#seenExpected);
  }
}
