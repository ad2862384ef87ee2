import type { SparseRows } from './sparse-rows.ts';

/** Sums over the known grams of a text. */
export interface GramSums {
  /** Per label of the rows that were given first, in bytes of their scale. */
  readonly letters: Int32Array;
  readonly poles: Float64Array;
  /** Grams that the first rows know. */
  readonly known: number;
}

/** Rows of letters that an entry can name, 0 standing for none. */
const MOST_LETTER_ROWS = 0xffff;

/**
 * One table for both sets of weights over letter grams. A text has over a thousand grams and each costs a walk to memory,
 * so all that most of them need lies in one place: the key, the two bytes of the poles, the row of the letters. A bitmap
 * that stays in the nearest cache answers for most grams that are not known.
 */
export function createGramTable(letters: SparseRows, poles: SparseRows): (grams: Uint32Array) => GramSums {
  if (poles.labels !== 2 || letters.features.length > MOST_LETTER_ROWS)
    throw new RangeError('a table of grams takes two poles and at most 65,535 rows of letters');
  let size = 1 << 10;
  while (size < (letters.features.length + poles.features.length) * 1.6) size *= 2;
  const mask = size - 1;
  /** Key + 1 and entry, in turns; 0 is a free place. An entry is letter row + 1, second pole, first pole. */
  const slots = new Uint32Array(size * 2);
  const present = new Uint8Array(BITMAP_BYTES);
  const place = (feature: number): number => {
    const byte = (feature >>> 3) & (BITMAP_BYTES - 1);
    present[byte] = (present[byte] ?? 0) | (1 << (feature & 7));
    let slot = slotOf(feature) & mask;
    while (slots[slot * 2] !== 0 && slots[slot * 2] !== feature + 1) slot = (slot + 1) & mask;
    slots[slot * 2] = feature + 1;
    return slot * 2 + 1;
  };
  // Plain loops: this runs at every start over some 300,000 grams.
  for (let row = 0; row < poles.features.length; row += 1) {
    const first = poles.bytes[row * 2] ?? 0;
    const second = poles.bytes[row * 2 + 1] ?? 0;
    slots[place(poles.features[row] ?? 0)] = ((second & 0xff) << 8) | (first & 0xff);
  }
  for (let row = 0; row < letters.features.length; row += 1) {
    const at = place(letters.features[row] ?? 0);
    slots[at] = ((slots[at] ?? 0) | ((row + 1) << 16)) >>> 0;
  }
  const { labels, bytes } = letters;
  return (grams) => {
    const letterSums = new Int32Array(labels);
    let known = 0;
    let firstPole = 0;
    let secondPole = 0;
    for (let index = 0; index < grams.length; index += 1) {
      const feature = grams[index] ?? 0;
      if (((present[(feature >>> 3) & (BITMAP_BYTES - 1)] ?? 0) & (1 << (feature & 7))) === 0) continue;
      let slot = slotOf(feature) & mask;
      let key = slots[slot * 2] ?? 0;
      while (key !== 0 && key !== feature + 1) {
        slot = (slot + 1) & mask;
        key = slots[slot * 2] ?? 0;
      }
      if (key === 0) continue;
      const entry = slots[slot * 2 + 1] ?? 0;
      firstPole += (entry << 24) >> 24;
      secondPole += (entry << 16) >> 24;
      const row = (entry >>> 16) - 1;
      if (row < 0) continue;
      known += 1;
      const start = row * labels;
      for (let label = 0; label < labels; label += 1)
        letterSums[label] = (letterSums[label] ?? 0) + (bytes[start + label] ?? 0);
    }
    return { letters: letterSums, poles: Float64Array.of(firstPole, secondPole), known };
  };
}

/** 2^20 bits: a quarter of them set. */
const BITMAP_BYTES = 2 ** 17;

/** Grams are hashes already: their low bits are as good as others. */
function slotOf(feature: number): number {
  return feature ^ (feature >>> 5);
}
