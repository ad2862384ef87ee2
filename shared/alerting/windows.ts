import { countSurprise } from './count-surprise.ts';
import { TailLimit, type TailOptions } from './tail-limit.ts';

/** Scan window: a sum over the last `length` intervals, and the surprise at which it alerts. */
export interface ScanWindow {
  readonly length: number;
  readonly limit: number;
  /** Where the limit follows the series. */
  readonly tail?: TailOptions;
}

/** An alert needs at least this many times the expected count, and at least this many items. */
export const MIN_RATIO = 1.5;
export const MIN_ITEMS = 3;

/** Errors are learnt up to this many standard deviations. */
const CAP = 2.6;
/** Trimming hides some of the spread. */
const CAP_CORRECTION = 1.1;

export interface SpreadOptions {
  /** 1/size of one interval before anything is known. */
  readonly prior: number;
  readonly priorSd: number;
  /** What a sum over a day or so has in common, before anything is known. */
  readonly sharedPrior: number;
  readonly sharedPriorSd: number;
  /** After this many intervals an observation counts 1/e. */
  readonly memory: number;
  /** The spread is drawn from its sums after every so many intervals. */
  readonly refresh: number;
}

/**
 * Counts and expected counts of the last intervals, summed over several window lengths; and how far such sums have
 * strayed from what was expected of them, per length: so the spread of an hour and the common error of twelve hours
 * (days that are busy as a whole, a level that lags) are each measured where they matter. The spread is a
 * one-step method-of-moments estimate with weights of Fisher scoring and a normal prior, on errors capped as for a
 * Huber estimate (Noufaily et al. 2013, Statistics in Medicine 32:1206, down-weight past outbreaks alike).
 */
export class Windows {
  /** Of the last `scan`: the greatest surprise in units of its limit, 0 where the effect is too small to matter. */
  strongest = 0;
  /** Of the last `scan`: the greatest surprise in units of its limit, whatever the effect. */
  evidence = 0;
  readonly #windows: readonly ScanWindow[];
  readonly #options: SpreadOptions;
  readonly #size: number;
  readonly #counts: Float64Array;
  readonly #means: Float64Array;
  readonly #seen: Float64Array;
  readonly #spreadSum: Float64Array;
  readonly #spreadWeight: Float64Array;
  readonly #spread: Float64Array;
  readonly #keep: number;
  readonly #tails: readonly (TailLimit | undefined)[];
  #learnt = 0;
  #last = Number.NaN;
  #from = Number.NaN;

  constructor(windows: readonly ScanWindow[], options: SpreadOptions) {
    this.#windows = windows;
    this.#options = options;
    this.#size = Math.max(...windows.map(({ length }) => length)) + 1;
    this.#counts = new Float64Array(this.#size);
    this.#means = new Float64Array(this.#size);
    this.#seen = new Float64Array(this.#size);
    this.#spreadSum = new Float64Array(windows.length);
    this.#spreadWeight = new Float64Array(windows.length);
    this.#spread = new Float64Array(windows.length);
    this.#tails = windows.map(({ tail }) => (tail === undefined ? undefined : new TailLimit(tail)));
    this.#keep = Math.exp(-1 / options.memory);
    this.#updateSpread();
  }

  /** The surprise at which a single interval alerts. */
  get singleLimit(): number {
    return this.#tails[0]?.limit ?? this.#windows[0]?.limit ?? 0;
  }

