const FIRST_SYLLABLE = 0xac00;
const LAST_SYLLABLE = 0xd7a3;
const FINALS = 28;
const MEDIALS = 21;
const NO_FINAL = '';

const INITIAL_LETTERS = [...'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ'];
const MEDIAL_LETTERS = [...'ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ'];
const FINAL_LETTERS = [NO_FINAL, ...'ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ'];

/** The letters of a text, syllables taken apart: 로긴 is ㄹㅗㄱㅣㄴ. Everything else stays as it is. */
export function hangulLetters(text: string): string[] {
  const letters: string[] = [];
  for (const character of text) {
    const code = character.charCodeAt(0);
    if (code < FIRST_SYLLABLE || code > LAST_SYLLABLE) {
      letters.push(character);
      continue;
    }
    const offset = code - FIRST_SYLLABLE;
    const initial = INITIAL_LETTERS[Math.floor(offset / (MEDIALS * FINALS))];
    const medial = MEDIAL_LETTERS[Math.floor(offset / FINALS) % MEDIALS];
    const final = FINAL_LETTERS[offset % FINALS];
    if (initial !== undefined) letters.push(initial);
    if (medial !== undefined) letters.push(medial);
    if (final !== undefined && final !== NO_FINAL) letters.push(final);
  }
  return letters;
}
