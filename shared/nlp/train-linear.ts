import { FEATURE_BITS, featuresOf } from './text-features.ts';

/** The features of many texts in one block of memory. */
export interface FeatureRows {
  /** Places are below this. */
  readonly width: number;
  readonly places: Uint32Array;
  /** Row `i` is `places[starts[i] … starts[i + 1]]`. */
  readonly starts: Uint32Array;
  /** Number of features of the row before any were left out. */
  readonly sizes: Uint32Array;
}

/** Features of texts, row by row. */
export function featureRows(texts: readonly string[]): FeatureRows {
  const starts = new Uint32Array(texts.length + 1);
  const sizes = new Uint32Array(texts.length);
  let places = new Uint32Array(1 << 20);
  let end = 0;
  for (const [row, text] of texts.entries()) {
    const features = featuresOf(text);
    if (end + features.length > places.length) {
      const larger = new Uint32Array(Math.max(places.length * 2, end + features.length));
      larger.set(places);
      places = larger;
    }
    places.set(features, end);
    end += features.length;
    starts[row + 1] = end;
    sizes[row] = features.length;
  }
  return { width: 2 ** FEATURE_BITS, places: places.subarray(0, end), starts, sizes };
}

/**
 * The rows with only some places, renumbered from 0 in the order of `kept`. The sizes stay, since readers divide by the
 * number of all features.
 */
export function keepPlaces(rows: FeatureRows, kept: Uint32Array): FeatureRows {
  const { places, starts, sizes } = rows;
  const renumbered = new Int32Array(rows.width).fill(-1);
  for (const [index, place] of kept.entries()) renumbered[place] = index;
  const remaining = new Uint32Array(places.length);
  const remainingStarts = new Uint32Array(starts.length);
  let end = 0;
  for (let row = 0; row + 1 < starts.length; row += 1) {
    for (let index = starts[row] ?? 0; index < (starts[row + 1] ?? 0); index += 1) {
      const place = renumbered[places[index] ?? 0] ?? -1;
      if (place < 0) continue;
      remaining[end] = place;
      end += 1;
    }
    remainingStarts[row + 1] = end;
  }
  return { width: kept.length, places: remaining.slice(0, end), starts: remainingStarts, sizes };
}

/** In how many rows each place occurs. */
export function textsPerPlace(rows: FeatureRows): Uint32Array {
  const texts = new Uint32Array(rows.width);
  for (const place of rows.places) texts[place] = (texts[place] ?? 0) + 1;
  return texts;
}

/** Places that occur in at least so many rows, the most frequent first: what is used most lies together in memory. */
export function frequentPlaces(texts: Uint32Array, least: number): Uint32Array {
  const found: number[] = [];
  for (let place = 0; place < texts.length; place += 1) if ((texts[place] ?? 0) >= least) found.push(place);
  return Uint32Array.from(found).sort((a, b) => (texts[b] ?? 0) - (texts[a] ?? 0) || a - b);
}

/** Yes/no labels of rows, trained together: one pass over the features serves all. */
export interface LinearTask {
  readonly rows: FeatureRows;
  /** Per label, per row. */
  readonly labels: readonly ArrayLike<boolean>[];
  /** How much each row counts; 0 leaves it out. */
  readonly rowWeights: ArrayLike<number>;
  /** The cost of an error, C of the literature. */
  readonly cost: number;
  readonly epochs: number;
  /** What is known of each row beforehand, added to the value of every label; the weights learn the rest. */
  readonly offsets?: ArrayLike<number>;
}

/** The value of label `k` for a row is `bias[k] + Σ weights[place · labels + k] / √(features of the row)`. */
export interface LinearWeights {
  readonly labels: number;
  readonly bias: Float32Array;
  readonly weights: Float32Array;
}

/**
 * L2 logistic regression over features that are valued by their naive-Bayes log-count ratio (`2 · ratio / √(features of
 * the row)`), by dual coordinate descent. The ratios are multiplied into the weights that come back. The same rows in
 * the same order always give the same weights; about a minute for 300,000 short texts and one label.
 * @see Wang & Manning (2012), Baselines and Bigrams; Yu, Huang & Lin (2011), Dual coordinate descent methods for
 *      logistic regression and maximum entropy models, algorithm 5
 */
