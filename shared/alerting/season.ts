import { capHistory } from './cap-history.ts';
import {
  currentLevel,
  type DaySums,
  daySpread,
  extendedTo,
  newDaySums,
  smoothedLevels,
} from './day-levels.ts';
import type { History } from './history.ts';
import { addUp } from './season-sums.ts';
import { fitShape } from './seasonal-shape.ts';

/** What a fit says. The activity is all feedback where totals are known, else the series itself. */
export interface Season {
  /** Activity per cell at the mean of the week, now. */
  level: number;
  /** Activity per cell on each day of the history, at the mean of the week. */
  levels: Float64Array;
  /** What `levels` is made of. */
  days: DaySums;
  /** Relative activity by cell: day kind × hours. */
  readonly shape: Float64Array;
  /** Relative activity of the first, second, … working day. */
  readonly workdays: Float64Array;
  /** Relative activity of a public holiday, beside a Sunday. */
  holiday: number;
  /** Whether the history has a holiday. */
  knowsHolidays: boolean;
  /** Whether the activity is that of the totals. */
  useTotals: boolean;
  /** The series' part of the activity; 1 without totals. */
  share: number;
  readonly shareByHour: Float64Array;
  /** 1/size of the activity of a cell. */
  spread: number;
  /** Relative standard deviation of the level from day to day. */
  daySd: number;
  fits: number;
  /** The day of the last whole fit. */
  fittedOn: number;
  /** Cells of the history that are capped and added up. */
  cellsSeen: number;
}

const DAY_KIND_COUNT = 3;
export const WORKDAYS = 5;
/** The first fit begins with nothing known: capping and fitting take turns. */
const FIRST_PASSES = 3;
/** With this many days behind it, the shape is fitted now and then; only the level follows each day. */
const SETTLED_DAYS = 14;
const SETTLED_EVERY_DAYS = 4;
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
    days: newDaySums(0, 0),
    shape: new Float64Array(DAY_KIND_COUNT * hours).fill(1),
    workdays: new Float64Array(WORKDAYS).fill(1),
    holiday: 1,
    knowsHolidays: false,
    useTotals: false,
    share: 1,
    shareByHour: new Float64Array(hours).fill(1),
    spread: 0.2,
    daySd: 0.1,
    fits: 0,
    fittedOn: 0,
    cellsSeen: 0,
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
  const span = today - season.days.firstDay;
  const every = span < SETTLED_DAYS ? 1 : SETTLED_EVERY_DAYS;
  if (season.fits > 0 && today - season.fittedOn < every && !holidaySince(season.cellsSeen, history)) {
    const days = extendedTo(season.days, span);
    const from = Math.max(0, history.length - (history.added - season.cellsSeen));
    capHistory(season, history, options.hours, days, from);
    followDays(season, history, days, options.levelDays);
    return;
  }
  const firstDay = history.day[history.position(0)] ?? today;
  season.useTotals = history.hasTotals;
  const passes = season.fits === 0 ? FIRST_PASSES : 1;
  for (let pass = 0; pass < passes; pass++) {
    const days = newDaySums(firstDay, today - firstDay);
    capHistory(season, history, options.hours, days, 0);
    followDays(season, history, days, options.levelDays);
    fitToLevels(season, history, options.hours, days);
    season.fits++;
  }
  season.fittedOn = today;
}

function followDays(season: Season, history: History, days: DaySums, levelDays: number): void {
  season.levels = smoothedLevels(days);
  season.days = days;
  season.level = currentLevel(days, levelDays);
  season.cellsSeen = history.added;
}

function holidaySince(seen: number, history: History): boolean {
  for (let i = Math.max(0, history.length - (history.added - seen)); i < history.length; i++)
    if (history.holiday[history.position(i)] === 1) return true;
  return false;
}

function fitToLevels(season: Season, history: History, hours: number, days: DaySums): void {
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
  if (season.useTotals) {
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
