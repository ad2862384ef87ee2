import type * as z from 'zod';
import type { ErrorCode } from '../shared/domain/errors.ts';
import type { InputLine } from '../shared/sources/input/input-line.ts';
import type { CommandIo } from './command.ts';
import { reportError, type Tally } from './process-lines.ts';

/**
 * The good rows of a table (customers, messages, funnel, count points) in order; each bad one is reported with field
 * and reason and counted.
 */
export async function* goodRows<Schema extends z.ZodType>(
  lines: AsyncIterable<InputLine>,
  schema: Schema,
  code: ErrorCode,
  io: Pick<CommandIo, 'note'>,
  tally: Tally,
  file?: string,
): AsyncGenerator<{ line: number; row: z.output<Schema> }> {
  for await (const line of lines) {
    const row = goodRow(line, schema, code, io, tally, file);
    if (row !== undefined) yield row;
  }
}

/** The row of one line; undefined, reported and counted where it is bad. */
export function goodRow<Schema extends z.ZodType>(
  line: InputLine,
  schema: Schema,
  code: ErrorCode,
  io: Pick<CommandIo, 'note'>,
  tally: Tally,
  file?: string,
): { line: number; row: z.output<Schema> } | undefined {
  if ('error' in line) {
    tally.rejected += 1;
    reportError(io, { line: line.line, ...line.error }, file);
    return undefined;
  }
  const parsed = schema.safeParse(line.value);
  if (parsed.success) {
    tally.handled += 1;
    return { line: line.line, row: parsed.data };
  }
  tally.rejected += 1;
  const [issue] = parsed.error.issues;
  const field = issue?.path.join('.') || 'line';
  reportError(io, { line: line.line, field, code, message: rowMessage(field, issue) }, file);
  return undefined;
}

function rowMessage(field: string, issue: z.core.$ZodIssue | undefined): string {
  if (issue === undefined || issue.path.length === 0)
    return 'The line is not an object with the documented fields.';
  const missing = issue.code === 'invalid_type' && /received undefined/.test(issue.message);
  if (missing) return `The field ${field} is missing.`;
  if (issue.code === 'invalid_type')
    return `The field ${field} is not a ${issue.expected === 'int' ? 'whole number' : issue.expected}.`;
  if (issue.code === 'invalid_value')
    return `The field ${field} is none of ${issue.values.map(String).join(', ')}.`;
  if (issue.code === 'too_small') return `The field ${field} is less than ${issue.minimum}.`;
  if (issue.code === 'too_big') return `The field ${field} is more than ${issue.maximum}.`;
  return `The field ${field} ${issue.code === 'custom' ? issue.message : 'does not have the documented form'}.`;
}
