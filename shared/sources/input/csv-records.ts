import { parse } from 'csv-parse/sync';
import type { InputLine } from './input-line.ts';
import { WHOLE_LINE } from './input-line.ts';
import { writtenTime } from './written-time.ts';

/** The longest CSV record, in UTF-16 units: an opened and never closed quote must not swallow the file. */
const MAX_RECORD_UNITS = 8 * 1024 * 1024;
const MAX_RECORD_LINES = 30_000;

/** The fields that spreadsheets write in their own way. */
export const TIME_FIELDS: ReadonlySet<string> = new Set([
  'publishedAt',
  'date',
  'editedAt',
  'signupAt',
  'lastPurchaseAt',
  'updatedAt',
]);

/** A decoded physical line, or an error in its place. */
export type TextLine =
  | { readonly line: number; readonly text: string }
  | Extract<InputLine, { error: unknown }>;

interface Header {
  readonly delimiter: string;
  readonly names: readonly string[];
}

/**
 * Reads CSV with a header. A record may span lines inside quotes; a record that cannot be read gives one error line and
 * the next line starts afresh. Dotted columns become nested objects (`author.displayName`, `attributes.plan`); a JSON
 * object in the columns `author` and `attributes` is read; an empty cell is absent; times are read as Excel writes them. Rows of empty cells are skipped.
 */
export async function* csvRecords(lines: AsyncIterable<TextLine>): AsyncGenerator<InputLine> {
  let header: Header | undefined;
  for await (const record of logicalRecords(lines, () => header?.delimiter)) {
    if ('error' in record) {
      yield record;
      continue;
    }
    if (header === undefined) {
      if (/^sep=.$/i.test(record.text)) continue;
      const delimiter = delimiterOf(record.text);
      const names = cellsOf(record.text, delimiter).map((name) => name.trim());
      const twice = names.find((name, index) => name !== '' && names.indexOf(name) !== index);
      if (twice !== undefined) {
        yield failure(record, twice, 'is the name of two columns; rename one');
        return;
      }
      header = { delimiter, names };
      continue;
    }
    const line = rowOf(record, header);
    if (line !== null) yield line;
  }
}

function rowOf(record: { line: number; text: string }, header: Header): InputLine | null {
  const cells = cellsOf(record.text, header.delimiter);
  if (cells.every((cell) => cell.trim() === '')) return null;
  if (cells.length > header.names.length && cells.slice(header.names.length).some((cell) => cell !== '')) {
    return failure(
      record,
      WHOLE_LINE,
      `has ${cells.length} cells, but the header names ${header.names.length}; put quotes around a cell that contains the separator`,
    );
  }
  const value: Record<string, unknown> = Object.create(null);
  for (const [index, name] of header.names.entries()) {
    const cell = cells[index] ?? '';
    if (cell === '' || name === '') continue;
    if ((name === 'attributes' || name === 'author') && cell.trimStart().startsWith('{')) {
      const nested = jsonObject(cell);
      if (nested === null) return failure(record, name, 'is not a valid JSON object');
      value[name] = { ...nested, ...objectAt(value, name) };
      continue;
    }
    const dot = name.indexOf('.');
    if (dot <= 0) value[name] = TIME_FIELDS.has(name) ? writtenTime(cell) : cell;
    else value[name.slice(0, dot)] = { ...objectAt(value, name.slice(0, dot)), [name.slice(dot + 1)]: cell };
  }
  return { line: record.line, raw: record.text, value: { ...value } };
}

/** Joins physical lines while a quoted cell is open. Where a quote never closes, only its first line is given up. */
async function* logicalRecords(
  lines: AsyncIterable<TextLine>,
  delimiter: () => string | undefined,
): AsyncGenerator<TextLine> {
  let open: { line: number; text: string }[] = [];
  let size = 0;
  let quoted = false;

  function* push(line: { line: number; text: string }): Generator<TextLine> {
    quoted = quotedAfter(line.text, delimiter() ?? delimiterOf(line.text), quoted);
    open.push(line);
    size += line.text.length + 1;
    const [first] = open;
    if (quoted || first === undefined) return;
    const record = { line: first.line, text: textOf(open) };
    open = [];
    size = 0;
    yield record;
  }
  function* giveUp(): Generator<TextLine> {
    for (let [first, ...rest] = open; first !== undefined; [first, ...rest] = open) {
      open = [];
      size = 0;
      quoted = false;
      yield failure(first, WHOLE_LINE, 'opens a quote that is never closed');
      for (const line of rest) yield* push(line);
    }
  }

  for await (const line of lines) {
    if ('error' in line) {
      yield* giveUp();
      yield line;
    } else if (open.length > 0 || line.text.trim() !== '') {
      yield* push(line);
      if (size > MAX_RECORD_UNITS || open.length > MAX_RECORD_LINES) yield* giveUp();
    }
  }
  yield* giveUp();
}

/** Whether a quoted cell is open at the end of a line, given whether one was open at its beginning. */
function quotedAfter(text: string, delimiter: string, openBefore: boolean): boolean {
  if (!text.includes('"')) return openBefore;
  let quoted = openBefore;
  let atStart = !quoted;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (quoted) {
      if (char !== '"') continue;
      if (text[at + 1] === '"') at += 1;
      else quoted = false;
    } else if (char === '"' && atStart) quoted = true;
    atStart = !quoted && char === delimiter;
  }
  return quoted;
}

function cellsOf(text: string, delimiter: string): string[] {
  if (!text.includes('"')) return text.split(delimiter);
  const rows: string[][] = parse(text, {
    delimiter,
    record_delimiter: '\n',
    relax_quotes: true,
    relax_column_count: true,
    skip_empty_lines: false,
  });
  return rows[0] ?? [];
}

/** Korean Excel writes commas; some exports write tabs or semicolons. The header shows which. */
function delimiterOf(header: string): string {
  const count = (separator: string) => header.split(separator).length;
  return count('\t') > count(',') ? '\t' : count(';') > count(',') ? ';' : ',';
}

function textOf(lines: readonly { text: string }[]): string {
  return lines.map((line) => line.text).join('\n');
}

function jsonObject(cell: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(cell);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
}

function objectAt(value: Record<string, unknown>, name: string): object {
  const present = value[name];
  if (typeof present === 'string') return { displayName: present };
  return typeof present === 'object' && present !== null ? present : {};
}

function failure(
  record: { line: number; text: string },
  field: string,
  what: string,
): Extract<InputLine, { error: unknown }> {
  return {
    line: record.line,
    raw: record.text,
    error: {
      code: 'record.bad-csv',
      field,
      message: `The ${field === WHOLE_LINE ? 'line' : `column ${field}`} ${what}.`,
    },
  };
}
