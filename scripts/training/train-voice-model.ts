import { FUNNEL_STAGES, SENTIMENT_LABELS } from '../../shared/domain/taxonomy.ts';
import { FEWEST_LETTERS, FEWEST_WORDS } from '../../shared/nlp/read-voice.ts';
import { quantise, type SparseRows } from '../../shared/nlp/sparse-rows.ts';
import {
  type FeatureRows,
  featureRows,
  frequentPlaces,
  keepPlaces,
  type LinearWeights,
  textsPerPlace,
  trainLinear,
} from '../../shared/nlp/train-linear.ts';
import type { VoiceModel } from '../../shared/nlp/voice-model.ts';
import type { LabelledText, PoleText } from './read-training-texts.ts';

/** Sizes of the shipped model; together below 5 MB. */
const WORD_FEATURES = 45_000;
const LETTER_FEATURES = 38_000;
const POLARITY_FEATURES = 2 ** 18;
/** How much a customer voice counts beside a film review. */
const VOICE_WEIGHT = 3;

/** What was chosen on the development sets (see docs/models.md); learnt weights do not depend on it. */
export const OPERATING_POINT = {
  blend: { words: 0.35, clause: 0.4, letters: 0.25 },
  threshold: -0.8,
  lead: 1.6,
  steepness: { codes: 1.3, polarity: 1 },
  voicePoles: 0.35,
  neutralBias: 0.5,
} as const;

/**
 * Trains the three sets of weights of the voice model. Deterministic: the same texts in the same order give the same
 * model, byte by byte.
 * @param wordFeaturesOf hashed word features of a text, as `word-features.ts` gives them
 */
export function trainVoiceModel(
  voices: readonly LabelledText[],
  films: readonly PoleText[],
  codes: readonly string[],
  wordFeaturesOf: (text: string) => Uint32Array,
  note: (message: string) => void,
): Omit<VoiceModel, 'version'> {
  const labels = [
    ...codes.map((code) => voices.map((voice) => voice.codes.includes(code))),
    ...[...codes, undefined].map((first) => voices.map((voice) => voice.codes[0] === first)),
    ...FUNNEL_STAGES.map((stage) => voices.map((voice) => voice.stage === stage)),
    ...SENTIMENT_LABELS.map((label) => voices.map((voice) => voice.sentiment === label)),
  ];
  note('reading the words of the voices …');
  const words = trainWords(
    voices.map((voice) => wordFeaturesOf(voice.text)),
    labels,
  );
  note('training on letters …');
  const letters = trainLetters(featureRows(voices.map((voice) => voice.text)), labels);
  note('training the poles …');
  const poles: readonly Pole[] = [
    ...films.map((film) => ({ ...film, service: false })),
    ...voices
      .filter((voice) => voice.sentiment !== 'neutral')
      .map(({ text, sentiment }) => ({
        text,
        positive: sentiment === 'positive',
        weight: VOICE_WEIGHT,
        service: true,
      })),
  ];
  const polarity = trainPolarity(poles);
  const { threshold, ...point } = OPERATING_POINT;
  return {
    kind: 'voice-model-2',
    codes: [...codes],
    stages: [...FUNNEL_STAGES],
    thresholds: codes.map(() => threshold),
    ...point,
    words,
    letters,
    polarity,
  };
}

function trainWords(features: readonly Uint32Array[], labels: readonly boolean[][]): SparseRows {
  const texts = new Map<number, number>();
  for (const each of features) for (const feature of each) texts.set(feature, (texts.get(feature) ?? 0) + 1);
  const kept = [...texts].filter(([, count]) => count >= 2).sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  const places = new Map(kept.map(([feature], place) => [feature, place]));
  const rows = rowsOf(features, places, FEWEST_WORDS);
  const trained = trainLinear({
    rows,
    labels,
    rowWeights: labels[0]?.map(() => 1) ?? [],
    cost: 2,
    epochs: 6,
  });
  const counts = Uint32Array.from(kept, ([, count]) => count);
  return strongest(
    trained,
    Uint32Array.from(kept, ([feature]) => feature),
    counts,
    WORD_FEATURES,
  );
}

