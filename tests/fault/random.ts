import { createHash } from 'node:crypto';

/** Chance that can be replayed: the same seed gives the same draws on every machine. */
export interface Random {
  /** 0 ≤ x < 1. */
  next(): number;
  /** A whole number 0 … n−1. */
  int(n: number): number;
  chance(probability: number): boolean;
  pick<Item>(items: readonly Item[]): Item;
  /** Another stream of the same seed: what one part of a plan draws does not move what another part draws. */
  fork(label: string): Random;
}

/** sfc32 by Chris Doty-Humphrey (PractRand), seeded by SHA-256 of the text. */
export function createRandom(seed: string): Random {
  const bytes = createHash('sha256').update(seed).digest();
  let [a, b, c, counter] = [
    bytes.readInt32LE(0),
    bytes.readInt32LE(4),
    bytes.readInt32LE(8),
    bytes.readInt32LE(12),
  ];
  function next(): number {
    const t = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + t;
    return (t >>> 0) / 4_294_967_296;
  }
  const random: Random = {
    next,
    int: (n) => Math.floor(next() * n),
    chance: (probability) => next() < probability,
    pick<Item>(items: readonly Item[]): Item {
      if (items.length === 0) throw new RangeError('nothing to pick from');
      return items[Math.floor(next() * items.length)] as Item;
    },
    fork: (label) => createRandom(`${seed}/${label}`),
  };
  return random;
}
