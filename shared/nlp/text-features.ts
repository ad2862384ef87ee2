import { isSyllable, lettersOf } from './hangul-syllable.ts';

/** Features are hashed into 2^24 places; fewer cost accuracy through collisions. */
export const FEATURE_BITS = 24;

/** Longer texts are read up to here: what a customer wants is said before that. */
const MAX_UNITS = 4_000;
const LONGEST_PLAIN_GRAM = 5;
const LONGEST_SPACED_GRAM = 4;
const SHORTEST_JAMO_GRAM = 4;
const LONGEST_JAMO_GRAM = 8;

const EDGE = 1;
const SPACE = 32;
/** Seeds keep the three families of grams apart in the one space of places. */
const PLAIN_SEED = 0x811c9dc5;
const SPACED_SEED = 0x3c6ef372;
const JAMO_SEED = 0x1f83d9ab;

/** Work space, reused from text to text; grows to the longest text seen, which {@link MAX_UNITS} bounds. */
const plain = new Uint16Array(MAX_UNITS + 2);
const spaced = new Uint16Array(MAX_UNITS + 2);
const jamo = new Uint16Array(3 * (MAX_UNITS + 2));
let found = new Uint32Array(1 << 12);
let slots = new Int32Array(1 << 13);

/**
 * The distinct hashed grams of a text, as places below 2^{@link FEATURE_BITS}: character 1–5-grams without spaces,
 * 2–4-grams with spaces (so that "안 되" at the beginning of a word differs from inside one), and 4–8-grams of Hangul
 * letters (so that 않되요, 안돼요 and 안되욧 share most of theirs). Composed, lower case, runs of one character cut to two,
 * one marker at each end. Trainer and reader share it. Any string gives a result, in linear time.
 * @see Wang & Manning (2012), Baselines and Bigrams; the measurements behind the families are in docs/models.md
 */
export function featuresOf(text: string): Uint32Array {
  const folded = text.slice(0, MAX_UNITS).toWellFormed().normalize('NFC').toLowerCase();
  const { plainLength, spacedLength } = fold(folded);
  const jamoLength = decompose(plainLength);
  const most =
    plainLength * LONGEST_PLAIN_GRAM +
    spacedLength * (LONGEST_SPACED_GRAM - 1) +
    jamoLength * (LONGEST_JAMO_GRAM - SHORTEST_JAMO_GRAM + 1);
  const mask = reserve(most);
  let count = 0;
  const grams = (units: Uint16Array, length: number, shortest: number, longest: number, seed: number) => {
    for (let start = 0; start < length; start += 1) {
      let hash = seed;
      const most = Math.min(longest, length - start);
      for (let size = 1; size <= most; size += 1) {
        hash = Math.imul(hash ^ (units[start + size - 1] ?? 0), 0x01000193);
        if (size < shortest) continue;
        const place = finalise(hash + size) & (2 ** FEATURE_BITS - 1);
        let slot = Math.imul(place, 0x9e3779b1) >>> 7;
        for (;;) {
          slot &= mask;
          const seen = slots[slot] ?? 0;
          if (seen === 0) {
            slots[slot] = place + 1;
            found[count] = place;
            count += 1;
            break;
          }
          if (seen === place + 1) break;
          slot += 1;
        }
      }
    }
  };
  grams(plain, plainLength, 1, LONGEST_PLAIN_GRAM, PLAIN_SEED);
  grams(spaced, spacedLength, 2, LONGEST_SPACED_GRAM, SPACED_SEED);
  grams(jamo, jamoLength, SHORTEST_JAMO_GRAM, LONGEST_JAMO_GRAM, JAMO_SEED);
  return found.slice(0, count);
}

/** Room for so many features; gives the mask of the emptied table of slots, at most half of which will be taken. */
function reserve(features: number): number {
  let size = 1 << 10;
  while (size < features * 2) size *= 2;
  if (found.length < features) found = new Uint32Array(size);
  if (slots.length < size) slots = new Int32Array(size);
  else slots.fill(0, 0, size);
  return size - 1;
}

/** Fills `plain` (no spaces) and `spaced` (one space between words), both with an edge marker at each end. */
function fold(text: string): { plainLength: number; spacedLength: number } {
  let plainLength = 1;
  let spacedLength = 1;
  plain[0] = EDGE;
  spaced[0] = EDGE;
  let run = 0;
  let last = -1;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (isSpace(unit)) {
      if (spaced[spacedLength - 1] !== SPACE && spacedLength > 1) {
        spaced[spacedLength] = SPACE;
        spacedLength += 1;
      }
      continue;
    }
    run = unit === last ? run + 1 : 1;
    last = unit;
    if (run > 2 || spacedLength > MAX_UNITS) continue;
    plain[plainLength] = unit;
    plainLength += 1;
    spaced[spacedLength] = unit;
    spacedLength += 1;
  }
  if (spaced[spacedLength - 1] === SPACE) spacedLength -= 1;
  plain[plainLength] = EDGE;
  spaced[spacedLength] = EDGE;
  return { plainLength: plainLength + 1, spacedLength: spacedLength + 1 };
}

/** Fills `jamo` from `plain`: a Hangul syllable as its two or three letters, all else as it is. */
function decompose(length: number): number {
  let count = 0;
  for (let index = 0; index < length; index += 1) {
    const unit = plain[index] ?? 0;
    if (!isSyllable(unit)) {
      jamo[count] = unit;
      count += 1;
      continue;
    }
    const { initial, medial, final } = lettersOf(unit);
    jamo[count] = 0x1100 + initial;
    jamo[count + 1] = 0x1161 + medial;
    count += 2;
    if (final > 0) {
      jamo[count] = 0x11a7 + final;
      count += 1;
    }
  }
  return count;
}

function isSpace(unit: number): boolean {
  return (
    unit <= 32 || unit === 0xa0 || unit === 0x3000 || (unit >= 0x2000 && unit <= 0x200d) || unit === 0xfeff
  );
}

/** The finaliser of MurmurHash3: spreads every bit over all. */
function finalise(hash: number): number {
  let mixed = hash ^ (hash >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
