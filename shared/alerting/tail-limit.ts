/** How a limit is found from the surprises of a series. */
export interface TailOptions {
  /** No limit is lower. */
  readonly floor: number;
  /** Surprises in one run of this many intervals are one. */
  readonly apart: number;
  /** One run in this many intervals may reach the limit. */
  readonly every: number;
  /** After this many intervals a run counts 1/e. */
  readonly memory: number;
}

/** A run begins above this surprise. */
const THRESHOLD = 2.5;
/** Mean excess of the peaks of runs where errors are as assumed, and in how many runs it is believed. */
const PRIOR_EXCESS = 0.35;
const PRIOR_RUNS = 12;
/** An outbreak must not make the next one invisible: its excess counts as no more. */
const MAX_EXCESS = 3;

/**
 * A limit that follows how wild a series is by itself: peaks over a threshold, declustered, with exponential excess
 * (Davison & Smith 1990, JRSS B 52:393; for streams Siffer et al. 2017, KDD, "Anomaly Detection in Streams with Extreme
 * Value Theory"). Where errors are as the model says it stays at its floor; where bursts are common it rises.
 */
export class TailLimit {
  limit: number;
  readonly #options: TailOptions;
  #runs = 0;
  #excess = 0;
  #exposure = 0;
  #atIndex = 0;
  #peak = 0;
  #lastAbove = Number.NEGATIVE_INFINITY;

  constructor(options: TailOptions) {
    this.#options = options;
    this.limit = options.floor;
  }

  /** Takes the surprise of interval number `index`. */
  see(index: number, surprise: number): void {
    if (surprise <= THRESHOLD) return;
    const { apart } = this.#options;
    if (index - this.#lastAbove > apart) {
      this.#close(index);
      this.#peak = surprise;
    } else if (surprise > this.#peak) this.#peak = surprise;
    this.#lastAbove = index;
  }

  #close(index: number): void {
    const { floor, every, memory } = this.#options;
    if (this.#peak > 0) {
      const elapsed = index - this.#atIndex;
      const keep = Math.exp(-elapsed / memory);
      this.#runs = this.#runs * keep + 1;
      this.#excess = this.#excess * keep + Math.min(MAX_EXCESS, this.#peak - THRESHOLD);
      this.#exposure = this.#exposure * keep + memory * (1 - keep);
      const excess = (this.#excess + PRIOR_EXCESS * PRIOR_RUNS) / (this.#runs + PRIOR_RUNS);
      const runs = (this.#runs / Math.max(1, this.#exposure)) * every;
      this.limit = Math.max(floor, THRESHOLD + excess * Math.log(Math.max(1, runs)));
    }
    this.#atIndex = index;
  }
}
