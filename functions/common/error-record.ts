import type { ErrorRecord } from '../../shared/domain/error-record.ts';
import { sha256 } from './read-messages.ts';

/** What a reader of lines says of a line that is wrong. */
export interface LineProblem {
  readonly line: number;
  readonly id?: string;
  readonly field: string;
  readonly code: string;
  readonly message: string;
}

/** The record of a wrong line as it may be kept: a hash stands for the line, the value is nowhere. */
export function errorRecordOf(
  problem: LineProblem,
  context: { origin: string; raw: string; occurredAt: string },
): ErrorRecord {
  return {
    origin: context.origin,
    line: problem.line,
    ...(problem.id === undefined ? {} : { id: problem.id }),
    field: problem.field,
    code: problem.code,
    message: problem.message,
    inputHash: sha256(context.raw),
    occurredAt: context.occurredAt,
  };
}
