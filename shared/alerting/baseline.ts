/** How a baseline learns. Rates are per observed interval. */
export interface BaselineOptions {
  /** Slots of a cycle: 168 hours of a week, or 7 weekdays. */
  readonly slots: number;
  /** Slots that the shorter cycle has (24 hours), or 1 where there is none. */
  readonly shortCycle: number;
  /** After this time an observation counts 1/e. */
  readonly memoryMs: number;
  /** After this time an observation counts 1/e for the level of the last days. */
  readonly levelMemoryMs: number;
}

export interface Expectation {
  readonly mean: number;
  /** 1/size of the predictive negative binomial: spread of the series and doubt about the mean together. */
  readonly dispersion: number;
}

/** Observations that the mean of the whole weighs in the mean of an hour of day and of a weekday. */
const CYCLE_PRIOR = 2;
/** Observations that the product of hour and weekday weighs in the mean of one hour of the week. */
const SLOT_PRIOR = 6;
/** Counts by which the level of the last days is held at the baseline. */
const LEVEL_PRIOR = 12;
const LEVEL_RANGE = [0.5, 2] as const;
const MIN_MEAN = 0.05;
const MIN_DISPERSION = 0.01;
/** Trimming the highest counts hides some of the spread. */
const TRIM_CORRECTION = 1.2;

/**
 * The usual count of a series by hour of week, learnt from its past: a weekday-by-hour product, each hour of the week
 * shrunk towards it, times the level of the last days. Follows the shape of the Farrington family of outbreak
 * detectors (Noufaily et al. 2013, Statistics in Medicine 32:1206), with exponential forgetting instead of refitting.
 */
export class Baseline {
  readonly #options: BaselineOptions;
  readonly #all = new WeightedMean();
  readonly #slots: WeightedMean[];
  readonly #short: WeightedMean[];
  readonly #long: WeightedMean[];
  #levelCounts = 0;
  #levelExpected = 0;
  #spread = 0;
  #spreadWeight = 0;
  #lastMs = 0;
  #observations = 0;

  constructor(options: BaselineOptions) {
    this.#options = options;
    const means = (length: number) => Array.from({ length }, () => new WeightedMean());
    this.#slots = means(options.slots);
    this.#short = means(options.shortCycle);
    this.#long = means(options.slots / options.shortCycle);
  }

  get observations(): number {
    return this.#observations;
  }

  /** What the past says of an interval in this slot of the cycle. */
  expect(slot: number): Expectation {
    const base = this.#seasonalMean(slot);
    const level = this.#level();
    const mean = Math.max(MIN_MEAN, base * level);
    // Counts behind the estimate: a mean from few counts is itself uncertain (gamma-Poisson).
    const known = Math.max(1, this.#slotWeight(slot) * base);
    const spread = this.#spreadWeight > 0 ? (TRIM_CORRECTION * this.#spread) / this.#spreadWeight : 0.5;
    return { mean, dispersion: Math.max(MIN_DISPERSION, spread) + 1 / known };
  }

  /** Learns one observation; `count` is trimmed by the caller, so that an outbreak does not become the norm. */
  learn(atMs: number, slot: number, count: number): void {
    this.#forget(atMs);
    const base = Math.max(MIN_MEAN, this.#seasonalMean(slot));
    const mean = Math.max(MIN_MEAN, base * this.#level());
    if (this.#observations > this.#options.shortCycle * 2) {
      this.#spread += (count - mean) ** 2 - mean;
      this.#spreadWeight += mean ** 2;
      this.#levelCounts += count;
      this.#levelExpected += base;
    }
    for (const target of [this.#all, this.#slots[slot], this.#shortOf(slot), this.#longOf(slot)])
      target?.add(count);
    this.#observations++;
  }

  #level(): number {
    const ratio = (this.#levelCounts + LEVEL_PRIOR) / (this.#levelExpected + LEVEL_PRIOR);
    return Math.min(LEVEL_RANGE[1], Math.max(LEVEL_RANGE[0], ratio));
  }

  #seasonalMean(slot: number): number {
    const mean = Math.max(MIN_MEAN, this.#all.mean(0, 0));
    const short = this.#shortOf(slot)?.mean(CYCLE_PRIOR, mean) ?? mean;
    const long = this.#longOf(slot)?.mean(CYCLE_PRIOR, mean) ?? mean;
    const product = this.#options.shortCycle > 1 ? (short * long) / mean : long;
    return this.#slots[slot]?.mean(SLOT_PRIOR, product) ?? product;
  }

  /** Observations behind the mean of a slot: its own and, through the shape, those of the same hour of day. */
  #slotWeight(slot: number): number {
    const own = this.#slots[slot]?.weight ?? 0;
    return own + Math.min(SLOT_PRIOR, this.#shortOf(slot)?.weight ?? 0);
  }

  #shortOf(slot: number): WeightedMean | undefined {
    return this.#short[slot % this.#options.shortCycle];
  }

  #longOf(slot: number): WeightedMean | undefined {
    return this.#long[Math.floor(slot / this.#options.shortCycle)];
  }

  #forget(atMs: number): void {
    const elapsed = this.#lastMs === 0 ? 0 : atMs - this.#lastMs;
    this.#lastMs = atMs;
    const kept = Math.exp(-elapsed / this.#options.memoryMs);
    const keptLevel = Math.exp(-elapsed / this.#options.levelMemoryMs);
    for (const mean of [this.#all, ...this.#slots, ...this.#short, ...this.#long]) mean.scale(kept);
    this.#spread *= kept;
    this.#spreadWeight *= kept;
    this.#levelCounts *= keptLevel;
    this.#levelExpected *= keptLevel;
  }
}

class WeightedMean {
  weight = 0;
  #sum = 0;

  add(value: number): void {
    this.weight += 1;
    this.#sum += value;
  }

  scale(factor: number): void {
    this.weight *= factor;
    this.#sum *= factor;
  }

  /** The mean, with `priorWeight` observations of `priorMean` added. */
  mean(priorWeight: number, priorMean: number): number {
    const weight = this.weight + priorWeight;
    return weight === 0 ? 0 : (this.#sum + priorWeight * priorMean) / weight;
  }
}
