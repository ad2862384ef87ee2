import type { ErrorRecord } from '../../shared/domain/error-record.ts';
import { redact } from '../../shared/privacy/redact.ts';
import { sha256 } from './read-messages.ts';

/** What a reader of lines says of a line that is wrong. */
export interface LineProblem {
  readonly line: number;
  readonly id?: string;
  readonly field: string;
  readonly code: string;
  readonly message: string;
}

/**
 * The record of a wrong line as it may be kept: a hash stands for the line, the value is nowhere, and what people have
 * named (a file, a column) is without personal data.
 */
export function errorRecordOf(
  problem: LineProblem,
  context: { origin: string; raw: string; occurredAt: string },
): ErrorRecord {
  const field = redact(problem.field).text;
  return {
    origin: redact(context.origin).text,
    line: problem.line,
    ...(problem.id === undefined ? {} : { id: problem.id }),
    field,
    code: problem.code,
    message: problem.message.replaceAll(problem.field, field),
    inputHash: sha256(context.raw),
    occurredAt: context.occurredAt,
  };
}
