import { createHash } from 'node:crypto';
import * as z from 'zod';
import { type Aggregate, type Cell, type Dimension, DimensionSchema } from '../domain/aggregate.ts';
import { canonicalJson } from './canonical-json.ts';

/** Even a text that nothing can pack stays below the 400 kB of an item; packed it has about a sixth of this. */
const MAX_CHUNK_BYTES = 300_000;

/** A cell as a row: documents, negative, neutral, positive, rated, ratingSum. Its names would be half of an item. */
const CountSchema = z.int().min(0);
const CellRowSchema = z.tuple([
  CountSchema,
  CountSchema,
  CountSchema,
  CountSchema,
  CountSchema,
  z.number().min(0),
]);
type CellRow = z.infer<typeof CellRowSchema>;
const ChunkSchema = z.object({
  cells: z.partialRecord(DimensionSchema, z.record(z.string(), CellRowSchema)),
  /** Per slot and series: documents, negative. */
  arrivals: z.record(z.string(), z.record(z.string(), z.tuple([CountSchema, CountSchema]))),
});
type Chunk = z.infer<typeof ChunkSchema>;

/**
 * An aggregate as JSON texts of at most 300 kB each. Equal aggregates give equal texts. No chunk for the empty aggregate.
 */
export function toChunks(aggregate: Aggregate): string[] {
  const chunks: Chunk[] = [];
  let current: Chunk = { cells: {}, arrivals: {} };
  let bytes = 0;
  const place = (size: number): Chunk => {
    if (chunks.length === 0 || bytes + size > MAX_CHUNK_BYTES) {
      current = { cells: {}, arrivals: {} };
      chunks.push(current);
      bytes = 0;
    }
    bytes += size;
    return current;
  };

  for (const dimension of DimensionSchema.options) {
    for (const [key, cell] of sorted(aggregate.cells[dimension] ?? {})) {
      const row = rowOf(cell);
      const chunk = place(entryBytes(key, row) + dimension.length + 8);
      chunk.cells[dimension] ??= {};
      chunk.cells[dimension][key] = row;
    }
  }
  for (const [slot, series] of sorted(aggregate.arrivals)) {
    for (const [name, count] of sorted(series)) {
      const row: [number, number] = [count.documents, count.negative];
      const chunk = place(entryBytes(name, row) + slot.length + 8);
      chunk.arrivals[slot] ??= {};
      chunk.arrivals[slot][name] = row;
    }
  }
  return chunks.map(canonicalJson);
}

/** Tells contents of chunks apart; null where there is none. */
export function chunksEtag(bodies: readonly string[]): string | null {
  if (bodies.length === 0) return null;
  const hash = createHash('sha256');
  for (const body of bodies) hash.update(body);
  return hash.digest('hex').slice(0, 32);
}

/** The etag under which an aggregate is stored; null for the empty one. */
export function aggregateEtag(aggregate: Aggregate): string | null {
  return chunksEtag(toChunks(aggregate));
}

/**
 * The part of an aggregate that one chunk holds; merging all chunks gives the whole. With `dimensions` only those, and no
 * arrivals: most keys are words, and who does not count words need not build them.
 */
export function fromChunk(
  body: string,
  dimensions?: readonly Dimension[],
  terms?: ReadonlySet<string>,
): Aggregate {
  const written: unknown = JSON.parse(body);
  const chunk = ChunkSchema.parse(dimensions === undefined ? written : only(written, dimensions, terms));
  const cells: Aggregate['cells'] = {};
  for (const [dimension, rows] of Object.entries(chunk.cells) as [Dimension, Record<string, CellRow>][]) {
    const column: Record<string, Cell> = {};
    for (const [key, row] of Object.entries(rows)) column[key] = cellOf(row);
    cells[dimension] = column;
  }
  const arrivals = Object.fromEntries(
    Object.entries(chunk.arrivals).map(([slot, series]) => [
      slot,
      Object.fromEntries(
        Object.entries(series).map(([name, [documents, negative]]) => [name, { documents, negative }]),
      ),
    ]),
  );
  return { cells, arrivals };
}

const WrittenSchema = z.object({
  cells: z.record(z.string(), z.record(z.string(), z.unknown())),
});

function only(written: unknown, dimensions: readonly Dimension[], terms?: ReadonlySet<string>): unknown {
  const { cells } = WrittenSchema.parse(written);
  const wanted = dimensions.flatMap((dimension) => {
    const column = cells[dimension];
    if (column === undefined) return [];
    // Nearly all rows of a day are terms: those that nobody asks for are not even checked.
    const isCut = dimension === 'term' && terms !== undefined;
    return [[dimension, isCut ? rowsOf(column, terms) : column] as const];
  });
  return { cells: Object.fromEntries(wanted), arrivals: {} };
}

function rowsOf(
  column: Readonly<Record<string, unknown>>,
  keys: ReadonlySet<string>,
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(column).filter(([key]) => keys.has(key)));
}

function rowOf(cell: Cell): z.infer<typeof CellRowSchema> {
  return [cell.documents, cell.negative, cell.neutral, cell.positive, cell.rated, cell.ratingSum];
}

function cellOf(row: z.infer<typeof CellRowSchema>): Cell {
  const [documents, negative, neutral, positive, rated, ratingSum] = row;
  return { documents, negative, neutral, positive, rated, ratingSum };
}

function sorted<Value>(record: Readonly<Record<string, Value>>): [string, Value][] {
  return Object.entries(record).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

function entryBytes(key: string, row: readonly number[]): number {
  return Buffer.byteLength(JSON.stringify(key)) + JSON.stringify(row).length + 2;
}
