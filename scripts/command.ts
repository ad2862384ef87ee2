import type { LineWriter } from './write-lines.ts';

/** What a command may use of the process. Data goes to `out`; everything that is said about the work goes to `note`. */
export interface CommandIo {
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly stdinIsTerminal: boolean;
  readonly out: LineWriter;
  /** One line on standard error. */
  readonly note: (line: string) => void;
  /** Whether standard error is a terminal, where a line of progress may be overwritten. */
  readonly noteIsTerminal: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Exit codes of every command. */
export const EXIT = { ok: 0, failed: 1, usage: 2 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** One command: one file in `commands/` and one line in `command-list.ts`. */
export interface Command {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** The text of `--help`: usage, options, examples. */
  readonly help: string;
  /**
   * @throws VocError `usage.invalid` for a wrong call (exit 2); any other error ends with exit 1
   */
  run(argv: readonly string[], io: CommandIo): Promise<ExitCode>;
}
