import type { Context } from 'hono';
import * as z from 'zod';
import { CalendarDaySchema } from '../../shared/domain/input-document.ts';
import { daysOfWeek } from '../../shared/domain/time.ts';
import { ApiProblem } from './problem.ts';

/** Longer addresses are refused before anything reads them. */
export const MAX_URL_UNITS = 4_096;

export const DaySchema = CalendarDaySchema;

/** An ISO week `YYYY-Www` that exists. */
export const WeekSchema = z.string().max(8).refine(isIsoWeek, { message: 'not an ISO week (YYYY-Www)' });

export const DocumentKeySchema = z.string().regex(/^[0-9a-f]{64}$/, 'not a document key (64 hex digits)');

/** An ID of our own: printable, without control characters, at most 200 units. */
export const ItemIdSchema = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[^\p{Cc}]+$/u, 'not an ID');

/**
 * The query of a request, validated; unknown or repeated parameters are refused, so that a typo is no silent no-op.
 * @throws ApiProblem `bad-request` that names each parameter and what is allowed, never its value
 */
export function readQuery<Schema extends z.ZodType>(context: Context, schema: Schema): z.output<Schema> {
  const query: Record<string, string> = {};
  for (const [name, values] of Object.entries(context.req.queries())) {
    if (values.length > 1) throw new ApiProblem('bad-request', `${name.slice(0, 40)}: given more than once.`);
    query[name] = values[0] ?? '';
  }
  return read(schema, query);
}

/**
 * The path parameters of a request, validated.
 * @throws ApiProblem `bad-request`
 */
export function readParams<Schema extends z.ZodType>(context: Context, schema: Schema): z.output<Schema> {
  return read(schema, context.req.param());
}

function read<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) =>
    issue.code === 'unrecognized_keys'
      ? 'unknown parameter'
      : `${issue.path.join('.') || 'query'}: ${issue.message}`,
  );
  throw new ApiProblem('bad-request', `${problems.join('; ')}.`);
}

function isIsoWeek(week: string): boolean {
  try {
    return daysOfWeek(week).length === 7;
  } catch {
    return false;
  }
}
