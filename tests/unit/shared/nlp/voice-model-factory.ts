import type { SparseRows } from '../../../../shared/nlp/sparse-rows.ts';
import { columnsOf, type VoiceModel } from '../../../../shared/nlp/voice-model.ts';

const LABELS = { codes: ['price', 'error'], stages: ['usage', 'churn'] } satisfies Partial<VoiceModel>;
const columns = columnsOf(LABELS);

/** The columns of the tiny model by name. */
export const COLUMN = {
  price: 0,
  error: 1,
  priceFirst: columns.firsts,
  errorFirst: columns.firsts + 1,
  none: columns.none,
  usage: columns.stages,
  churn: columns.stages + 1,
  negative: columns.sentiments,
  neutral: columns.sentiments + 1,
  positive: columns.sentiments + 2,
};
export type Values = Partial<Record<keyof typeof COLUMN, number>>;

/** A number for each column; 0 where nothing is said. */
export function perColumn(values: Values): number[] {
  const numbers = Array.from({ length: columns.all }, () => 0);
  for (const [name, value] of Object.entries(values)) numbers[COLUMN[name as keyof Values]] = value;
  return numbers;
}

/** Weights by feature, with a scale of 1: what is written here is what counts. */
export function makeRows(
  weights: Readonly<Record<number, readonly number[]>>,
  bias: readonly number[] = perColumn({}),
): SparseRows {
  const features = Object.keys(weights).map(Number);
  return {
    labels: bias.length,
    features: Uint32Array.from(features),
    bytes: Int8Array.from(features.flatMap((feature) => [...(weights[feature] ?? [])])),
    scales: new Float32Array(bias.length).fill(1),
    bias: Float32Array.from(bias),
  };
}

/** A model of two codes and two stages that knows nothing but what is given. */
export function makeVoiceModel(change: Partial<VoiceModel> = {}): VoiceModel {
  return {
    kind: 'voice-model-2',
    version: '',
    ...LABELS,
    thresholds: [0, 0],
    lead: 1,
    blend: { words: 0.5, clause: 0.25, letters: 0.25 },
    steepness: { codes: 1, polarity: 1 },
    voicePoles: 0.5,
    neutralBias: 0,
    words: makeRows({}),
    letters: makeRows({}),
    polarity: makeRows({}, [0, 0]),
    ...change,
  };
}