  /** Variance of one interval with this mean. */
  variance(mean: number, doubt: number): number {
    return mean + ((this.#spread[0] ?? 0) + doubt) * mean * mean;
  }

  /** Takes the count of interval number `index`, which never falls. Intervals left out are missing. */
  push(index: number, count: number, mean: number): void {
    const { length } = this.#counts;
    if (Number.isNaN(this.#last) || index - this.#last >= length) {
      this.#counts.fill(0);
      this.#means.fill(0);
      this.#seen.fill(0);
      this.#from = index;
      this.#last = index - 1;
    }
    let at = this.#last % length;
    if (at < 0) at += length;
    if (index === this.#last) {
      // A second point within the interval.
      this.#counts[at] = (this.#counts[at] ?? 0) + count;
      this.#means[at] = (this.#means[at] ?? 0) + mean;
      return;
    }
    let [counts, means, seen] = [this.#counts[at] ?? 0, this.#means[at] ?? 0, this.#seen[at] ?? 0];
    for (let one = this.#last + 1; one <= index; one++) {
      if (one === index) {
        counts += count;
        means += mean;
        seen += 1;
      }
      at = at + 1 === length ? 0 : at + 1;
      this.#counts[at] = counts;
      this.#means[at] = means;
      this.#seen[at] = seen;
    }
    this.#last = index;
  }

  /** Windows begin after interval `index`: what lies before is over. */
  restartAfter(index: number): void {
    this.#from = index + 1;
  }

  /** Tests all windows that end now; `learn` lets their errors count for the spread. */
  scan(doubt: number, learn: boolean): void {
    this.strongest = 0;
    this.evidence = 0;
    const size = this.#size;
    const at = ((this.#last % size) + size) % size;
    const counts = this.#counts[at] ?? 0;
    const means = this.#means[at] ?? 0;
    const seen = this.#seen[at] ?? 0;
    for (let w = 0; w < this.#windows.length; w++) {
      const window = this.#windows[w];
      if (window === undefined || this.#last - window.length + 1 < this.#from) break;
      let before = at - window.length;
      if (before < 0) before += size;
      if ((seen - (this.#seen[before] ?? 0)) * 2 < window.length) continue;
      const count = counts - (this.#counts[before] ?? 0);
      const mean = means - (this.#means[before] ?? 0);
      const variance = mean + (this.#spread[w] ?? 0) * mean * mean;
      if (learn) {
        const cap = CAP * Math.sqrt(variance);
        const error = Math.min(cap, Math.max(-cap, count - mean));
        const fisher = (mean / variance) ** 2;
        this.#spreadSum[w] = this.#keep * (this.#spreadSum[w] ?? 0) + fisher * (error * error - mean);
        this.#spreadWeight[w] = this.#keep * (this.#spreadWeight[w] ?? 0) + fisher * mean * mean;
      }
      const full = variance + doubt * mean * mean;
      // A sum within two standard deviations is nothing that alerts.
      if (count <= mean || (count - mean) ** 2 < 4 * full) continue;
      const surprise = countSurprise(count, mean, full);
      const tail = this.#tails[w];
      const part = surprise / (tail?.limit ?? window.limit);
      if (part > this.evidence) this.evidence = part;
      if (count < MIN_ITEMS || count < MIN_RATIO * mean) continue;
      tail?.see(this.#last, surprise);
      if (part > this.strongest) this.strongest = part;
    }
    if (learn && ++this.#learnt % this.#options.refresh === 0) this.#updateSpread();
  }

  #updateSpread(): void {
    const { prior, priorSd, sharedPrior, sharedPriorSd } = this.#options;
    let single = prior;
    for (let w = 0; w < this.#windows.length; w++) {
      const length = this.#windows[w]?.length ?? 1;
      // Windows that overlap tell less: `length` of them are worth one.
      const information = (this.#spreadWeight[w] ?? 0) / 2 / length;
      const seen = ((this.#spreadSum[w] ?? 0) * CAP_CORRECTION) / 2 / length;
      const expected = w === 0 ? prior : single / length + sharedPrior;
      const sd = w === 0 ? priorSd : sharedPriorSd + (0.5 * single) / length;
      const spread = (seen + expected / (sd * sd)) / (information + 1 / (sd * sd));
      this.#spread[w] = Math.max(0.001, spread);
      if (w === 0) single = this.#spread[w] ?? prior;
    }
  }
}
