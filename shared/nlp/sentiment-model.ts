import * as z from 'zod';
import { featuresOf } from './sentiment-features.ts';

/** A linear model over hashed character n-grams, as JSON. */
export const SentimentModelSchema = z.object({
  kind: z.literal('char-ngram-logistic'),
  /** Hash of the weights, hex; a part of `analysisVersion`. */
  version: z.string().min(1),
  /** The features are hashed into 2^bits places. */
  bits: z.int().min(10).max(24),
  bias: z.number(),
  /** Scale that brings log-odds to observed frequencies. */
  temperature: z.number().positive(),
  /** Places and weights, only those that are not 0; the same length. */
  places: z.array(z.int().min(0)),
  weights: z.array(z.number()),
});
export type SentimentModel = z.infer<typeof SentimentModelSchema>;

const tables = new WeakMap<SentimentModel, Float32Array>();

/** Log-odds of "positive" for a text, clipped to ±4; any text, also the empty one, gives a number. */
export function positiveLogOdds(model: SentimentModel, text: string): number {
  let table = tables.get(model);
  if (table === undefined) {
    table = new Float32Array(2 ** model.bits);
    for (let index = 0; index < model.places.length; index += 1) {
      const place = model.places[index];
      if (place !== undefined && place < table.length) table[place] = model.weights[index] ?? 0;
    }
    tables.set(model, table);
  }
  const features = featuresOf(text, model.bits);
  if (features.length === 0) return 0;
  let sum = 0;
  for (const feature of features) sum += table[feature] ?? 0;
  const logOdds = (sum / Math.sqrt(features.length) + model.bias) / model.temperature;
  return Math.max(-4, Math.min(4, logOdds));
}
