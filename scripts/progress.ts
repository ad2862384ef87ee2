import type { CommandIo } from './command.ts';

const TERMINAL_INTERVAL_MS = 200;
const LOG_INTERVAL_MS = 10_000;

export interface Progress {
  /** Says where the work stands; most calls show nothing. */
  update(text: string): void;
  /** Clears the line and says the end. */
  done(text: string): void;
}

/** Progress of long work on standard error: one line that changes in a terminal, a line now and then elsewhere. */
export function createProgress(io: Pick<CommandIo, 'noteIsTerminal' | 'note'>): Progress {
  let lastMs = performance.now();
  let shown = false;
  return {
    update(text) {
      const now = performance.now();
      if (now - lastMs < (io.noteIsTerminal ? TERMINAL_INTERVAL_MS : LOG_INTERVAL_MS)) return;
      lastMs = now;
      if (!io.noteIsTerminal) return io.note(text);
      shown = true;
      process.stderr.write(`\r\u001b[K${text}`);
    },
    done(text) {
      if (shown) process.stderr.write('\r\u001b[K');
      io.note(text);
    },
  };
}
