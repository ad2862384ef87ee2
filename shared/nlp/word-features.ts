import type { ConceptHit } from './find-concepts.ts';
import type { CueReading } from './read-cues.ts';
import type { Token } from './tokenizer.ts';

/** Concepts at most this many letters apart in one sentence are read as a pair. */
const PAIR_LETTERS = 14;
const CONTENT = /^(?:N|V|MA|XR|SL|IC|UNK|XS[VA])/u;

/** Families of features; the numbers keep their hashes apart. */
const LEMMA = 1;
const LEMMA_PAIR = 2;
const CONCEPT = 3;
const CONCEPT_PAIR = 4;
const FIRST_CONCEPT = 5;
const LAST_CONCEPT = 6;
const CUE = 7;
const REACHED = 8;

/** Hashed features of a text, each once, with the offset at which it first stands. */
export interface WordFeatures {
  readonly hashes: Uint32Array;
  readonly offsets: Uint32Array;
}

/**
 * What the words of a text say, as hashed features: dictionary forms and pairs of neighbours, concepts and pairs of
 * concepts that stand close together (login → fail, fee → high), the first and the last concept, and the cues it
 * matches. Trainer and reader share it.
 */
export function wordFeatures(
  tokens: readonly Token[],
  concepts: readonly ConceptHit[],
  cues: Pick<CueReading, 'matches' | 'reached'>,
): WordFeatures {
  const found = createFeatureSet(tokens.length * 2 + concepts.length * 6 + cues.matches.length * 2);
  const { add } = found;
  let before = 0;
  let beforeStart = 0;
  for (const token of tokens) {
    if (!CONTENT.test(token.pos)) continue;
    const lemma = hashOf(token.lemma.toLowerCase());
    add(mix(LEMMA, lemma, 0), token.start);
    if (before !== 0) add(mix(LEMMA_PAIR, before, lemma), beforeStart);
    before = lemma;
    beforeStart = token.start;
  }
  addConcepts(concepts, add);
  for (const { id, start } of cues.matches) add(mix(CUE, hashOf(id), 0), start);
  for (const code of cues.reached) {
    const first = cues.matches.find(({ id }) => id.startsWith(`${code}.`));
    add(mix(REACHED, hashOf(code), 0), first?.start ?? 0);
  }
  return found.features();
}

function addConcepts(concepts: readonly ConceptHit[], add: (hash: number, offset: number) => void): void {
  for (const [index, hit] of concepts.entries()) {
    const concept = hashOf(hit.concept);
    add(mix(CONCEPT, concept, 0), hit.start);
    if (index === 0) add(mix(FIRST_CONCEPT, concept, 0), hit.start);
    if (index === concepts.length - 1) add(mix(LAST_CONCEPT, concept, 0), hit.start);
    for (let other = index + 1; other < concepts.length; other += 1) {
      const next = concepts[other];
      if (next === undefined || next.sentence !== hit.sentence || next.from - hit.to > PAIR_LETTERS) break;
      add(mix(CONCEPT_PAIR, concept, hashOf(next.concept)), hit.start);
    }
  }
}

/** FNV-1a of a word. */
function hashOf(word: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < word.length; index += 1)
    hash = Math.imul(hash ^ word.charCodeAt(index), 0x01000193);
  return hash;
}

interface FeatureSet {
  /** Keeps a feature with its first offset. */
  readonly add: (hash: number, offset: number) => void;
  features(): WordFeatures;
}

/** An open-addressing set that keeps the order of arrival; `expected` is a guess, it grows where that was too low. */
function createFeatureSet(expected: number): FeatureSet {
  let size = 64;
  while (size < expected * 2) size *= 2;
  let slots = new Int32Array(size).fill(-1);
  const hashes: number[] = [];
  const offsets: number[] = [];
  const slotFor = (hash: number): number => {
    let slot = hash & (size - 1);
    for (;;) {
      const at = slots[slot] ?? -1;
      if (at === -1 || hashes[at] === hash) return slot;
      slot = (slot + 1) & (size - 1);
    }
  };
  const grow = () => {
    size *= 2;
    slots = new Int32Array(size).fill(-1);
    for (const [at, hash] of hashes.entries()) slots[slotFor(hash)] = at;
  };
  return {
    add(hash, offset) {
      const slot = slotFor(hash);
      if (slots[slot] !== -1) return;
      slots[slot] = hashes.length;
      hashes.push(hash);
      offsets.push(offset);
      if (hashes.length * 2 > size) grow();
    },
    features: () => ({ hashes: Uint32Array.from(hashes), offsets: Uint32Array.from(offsets) }),
  };
}

function mix(family: number, a: number, b: number): number {
  let mixed = Math.imul(a ^ Math.imul(family, 0x9e3779b1), 0x85ebca6b);
  mixed ^= mixed >>> 15;
  mixed = Math.imul(mixed ^ b, 0xc2b2ae35);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0x27d4eb2f);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
