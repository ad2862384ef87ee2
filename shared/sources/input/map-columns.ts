import { TIME_FIELDS } from './csv-records.ts';
import type { InputLine } from './input-line.ts';
import { writtenTime } from './written-time.ts';

export interface ColumnMapping {
  /** Column of the file → field. */
  readonly columns: Readonly<Record<string, string>>;
  /** Fields that every line has, where its own cell is empty. */
  readonly always: Readonly<Record<string, string | number>>;
}

/**
 * A line with its columns under the names of our fields. Texts of several columns that become the same field are joined
 * by a blank line, in the order of the mapping; a field that the line has under our own name wins over `always`.
 */
export function mapColumns(line: InputLine, mapping: ColumnMapping | undefined): InputLine {
  if (mapping === undefined || 'error' in line) return line;
  if (typeof line.value !== 'object' || line.value === null || Array.isArray(line.value)) return line;
  const given = flat(line.value);
  const fields = new Map<string, unknown>();
  for (const [column, field] of Object.entries(mapping.columns)) {
    const cell = given.get(column);
    given.delete(column);
    if (cell === undefined || cell === null || cell === '') continue;
    const before = fields.get(field);
    if (TIME_FIELDS.has(field)) fields.set(field, writtenTime(String(cell)));
    else fields.set(field, typeof before === 'string' ? `${before}\n\n${String(cell)}` : cell);
  }
  for (const [name, cell] of given) if (!fields.has(name)) fields.set(name, cell);
  for (const [field, value] of Object.entries(mapping.always))
    if (!fields.has(field)) fields.set(field, value);
  return { ...line, value: nested(fields) };
}

/** Fields by their dotted names, one level deep: the reader of CSV makes `author.email` an object. */
function flat(value: object): Map<string, unknown> {
  const fields = new Map<string, unknown>();
  for (const [name, cell] of Object.entries(value)) {
    if (typeof cell === 'object' && cell !== null && !Array.isArray(cell)) {
      for (const [inner, innerCell] of Object.entries(cell)) fields.set(`${name}.${inner}`, innerCell);
    } else fields.set(name, cell);
  }
  return fields;
}

function nested(fields: ReadonlyMap<string, unknown>): Record<string, unknown> {
  const value: Record<string, unknown> = {};
  const objects = new Map<string, Record<string, unknown>>();
  for (const [name, cell] of fields) {
    const dot = name.indexOf('.');
    if (dot <= 0) {
      // A plain author is a display name; `author.email` beside it must not lose it.
      if (name === 'author' && typeof cell === 'string') objectOf('author').displayName = cell;
      else if (name !== '__proto__') value[name] = cell;
      continue;
    }
    objectOf(name.slice(0, dot))[name.slice(dot + 1)] = cell;
  }
  return { ...value, ...Object.fromEntries(objects) };

  function objectOf(name: string): Record<string, unknown> {
    const known = objects.get(name) ?? Object.create(null);
    objects.set(name, known);
    return known;
  }
}
