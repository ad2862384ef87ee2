import type * as z from 'zod';
import {
  type InputDocument,
  InputDocumentSchema,
  MAX_TEXT_UNITS,
  SOURCE_ALIASES,
} from '../../domain/input-document.ts';
import { SOURCE_KINDS } from '../../domain/taxonomy.ts';
import { type InputLine, type LineError, WHOLE_LINE } from './input-line.ts';

/** A line error with the place where it was found. */
export interface DocumentError extends LineError {
  readonly line: number;
}

export type ParsedDocument =
  | { readonly ok: true; readonly line: number; readonly document: InputDocument }
  | { readonly ok: false; readonly error: DocumentError };

/**
 * One input line as a document, or the first thing that is wrong with it: field and reason in plain words. The value
 * itself is never repeated, because it may be personal. The `id` is the input's, verbatim: where the error is kept,
 * pass it through `safeDocumentId` first.
 */
export function parseDocument(line: InputLine, options: { requireDate: boolean }): ParsedDocument {
  if ('error' in line) return { ok: false, error: { line: line.line, ...line.error } };
  const id = idOf(line.value);
  const fail = (
    field: string,
    reason: string,
    code: LineError['code'] = 'record.schema-mismatch',
  ): ParsedDocument => ({
    ok: false,
    error: {
      line: line.line,
      ...(id === undefined ? {} : { id }),
      field,
      code,
      message: `The field ${field} ${reason}.`,
    },
  });

  if (typeof line.value !== 'object' || line.value === null || Array.isArray(line.value)) {
    const message = 'The line is not a JSON object. Write one object per line.';
    return {
      ok: false,
      error: { line: line.line, field: WHOLE_LINE, code: 'record.schema-mismatch', message },
    };
  }
  const given: Readonly<Record<string, unknown>> = { ...line.value };
  if (typeof given.text === 'string' && given.text.length > MAX_TEXT_UNITS) {
    const length = given.text.length.toLocaleString('en');
    return fail(
      'text',
      `is ${length} characters long; at most ${MAX_TEXT_UNITS.toLocaleString('en')} are allowed`,
      'record.too-long',
    );
  }
  if (typeof given.rating === 'boolean' || typeof given.rating === 'object') {
    if (given.rating !== null) return fail('rating', REASONS.rating ?? '');
  }
  const parsed = InputDocumentSchema.safeParse(given);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const field = issue === undefined || issue.path.length === 0 ? WHOLE_LINE : issue.path.join('.');
    return fail(field, reasonOf(issue, field, given));
  }
  if (options.requireDate && parsed.data.publishedAt === undefined && parsed.data.date === undefined) {
    return fail('publishedAt', 'is missing; give publishedAt (ISO 8601) or date (YYYY-MM-DD)');
  }
  return { ok: true, line: line.line, document: parsed.data };
}

const ISO_TIME = 'is not a date; write ISO 8601 such as 2026-11-02T09:30:00+09:00 or a day as 2026-11-02';
const allowedSources = [...SOURCE_KINDS, ...Object.keys(SOURCE_ALIASES)].join(', ');

/** What is wrong with a field when it is present. */
const REASONS: Readonly<Record<string, string>> = {
  id: 'is not a text or number of at most 500 characters',
  source: `is not a known source; allowed are ${allowedSources}`,
  publishedAt: ISO_TIME,
  editedAt: ISO_TIME,
  date: 'is not a calendar day; write it as YYYY-MM-DD',
  text: 'is not a text',
  rating: 'is not a number from 1 to 5',
  author: 'is neither a name nor an object with displayName, userId, email, phone, externalId',
  attributes: 'is not an object of texts, numbers and booleans',
};

function reasonOf(
  issue: z.core.$ZodIssue | undefined,
  field: string,
  given: Readonly<Record<string, unknown>>,
): string {
  const value = given[field];
  if ((field === 'id' || field === 'text') && (value === undefined || value === null)) return 'is missing';
  if (field === 'text' && typeof value === 'string') return 'is empty';
  if (field === 'id' && value === '') return 'is empty';
  if (issue?.message === 'was rounded by a spreadsheet') {
    return 'was rounded by a spreadsheet (1.23E+15); save the column as text and send the file again';
  }
  const known = REASONS[field];
  if (known !== undefined) return known;
  if (issue?.code === 'too_big') return `is longer than ${issue.maximum} characters`;
  return field.startsWith('attributes.') ? 'is not a text, number or boolean' : 'is not a text';
}

function idOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !('id' in value)) return undefined;
  const { id } = value;
  return (typeof id === 'string' && id !== '' && id.length <= 500) || typeof id === 'number'
    ? String(id)
    : undefined;
}
