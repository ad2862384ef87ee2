import type { CountPoint, Detection, DetectionInterval } from '../domain/count-point.ts';
import { VocError } from '../domain/errors.ts';
import { Baseline, type Expectation } from './baseline.ts';
import { cycleSlot } from './cycle-slot.ts';
import { negativeBinomialTail } from './incomplete-beta.ts';

/** Decides of each count of a series, from the past of that series alone, whether it is clearly more than usual. */
export interface Detector {
  /**
   * @throws VocError `count-point.out-of-order` (permanent) when a timestamp of the series repeats or goes back
   */
  push(point: CountPoint): Detection;
}

export interface DetectorOptions {
  readonly interval: DetectionInterval;
  /** The zone whose hours and weekdays the baseline follows. */
  readonly timeZone: string;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

interface IntervalSettings {
  readonly intervalMs: number;
  /** Below this many observations nothing is usual yet. */
  readonly warmUp: number;
  /** Sums over the last n intervals are tested too: a slow outbreak shows in no single one. */
  readonly windows: readonly number[];
  readonly slots: number;
  readonly shortCycle: number;
  readonly memoryMs: number;
  readonly levelMemoryMs: number;
  /** Tail probability of one test at which it alerts. */
  readonly alpha: number;
  /** An episode ends after this many intervals in a row that are nothing special. */
  readonly calmIntervals: number;
}

const SETTINGS: Readonly<Record<DetectionInterval, IntervalSettings>> = {
  '5m': {
    intervalMs: HOUR_MS / 12,
    warmUp: 576,
    windows: [1, 3, 12],
    slots: 168,
    shortCycle: 24,
    memoryMs: 21 * DAY_MS,
    levelMemoryMs: DAY_MS / 2,
    alpha: 1e-6,
    calmIntervals: 36,
  },
  '1h': {
    intervalMs: HOUR_MS,
    warmUp: 168,
    windows: [1, 2, 4, 8],
    slots: 168,
    shortCycle: 24,
    memoryMs: 28 * DAY_MS,
    levelMemoryMs: DAY_MS,
    alpha: 5e-4,
    calmIntervals: 3,
  },
  '1d': {
    intervalMs: DAY_MS,
    warmUp: 14,
    windows: [1],
    slots: 7,
    shortCycle: 1,
    memoryMs: 56 * DAY_MS,
    levelMemoryMs: 7 * DAY_MS,
    alpha: 1e-3,
    calmIntervals: 1,
  },
};

/** An alert needs at least this many times the expected count, and at least this many items. */
const MIN_RATIO = 1.5;
const MIN_ITEMS = 3;
/** A count that is this unlikely is trimmed before the baseline learns it. */
const TRIM_TAIL = 0.02;
const CALM_TAIL = 0.05;

/**
 * A detector for counts: one-sided, edge-triggered, causal. Each count, and each sum over the last few intervals, is
 * compared with the predictive negative binomial of the series' baseline; an alert needs an unlikely count and an
 * effect that matters. A missing interval is skipped, not taken for zero. State is per series; series may interleave.
 * Method: count surveillance with a robust negative binomial baseline (Noufaily et al. 2013; see `baseline.ts`).
 */
export function createDetector({ interval, timeZone }: DetectorOptions): Detector {
  const settings = SETTINGS[interval];
  const series = new Map<string, SeriesState>();
  return {
    push(point) {
      const state = series.get(point.series) ?? newState(settings);
      series.set(point.series, state);
      const atMs = new Date(point.timestamp).getTime();
      if (atMs <= state.lastMs) {
        throw new VocError(
          'count-point.out-of-order',
          'permanent',
          'The timestamps of a series must grow; sort the rows of each series by time and remove repeated ones.',
          {
            details: { series: point.series, timestamp: point.timestamp },
          },
        );
      }
      return decide(state, settings, point, atMs, cycleSlot(atMs, timeZone, settings.slots));
    },
  };
}

interface Observed {
  readonly atMs: number;
  readonly count: number;
  readonly expectation: Expectation;
}

interface SeriesState {
  readonly baseline: Baseline;
  readonly recent: Observed[];
  lastMs: number;
  alarmed: boolean;
  calm: number;
}

function newState(settings: IntervalSettings): SeriesState {
  return {
    baseline: new Baseline(settings),
    recent: [],
    lastMs: Number.NEGATIVE_INFINITY,
    alarmed: false,
    calm: 0,
  };
}

function decide(
  state: SeriesState,
  settings: IntervalSettings,
  point: CountPoint,
  atMs: number,
  slot: number,
): Detection {
  const expectation = state.baseline.expect(slot);
  const warm = state.baseline.observations >= settings.warmUp;
  const longest = settings.windows.at(-1) ?? 1;
  if (atMs - state.lastMs > longest * settings.intervalMs) state.alarmed = false;
  state.recent.push({ atMs, count: point.count, expectation });
  while ((state.recent[0]?.atMs ?? atMs) <= atMs - longest * settings.intervalMs) state.recent.shift();

  state.calm = tailOf(point.count, expectation) > CALM_TAIL ? state.calm + 1 : 0;
  if (state.alarmed && state.calm >= settings.calmIntervals) {
    state.alarmed = false;
    // The sums must not remember the episode that is over.
    state.recent.splice(0, state.recent.length - state.calm);
  }
  const strongest = warm
    ? Math.min(...settings.windows.map((length) => windowTail(state.recent, atMs, length, settings)))
    : 1;
  // An ordinary interval after a burst lies inside its sums; it raises nothing itself.
  const unusual = strongest < settings.alpha && point.count > expectation.mean;
  const alert = unusual && !state.alarmed;
  if (unusual) state.alarmed = true;

  const trim = smallestCount(expectation, TRIM_TAIL);
  state.baseline.learn(atMs, slot, Math.min(point.count, trim));
  state.lastMs = atMs;
  return {
    series: point.series,
    timestamp: point.timestamp,
    alert,
    score: scoreOf(strongest, settings.alpha),
    expected: expectation.mean,
    upper: alertCount(expectation, settings.alpha) - 1,
  };
}

/** The tail of the sum over the last intervals; 1 where some are missing or the effect is too small to matter. */
function windowTail(
  recent: readonly Observed[],
  atMs: number,
  length: number,
  settings: IntervalSettings,
): number {
  const inside = recent.filter((one) => one.atMs > atMs - length * settings.intervalMs);
  if (inside.length < length) return 1;
  let count = 0;
  let mean = 0;
  let variance = 0;
  for (const one of inside) {
    count += one.count;
    mean += one.expectation.mean;
    variance += one.expectation.dispersion * one.expectation.mean ** 2;
  }
  if (count < MIN_ITEMS || count < MIN_RATIO * mean) return 1;
  // Hours next to each other err in the same direction: half of the spread is taken as shared.
  const shared =
    inside.reduce((sum, one) => sum + Math.sqrt(one.expectation.dispersion) * one.expectation.mean, 0) ** 2;
  return tailOf(count, { mean, dispersion: (variance + shared) / 2 / mean ** 2 });
}

function tailOf(count: number, { mean, dispersion }: Expectation): number {
  return negativeBinomialTail(count, mean, 1 / dispersion);
}

function alertCount(expectation: Expectation, alpha: number): number {
  return Math.max(MIN_ITEMS, Math.ceil(MIN_RATIO * expectation.mean), smallestCount(expectation, alpha));
}

/** The smallest count with a tail below `tail`. */
function smallestCount(expectation: Expectation, tail: number): number {
  let high = Math.max(1, Math.ceil(expectation.mean));
  while (tailOf(high, expectation) >= tail) high *= 2;
  let low = Math.floor(high / 2);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (tailOf(middle, expectation) < tail) high = middle;
    else low = middle;
  }
  return high;
}

/** 0.5 at the alerting threshold, towards 1 beyond it. */
function scoreOf(tail: number, alpha: number): number {
  const evidence = -Math.log(Math.max(tail, 1e-300)) / -Math.log(alpha);
  return evidence / (1 + evidence);
}
