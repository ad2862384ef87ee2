import type { History } from './history.ts';
import { type CellSums, fitShape } from './seasonal-shape.ts';

/** What a fit says. The activity is all feedback where totals are known, else the series itself. */
export interface Season {
  /** Activity per cell at the mean of the week, now. */
  level: number;
  /** Relative activity by cell: day kind × hours. */
  readonly shape: Float64Array;
  /** Relative activity of the first, second, … working day. */
  readonly workdays: Float64Array;
  /** Relative activity of a public holiday, beside a Sunday. */
  holiday: number;
  /** Holidays in the history. */
  holidays: number;
  /** The series' part of the activity; 1 without totals. */
  share: number;
  readonly shareByHour: Float64Array;
  /** 1/size of the activity of a cell. */
  spread: number;
  /** Relative standard deviation of the level from day to day. */
  daySd: number;
  fitted: boolean;
}

const DAY_KIND_COUNT = 3;
const WORKDAYS = 5;
const SHAPE_MEMORY_DAYS = 35;
const SHARE_MEMORY_DAYS = 21;
/** The level of the last days is held at that of the last weeks by this many counts. */
const LEVEL_PRIOR = 60;
const WORKDAY_SD = 0.15;
const SHARE_BY_HOUR_SD = 0.08;
const HOLIDAY_SD = 0.3;
const DAY_SD_PRIOR = 0.05;
const DAY_SD_PRIOR_DAYS = 6;
const SPREAD_PRIOR = 0.05;
const SPREAD_PRIOR_SD = 0.1;
/** A count further above or below the fit, in standard deviations, counts as if it were there. */
const CAP_ABOVE = 2.5;
const CAP_BELOW = 3;
/** Trimming hides some of the spread, and so does fitting. */
const SPREAD_CORRECTION = 1.1;

export function newSeason(hours: number): Season {
  return {
    level: 0,
    shape: new Float64Array(DAY_KIND_COUNT * hours).fill(1),
    workdays: new Float64Array(WORKDAYS).fill(1),
    holiday: 1,
    holidays: 0,
    share: 1,
    shareByHour: new Float64Array(hours).fill(1),
    spread: 0.2,
    daySd: 0.1,
    fitted: false,
  };
}

/** Fits level, shape, share and spread to the history before `today`, starting from the fit of the day before. */
export function fitSeason(
  season: Season,
  history: History,
  options: { readonly hours: number; readonly levelDays: number },
  today: number,
): void {
  const passes = season.fitted ? 1 : 3;
  for (let pass = 0; pass < passes; pass++) onePass(season, history, options, today);
  season.fitted = true;
}

