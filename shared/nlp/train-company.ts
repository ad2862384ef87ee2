import { VocError } from '../domain/errors.ts';
import type { SentimentLabel } from '../domain/taxonomy.ts';
import type { CompanyModel } from './company-model.ts';
import { quantise } from './sparse-rows.ts';
import {
  type FeatureRows,
  featureRows,
  frequentPlaces,
  keepPlaces,
  type LinearWeights,
  linearValues,
  shuffled,
  textsPerPlace,
  trainLinear,
} from './train-linear.ts';

const FOLDS = 5;
const MIN_SAMPLES = 200;
const MIN_OF_A_POLE = 20;
/** How freely a company's texts may overrule the shipped model; cross-validation chooses, the most careful first. */
const COSTS = [0.03, 0.1, 0.3, 1];
const EPOCHS = 8;
const MIN_TEXTS = 2;
const MOST_FEATURES = 2 ** 17;
/** A corrected label is worth this many stars. */
const CORRECTED_WEIGHT = 3;
const FURTHEST_THRESHOLD = 1.5;

/** Quality on texts with a clear pole. */
export interface Metrics {
  samples: number;
  accuracy: number;
  macroF1: number;
}

export interface CompanySample {
  readonly text: string;
  readonly rating?: number | undefined;
  /** A label that a person gave; wins over stars. */
  readonly sentiment?: SentimentLabel | undefined;
}

interface Pole {
  readonly text: string;
  readonly positive: boolean;
  readonly weight: number;
  /** The pole that the shipped model gives. */
  readonly known: number;
}

/**
 * Learns from a company's own rated texts what the shipped model does not know of its customers: a logistic regression
 * over letter grams that starts from the shipped pole (1–2 stars negative, 4–5 positive; a given label wins, neutral and
 * 3 stars are left out; the rarer pole counts more, by the root of the ratio). Threshold and steepness come from 5-fold
 * cross-validation. Deterministic; seconds for tens of thousands of texts. `before` is the shipped model, `after` the
 * adapted one under cross-validation.
 * @param poleOf the shipped model's log-odds of "positive" for a text
 * @throws VocError `training.too-little-data` (permanent) below 200 texts with a pole, or 20 of either
 */
export function trainCompany(
  samples: readonly CompanySample[],
  poleOf: (text: string) => number,
  voiceModel: string,
): { model: Omit<CompanyModel, 'version'>; before: Metrics; after: Metrics } {
  const poles = samples.flatMap((sample): Pole[] => {
    const positive = sideOf(sample);
    const weight = sample.sentiment === undefined ? 1 : CORRECTED_WEIGHT;
    return positive === null ? [] : [{ text: sample.text, positive, weight, known: poleOf(sample.text) }];
  });
  refuseTooLittle(poles);
  const all = featureRows(poles.map(({ text }) => text));
  const kept = frequentPlaces(textsPerPlace(all), MIN_TEXTS).slice(0, MOST_FEATURES);
  const rows = keepPlaces(all, kept);
  const before = metricsOf(poles, (index) => (poles[index]?.known ?? 0) >= 0);
  const { cost, held, threshold, after } = bestCost(poles, rows);
  const trained = trainOn(
    poles,
    rows,
    poles.map(() => true),
    cost,
  );
  const weights = quantise(
    kept,
    trained.weights,
    trained.bias.map((bias) => bias - threshold),
  );
  const steepness = steepnessOf(
    poles,
    held.map((value) => value - threshold),
  );
  return { model: { kind: 'company-model-1', voiceModel, steepness, weights }, before, after };
}

function sideOf({ rating, sentiment }: CompanySample): boolean | null {
  if (sentiment !== undefined) return sentiment === 'neutral' ? null : sentiment === 'positive';
  return rating === undefined || (rating > 2 && rating < 4) ? null : rating >= 4;
}

function refuseTooLittle(poles: readonly Pole[]): void {
  const positives = poles.filter(({ positive }) => positive).length;
  const negatives = poles.length - positives;
  if (poles.length >= MIN_SAMPLES && Math.min(positives, negatives) >= MIN_OF_A_POLE) return;
  throw new VocError(
    'training.too-little-data',
    'permanent',
    `Training needs at least ${MIN_SAMPLES} rated texts with ${MIN_OF_A_POLE} of each pole; there are ${positives} positive and ${negatives} negative ones. Add rated reviews.`,
    { details: { samples: poles.length, positives, negatives } },
  );
}

