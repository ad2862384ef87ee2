/** Values that are kept at most; below it the sample is everything. */
const MAX_VALUES = 250_000;

/**
 * A sample of distinct values, each with all that was said of it, in bounded memory: values whose hash falls into a part
 * of the hash space, which is halved whenever there are too many. Every distinct value is equally
 * likely to be in it, however often it comes, and the sample is the same in every order (Gibbons, "Distinct sampling for highly-accurate
 * answers to distinct values queries", VLDB 2001).
 */
export class DistinctSample<Held> {
  readonly #held = new Map<string, Held>();
  readonly #maxValues: number;
  #level = 0;

  constructor(maxValues = MAX_VALUES) {
    this.#maxValues = maxValues;
  }

  /** How many values one of the sample stands for. */
  get weight(): number {
    return 2 ** this.#level;
  }

  /** Changes what is held of a value, if it belongs to the sample. */
  update(value: string, change: (held: Held | undefined) => Held): void {
    if (!this.#covers(value)) return;
    this.#held.set(value, change(this.#held.get(value)));
    while (this.#held.size > this.#maxValues) {
      this.#level += 1;
      for (const kept of this.#held.keys()) if (!this.#covers(kept)) this.#held.delete(kept);
    }
  }

  entries(): IterableIterator<[string, Held]> {
    return this.#held.entries();
  }

  #covers(value: string): boolean {
    return this.#level === 0 || hashOf(value) < 2 ** (32 - this.#level);
  }
}

/** FNV-1a with the finaliser of MurmurHash3 (Appleby, public domain), so that its upper bits are even: 0 … 2^32 - 1. */
function hashOf(value: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < value.length; at += 1) hash = Math.imul(hash ^ value.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
