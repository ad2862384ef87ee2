/** Sums over each day of the history; holidays are left out. */
export interface DaySums {
  readonly firstDay: number;
  readonly counts: Float64Array;
  /** What was expected at level 1. */
  readonly form: Float64Array;
}

/** The level of the last days is held at that of the last weeks by this many counts. */
const LEVEL_PRIOR = 60;
/** A level is smoothed over this many days to each side. */
const REACH = 3;
const DAY_SD_PRIOR = 0.05;
const DAY_SD_PRIOR_DAYS = 6;
const MIN_DAY_SD = 0.02;

export function newDaySums(firstDay: number, days: number): DaySums {
  return { firstDay, counts: new Float64Array(days), form: new Float64Array(days) };
}

/** The same sums with room for days up to `days`. */
export function extendedTo(sums: DaySums, days: number): DaySums {
  const longer = newDaySums(sums.firstDay, days);
  longer.counts.set(sums.counts);
  longer.form.set(sums.form);
  return longer;
}

/** The level of each day: counts over expectation, with triangular weights, held at the mean where counts are few. */
export function smoothedLevels({ counts, form }: DaySums): Float64Array {
  const levels = new Float64Array(counts.length);
  let allCounts = 0;
  let allForm = 0;
  for (let day = 0; day < counts.length; day++) {
    allCounts += counts[day] ?? 0;
    allForm += form[day] ?? 0;
  }
  if (allForm <= 0 || allCounts <= 0) return levels;
  const prior = LEVEL_PRIOR / 2;
  for (let day = 0; day < levels.length; day++) {
    let above = prior;
    let below = (prior * allForm) / allCounts;
    const until = Math.min(counts.length - 1, day + REACH);
    for (let near = Math.max(0, day - REACH); near <= until; near++) {
      const weight = REACH + 1 - Math.abs(near - day);
      above += weight * (counts[near] ?? 0);
      below += weight * (form[near] ?? 0);
    }
    levels[day] = above / below;
  }
  return levels;
}

/** The level at the end: of the last days, held at that of the last weeks. */
export function currentLevel({ counts, form }: DaySums, levelDays: number): number {
  let above = 0;
  let below = 0;
  let longAbove = 0;
  let longBelow = 0;
  const keep = Math.exp(-1 / levelDays);
  const keepLong = Math.exp(-1 / (4 * levelDays));
  for (let day = 0; day < counts.length; day++) {
    above = keep * above + (counts[day] ?? 0);
    below = keep * below + (form[day] ?? 0);
    longAbove = keepLong * longAbove + (counts[day] ?? 0);
    longBelow = keepLong * longBelow + (form[day] ?? 0);
  }
  if (longBelow <= 0) return 0;
  const usual = (longAbove + 0.5) / (longBelow + 0.5);
  return (above + LEVEL_PRIOR) / (below + LEVEL_PRIOR / usual);
}

/**
 * Relative standard deviation of single days around their smoothed levels, beyond what counting explains, by the method
 * of moments with a prior.
 * @param hourly squared relative spread of a day that comes from its hours
 */
export function daySpread({ counts, form }: DaySums, levels: Float64Array, hourly: number): number {
  let sum = DAY_SD_PRIOR ** 2 * DAY_SD_PRIOR_DAYS;
  let weights = DAY_SD_PRIOR_DAYS;
  for (let day = 0; day < counts.length; day++) {
    const mean = (levels[day] ?? 0) * (form[day] ?? 0);
    if (mean <= 0) continue;
    const noise = 1 / mean + hourly;
    const off = Math.min(0.4, Math.abs((counts[day] ?? 0) / mean - 1));
    const weight = 1 / (1 + (noise / DAY_SD_PRIOR ** 2) ** 2 / 10);
    // A day takes part in its own level: its distance looks smaller than it is.
    sum += weight * (off * off * 1.4 - noise);
    weights += weight;
  }
  return Math.sqrt(Math.max(MIN_DAY_SD ** 2, sum / weights));
}
