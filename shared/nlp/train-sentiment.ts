import { createHash } from 'node:crypto';
import { VocError } from '../domain/errors.ts';
import type { SentimentLabel } from '../domain/taxonomy.ts';
import { featuresOf } from './sentiment-features.ts';
import { positiveLogOdds, type SentimentModel } from './sentiment-model.ts';

const BITS = 18;
const EPOCHS = 6;
const FOLDS = 5;
const COST = 2;
const MIN_SAMPLES = 200;
const MIN_OF_A_POLE = 20;
/** Weights smaller than this are left out of the model. */
const MIN_WEIGHT = 1e-3;

/** Quality on held-out folds, on texts with a clear pole. */
export interface Metrics {
  samples: number;
  accuracy: number;
  macroF1: number;
}

interface Example {
  readonly text: string;
  readonly features: Uint32Array;
  /** 1 positive, −1 negative. */
  readonly label: 1 | -1;
}

/**
 * Trains a small sentiment model on a company's own rated texts (1–2 stars negative, 4–5 positive; a given label wins
 * over stars; neutral ones are left out): naive-Bayes log-count ratios as feature values of an L2 logistic regression,
 * by dual coordinate descent. Deterministic, seconds for tens of thousands of texts. `before` is what always guessing the
 * more frequent pole reaches, `after` the model under 5-fold cross-validation.
 * @see Wang & Manning (2012), Baselines and Bigrams; Yu, Huang & Lin (2011), Dual coordinate descent for logistic regression
 * @throws VocError `training.too-little-data` (permanent) below 200 texts with a pole, or 20 of either
 */
export function trainSentiment(
  samples: readonly { text: string; rating?: number; sentiment?: SentimentLabel }[],
): { model: SentimentModel; before: Metrics; after: Metrics } {
  const examples = samples.flatMap((sample): Example[] => {
    const label = poleOf(sample);
    return label === null ? [] : [{ text: sample.text, features: featuresOf(sample.text, BITS), label }];
  });
  const positives = examples.filter((example) => example.label === 1).length;
  const negatives = examples.length - positives;
  if (examples.length < MIN_SAMPLES || Math.min(positives, negatives) < MIN_OF_A_POLE) {
    throw new VocError(
      'training.too-little-data',
      'permanent',
      `Training needs at least ${MIN_SAMPLES} rated texts with ${MIN_OF_A_POLE} of each pole; there are ${positives} positive and ${negatives} negative ones. Add rated reviews.`,
      { details: { samples: examples.length, positives, negatives } },
    );
  }
  const majority = positives >= negatives ? 1 : -1;
  const before = metricsOf(examples.map((example) => [example.label, majority]));
  const outcomes = Array.from({ length: FOLDS }, (_, fold) => {
    const model = fitModel(examples.filter((_example, index) => index % FOLDS !== fold));
    return examples
      .filter((_example, index) => index % FOLDS === fold)
      .map((example): [number, number] => [
        example.label,
        positiveLogOdds(model, example.text) >= 0 ? 1 : -1,
      ]);
  });
  return { model: fitModel(examples), before, after: metricsOf(outcomes.flat()) };
}

function poleOf(sample: { rating?: number; sentiment?: SentimentLabel }): 1 | -1 | null {
  if (sample.sentiment !== undefined)
    return sample.sentiment === 'neutral' ? null : sample.sentiment === 'positive' ? 1 : -1;
  if (sample.rating === undefined || (sample.rating > 2 && sample.rating < 4)) return null;
  return sample.rating >= 4 ? 1 : -1;
}

