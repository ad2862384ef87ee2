const FIRST = [
  'g',
  'kk',
  'n',
  'd',
  'tt',
  'r',
  'm',
  'b',
  'pp',
  's',
  'ss',
  '',
  'j',
  'jj',
  'ch',
  'k',
  't',
  'p',
  'h',
];
const VOWEL = [
  'a',
  'ae',
  'ya',
  'yae',
  'eo',
  'e',
  'yeo',
  'ye',
  'o',
  'wa',
  'wae',
  'oe',
  'yo',
  'u',
  'wo',
  'we',
  'wi',
  'yu',
  'eu',
  'ui',
  'i',
];
const LAST = [
  '',
  'k',
  'k',
  'k',
  'n',
  'n',
  'n',
  't',
  'l',
  'k',
  'm',
  'l',
  'l',
  'l',
  'p',
  'l',
  'm',
  'p',
  'p',
  't',
  't',
  'ng',
  't',
  't',
  'k',
  't',
  'p',
  't',
];
const FIRST_SYLLABLE = 0xac00;
const VOWELS_AND_LASTS = VOWEL.length * LAST.length;

/**
 * Hangul syllables in the Revised Romanisation of Korean (2000), syllable by syllable without assimilation, as names are
 * written; other characters stay.
 */
export function romaniseHangul(text: string): string {
  return text.replace(/[가-힣]/gu, (syllable) => {
    const index = syllable.charCodeAt(0) - FIRST_SYLLABLE;
    const first = FIRST[Math.floor(index / VOWELS_AND_LASTS)] ?? '';
    const vowel = VOWEL[Math.floor((index % VOWELS_AND_LASTS) / LAST.length)] ?? '';
    return first + vowel + (LAST[index % LAST.length] ?? '');
  });
}