function onePass(
  season: Season,
  history: History,
  { hours, levelDays }: { readonly hours: number; readonly levelDays: number },
  today: number,
): void {
  const n = history.length;
  const firstDay = history.day[history.position(0)] ?? today;
  const days = today - firstDay;
  const fresh = !season.fitted && season.level === 0;
  const counts = new Float64Array(n);
  const activity = new Float64Array(n);
  const flat = new Float64Array(n);
  const dayCounts = new Float64Array(days + 1);
  const dayFlat = new Float64Array(days + 1);
  const dayLevel = new Float64Array(days + 1);
  const dayWork = new Int8Array(days + 1).fill(-1);
  const dayHoliday = new Uint8Array(days + 1);
  let known = 0;
  for (let i = 0; i < n; i++) if (!Number.isNaN(history.others[history.position(i)] ?? Number.NaN)) known++;
  const useTotals = known > 0.9 * n;
  const levels = season.fitted || !fresh ? previousLevels(season, history, useTotals, days, firstDay) : null;

  // Capped counts, and the sums of each day.
  for (let i = 0; i < n; i++) {
    const at = history.position(i);
    const cell = history.cell[at] ?? 0;
    const d = (history.day[at] ?? firstDay) - firstDay;
    const workday = history.workday[at] ?? -1;
    const isHoliday = history.holiday[at] === 1;
    const form =
      (season.shape[cell] ?? 1) *
      (workday < 0 ? 1 : (season.workdays[workday] ?? 1)) *
      (history.observed[at] ?? 1);
    flat[i] = form;
    let count = history.count[at] ?? 0;
    let others = useTotals ? (history.others[at] ?? Number.NaN) : 0;
    if (levels !== null) {
      const mean = (levels[d] ?? season.level) * form * (isHoliday ? season.holiday : 1);
      const share = useTotals ? season.share * (season.shareByHour[cell % hours] ?? 1) : 1;
      count = capped(count, mean * share, season.spread);
      if (useTotals && !Number.isNaN(others)) others = capped(others, mean * (1 - share), season.spread);
    }
    counts[i] = count;
    activity[i] = Number.isNaN(others) ? Number.NaN : count + others;
    if (Number.isNaN(others)) continue;
    if (isHoliday) dayHoliday[d] = 1;
    else {
      dayCounts[d] = (dayCounts[d] ?? 0) + count + others;
      dayFlat[d] = (dayFlat[d] ?? 0) + form;
      dayWork[d] = workday;
    }
  }
  smoothLevels(dayCounts, dayFlat, dayLevel);
  season.level = currentLevel(dayCounts, dayFlat, days, levelDays);

  // Shape.
  const cells = season.shape.length;
  const sums: CellSums = {
    counts: new Float64Array(cells),
    flat: new Float64Array(cells),
    intervals: new Float64Array(cells),
  };
  const workCounts = new Float64Array(WORKDAYS);
  const workExpected = new Float64Array(WORKDAYS);
  const workDays = new Float64Array(WORKDAYS);
  const shareCounts = new Float64Array(hours);
  const shareExpected = new Float64Array(hours);
  let holidayCounts = 0;
  let holidayExpected = 0;
  let ownCounts = 0;
  let ownExpected = 0;
  let spreadSum = 0;
  let spreadWeight = 0;
  for (let i = 0; i < n; i++) {
    const x = activity[i] ?? Number.NaN;
    if (Number.isNaN(x)) continue;
    const at = history.position(i);
    const cell = history.cell[at] ?? 0;
    const workday = history.workday[at] ?? -1;
    const d = (history.day[at] ?? firstDay) - firstDay;
    const level = dayLevel[d] ?? 0;
    const age = days - d;
    const isHoliday = history.holiday[at] === 1;
    const mean = level * (flat[i] ?? 0);
    const weight = Math.exp(-age / SHAPE_MEMORY_DAYS);
    if (isHoliday) {
      const trusted = 1 / (1 + season.spread * mean);
      holidayCounts += x * trusted;
      holidayExpected += mean * trusted;
    } else {
      const work = workday < 0 ? 1 : (season.workdays[workday] ?? 1);
      const observed = history.observed[at] ?? 1;
      sums.counts[cell] = (sums.counts[cell] ?? 0) + weight * x;
      sums.flat[cell] = (sums.flat[cell] ?? 0) + weight * level * work * observed;
      sums.intervals[cell] = (sums.intervals[cell] ?? 0) + weight * observed;
      if (workday >= 0 && work > 0) {
        workCounts[workday] = (workCounts[workday] ?? 0) + weight * x;
        workExpected[workday] = (workExpected[workday] ?? 0) + (weight * mean) / work;
        workDays[workday] = (workDays[workday] ?? 0) + (weight * observed) / hours;
      }
      if (mean > 0) {
        const variance = mean + season.spread * mean * mean;
        const fisher = (mean / variance) ** 2;
        spreadSum += fisher * ((x - mean) ** 2 - mean);
        spreadWeight += fisher * mean * mean;
      }
    }
    if (useTotals) {
      const recent = Math.exp(-age / SHARE_MEMORY_DAYS);
      const hour = cell % hours;
      ownCounts += recent * (counts[i] ?? 0);
      ownExpected += recent * x;
      shareCounts[hour] = (shareCounts[hour] ?? 0) + recent * (counts[i] ?? 0);
      shareExpected[hour] = (shareExpected[hour] ?? 0) + recent * x;
    }
  }
  fitShape(sums, hours, season.spread, season.shape);
  const noise = season.daySd ** 2;
  for (let j = 0; j < WORKDAYS; j++) {
    const seen = workDays[j] ?? 0;
    const expected = workExpected[j] ?? 0;
    if (seen <= 0 || expected <= 0) {
      season.workdays[j] = 1;
      continue;
    }
    const ratio = (workCounts[j] ?? 0) / expected;
    const doubt = (1 + season.spread * (expected / (seen * hours))) / expected + noise / seen;
    season.workdays[j] = 1 + ((ratio - 1) * WORKDAY_SD ** 2) / (WORKDAY_SD ** 2 + doubt);
  }
  const holidayPrior = 1 / HOLIDAY_SD ** 2;
  season.holiday = (holidayCounts + holidayPrior) / (holidayExpected + holidayPrior);
  season.holidays = dayHoliday.reduce((sum, one) => sum + one, 0);
  fitShare(season, useTotals, ownCounts, ownExpected, shareCounts, shareExpected);
  const spread = (spreadSum * SPREAD_CORRECTION) / 2 + SPREAD_PRIOR / SPREAD_PRIOR_SD ** 2;
  season.spread = Math.max(0.001, spread / (spreadWeight / 2 + 1 / SPREAD_PRIOR_SD ** 2));
  season.daySd = daySpread(season, dayCounts, dayFlat, dayLevel, hours);
}

