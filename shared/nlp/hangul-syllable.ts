/** The place of a Hangul syllable's letters in the order of Unicode; a final of 0 is none. */
export interface SyllableLetters {
  readonly initial: number;
  readonly medial: number;
  readonly final: number;
}

const FIRST_SYLLABLE = 0xac00;
const LAST_SYLLABLE = 0xd7a3;
const MEDIALS = 21;
const FINALS = 28;

/** Whether a UTF-16 unit is a composed Hangul syllable. */
export function isSyllable(unit: number): boolean {
  return unit >= FIRST_SYLLABLE && unit <= LAST_SYLLABLE;
}

/** The letters of a composed syllable. @see The Unicode Standard, section 3.12, Hangul syllable decomposition */
export function lettersOf(syllable: number): SyllableLetters {
  const place = syllable - FIRST_SYLLABLE;
  return {
    initial: Math.floor(place / (MEDIALS * FINALS)),
    medial: Math.floor(place / FINALS) % MEDIALS,
    final: place % FINALS,
  };
}

/** The same syllable without its final consonant. */
export function openSyllable(syllable: number): number {
  return syllable - ((syllable - FIRST_SYLLABLE) % FINALS);
}
