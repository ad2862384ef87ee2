import { capHistory } from './cap-history.ts';
import { currentLevel, type DaySums, daySpread, newDaySums, smoothedLevels } from './day-levels.ts';
import type { History } from './history.ts';
import { addUp } from './season-sums.ts';
import { fitShape } from './seasonal-shape.ts';

/** What a fit says. The activity is all feedback where totals are known, else the series itself. */
export interface Season {
  /** Activity per cell at the mean of the week, now. */
  level: number;
  /** Activity per cell on each day of the history, at the mean of the week. */
  levels: Float64Array;
  /** The day of the first of `levels`. */
  firstDay: number;
  /** Relative activity by cell: day kind × hours. */
  readonly shape: Float64Array;
  /** Relative activity of the first, second, … working day. */
  readonly workdays: Float64Array;
  /** Relative activity of a public holiday, beside a Sunday. */
  holiday: number;
  /** Whether the history has a holiday. */
  knowsHolidays: boolean;
  /** The series' part of the activity; 1 without totals. */
  share: number;
  readonly shareByHour: Float64Array;
  /** 1/size of the activity of a cell. */
  spread: number;
  /** Relative standard deviation of the level from day to day. */
  daySd: number;
  fits: number;
}

const DAY_KIND_COUNT = 3;
export const WORKDAYS = 5;
/** The first fit begins with nothing known: capping and fitting take turns. */
const FIRST_PASSES = 3;
/** Relative standard deviations of the priors. */
const WORKDAY_SD = 0.15;
const HOLIDAY_SD = 0.3;
const SHARE_BY_HOUR_SD = 0.08;
const SPREAD_PRIOR = 0.05;
const SPREAD_PRIOR_SD = 0.1;
/** Capping hides some of the spread, and so does fitting. */
const SPREAD_CORRECTION = 1.1;

export function newSeason(hours: number): Season {
  return {
    level: 0,
    levels: new Float64Array(0),
    firstDay: 0,
    shape: new Float64Array(DAY_KIND_COUNT * hours).fill(1),
    workdays: new Float64Array(WORKDAYS).fill(1),
    holiday: 1,
    knowsHolidays: false,
    share: 1,
    shareByHour: new Float64Array(hours).fill(1),
    spread: 0.2,
    daySd: 0.1,
    fits: 0,
  };
}

/**
 * Fits level, shape, share and spread to the history before the day `today`, starting from the fit of the day before:
 * counts are capped near that fit, then day levels, shape and the rest are fitted in turn. Iteratively reweighted
 * fitting with outbreaks held down, as in the Farrington family (Noufaily et al. 2013, Statistics in Medicine 32:1206).
 */
export function fitSeason(
  season: Season,
  history: History,
  options: { readonly hours: number; readonly levelDays: number },
  today: number,
): void {
  const firstDay = history.day[history.position(0)] ?? today;
  const useTotals = history.hasTotals;
  const passes = season.fits === 0 ? FIRST_PASSES : 1;
  for (let pass = 0; pass < passes; pass++) {
    const days = newDaySums(firstDay, today - firstDay);
    capHistory(season, history, useTotals, options.hours, days);
    season.levels = smoothedLevels(days);
    season.firstDay = firstDay;
    season.level = currentLevel(days, options.levelDays);
    fitToLevels(season, history, useTotals, options.hours, days);
    season.fits++;
  }
}

function fitToLevels(
  season: Season,
  history: History,
  useTotals: boolean,
  hours: number,
  days: DaySums,
): void {
  const sums = addUp(season, history, hours, days);
  fitShape(sums.cells, hours, season.spread, season.shape);
  for (let j = 0; j < WORKDAYS; j++) {
    const seen = sums.workDays[j] ?? 0;
    const expected = sums.workExpected[j] ?? 0;
    if (seen <= 0 || expected <= 0) {
      season.workdays[j] = 1;
      continue;
    }
    const ratio = (sums.workCounts[j] ?? 0) / expected;
    const doubt = (1 + (season.spread * expected) / (seen * hours)) / expected + season.daySd ** 2 / seen;
    season.workdays[j] = 1 + ((ratio - 1) * WORKDAY_SD ** 2) / (WORKDAY_SD ** 2 + doubt);
  }
  const holidayPrior = 1 / HOLIDAY_SD ** 2;
  season.holiday = (sums.holidayCounts + holidayPrior) / (sums.holidayExpected + holidayPrior);
  season.knowsHolidays = sums.holidayExpected > 0;
  season.share = 1;
  if (useTotals) {
    if (sums.activity > 0) season.share = Math.min(1, (sums.own + 0.1) / (sums.activity + 0.5));
    const prior = 1 / SHARE_BY_HOUR_SD ** 2;
    for (let hour = 0; hour < hours; hour++) {
      const expected = (sums.activityByHour[hour] ?? 0) * season.share;
      season.shareByHour[hour] = ((sums.ownByHour[hour] ?? 0) + prior) / (expected + prior);
    }
  } else season.shareByHour.fill(1);
  const information = 1 / SPREAD_PRIOR_SD ** 2;
  season.spread = Math.max(
    0.001,
    ((sums.spread * SPREAD_CORRECTION) / 2 + SPREAD_PRIOR * information) /
      (sums.spreadWeight / 2 + information),
  );
  season.daySd = daySpread(days, season.levels, season.spread / (0.7 * hours));
}
