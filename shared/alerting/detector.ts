import type { CountPoint, Detection, DetectionInterval } from '../domain/count-point.ts';
import { VocError } from '../domain/errors.ts';
import { Baseline } from './baseline.ts';
import { calendarOf, type LocalHour } from './calendar.ts';
import { surprisingCount } from './count-surprise.ts';
import { type DetectorSettings, SETTINGS } from './detector-settings.ts';
import { MIN_ITEMS, MIN_RATIO, Windows } from './windows.ts';

/** Decides of each count of a series, from the past of that series alone, whether it is clearly more than usual. */
export interface Detector {
  /**
   * @throws VocError `count-point.out-of-order` (permanent) when a timestamp of the series repeats or goes back
   */
  push(point: CountPoint): Detection;
}

export interface DetectorOptions {
  readonly interval: DetectionInterval;
  /** The zone whose hours, weekdays and holidays the baseline follows. */
  readonly timeZone: string;
}

/** A count below this many standard deviations above the mean is calm. */
const CALM = 1.6;

/**
 * A detector for counts: one-sided, edge-triggered, causal. Each count, and each sum over the last few intervals, is
 * compared with the predictive negative binomial of the series' baseline; an alert needs a surprising sum, an effect
 * that matters, and a last interval that still takes part in it. A missing interval is skipped, not taken for zero.
 * State is per series; series may interleave. The method and its sources: docs/alerting.md.
 */
export function createDetector({ interval, timeZone }: DetectorOptions): Detector {
  const settings = SETTINGS[interval];
  const localHour = calendarOf(timeZone);
  const series = new Map<string, SeriesDetector>();
  // Series that interleave share their instants.
  let timestamp = '';
  let atMs = 0;
  return {
    push(point) {
      let state = series.get(point.series);
      if (state === undefined) {
        state = new SeriesDetector(settings);
        series.set(point.series, state);
      }
      if (point.timestamp !== timestamp) {
        timestamp = point.timestamp;
        atMs = Date.parse(timestamp);
      }
      return state.push(point, atMs, localHour(atMs));
    },
  };
}

class SeriesDetector {
  readonly #settings: DetectorSettings;
  readonly #baseline: Baseline;
  readonly #windows: Windows;
  #lastMs = Number.NEGATIVE_INFINITY;
  #alarmed = false;
  #calm = 0;

  constructor(settings: DetectorSettings) {
    this.#settings = settings;
    this.#baseline = new Baseline(settings.baseline);
    this.#windows = new Windows(settings.windows, settings.spread);
  }

  push(point: CountPoint, atMs: number, local: LocalHour): Detection {
    if (atMs <= this.#lastMs) {
      throw new VocError(
        'count-point.out-of-order',
        'permanent',
        'The timestamps of a series must grow; sort the rows of each series by time and remove repeated ones.',
        { details: { series: point.series, timestamp: point.timestamp } },
      );
    }
    const { intervalMs, warmUp, calmIntervals, windows: scanned } = this.#settings;
    // After a long gap nobody knows whether the episode lasts.
    if (atMs - this.#lastMs > (scanned.at(-1)?.length ?? 1) * intervalMs) this.#alarmed = false;
    this.#lastMs = atMs;
    const index = Math.floor(atMs / intervalMs);
    const baseline = this.#baseline;
    const windows = this.#windows;
    baseline.expect(local);
    const { mean, doubt } = baseline;
    const warm = baseline.observations >= warmUp;
    windows.push(index, point.count, mean);
    windows.scan(doubt, baseline.observations >= warmUp / 2 && !this.#alarmed);

    const variance = windows.variance(mean, doubt);
    const isCalm = point.count <= mean + CALM * Math.sqrt(variance);
    this.#calm = isCalm ? this.#calm + 1 : 0;
    const isOver = this.#alarmed && this.#calm >= calmIntervals;
    if (isOver) {
      this.#alarmed = false;
      // The sums must not remember the episode that is over.
      windows.restartAfter(index);
    }
    // An ordinary interval after a burst lies inside its sums; it raises nothing itself.
    const limit = windows.singleLimit;
    const unusual = warm && !isOver && windows.strongest >= 1 && point.count > mean;
    const alert = unusual && !this.#alarmed;
    if (unusual) this.#alarmed = true;

    baseline.learn(local, point.count, point.total, this.#alarmed);
    const upper =
      Math.max(MIN_ITEMS, Math.ceil(MIN_RATIO * mean), surprisingCount(limit, mean, variance)) - 1;
    const score = scoreOf(windows.evidence);
    return {
      series: point.series,
      timestamp: point.timestamp,
      alert,
      score: warm ? (unusual ? score : Math.min(score, 0.499)) : 0,
      expected: mean,
      upper,
    };
  }
}

/** 0.5 at the limit, towards 1 beyond it; as −log of the tail, which goes with the square of the surprise. */
function scoreOf(evidence: number): number {
  const square = evidence * evidence;
  return square / (1 + square);
}
