import { isSyllable, lettersOf } from './hangul-syllable.ts';

/** Of 으로/로 alone, the final ㄹ counts as a vowel. */
const RIEUL_AS_VOWEL = '으로';
const RIEUL = 8;

/**
 * The form of a Korean particle that fits the last letter of a word: `withParticle('수수료', '이', '가')` is 수수료가.
 * Latin letters and digits are read as Koreans say them (1 일, L 엘 end in a consonant, % 퍼센트 in a vowel).
 */
export function withParticle(word: string, afterConsonant: string, afterVowel: string): string {
  return word + particleFor(word, afterConsonant, afterVowel);
}

/** The particle alone, for a word that stands in quotation marks. */
export function particleFor(word: string, afterConsonant: string, afterVowel: string): string {
  const last = [...word].findLast((character) => /[\p{L}\p{N}%]/u.test(character)) ?? '';
  const code = last.charCodeAt(0);
  if (isSyllable(code)) {
    const { final } = lettersOf(code);
    const asRieul = afterConsonant === RIEUL_AS_VOWEL && final === RIEUL;
    return final === 0 || asRieul ? afterVowel : afterConsonant;
  }
  const asRieul = afterConsonant === RIEUL_AS_VOWEL && /[178lr]/i.test(last);
  return /[013678lmnr]/i.test(last) && !asRieul ? afterConsonant : afterVowel;
}
