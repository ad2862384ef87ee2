import type { DaySums } from './day-levels.ts';
import type { History } from './history.ts';
import type { Season } from './season.ts';

/** A count further above or below the fit, in standard deviations, counts as if it were there. */
const CAP_ABOVE = 2.5;
const CAP_BELOW = 3;

/**
 * Writes the capped counts and the expected form of the cells from the `from`-th on into the history, by the last fit,
 * and adds up the days. An outbreak is neither learnt nor cut out: it counts as a busy hour.
 */
export function capHistory(
  season: Season,
  history: History,
  hours: number,
  days: DaySums,
  from: number,
): void {
  const { shape, workdays, levels, spread, useTotals } = season;
  const isFirst = season.fits === 0;
  const shift = days.firstDay - season.days.firstDay;
  for (let i = from; i < history.length; i++) {
    const at = history.position(i);
    const cell = history.cell[at] ?? 0;
    const day = (history.day[at] ?? 0) - days.firstDay;
    const workday = history.workday[at] ?? -1;
    const isHoliday = history.holiday[at] === 1;
    const form =
      (shape[cell] ?? 1) * (workday < 0 ? 1 : (workdays[workday] ?? 1)) * (history.observed[at] ?? 1);
    let count = history.count[at] ?? 0;
    let others = useTotals ? (history.others[at] ?? Number.NaN) : 0;
    if (!isFirst) {
      const mean = (levels[day + shift] ?? season.level) * form * (isHoliday ? season.holiday : 1);
      const share = season.share * (season.shareByHour[hours > 1 ? cell % hours : 0] ?? 1);
      count = capped(count, mean * share, spread);
      // A comparison with NaN is false: what is not known stays so.
      if (useTotals) others = capped(others, mean * Math.max(0, 1 - share), spread);
    }
    history.form[at] = form;
    history.cappedCount[at] = count;
    history.cappedActivity[at] = count + others;
    if (isHoliday || Number.isNaN(others)) continue;
    days.counts[day] = (days.counts[day] ?? 0) + count + others;
    days.form[day] = (days.form[day] ?? 0) + form;
  }
}

function capped(value: number, mean: number, spread: number): number {
  const off = value - mean;
  const variance = mean + spread * mean * mean;
  if (off > 0.5) {
    if ((off - 0.5) * (off - 0.5) > CAP_ABOVE * CAP_ABOVE * variance)
      return mean + CAP_ABOVE * Math.sqrt(variance) + 0.5;
  } else if (off < 0 && off * off > CAP_BELOW * CAP_BELOW * variance)
    return mean - CAP_BELOW * Math.sqrt(variance);
  return value;
}
