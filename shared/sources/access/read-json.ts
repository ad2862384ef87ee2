import type * as z from 'zod';
import { VocError } from '../../domain/errors.ts';
import type { ItemProblem } from '../contract.ts';
import type { HttpResponse } from './http.ts';

/**
 * The body of an answer as the API documents it.
 * @param what names the answer in the error: "The ticket export"
 * @throws VocError `source.bad-response` (transient: providers answer HTML or half a body while they are ill)
 */
export function readJson<Value>(schema: z.ZodType<Value>, response: HttpResponse, what: string): Value {
  const parsed = schema.safeParse(parseJson(response.text));
  if (parsed.success) return parsed.data;
  const field = parsed.error.issues[0]?.path.join('.') ?? '';
  throw new VocError(
    'source.bad-response',
    'transient',
    `${what} is not the JSON that is documented${field === '' ? '' : ` (field ${field})`}. The next run tries again.`,
    { details: { bytes: response.bytes.length, field } },
  );
}

/** One item of a list: read, or what is wrong with it, so that one bad item does not stop the others. */
export function readItem<Value>(
  schema: z.ZodType<Value>,
  item: unknown,
  idField = 'id',
): { readonly ok: true; readonly item: Value } | { readonly ok: false; readonly problem: ItemProblem } {
  const parsed = schema.safeParse(item);
  if (parsed.success) return { ok: true, item: parsed.data };
  const field = parsed.error.issues[0]?.path.join('.') || 'item';
  const id = idOf(item, idField);
  return {
    ok: false,
    problem: {
      ...(id === undefined ? {} : { id }),
      field,
      message: `The field ${field} of the source's answer is not as documented.`,
    },
  };
}

/** A text as JSON, or undefined. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function idOf(item: unknown, idField: string): string | undefined {
  if (typeof item !== 'object' || item === null) return undefined;
  const id: unknown = Object.entries(item).find(([name]) => name === idField)?.[1];
  return (typeof id === 'string' && id !== '' && id.length <= 500) || typeof id === 'number'
    ? String(id)
    : undefined;
}
