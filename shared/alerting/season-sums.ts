import type { DaySums } from './day-levels.ts';
import type { History } from './history.ts';
import { type Season, WORKDAYS } from './season.ts';
import type { CellSums } from './seasonal-shape.ts';

const SHAPE_MEMORY_DAYS = 35;
const SHARE_MEMORY_DAYS = 21;

/** Sums over the capped history, weighted by age, against the smoothed levels of its days. */
export interface SeasonSums {
  readonly cells: CellSums;
  readonly workCounts: Float64Array;
  /** Without the factors of the working days. */
  readonly workExpected: Float64Array;
  /** Days of each sort. */
  readonly workDays: Float64Array;
  holidayCounts: number;
  holidayExpected: number;
  own: number;
  activity: number;
  readonly ownByHour: Float64Array;
  readonly activityByHour: Float64Array;
  /** Score and Fisher information of 1/size, as for a normal error with that variance. */
  spread: number;
  spreadWeight: number;
}

export function addUp(season: Season, history: History, hours: number, days: DaySums): SeasonSums {
  const { levels, workdays } = season;
  const cells = season.shape.length;
  const counts = new Float64Array(cells);
  const flat = new Float64Array(cells);
  const intervals = new Float64Array(cells);
  const workCounts = new Float64Array(WORKDAYS);
  const workExpected = new Float64Array(WORKDAYS);
  const workDays = new Float64Array(WORKDAYS);
  const ownByHour = new Float64Array(hours);
  const activityByHour = new Float64Array(hours);
  let [holidayCounts, holidayExpected, own, activity, spread, spreadWeight] = [0, 0, 0, 0, 0, 0];
  let [weight, recent, lastDay] = [0, 0, -1];
  for (let i = 0; i < history.length; i++) {
    const at = history.position(i);
    const x = history.cappedActivity[at] ?? Number.NaN;
    if (Number.isNaN(x)) continue;
    const cell = history.cell[at] ?? 0;
    const day = (history.day[at] ?? 0) - days.firstDay;
    if (day !== lastDay) {
      const age = levels.length - day;
      weight = Math.exp(-age / SHAPE_MEMORY_DAYS);
      recent = Math.exp(-age / SHARE_MEMORY_DAYS);
      lastDay = day;
    }
    const level = levels[day] ?? 0;
    const mean = level * (history.form[at] ?? 0);
    const variance = mean + season.spread * mean * mean;
    if (history.holiday[at] === 1) {
      const trusted = variance > 0 ? mean / variance : 0;
      holidayCounts += x * trusted;
      holidayExpected += mean * trusted;
    } else {
      const workday = history.workday[at] ?? -1;
      const work = workday < 0 ? 1 : (workdays[workday] ?? 1);
      const observed = history.observed[at] ?? 1;
      counts[cell] = (counts[cell] ?? 0) + weight * x;
      flat[cell] = (flat[cell] ?? 0) + weight * level * work * observed;
      intervals[cell] = (intervals[cell] ?? 0) + weight * observed;
      if (workday >= 0) {
        workCounts[workday] = (workCounts[workday] ?? 0) + weight * x;
        workExpected[workday] = (workExpected[workday] ?? 0) + (weight * mean) / work;
        workDays[workday] = (workDays[workday] ?? 0) + weight * observed;
      }
      if (mean > 0) {
        const trusted = mean / variance;
        const fisher = trusted * trusted;
        spread += fisher * ((x - mean) * (x - mean) - mean);
        spreadWeight += fisher * mean * mean;
      }
    }
    const count = recent * (history.cappedCount[at] ?? 0);
    const hour = hours > 1 ? cell % hours : 0;
    own += count;
    activity += recent * x;
    ownByHour[hour] = (ownByHour[hour] ?? 0) + count;
    activityByHour[hour] = (activityByHour[hour] ?? 0) + recent * x;
  }
  for (let j = 0; j < WORKDAYS; j++) workDays[j] = (workDays[j] ?? 0) / hours;
  return {
    cells: { counts, flat, intervals },
    workCounts,
    workExpected,
    workDays,
    holidayCounts,
    holidayExpected,
    own,
    activity,
    ownByHour,
    activityByHour,
    spread,
    spreadWeight,
  };
}
