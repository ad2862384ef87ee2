import type { MessageDraft } from '../domain/draft.ts';
import type { WeeklyReview } from '../domain/insight.ts';
import { suggestionTag } from '../domain/suggestion-tag.ts';
import type { Taxonomy } from '../domain/taxonomy.ts';
import { type ReviewTable, reviewRows } from './review-rows.ts';
import { type ColumnChoice, TABLE_FIELDS, type TableFields } from './table-fields.ts';
import { type CsvCell, toCsv } from './to-csv.ts';

/** How to write a CSV of a review. */
export interface CsvOptions {
  readonly language: 'ko' | 'en';
  readonly taxonomy: Taxonomy;
}

/**
 * One table of a review; see {@link toCsv}.
 * @param columns the headers and fields of another tool, in its order; absent: all fields of the table
 */
export function tableCsv(
  review: WeeklyReview,
  table: ReviewTable,
  options: CsvOptions,
  columns?: readonly ColumnChoice[],
): string {
  return written(TABLE_FIELDS[table], reviewRows(review, table, options), options.language, columns);
}

/** An accepted draft as a table of one row. */
export function draftCsv(
  draft: MessageDraft,
  options: Pick<CsvOptions, 'language'>,
  columns?: readonly ColumnChoice[],
): string {
  const { id, week, code, stage, segment, phrase, text, test } = draft;
  const planned =
    test === null ? ['', '', '', ''] : [test.metric, test.baseline, test.minimumEffect, test.perVariant];
  const rows = [
    [id, week, code, stage, segment, phrase, text, suggestionTag(draft.suggestionId), ...planned],
  ];
  return written(TABLE_FIELDS.draft, rows, options.language, columns);
}

function written(
  { fields, ko }: TableFields,
  rows: readonly (readonly CsvCell[])[],
  language: 'ko' | 'en',
  columns?: readonly ColumnChoice[],
): string {
  if (columns === undefined) return toCsv([language === 'ko' ? ko : fields, ...rows]);
  const places = columns.map(({ field }) => fields.indexOf(field));
  return toCsv([
    columns.map(({ header }) => header),
    ...rows.map((row) => places.map((place) => row[place] ?? '')),
  ]);
}
