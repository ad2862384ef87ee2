import type { Change } from '../domain/insight.ts';
import { UNBOUNDED_RATIO } from '../insight/change.ts';
import { changeKind, type Format } from './format.ts';
import type { PageWords } from './page-words.ts';

/** A change in a few words, for places without badges: `▲ 3.2배`, or that nothing clear can be said. */
export function changeText(change: Change, words: PageWords, format: Format): string {
  const kind = changeKind(change);
  if (change === 'too-few') return words.words.tooFew;
  if (kind === 'flat') return words.words.noChange;
  if (change.high >= UNBOUNDED_RATIO) return `▲ ${words.words.notBefore}`;
  return `${kind === 'up' ? '▲' : '▼'} ${format.ratio(change.ratio)}${format.language === 'ko' ? '배' : '×'}`;
}
