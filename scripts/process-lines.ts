import { isVocError } from '../shared/domain/errors.ts';
import type { InputDocument } from '../shared/domain/input-document.ts';
import type { InputLine, LineError } from '../shared/sources/input/input-line.ts';
import { type DocumentError, parseDocument } from '../shared/sources/input/parse-document.ts';
import { type CommandIo, EXIT, type ExitCode } from './command.ts';

/** How many lines went well and how many did not. */
export interface Tally {
  handled: number;
  rejected: number;
}

export function emptyTally(): Tally {
  return { handled: 0, rejected: 0 };
}

/** Exit 0 when every line was handled, well or as an error record; 1 when none succeeded. */
export function exitOf(tally: Tally): ExitCode {
  return tally.handled === 0 && tally.rejected > 0 ? EXIT.failed : EXIT.ok;
}

/** The error line of a command: `{"error":{"line","id"?,"field","code","message"}}` on standard error. */
export function reportError(
  io: Pick<CommandIo, 'note'>,
  error: LineError & { line: number },
  file?: string,
): void {
  const { line, id, field, code, message } = error;
  const where = file === undefined ? {} : { file };
  io.note(
    JSON.stringify({ error: { line, ...(id === undefined ? {} : { id }), field, code, message, ...where } }),
  );
}

export interface DocumentOptions {
  readonly requireDate: boolean;
  /** Named in error lines, where a command reads several files. */
  readonly file?: string;
}

/** The good documents of an input in its order; each bad line is reported and counted. */
export async function* goodDocuments(
  lines: AsyncIterable<InputLine>,
  io: Pick<CommandIo, 'note'>,
  tally: Tally,
  options: DocumentOptions,
): AsyncGenerator<InputDocument> {
  for await (const line of lines) {
    const parsed = parseDocument(line, options);
    if (!parsed.ok) {
      tally.rejected += 1;
      reportError(io, parsed.error, options.file);
      continue;
    }
    tally.handled += 1;
    yield parsed.document;
  }
}

/** A permanent error of one input as an error line; any other error is thrown again. */
export function asLineError(error: unknown, line: number, field: string): DocumentError {
  if (isVocError(error, 'permanent')) return { line, field, code: error.code, message: error.message };
  throw error;
}
