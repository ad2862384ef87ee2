import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { CommandIo } from '../../../scripts/command.ts';

const ENTRY = fileURLToPath(new URL('../../../scripts/voc.ts', import.meta.url));

export interface VocRun {
  readonly code: number | null;
  readonly out: string[];
  readonly err: string[];
  /** The error records among the lines of standard error. */
  readonly errors: { line: number; id?: string; field: string; code: string; message: string }[];
}

/** Runs the command line as a process of its own, as a user does. */
export function runVoc(
  argv: readonly string[],
  options: { input?: string | Uint8Array; closeOutputAfterFirstLine?: boolean } = {},
): Promise<VocRun> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [ENTRY, ...argv], { stdio: ['pipe', 'pipe', 'pipe'] });
    let out = '';
    let err = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
      if (options.closeOutputAfterFirstLine && out.includes('\n')) child.stdout.destroy();
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      err += text;
    });
    child.stdin.on('error', () => undefined);
    child.stdin.end(options.input ?? '');
    child.on('error', reject);
    child.on('close', (code) =>
      resolve({ code, out: lines(out), err: lines(err), errors: errorRecords(lines(err)) }),
    );
  });
}

/** The process of a command, played by the test; what it writes is in `written` and `notes`. */
export function playedIo(input = ''): CommandIo & { written: string[]; notes: string[] } {
  const written: string[] = [];
  const notes: string[] = [];
  return {
    written,
    notes,
    stdin: (async function* () {
      if (input !== '') yield Buffer.from(input);
    })(),
    stdinIsTerminal: false,
    out: {
      write: async (line) => {
        written.push(line);
      },
      finish: async () => undefined,
    },
    note: (line) => notes.push(line),
    noteIsTerminal: false,
    env: {},
  };
}

export function errorRecords(noted: readonly string[]): VocRun['errors'] {
  return noted.filter((line) => line.startsWith('{"error"')).map((line) => JSON.parse(line).error);
}

export const ndjson = (values: readonly (object | string)[]): string =>
  `${values.map((value) => (typeof value === 'string' ? value : JSON.stringify(value))).join('\n')}\n`;

function lines(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}
