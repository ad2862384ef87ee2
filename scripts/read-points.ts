import * as z from 'zod';
import { type CountPoint, CountPointSchema } from '../shared/domain/count-point.ts';
import { parseJsonLine, readInput, textLines } from '../shared/sources/input/read-lines.ts';
import { splitLines } from '../shared/sources/input/split-lines.ts';
import type { CommandIo } from './command.ts';
import type { Tally } from './process-lines.ts';
import { goodRow } from './read-rows.ts';

/** A point and the line where it stands. */
export interface PointLine {
  readonly line: number;
  readonly row: CountPoint;
}

const LINE_FEED = 0x0a;
const BRACE = 0x7b;
/** An unfinished line beyond this is left to the careful reader. */
const MAX_REST_BYTES = 1024 * 1024;

const numeric = (value: unknown) =>
  typeof value === 'string' && /^\s*-?\d+(\.\d+)?\s*$/.test(value) ? Number(value) : (value ?? undefined);

/** A point as a file brings it: CSV has numbers as text. */
const PointSchema = z.preprocess(
  (value) =>
    typeof value === 'object' && value !== null && 'count' in value
      ? {
          ...value,
          count: numeric(value.count),
          ...('total' in value ? { total: numeric(value.total) } : {}),
        }
      : value,
  CountPointSchema,
);

/**
 * The count points of an input in order, many at a time; each bad line is reported and counted. UTF-8 NDJSON, which may be
 * millions of lines, is read block by block, and a point in the plain form is checked without the schema, for the same
 * facts; everything else takes the way that all inputs take.
 */
export async function* pointBatches(
  stream: AsyncIterable<Uint8Array>,
  io: Pick<CommandIo, 'note'>,
  tally: Tally,
): AsyncGenerator<PointLine[]> {
  const chunks = stream[Symbol.asyncIterator]();
  const first = await chunks.next();
  if (first.done === true) return;
  if (first.value[0] !== BRACE) {
    for await (const line of readInput(chain([first.value], chunks))) yield good(line, io, tally);
    return;
  }
  const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let lines = 0;
  let rest: Uint8Array = new Uint8Array(0);
  for (let next: IteratorResult<Uint8Array, unknown> = first; ; next = await chunks.next()) {
    const bytes: Uint8Array = next.done === true ? rest : Buffer.concat([rest, next.value]);
    const end = next.done === true ? bytes.length : bytes.lastIndexOf(LINE_FEED) + 1;
    const text = decoded(utf8, bytes.subarray(0, end));
    if (text === null || bytes.length - end > MAX_REST_BYTES) {
      for await (const line of textLines(splitLines(chain([bytes], chunks)))) {
        for (const value of parseJsonLine({ ...line, line: line.line + lines })) yield good(value, io, tally);
      }
      return;
    }
    const batch: PointLine[] = [];
    for (let from = 0; from < text.length; ) {
      const found = text.indexOf('\n', from);
      const until = found === -1 ? text.length : found;
      lines += 1;
      const line = text.slice(from, until);
      from = until + 1;
      const row = plainPoint(line);
      if (row !== null) {
        tally.handled += 1;
        batch.push({ line: lines, row });
      } else
        for (const value of parseJsonLine({ line: lines, text: line })) batch.push(...good(value, io, tally));
    }
    yield batch;
    if (next.done === true) return;
    rest = bytes.slice(end);
  }
}

function good(line: Parameters<typeof goodRow>[0], io: Pick<CommandIo, 'note'>, tally: Tally): PointLine[] {
  const row = goodRow(line, PointSchema, 'count-point.schema-mismatch', io, tally);
  return row === undefined ? [] : [row];
}

/** A form of `z.iso.datetime` that needs no calendar. */
const PLAIN_INSTANT = /^\d{4}-(?:0[1-9]|1[0-2])-(?:[01][1-9]|2[0-8]|10)T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$/;

/** The point of a line that `CountPointSchema` accepts for certain; null where only the schema can tell. */
function plainPoint(line: string): CountPoint | null {
  if (line.charCodeAt(0) !== BRACE) return null;
  let value: { series?: unknown; timestamp?: unknown; count?: unknown; total?: unknown };
  try {
    value = JSON.parse(line);
  } catch {
    return null;
  }
  const { series, timestamp, count, total } = value;
  if (typeof series !== 'string' || series === '' || typeof timestamp !== 'string') return null;
  if (!isCount(count) || !PLAIN_INSTANT.test(timestamp)) return null;
  if (total === undefined) return { series, timestamp, count };
  return isCount(total) ? { series, timestamp, count, total } : null;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function decoded(decoder: { decode(bytes: Uint8Array): string }, bytes: Uint8Array): string | null {
  try {
    return decoder.decode(bytes);
  } catch {
    return null;
  }
}

async function* chain(
  first: readonly Uint8Array[],
  rest: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  yield* first;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
}