export function trainLinear(task: LinearTask): LinearWeights {
  const { rows, labels, rowWeights, cost, epochs, offsets } = task;
  const { places, starts, sizes, width } = rows;
  const count = starts.length - 1;
  const size = labels.length;
  const values = logCountRatios(task);
  const weights = new Float32Array(width * size);
  const bias = new Float32Array(size);
  const alpha = new Float32Array(count * size);
  const norms = new Float32Array(count * size);
  const sums = new Float64Array(size);
  const change = new Float64Array(size);
  const scaleOf = (row: number) => 2 / Math.sqrt(Math.max(1, sizes[row] ?? 1));
  const step = (row: number) => {
    const scale = scaleOf(row);
    for (let index = starts[row] ?? 0; index < (starts[row + 1] ?? 0); index += 1) {
      const at = (places[index] ?? 0) * size;
      for (let label = 0; label < size; label += 1) {
        const by = change[label] ?? 0;
        if (by !== 0)
          weights[at + label] = (weights[at + label] ?? 0) + by * scale * (values[at + label] ?? 0);
      }
    }
    for (let label = 0; label < size; label += 1) bias[label] = (bias[label] ?? 0) + (change[label] ?? 0);
  };
  const signOf = (label: number, row: number) => (labels[label]?.[row] ? 1 : -1);
  for (let row = 0; row < count; row += 1) {
    const upper = cost * (rowWeights[row] ?? 0);
    if (upper === 0) continue;
    sums.fill(0);
    for (let index = starts[row] ?? 0; index < (starts[row + 1] ?? 0); index += 1) {
      const at = (places[index] ?? 0) * size;
      for (let label = 0; label < size; label += 1)
        sums[label] = (sums[label] ?? 0) + (values[at + label] ?? 0) ** 2;
    }
    for (let label = 0; label < size; label += 1) {
      norms[row * size + label] = 1 + (sums[label] ?? 0) * scaleOf(row) ** 2;
      alpha[row * size + label] = upper * 0.01;
      change[label] = upper * 0.01 * signOf(label, row);
    }
    step(row);
  }
  for (let epoch = 0; epoch < epochs; epoch += 1) {
    for (const row of shuffled(count, epoch)) {
      const upper = cost * (rowWeights[row] ?? 0);
      if (upper === 0) continue;
      sums.fill(0);
      for (let index = starts[row] ?? 0; index < (starts[row + 1] ?? 0); index += 1) {
        const at = (places[index] ?? 0) * size;
        for (let label = 0; label < size; label += 1)
          sums[label] = (sums[label] ?? 0) + (weights[at + label] ?? 0) * (values[at + label] ?? 0);
      }
      let changed = false;
      for (let label = 0; label < size; label += 1) {
        const margin = (offsets?.[row] ?? 0) + (bias[label] ?? 0) + (sums[label] ?? 0) * scaleOf(row);
        const at = row * size + label;
        const old = alpha[at] ?? 0;
        const sign = signOf(label, row);
        const updated = newton(old, sign * margin, norms[at] ?? 1, upper);
        // Steps too small to matter cost as much as others.
        const small = Math.abs(updated - old) < 1e-4 * upper;
        change[label] = small ? 0 : (updated - old) * sign;
        if (small) continue;
        alpha[at] = updated;
        changed = true;
      }
      if (changed) step(row);
    }
  }
  for (let at = 0; at < weights.length; at += 1) weights[at] = 2 * (weights[at] ?? 0) * (values[at] ?? 0);
  return { labels: size, bias, weights };
}

/** The values of all labels for one row under trained weights. */
export function linearValues(rows: FeatureRows, row: number, model: LinearWeights): Float64Array {
  const { places, starts, sizes } = rows;
  const size = model.labels;
  const sums = new Float64Array(size);
  for (let index = starts[row] ?? 0; index < (starts[row + 1] ?? 0); index += 1) {
    const at = (places[index] ?? 0) * size;
    for (let label = 0; label < size; label += 1)
      sums[label] = (sums[label] ?? 0) + (model.weights[at + label] ?? 0);
  }
  const scale = 1 / Math.sqrt(Math.max(1, sizes[row] ?? 1));
  return sums.map((sum, label) => (model.bias[label] ?? 0) + sum * scale);
}

/** Solves the one-variable dual problem of a row in alpha, kept inside (0, upper). */
function newton(old: number, margin: number, norm: number, upper: number): number {
  let value = Math.min(upper * (1 - 1e-6), Math.max(upper * 1e-6, old));
  for (let round = 0; round < 5; round += 1) {
    const gradient = norm * (value - old) + margin + Math.log(value / (upper - value));
    const curvature = norm + upper / (value * (upper - value));
    const next = Math.min(upper * (1 - 1e-6), Math.max(upper * 1e-6, value - gradient / curvature));
    if (Math.abs(next - value) < 1e-5 * upper) return next;
    value = next;
  }
  return value;
}

/** How much more often each place occurs in rows with a label than without (weighted, add-one): log of the ratio. */
function logCountRatios({ rows, labels, rowWeights }: LinearTask): Float32Array {
  const { places, starts, width } = rows;
  const size = labels.length;
  const yes = new Float32Array(width * size).fill(1);
  const all = new Float32Array(width).fill(2);
  const yesTotals = new Float64Array(size).fill(1);
  let total = 2;
  for (let row = 0; row + 1 < starts.length; row += 1) {
    const weight = rowWeights[row] ?? 0;
    if (weight === 0) continue;
    total += weight;
    const own = labels.flatMap((label, index) => (label[row] ? [index] : []));
    for (const label of own) yesTotals[label] = (yesTotals[label] ?? 0) + weight;
    for (let index = starts[row] ?? 0; index < (starts[row + 1] ?? 0); index += 1) {
      const place = places[index] ?? 0;
      all[place] = (all[place] ?? 0) + weight;
      for (const label of own) yes[place * size + label] = (yes[place * size + label] ?? 0) + weight;
    }
  }
  for (let label = 0; label < size; label += 1) {
    const yesTotal = yesTotals[label] ?? 1;
    const shift = Math.log((total - yesTotal) / yesTotal);
    for (let place = 0; place < width; place += 1) {
      const at = place * size + label;
      const here = yes[at] ?? 1;
      yes[at] = Math.log(here / Math.max(1e-6, (all[place] ?? 2) - here)) + shift;
    }
  }
  return yes;
}

/** A fixed shuffle per epoch: the same data always gives the same model. */
export function shuffled(length: number, epoch: number): Uint32Array {
  const order = Uint32Array.from({ length }, (_, index) => index);
  let state = 0x9e3779b9 ^ (epoch + 1);
  for (let index = length - 1; index > 0; index -= 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const other = Math.floor((state / 2 ** 32) * (index + 1));
    const kept = order[index] ?? 0;
    order[index] = order[other] ?? 0;
    order[other] = kept;
  }
  return order;
}
