import { isKoreanHoliday } from '../../shared/alerting/korean-holidays.ts';
import type { CountPoint } from '../../shared/domain/count-point.ts';
import { createSeededRandom } from '../demo/seeded-random.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** 2025-09-07T15:00Z is midnight of a Monday in Seoul; Chuseok lies in the fourth and fifth week. */
const START_MS = Date.UTC(2025, 8, 7, 15);
const KOREA_MS = 9 * HOUR_MS;

export interface InventedOptions {
  readonly seed: number;
  readonly series: number;
  readonly weeks: number;
  readonly stepMinutes: 5 | 60;
  readonly withTotals: boolean;
}

/**
 * Invented quiet series: means of 0.2 to 500 an hour, a rhythm of day and week, holidays, trend, busy days, more spread
 * than Poisson in every second one, gaps, and surges of neutral feedback. Nothing in them is an outbreak. Series follow
 * one another.
 */
export function* inventCounts(options: InventedOptions): Generator<CountPoint> {
  for (let index = 0; index < options.series; index++) yield* oneSeries(options, index);
}

function* oneSeries(
  { seed, weeks, stepMinutes, withTotals }: InventedOptions,
  index: number,
): Generator<CountPoint> {
  const random = createSeededRandom(`counts ${seed} ${index}`).next;
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const mean = 0.2 * 2_500 ** random();
  const share = 0.1 + 0.4 * random();
  const rhythm = inventedRhythm(random);
  const saturday = 0.5 + 0.7 * random();
  const sunday = saturday * (0.6 + 0.5 * random());
  const holiday = sunday * (0.6 + 0.6 * random());
  const afterDaysOff = 1 + 0.3 * random();
  const daySd = random() < 0.5 ? 0 : 0.12 * random();
  const trend = random() < 0.5 ? 0 : (random() - 0.3) * 0.7;
  const size = random() < 0.5 ? Number.POSITIVE_INFINITY : 5 * 16 ** random();
  const steps = (weeks * 7 * 24 * 60) / stepMinutes;
  const part = stepMinutes / 60;
  let dayFactor = 1;
  let surge = 0;
  let gap = 0;
  let wasOff = false;
  let lastDay = -1;
  for (let step = 0; step < steps; step++) {
    const atMs = START_MS + step * stepMinutes * MINUTE_MS;
    const localMs = atMs + KOREA_MS;
    const day = Math.floor(localMs / DAY_MS);
    const weekday = (day + 3) % 7;
    const isHoliday = isKoreanHoliday(new Date(localMs).toISOString().slice(0, 10));
    if (day !== lastDay) {
      wasOff = lastDay >= 0 && isOffDay(day - 1);
      dayFactor =
        Math.exp(daySd * normal()) *
        (isHoliday
          ? holiday
          : weekday === 6
            ? sunday
            : weekday === 5
              ? saturday
              : wasOff || weekday === 0
                ? afterDaysOff
                : 1);
      lastDay = day;
    }
    const hour = ((localMs % DAY_MS) / HOUR_MS) % 24;
    const activity = dayFactor * (rhythm[Math.floor(hour)] ?? 1) * (1 + (trend * step) / steps);
    if (random() < part / 500) surge = (3 + 6 * random()) / part;
    if (random() < part / 400) gap = (1 + 5 * random()) / part;
    surge -= 1;
    gap -= 1;
    const base = mean * activity * part;
    const count = poisson(base * gammaFactor(size, random, normal), random, normal);
    const othersMean = (base * (1 - share)) / share;
    const others = poisson(
      othersMean * gammaFactor(size, random, normal) * (surge > 0 ? 4 : 1),
      random,
      normal,
    );
    if (gap > 0) continue;
    const timestamp = new Date(atMs).toISOString().replace('.000', '');
    yield { series: `quiet-${index}`, timestamp, count, ...(withTotals ? { total: count + others } : {}) };
  }
}

function isOffDay(day: number): boolean {
  return (day + 3) % 7 > 4 || isKoreanHoliday(new Date(day * DAY_MS).toISOString().slice(0, 10));
}

/** One or two humps over a night of little. */
function inventedRhythm(random: () => number): number[] {
  const peak = 10 + 12 * random();
  const width = 3 + 3 * random();
  const lunch = random() * 0.5;
  const raw = Array.from({ length: 24 }, (_, hour) => {
    const far = Math.min(Math.abs(hour - peak), 24 - Math.abs(hour - peak));
    return 0.08 + Math.exp(-((far / width) ** 2) / 2) + lunch * Math.exp(-((hour - 12) ** 2) / 2);
  });
  const mean = raw.reduce((sum, one) => sum + one, 0) / 24;
  return raw.map((one) => one / mean);
}

/** A gamma variable of mean 1 and the given shape (Marsaglia & Tsang 2000), or 1 where the shape is infinite. */
function gammaFactor(shape: number, random: () => number, normal: () => number): number {
  if (!Number.isFinite(shape)) return 1;
  const d = shape - 1 / 3;
  for (;;) {
    const x = normal();
    const v = (1 + x / Math.sqrt(9 * d)) ** 3;
    if (v > 0 && Math.log(1 - random()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return (d * v) / shape;
  }
}

/** By inversion where the mean is small, else by a rounded normal variable corrected for skewness. */
function poisson(mean: number, random: () => number, normal: () => number): number {
  if (mean > 60) {
    const z = normal();
    return Math.max(0, Math.round(mean + z * Math.sqrt(mean) + (z * z - 1) / 6));
  }
  let count = 0;
  const limit = Math.exp(-mean);
  for (let product = random(); product > limit; product *= random()) count++;
  return count;
}