/** Trained twice: on all frequent grams to find the strong ones, then on these alone. */
function trainLetters(all: FeatureRows, labels: readonly boolean[][]): SparseRows {
  const texts = textsPerPlace(all);
  const rowWeights = labels[0]?.map(() => 1) ?? [];
  const frequent = frequentPlaces(texts, 4);
  const first = trainLinear({
    rows: sized(keepPlaces(all, frequent)),
    labels,
    rowWeights,
    cost: 5,
    epochs: 3,
  });
  const kept = strongest(
    first,
    frequent,
    frequent.map((place) => texts[place] ?? 0),
    LETTER_FEATURES,
  ).features;
  const byFrequency = kept.sort((a, b) => (texts[b] ?? 0) - (texts[a] ?? 0) || a - b);
  const again = trainLinear({
    rows: sized(keepPlaces(all, byFrequency)),
    labels,
    rowWeights,
    cost: 5,
    epochs: 6,
  });
  return quantise(byFrequency, again.weights, again.bias);
}

/** A text with a pole, and whether a customer of a service speaks. */
type Pole = PoleText & { readonly service: boolean };

function trainPolarity(poles: readonly Pole[]): SparseRows {
  const all = featureRows(poles.map(({ text }) => text));
  const labels = [poles.map(({ positive }) => positive), poles.map(({ service }) => service)];
  const rowWeights = poles.map(({ weight }) => weight);
  const texts = textsPerPlace(all);
  const frequent = frequentPlaces(texts, 2);
  const first = trainLinear({ rows: keepPlaces(all, frequent), labels, rowWeights, cost: 3, epochs: 3 });
  const kept = strongest(
    first,
    frequent,
    frequent.map((place) => texts[place] ?? 0),
    POLARITY_FEATURES,
    // Whose voice it is needs far fewer features than the pole.
    1,
  ).features;
  const byFrequency = kept.sort((a, b) => (texts[b] ?? 0) - (texts[a] ?? 0) || a - b);
  const again = trainLinear({ rows: keepPlaces(all, byFrequency), labels, rowWeights, cost: 3, epochs: 8 });
  return quantise(byFrequency, again.weights, again.bias);
}

/**
 * The features that say most: size of the weights of the first `judged` labels times the root of the number of texts.
 */
function strongest(
  { labels, weights, bias }: LinearWeights,
  features: Uint32Array,
  counts: ArrayLike<number>,
  most: number,
  judged: number = labels,
): SparseRows {
  const strength = Float64Array.from(features, (_, row) => {
    let sum = 0;
    for (let label = 0; label < judged; label += 1) sum += Math.abs(weights[row * labels + label] ?? 0);
    return sum * Math.sqrt(counts[row] ?? 0);
  });
  const rows = Uint32Array.from(features.keys())
    .sort((a, b) => (strength[b] ?? 0) - (strength[a] ?? 0) || a - b)
    .slice(0, most);
  const kept = new Float32Array(rows.length * labels);
  for (const [to, from] of rows.entries())
    kept.set(weights.subarray(from * labels, (from + 1) * labels), to * labels);
  return quantise(
    Uint32Array.from(rows, (row) => features[row] ?? 0),
    kept,
    bias,
  );
}

function rowsOf(
  features: readonly Uint32Array[],
  places: ReadonlyMap<number, number>,
  fewest: number,
): FeatureRows {
  const starts = new Uint32Array(features.length + 1);
  const list: number[] = [];
  for (const [row, each] of features.entries()) {
    for (const feature of each) {
      const place = places.get(feature);
      if (place !== undefined) list.push(place);
    }
    starts[row + 1] = list.length;
  }
  return sized({ width: places.size, places: Uint32Array.from(list), starts, sizes: starts }, fewest);
}

/** Rows that divide by the number of features they know, as `read-voice.ts` does. */
function sized(rows: FeatureRows, fewest: number = FEWEST_LETTERS): FeatureRows {
  const sizes = new Uint32Array(rows.starts.length - 1).map((_, row) =>
    Math.max(fewest, (rows.starts[row + 1] ?? 0) - (rows.starts[row] ?? 0)),
  );
  return { ...rows, sizes };
}
