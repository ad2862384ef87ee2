import * as z from 'zod';
import { ApiProblem } from './problem.ts';

const MAX_CURSOR_UNITS = 1_000;

/** A place in a list as an opaque text for the address bar. It holds positions only, no content. */
export function encodeCursor(position: Readonly<Record<string, string | number>>): string {
  return Buffer.from(JSON.stringify(position), 'utf8').toString('base64url');
}

/**
 * The place that {@link encodeCursor} wrote; what is in it is checked again, because anybody can send one.
 * @throws ApiProblem `bad-request`
 */
export function decodeCursor<Schema extends z.ZodType>(schema: Schema, cursor: string): z.output<Schema> {
  if (cursor.length <= MAX_CURSOR_UNITS && /^[A-Za-z0-9_-]+$/.test(cursor)) {
    const parsed = schema.safeParse(parseJson(Buffer.from(cursor, 'base64url').toString('utf8')));
    if (parsed.success) return parsed.data;
  }
  throw new ApiProblem('bad-request', 'cursor: not one that this list gave. Start again without it.');
}

/** A cursor parameter, before it is decoded. */
export const CursorParameterSchema = z.string().min(1).max(MAX_CURSOR_UNITS);

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
