import { isSyllable, lettersOf } from './hangul-syllable.ts';

const NO_FINAL = '';

const INITIAL_LETTERS = [...'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ'];
const MEDIAL_LETTERS = [...'ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ'];
const FINAL_LETTERS = [NO_FINAL, ...'ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ'];

/** The letters of a text, syllables taken apart: 로긴 is ㄹㅗㄱㅣㄴ. Everything else stays as it is. */
export function hangulLetters(text: string): string[] {
  const letters: string[] = [];
  for (const character of text) {
    const code = character.charCodeAt(0);
    if (!isSyllable(code)) {
      letters.push(character);
      continue;
    }
    const places = lettersOf(code);
    const initial = INITIAL_LETTERS[places.initial];
    const medial = MEDIAL_LETTERS[places.medial];
    const final = FINAL_LETTERS[places.final];
    if (initial !== undefined) letters.push(initial);
    if (medial !== undefined) letters.push(medial);
    if (final !== undefined && final !== NO_FINAL) letters.push(final);
  }
  return letters;
}
