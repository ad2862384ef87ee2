import type { PiiSpan } from '../domain/analysis.ts';
import { findEnglishNames } from './find-english-names.ts';
import { NAME_RULES, type NameRule } from './name-rules.ts';
import { spanOf } from './span-of.ts';

/**
 * Names that somebody introduces, signs with, fills into a form or puts next to a phone or account (`text` has blanks
 * where other personal data was found).
 */
export function* findNames(text: string): Generator<PiiSpan> {
  yield* findEnglishNames(text);
  for (const rule of NAME_RULES) {
    if (rule.cue.test(text)) yield* namesBy(rule, text);
  }
}

function* namesBy({ pattern, isName }: NameRule, text: string): Generator<PiiSpan> {
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const range = match.indices?.groups?.name ?? match.indices?.groups?.said;
    if (range === undefined) continue;
    if (isName(text.slice(...range))) yield spanOf(match, 'name', range);
    // "가족 구성원 홍길순": what was no name may be the word before one.
    else pattern.lastIndex = Math.max(range[0], match.index + 1);
  }
}