function previousLevels(
  season: Season,
  history: History,
  useTotals: boolean,
  days: number,
  firstDay: number,
): Float64Array {
  const dayCounts = new Float64Array(days + 1);
  const dayFlat = new Float64Array(days + 1);
  const levels = new Float64Array(days + 1);
  for (let i = 0; i < history.length; i++) {
    const at = history.position(i);
    if (history.holiday[at] === 1) continue;
    const others = useTotals ? (history.others[at] ?? Number.NaN) : 0;
    if (Number.isNaN(others)) continue;
    const d = (history.day[at] ?? firstDay) - firstDay;
    const workday = history.workday[at] ?? -1;
    const form =
      (season.shape[history.cell[at] ?? 0] ?? 1) *
      (workday < 0 ? 1 : (season.workdays[workday] ?? 1)) *
      (history.observed[at] ?? 1);
    // Against what is usual now, so that a long outbreak does not lift the level that its own hours are capped at.
    const usual = season.level * form;
    const sd = Math.sqrt(usual + season.spread * usual * usual);
    dayCounts[d] = (dayCounts[d] ?? 0) + Math.min((history.count[at] ?? 0) + others, usual * 1.5 + 3 * sd);
    dayFlat[d] = (dayFlat[d] ?? 0) + form;
  }
  smoothLevels(dayCounts, dayFlat, levels);
  return levels;
}

/** Counts over expectation with a triangle of three days to each side. */
function smoothLevels(counts: Float64Array, flat: Float64Array, levels: Float64Array): void {
  let allCounts = 0;
  let allFlat = 0;
  for (let d = 0; d < counts.length; d++) {
    allCounts += counts[d] ?? 0;
    allFlat += flat[d] ?? 0;
  }
  const mean = allFlat > 0 ? allCounts / allFlat : 0;
  for (let d = 0; d < levels.length; d++) {
    let above = LEVEL_PRIOR / 2;
    let below = mean > 0 ? LEVEL_PRIOR / 2 / mean : 0;
    for (let near = Math.max(0, d - 3); near <= Math.min(counts.length - 1, d + 3); near++) {
      const weight = 4 - Math.abs(near - d);
      above += weight * (counts[near] ?? 0);
      below += weight * (flat[near] ?? 0);
    }
    levels[d] = below > 0 ? above / below : 0;
  }
}

/** The level of the last days, held at that of the last weeks. */
function currentLevel(counts: Float64Array, flat: Float64Array, days: number, levelDays: number): number {
  let above = 0;
  let below = 0;
  let longAbove = 0;
  let longBelow = 0;
  for (let d = 0; d < days; d++) {
    const weight = Math.exp((d + 1 - days) / levelDays);
    const long = Math.exp((d + 1 - days) / (4 * levelDays));
    above += weight * (counts[d] ?? 0);
    below += weight * (flat[d] ?? 0);
    longAbove += long * (counts[d] ?? 0);
    longBelow += long * (flat[d] ?? 0);
  }
  const usual = longBelow > 0 ? (longAbove + 0.5) / (longBelow + 0.5) : 0;
  return usual > 0 ? (above + LEVEL_PRIOR) / (below + LEVEL_PRIOR / usual) : 0;
}

function fitShare(
  season: Season,
  useTotals: boolean,
  counts: number,
  expected: number,
  byHour: Float64Array,
  expectedByHour: Float64Array,
): void {
  season.share = useTotals && expected > 0 ? Math.min(1, (counts + 0.1) / (expected + 0.5)) : 1;
  const prior = 1 / SHARE_BY_HOUR_SD ** 2;
  for (let hour = 0; hour < byHour.length; hour++) {
    season.shareByHour[hour] = useTotals
      ? ((byHour[hour] ?? 0) + prior) / ((expectedByHour[hour] ?? 0) * season.share + prior)
      : 1;
  }
}

/** Method of moments: what the days differ from their neighbours, beyond what counting explains. */
function daySpread(
  season: Season,
  counts: Float64Array,
  flat: Float64Array,
  levels: Float64Array,
  hours: number,
): number {
  let sum = DAY_SD_PRIOR ** 2 * DAY_SD_PRIOR_DAYS;
  let weights = DAY_SD_PRIOR_DAYS;
  for (let d = 0; d < counts.length; d++) {
    const mean = (levels[d] ?? 0) * (flat[d] ?? 0);
    if (mean <= 0) continue;
    const noise = 1 / mean + season.spread / (0.7 * hours);
    const off = Math.min(0.4, Math.abs((counts[d] ?? 0) / mean - 1));
    // A day takes part in its own level.
    const weight = 1 / (1 + (noise / DAY_SD_PRIOR ** 2) ** 2 / 10);
    sum += weight * (off * off * 1.4 - noise);
    weights += weight;
  }
  return Math.sqrt(Math.max(0.02 ** 2, sum / weights));
}

function capped(value: number, mean: number, spread: number): number {
  const sd = Math.sqrt(mean + spread * mean * mean);
  return Math.min(mean + CAP_ABOVE * sd + 0.5, Math.max(mean - CAP_BELOW * sd, value));
}
