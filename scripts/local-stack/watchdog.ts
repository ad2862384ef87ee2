/**
 * A tiny process that outlives the local stack by a moment: it reads `+pid` and `-pid` lines from standard input and,
 * when that closes (the stack has ended, however it ended), kills every process still listed. Started by
 * `process-guard.ts` in a process group of its own, so that a Ctrl-C in the terminal does not reach it.
 */
import { createInterface } from 'node:readline';

const pids = new Set<number>();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);

const lines = createInterface({ input: process.stdin });
lines.on('line', (line) => {
  const pid = Number(line.slice(1));
  if (!Number.isInteger(pid) || pid <= 1) return;
  if (line.startsWith('+')) pids.add(pid);
  else pids.delete(pid);
});
lines.on('close', () => {
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  }
  process.exit(0);
});
