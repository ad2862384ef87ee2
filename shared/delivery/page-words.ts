import type { Language } from './format.ts';
import { ENGLISH_WORDS } from './page-words-en.ts';
import { KOREAN_WORDS } from './page-words-ko.ts';

/** All fixed words of the review page in one language. */
export type PageWords = Readonly<typeof KOREAN_WORDS>;

/** The fixed words of the page. */
export function pageWords(language: Language): PageWords {
  return language === 'ko' ? KOREAN_WORDS : ENGLISH_WORDS;
}
