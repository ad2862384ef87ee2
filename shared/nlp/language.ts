const MIN_LETTERS = 2;

/** `ko`, `en`, `mixed` (Korean with a good part of English), or `other` (other scripts, or no letters at all). */
export type Language = 'ko' | 'en' | 'mixed' | 'other';

/**
 * The language of a text by its scripts. Product names in Latin letters do not make a Korean text mixed; placeholders
 * of redaction do not count.
 */
export function detectLanguage(text: string): Language {
  const plain = text.replace(/\[[가-힣IP]{2,8}\]/gu, ' ');
  let hangul = 0;
  let latin = 0;
  let other = 0;
  for (const match of plain.matchAll(/\p{Script=Hangul}+|\p{Script=Latin}+|\p{L}+/gu)) {
    const [word] = match;
    if (/^\p{Script=Hangul}/u.test(word)) hangul += word.length;
    else if (/^\p{Script=Latin}/u.test(word)) latin += word.length;
    else other += word.length;
  }
  if (hangul + latin + other < MIN_LETTERS) return 'other';
  if (other > hangul + latin) return 'other';
  if (hangul === 0) return latin >= other ? 'en' : 'other';
  // One Hangul syllable carries about as much as two and a half Latin letters.
  return latin > hangul * 2.5 ? 'mixed' : 'ko';
}
