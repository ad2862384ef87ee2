import type { SourceKind } from '../domain/taxonomy.ts';
import type { Language } from './format.ts';
import type { PageWords } from './page-words.ts';

/** What a watched series is called: all voices, a source, or the name of a code. */
export function seriesName(
  series: string,
  { code, words, language }: { code: (id: string) => string; words: PageWords; language: Language },
): string {
  if (series.startsWith('code:')) return code(series.slice(5));
  if (series.startsWith('source:')) return words.sources[series.slice(7) as SourceKind] ?? series.slice(7);
  return language === 'ko' ? '부정적인 목소리 전체' : 'All negative voices';
}