/** Chooses by accuracy and macro-F1 on texts that were not learnt from; the more careful cost wins a tie. */
function bestCost(poles: readonly Pole[], rows: FeatureRows) {
  const tried = COSTS.map((cost) => {
    const held = crossValidate(poles, rows, cost);
    const threshold = bestThreshold(poles, held);
    return { cost, held, threshold, after: metricsOf(poles, (index) => (held[index] ?? 0) >= threshold) };
  });
  const quality = ({ after }: (typeof tried)[number]) => after.accuracy + after.macroF1;
  return tried.reduce((best, each) => (quality(each) > quality(best) + 1e-9 ? each : best));
}

/** The value of each text under a model that has not seen it. */
function crossValidate(poles: readonly Pole[], rows: FeatureRows, cost: number): number[] {
  const values: number[] = poles.map(() => 0);
  const folds = new Uint8Array(poles.length);
  for (const [place, row] of shuffled(poles.length, 0).entries()) folds[row] = place % FOLDS;
  for (let fold = 0; fold < FOLDS; fold += 1) {
    const trained = trainOn(
      poles,
      rows,
      poles.map((_, row) => folds[row] !== fold),
      cost,
    );
    for (const [row, { known }] of poles.entries())
      if (folds[row] === fold) values[row] = known + (linearValues(rows, row, trained)[0] ?? 0);
  }
  return values;
}

function trainOn(
  poles: readonly Pole[],
  rows: FeatureRows,
  used: readonly boolean[],
  cost: number,
): LinearWeights {
  const learning = poles.filter((_, row) => used[row]);
  const positives = learning.filter(({ positive }) => positive).length;
  const ratio = Math.sqrt(Math.max(1, learning.length - positives) / Math.max(1, positives));
  return trainLinear({
    rows,
    labels: [poles.map(({ positive }) => positive)],
    rowWeights: poles.map(({ positive, weight }, row) =>
      used[row] ? weight * (positive ? Math.max(1, ratio) : Math.max(1, 1 / ratio)) : 0,
    ),
    offsets: poles.map(({ known }) => known),
    cost,
    epochs: EPOCHS,
  });
}

/** The threshold with the best sum of accuracy and macro-F1, near 0: with one's own texts it hardly moves. */
function bestThreshold(poles: readonly Pole[], values: readonly number[]): number {
  let best = 0;
  let bestQuality = -1;
  for (let step = 0; step <= 30; step += 1) {
    // 0 first, then further and further to both sides: the nearest of equally good ones wins.
    const threshold = ((step % 2 === 0 ? 1 : -1) * Math.ceil(step / 2) * FURTHEST_THRESHOLD) / 15;
    const { accuracy, macroF1 } = metricsOf(poles, (index) => (values[index] ?? 0) >= threshold);
    if (accuracy + macroF1 <= bestQuality + 1e-9) continue;
    bestQuality = accuracy + macroF1;
    best = threshold;
  }
  return best;
}

/** The slope of a logistic fit through 0, by Newton steps. */
function steepnessOf(poles: readonly Pole[], values: readonly number[]): number {
  let slope = 1;
  for (let round = 0; round < 20; round += 1) {
    let gradient = 0;
    let curvature = 1e-6;
    for (const [index, { positive }] of poles.entries()) {
      const value = values[index] ?? 0;
      const guess = 1 / (1 + Math.exp(-slope * value));
      gradient += (guess - (positive ? 1 : 0)) * value;
      curvature += guess * (1 - guess) * value * value;
    }
    slope = Math.min(5, Math.max(0.1, slope - gradient / curvature));
  }
  return Math.round(slope * 1000) / 1000;
}

function metricsOf(poles: readonly Pole[], isPositive: (index: number) => boolean): Metrics {
  let right = 0;
  const counts = { both: [0, 0], truth: [0, 0], guess: [0, 0] };
  for (const [index, { positive }] of poles.entries()) {
    const truth = positive ? 1 : 0;
    const guess = isPositive(index) ? 1 : 0;
    counts.truth[truth] = (counts.truth[truth] ?? 0) + 1;
    counts.guess[guess] = (counts.guess[guess] ?? 0) + 1;
    if (truth !== guess) continue;
    right += 1;
    counts.both[truth] = (counts.both[truth] ?? 0) + 1;
  }
  const f1 = (pole: number) =>
    (2 * (counts.both[pole] ?? 0)) / Math.max(1, (counts.truth[pole] ?? 0) + (counts.guess[pole] ?? 0));
  return { samples: poles.length, accuracy: right / poles.length, macroF1: (f1(0) + f1(1)) / 2 };
}
