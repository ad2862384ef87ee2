import { packSorted, unpackSorted } from './model-file.ts';

/**
 * Weights of hashed features: a row of one byte per label for each feature that is kept. A row's real weights are its
 * bytes times the scale of their label.
 */
export interface SparseRows {
  readonly labels: number;
  /** Sorted. */
  readonly features: Uint32Array;
  /** features × labels. */
  readonly bytes: Int8Array;
  readonly scales: Float32Array;
  readonly bias: Float32Array;
}

/** Finds the row of a feature in constant time. */
export interface RowIndex {
  /** −1 where the feature is not kept. */
  rowOf(feature: number): number;
}

/** Rounds weights to bytes, per label; `weights` has a row per feature, in the order of `features`. */
export function quantise(features: Uint32Array, weights: Float32Array, bias: Float32Array): SparseRows {
  const labels = bias.length;
  const order = Uint32Array.from(features.keys()).sort((a, b) => (features[a] ?? 0) - (features[b] ?? 0));
  const scales = new Float32Array(labels);
  for (let at = 0; at < weights.length; at += 1) {
    const label = at % labels;
    scales[label] = Math.max(scales[label] ?? 0, Math.abs(weights[at] ?? 0) / 127);
  }
  const bytes = new Int8Array(weights.length);
  for (const [row, from] of order.entries()) {
    for (let label = 0; label < labels; label += 1) {
      const scale = scales[label] || 1;
      bytes[row * labels + label] = Math.round((weights[from * labels + label] ?? 0) / scale);
    }
  }
  return { labels, features: Uint32Array.from(order, (from) => features[from] ?? 0), bytes, scales, bias };
}

/** The arrays of {@link SparseRows} for a model file, under names that begin with `name`. */
export function packRows(name: string, rows: SparseRows) {
  return {
    [`${name}.features`]: packSorted(rows.features),
    [`${name}.bytes`]: rows.bytes,
    [`${name}.scales`]: rows.scales,
    [`${name}.bias`]: rows.bias,
  };
}

/** The rows of a model file, or null where they are not there or do not fit together. */
export function unpackRows(name: string, arrays: Readonly<Record<string, unknown>>): SparseRows | null {
  const features = arrays[`${name}.features`];
  const bytes = arrays[`${name}.bytes`];
  const scales = arrays[`${name}.scales`];
  const bias = arrays[`${name}.bias`];
  if (
    !(features instanceof Uint8Array) ||
    !(bytes instanceof Int8Array) ||
    !(scales instanceof Float32Array) ||
    !(bias instanceof Float32Array) ||
    bias.length === 0 ||
    scales.length !== bias.length ||
    bytes.length % bias.length !== 0
  ) {
    return null;
  }
  const sorted = unpackSorted(features, bytes.length / bias.length);
  return sorted === null ? null : { labels: bias.length, features: sorted, bytes, scales, bias };
}

/** An open-addressing table over the features, half full at most. */
export function indexRows({ features }: SparseRows): RowIndex {
  let size = 1 << 10;
  while (size < features.length * 2) size *= 2;
  const mask = size - 1;
  const slots = new Int32Array(size).fill(-1);
  const slotOf = (feature: number) => (Math.imul(feature, 0x9e3779b1) >>> 11) & mask;
  for (const [row, feature] of features.entries()) {
    let slot = slotOf(feature);
    while (slots[slot] !== -1) slot = (slot + 1) & mask;
    slots[slot] = row;
  }
  return {
    rowOf(feature) {
      let slot = slotOf(feature);
      for (;;) {
        const row = slots[slot] ?? -1;
        if (row === -1 || features[row] === feature) return row;
        slot = (slot + 1) & mask;
      }
    },
  };
}
