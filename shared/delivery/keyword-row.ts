import type { Interval, KeywordSuggestion } from '../domain/insight.ts';
import { TABLE_FIELDS } from './table-fields.ts';
import { type CsvCell, toCsv } from './to-csv.ts';

/** The cells of a suggestion, in the order of `TABLE_FIELDS.keywords`. */
export function keywordRow(
  suggestion: KeywordSuggestion,
  about: { readonly week: string /** The point in words. */; readonly point: string },
): CsvCell[] {
  return [
    about.week,
    suggestion.phrase,
    about.point,
    suggestion.segment,
    suggestion.said,
    suggestion.gap ? 'Y' : 'N',
    ...(suggestion.lift === null ? ['', '', ''] : intervalCells(suggestion.lift)),
    suggestion.angle,
    suggestion.drafts.join('\n'),
    suggestion.evidence[0]?.text ?? '',
    suggestion.evidence[0]?.id ?? '',
  ];
}

/** Suggestions as the same table that a review has; see {@link toCsv}. */
export function keywordsCsv(rows: readonly CsvCell[][], language: 'ko' | 'en'): string {
  const { ko, fields } = TABLE_FIELDS.keywords;
  return toCsv([language === 'ko' ? ko : fields, ...rows]);
}

/** Value, low and high, to four decimals. */
export function intervalCells({ value, low, high }: Interval): number[] {
  return [value, low, high].map((number) => Math.round(number * 10_000) / 10_000);
}
