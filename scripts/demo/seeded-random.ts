/** A deterministic source of randomness for the demo data: the same seed gives the same data on every machine. */
export interface SeededRandom {
  /** The next number, 0 ≤ x < 1. */
  next(): number;
  /** A whole number, `low` ≤ n ≤ `high`. */
  integer(low: number, high: number): number;
  chance(probability: number): boolean;
  /** @throws RangeError when `items` is empty. */
  pick<T>(items: readonly T[]): T;
  /** An index, drawn in proportion to `weights`. */
  weightedIndex(weights: readonly number[]): number;
  /** A shuffled copy. */
  shuffle<T>(items: readonly T[]): T[];
}

/** mulberry32, started from a hash (FNV-1a) of the seed text, so that each part of the data has its own stream. */
export function createSeededRandom(seed: string): SeededRandom {
  let state = 0x811c9dc5;
  for (const character of seed) state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 0x01000193);

  function next(): number {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }
  const integer = (low: number, high: number) => low + Math.floor(next() * (high - low + 1));

  return {
    next,
    integer,
    chance: (probability) => next() < probability,
    pick(items) {
      const item = items[integer(0, items.length - 1)];
      if (item === undefined) throw new RangeError('nothing to pick from');
      return item;
    },
    weightedIndex(weights) {
      let rest = next() * weights.reduce((sum, weight) => sum + weight, 0);
      for (const [index, weight] of weights.entries()) {
        rest -= weight;
        if (rest < 0) return index;
      }
      return weights.length - 1;
    },
    shuffle(items) {
      return items
        .map((item) => ({ item, order: next() }))
        .sort((a, b) => a.order - b.order)
        .map(({ item }) => item);
    },
  };
}
