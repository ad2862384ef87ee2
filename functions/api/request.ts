import type { Context } from 'hono';
import * as z from 'zod';
import { CalendarDaySchema } from '../../shared/domain/input-document.ts';
import { daysOfWeek } from '../../shared/domain/time.ts';
import { ApiProblem } from './problem.ts';

/** Longer addresses are refused before anything reads them. */
export const MAX_URL_UNITS = 4_096;
/** Bodies are decisions and notes of people. */
const MAX_BODY_UNITS = 20_000;

export const DaySchema = CalendarDaySchema;

/** An ISO week `YYYY-Www` that exists. */
export const WeekSchema = z.string().max(8).refine(isIsoWeek, { message: 'not an ISO week (YYYY-Www)' });

export const DocumentKeySchema = z.string().regex(/^[0-9a-f]{64}$/, 'not a document key (64 hex digits)');

/** An ID of our own or of the CRM: printable, without control characters and dot segments, at most 200 units. */
export const ItemIdSchema = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[^\p{Cc}]+$/u, 'not an ID')
  .refine((id) => !hasDotSegment(id), { message: 'not an ID' });

/** Whether a path, or what is decoded of one, tries to climb. */
export function hasDotSegment(path: string): boolean {
  return path.split(/[/\\]/).some((part) => part === '..' || part === '.');
}

/**
 * The query of a request as one text per name.
 * @throws ApiProblem `bad-request` where one is repeated
 */
export function queryOf(context: Context): Record<string, string> {
  const query: Record<string, string> = {};
  for (const [name, values] of Object.entries(context.req.queries())) {
    if (values.length > 1) throw new ApiProblem('bad-request', `${name.slice(0, 40)}: given more than once.`);
    query[name] = values[0] ?? '';
  }
  return query;
}

/**
 * The JSON body of a request.
 * @throws ApiProblem `bad-request` where it is too long, is not said to be JSON, or is none
 */
export async function bodyOf(context: Context): Promise<unknown> {
  // A page of another site can send a form, but not this type, without asking first.
  if (!/^application\/json\b/i.test(context.req.header('content-type') ?? ''))
    throw new ApiProblem('bad-request', 'Send the body as application/json.');
  const text = await context.req.text();
  if (text.length > MAX_BODY_UNITS) throw new ApiProblem('bad-request', 'The body is too long.');
  try {
    return JSON.parse(text);
  } catch {
    throw new ApiProblem('bad-request', 'The body is not JSON.');
  }
}

/**
 * A value of a request, validated.
 * @throws ApiProblem `bad-request` that names each field and what is allowed, never its value
 */
export function readWith<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) =>
    issue.code === 'unrecognized_keys'
      ? 'unknown parameter'
      : `${issue.path.join('.') || 'request'}: ${issue.message}`,
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
