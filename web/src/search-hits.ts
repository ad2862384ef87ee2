import { matchesWord, searchWords } from '../../shared/insight/search-words.ts';
import type { Mark } from './cut-at-marks.ts';
import { PLACEHOLDER } from './placeholder.ts';

/** What was searched for: words among the keywords, and letters of the text itself. */
export interface TextSearch {
  readonly q?: string | undefined;
  readonly contains?: string | undefined;
}

/**
 * Where a text holds what was searched for, in UTF-16 units. A word is found as it was typed and as the keywords of the
 * voice (`terms`) that it means, however they are spaced: 본인인증 in 본인 인증.
 */
export function searchHits(text: string, search: TextSearch, terms: readonly string[]): Mark[] {
  const words = search.q === undefined ? [] : searchWords(search.q);
  const meant = terms.filter((term) => words.some((word) => matchesWord(term, word)));
  const letters = search.contains?.normalize('NFC');
  const patterns = [
    ...[...words, ...meant].map((word) => [...word].map(escaped).join('\\s*')),
    ...(letters === undefined || letters === '' ? [] : [escaped(letters)]),
  ];
  const hidden = [...text.matchAll(new RegExp(PLACEHOLDER, 'g'))].map(rangeOf);
  return patterns
    .flatMap((pattern) => [...text.matchAll(new RegExp(pattern, 'giu'))].map(rangeOf))
    .filter((hit) => !hidden.some(({ start, end }) => hit.start < end && hit.end > start));
}

function rangeOf(match: RegExpExecArray): Mark {
  return { start: match.index, end: match.index + match[0].length };
}

function escaped(letters: string): string {
  return letters.replaceAll(/[$()*+.?[\\\]^{|}/]/g, '\\$&');
}
