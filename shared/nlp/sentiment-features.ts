const LONGEST_GRAM = 4;
const MAX_UNITS = 4_000;

/**
 * The distinct hashed character 1–4-grams of a text: composed, lower case, without spaces, runs of one character cut to
 * two. Trainer and reader share it.
 */
export function featuresOf(text: string, bits: number): Uint32Array {
  const units = foldUnits(text.slice(0, MAX_UNITS).toWellFormed().normalize('NFC').toLowerCase());
  const mask = 2 ** bits - 1;
  const seen = new Set<number>();
  for (let start = 0; start < units.length; start += 1) {
    let hash = 0x811c9dc5;
    for (let length = 0; length < LONGEST_GRAM && start + length < units.length; length += 1) {
      hash = Math.imul(hash ^ units.charCodeAt(start + length), 0x01000193);
      seen.add(finalise(hash + length) & mask);
    }
  }
  return Uint32Array.from(seen);
}

function foldUnits(text: string): string {
  return text.replace(/\s+/gu, '').replace(/(.)\1{2,}/gsu, '$1$1');
}

function finalise(hash: number): number {
  let mixed = hash ^ (hash >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  return (Math.imul(mixed, 0xc2b2ae35) ^ (mixed >>> 16)) >>> 0;
}