function fitModel(examples: readonly Example[]): SentimentModel {
  const ratio = logCountRatios(examples);
  const positives = examples.filter((example) => example.label === 1).length;
  const share = positives / examples.length;
  // The rarer pole weighs more, so that few positive reviews are not drowned; by the root, so that the prior still counts.
  const upper = { 1: COST * Math.sqrt((1 - share) / share), '-1': COST * Math.sqrt(share / (1 - share)) };
  const weights = new Float64Array(2 ** BITS);
  let bias = 0;
  const alpha = examples.map((example) => upper[example.label] * 0.01);
  const norms = examples.map((example) => {
    const scale = 1 / Math.sqrt(Math.max(1, example.features.length));
    let norm = 1;
    for (const feature of example.features) norm += ((ratio[feature] ?? 0) * scale) ** 2;
    return norm;
  });
  const step = (index: number, change: number) => {
    const example = examples[index];
    if (example === undefined) return;
    const scale = 1 / Math.sqrt(Math.max(1, example.features.length));
    for (const feature of example.features) {
      weights[feature] = (weights[feature] ?? 0) + change * example.label * (ratio[feature] ?? 0) * scale;
    }
    bias += change * example.label;
  };
  for (const [index, value] of alpha.entries()) step(index, value);
  for (let epoch = 0; epoch < EPOCHS; epoch += 1) {
    for (const index of order(examples.length, epoch)) {
      const example = examples[index];
      if (example === undefined) continue;
      const cost = upper[example.label];
      const old = alpha[index] ?? 0;
      const scale = 1 / Math.sqrt(Math.max(1, example.features.length));
      let margin = bias;
      for (const feature of example.features)
        margin += (weights[feature] ?? 0) * (ratio[feature] ?? 0) * scale;
      const updated = newtonStep(old, example.label * margin, norms[index] ?? 1, cost);
      alpha[index] = updated;
      step(index, updated - old);
    }
  }
  return modelOf(weights, ratio, bias);
}

/** One inner Newton iteration of the dual problem in alpha, kept inside (0, cost). */
function newtonStep(alpha: number, margin: number, norm: number, cost: number): number {
  let value = alpha;
  for (let round = 0; round < 4; round += 1) {
    const gradient = norm * (value - alpha) + margin + Math.log(value / (cost - value));
    const curvature = norm + cost / (value * (cost - value));
    value = Math.min(cost * (1 - 1e-6), Math.max(cost * 1e-6, value - gradient / curvature));
  }
  return value;
}

function logCountRatios(examples: readonly Example[]): Float64Array {
  const positive = new Float64Array(2 ** BITS).fill(1);
  const negative = new Float64Array(2 ** BITS).fill(1);
  let positiveTotal = 1;
  let negativeTotal = 1;
  for (const example of examples) {
    const counts = example.label === 1 ? positive : negative;
    for (const feature of example.features) counts[feature] = (counts[feature] ?? 0) + 1;
    if (example.label === 1) positiveTotal += 1;
    else negativeTotal += 1;
  }
  return positive.map((count, index) =>
    Math.log(count / positiveTotal / ((negative[index] ?? 1) / negativeTotal)),
  );
}

function modelOf(weights: Float64Array, ratio: Float64Array, bias: number): SentimentModel {
  const places: number[] = [];
  const kept: number[] = [];
  weights.forEach((weight, place) => {
    const value = Math.round(weight * (ratio[place] ?? 0) * 1e4) / 1e4;
    if (Math.abs(value) < MIN_WEIGHT) return;
    places.push(place);
    kept.push(value);
  });
  const rounded = Math.round(bias * 1e4) / 1e4;
  const version = createHash('sha256')
    .update(JSON.stringify([rounded, places, kept]))
    .digest('hex')
    .slice(0, 16);
  return {
    kind: 'char-ngram-logistic',
    version,
    bits: BITS,
    bias: rounded,
    temperature: 1,
    places,
    weights: kept,
  };
}

/** A fixed shuffle per epoch: the same data always gives the same model. */
function order(length: number, epoch: number): Uint32Array {
  const indexes = Uint32Array.from({ length }, (_, index) => index);
  let state = 0x9e3779b9 ^ (epoch + 1);
  for (let index = length - 1; index > 0; index -= 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const other = Math.floor((state / 2 ** 32) * (index + 1));
    const kept = indexes[index] ?? 0;
    indexes[index] = indexes[other] ?? 0;
    indexes[other] = kept;
  }
  return indexes;
}

function metricsOf(outcomes: readonly (readonly [truth: number, guess: number])[]): Metrics {
  const right = outcomes.filter(([truth, guess]) => truth === guess).length;
  const f1 = [1, -1].map((pole) => {
    const both = outcomes.filter(([truth, guess]) => truth === pole && guess === pole).length;
    const either =
      outcomes.filter(([truth]) => truth === pole).length +
      outcomes.filter(([, guess]) => guess === pole).length;
    return either === 0 ? 0 : (2 * both) / either;
  });
  return {
    samples: outcomes.length,
    accuracy: right / outcomes.length,
    macroF1: ((f1[0] ?? 0) + (f1[1] ?? 0)) / 2,
  };
}
