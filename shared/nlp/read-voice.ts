import { createGramTable } from './gram-table.ts';
import { indexRows, type RowIndex, type SparseRows } from './sparse-rows.ts';
import type { Clause } from './split-clauses.ts';
import { columnsOf, type VoiceModel } from './voice-model.ts';
import type { WordFeatures } from './word-features.ts';

/** A text with few known features is read as if it had so many: one chance word decides nothing. */
export const FEWEST_WORDS = 8;
export const FEWEST_LETTERS = 30;

/** What the model makes of a text, before any decision. */
export interface VoiceValues {
  /** Per column of the model, see `columnsOf`. */
  readonly labels: Float64Array;
  /** Log-odds of "positive". */
  readonly polarity: number;
  /** Likelihood, 0…1, that a customer speaks of a service and nobody of a film. */
  readonly service: number;
  /** Where in the text the words speak most for a label: offsets of up to four of them, strongest first. */
  strongestWords(label: number): number[];
}

/** What the model is given of a text. */
export interface VoiceInput {
  readonly words: WordFeatures;
  readonly clauses: readonly Clause[];
  /** `featuresOf` of the same text. */
  readonly grams: Uint32Array;
}

/** Sets up the tables of a model once. */
export function createVoiceReader(model: VoiceModel): (input: VoiceInput) => VoiceValues {
  const words = indexRows(model.words);
  const sumGrams = createGramTable(model.letters, model.polarity);
  const { blend } = model;
  const { firsts, sentiments } = columnsOf(model);
  return ({ words: features, clauses, grams }) => {
    const { perClause, whole } = wordValues(model.words, words, features, clauses);
    const sums = sumGrams(grams);
    const spelt = scaled(model.letters, sums.letters, Math.max(FEWEST_LETTERS, sums.known));
    // Poles are trained on texts of all lengths: they divide by all grams, known or not.
    const poles = scaled(model.polarity, sums.poles, Math.max(1, grams.length));
    const labels = new Float64Array(whole.length);
    for (const [label, value] of whole.entries()) {
      // Which reason comes first, and the stage, are said by the text as a whole.
      let strongest = label >= firsts && label < sentiments ? value : Number.NEGATIVE_INFINITY;
      if (strongest !== value)
        for (const values of perClause) strongest = Math.max(strongest, values[label] ?? 0);
      labels[label] = blend.words * value + blend.clause * strongest + blend.letters * (spelt[label] ?? 0);
    }
    return {
      labels,
      polarity: poles[0] ?? 0,
      service: 1 / (1 + Math.exp(-(poles[1] ?? 0))),
      strongestWords: (label) => {
        const clause = perClause.reduce(
          (best, values, index) => ((values[label] ?? 0) > (perClause[best]?.[label] ?? 0) ? index : best),
          0,
        );
        return strongestOffsets(model.words, words, features, clauses[clause], label);
      },
    };
  };
}

/** The values of all labels for each clause and for the whole, whose features are those of its clauses. */
function wordValues(
  rows: SparseRows,
  index: RowIndex,
  { hashes, offsets }: WordFeatures,
  clauses: readonly Clause[],
): { perClause: Float64Array[]; whole: Float64Array } {
  const count = Math.max(1, clauses.length);
  const sums = Array.from({ length: count }, () => new Int32Array(rows.labels));
  const known = new Uint32Array(count);
  for (let at = 0; at < hashes.length; at += 1) {
    const row = index.rowOf(hashes[at] ?? 0);
    if (row < 0) continue;
    const clause = clauseAt(clauses, offsets[at] ?? 0);
    known[clause] = (known[clause] ?? 0) + 1;
    const own = sums[clause];
    if (own !== undefined) addRow(rows, row, own);
  }
  const total = new Int32Array(rows.labels);
  let allKnown = 0;
  for (const [clause, own] of sums.entries()) {
    allKnown += known[clause] ?? 0;
    for (let label = 0; label < total.length; label += 1)
      total[label] = (total[label] ?? 0) + (own[label] ?? 0);
  }
  return {
    perClause: sums.map((own, clause) => scaled(rows, own, Math.max(FEWEST_WORDS, known[clause] ?? 0))),
    whole: scaled(rows, total, Math.max(FEWEST_WORDS, allKnown)),
  };
}

const MOST_WORDS = 4;

/** Offsets in a clause at which features stand that speak for a label, the strongest first. */
function strongestOffsets(
  rows: SparseRows,
  index: RowIndex,
  { hashes, offsets }: WordFeatures,
  clause: Clause | undefined,
  label: number,
): number[] {
  if (clause === undefined) return [];
  const weights = new Map<number, number>();
  for (const [at, feature] of hashes.entries()) {
    const offset = offsets[at] ?? 0;
    const row = index.rowOf(feature);
    if (row < 0 || offset < clause.start || offset >= clause.end) continue;
    const weight = rows.bytes[row * rows.labels + label] ?? 0;
    weights.set(offset, (weights.get(offset) ?? 0) + weight);
  }
  return [...weights]
    .filter(([, weight]) => weight > 0)
    .sort((a, b) => b[1] - a[1] || a[0] - b[0])
    .slice(0, MOST_WORDS)
    .map(([offset]) => offset);
}

/** The clause in which an offset lies; clauses are in order. */
function clauseAt(clauses: readonly Clause[], offset: number): number {
  let low = 0;
  let high = clauses.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((clauses[middle]?.end ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

function addRow(rows: SparseRows, row: number, sums: Int32Array): void {
  const start = row * rows.labels;
  for (let label = 0; label < rows.labels; label += 1)
    sums[label] = (sums[label] ?? 0) + (rows.bytes[start + label] ?? 0);
}

function scaled(rows: SparseRows, sums: ArrayLike<number>, size: number): Float64Array {
  const root = Math.sqrt(size);
  const values = new Float64Array(rows.labels);
  for (let label = 0; label < values.length; label += 1)
    values[label] = (rows.bias[label] ?? 0) + ((sums[label] ?? 0) * (rows.scales[label] ?? 0)) / root;
  return values;
}

/** Pole models are trained on texts of all lengths: they divide by all features, known or not. */
export function poleValues(rows: SparseRows, index: RowIndex, grams: Uint32Array): Float64Array {
  const sums = new Int32Array(rows.labels);
  for (const feature of grams) {
    const row = index.rowOf(feature);
    if (row >= 0) addRow(rows, row, sums);
  }
  return scaled(rows, sums, Math.max(1, grams.length));
}
