import { createHash } from 'node:crypto';
import * as z from 'zod';
import { ApiProblem } from './problem.ts';

const MAX_CURSOR_UNITS = 1_000;
const CursorSchema = z.strictObject({ at: z.unknown(), of: z.string() });

/** A cursor parameter, before it is decoded. */
export const CursorParameterSchema = z.string().min(1).max(MAX_CURSOR_UNITS);

/** The parameters of a list that comes in pages. */
export function pageParameters(limit: { readonly default: number; readonly max: number }) {
  return {
    cursor: CursorParameterSchema.optional(),
    limit: z.coerce.number().int().min(1).max(limit.max).default(limit.default),
  };
}

/**
 * A place in a list as an opaque text for the address bar. It holds positions only, no content, and which list it is
 * of: `list` is everything that narrows the list.
 */
export function encodeCursor(position: unknown, list: unknown): string {
  return Buffer.from(JSON.stringify({ at: position, of: digestOf(list) }), 'utf8').toString('base64url');
}

/**
 * The place that {@link encodeCursor} wrote; what is in it is checked again, because anybody can send one.
 * @throws ApiProblem `bad-request` for one that this list has not given
 */
export function decodeCursor<Schema extends z.ZodType>(
  schema: Schema,
  cursor: string,
  list: unknown,
): z.output<Schema> {
  if (cursor.length <= MAX_CURSOR_UNITS && /^[A-Za-z0-9_-]+$/.test(cursor)) {
    const read = CursorSchema.safeParse(parseJson(Buffer.from(cursor, 'base64url').toString('utf8')));
    const position = schema.safeParse(read.data?.at);
    if (read.success && position.success && read.data.of === digestOf(list)) return position.data;
  }
  throw new ApiProblem('bad-request', 'cursor: not one that this list gave. Start again without it.');
}

/** One page of a list that is at hand, in the falling order of its keys, and the cursor of the next one. */
export function pageOf<Item>(
  items: readonly Item[],
  page: {
    readonly list: unknown;
    readonly cursor: string | undefined;
    readonly limit: number;
    keyOf(item: NoInfer<Item>): string;
  },
): { items: Item[]; nextCursor: string | null } {
  const { keyOf, limit, cursor, list } = page;
  const after = cursor === undefined ? undefined : decodeCursor(z.string().max(300), cursor, list);
  const rest = items
    .map((item) => ({ item, key: keyOf(item) }))
    .filter(({ key }) => after === undefined || key < after)
    .sort((a, b) => (a.key < b.key ? 1 : a.key > b.key ? -1 : 0));
  const shown = rest.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(({ item }) => item),
    nextCursor: rest.length > limit && last !== undefined ? encodeCursor(last.key, list) : null,
  };
}

function digestOf(list: unknown): string {
  return createHash('sha256').update(JSON.stringify(list)).digest('base64url').slice(0, 12);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
