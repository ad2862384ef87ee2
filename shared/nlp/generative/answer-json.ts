import type * as z from 'zod';

/**
 * The JSON object in an answer, checked against a schema; null where there is none. Models like to put words or a code
 * fence around what they were asked for.
 */
export function readAnswer<Schema extends z.ZodType>(text: string, schema: Schema): z.output<Schema> | null {
  const start = text.indexOf('{');
  const end = text.lastIndexOf('}');
  if (start === -1 || end < start) return null;
  try {
    const parsed = schema.safeParse(JSON.parse(text.slice(start, end + 1)));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
