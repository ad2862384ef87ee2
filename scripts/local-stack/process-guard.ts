import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** Makes sure that no child process outlives the stack, not even when the stack is killed with SIGKILL. */
export interface ProcessGuard {
  /** Lists a process until it exits. */
  watch(child: { pid?: number | undefined; once(event: 'exit', listener: () => void): unknown }): void;
  /** Ends the guard; what is still listed is killed. */
  stop(): Promise<void>;
}

export function startProcessGuard(): ProcessGuard {
  const watchdog = spawn(process.execPath, [fileURLToPath(new URL('./watchdog.ts', import.meta.url))], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
    env: {},
  });
  // A write after the watchdog was killed from outside must not end the stack.
  watchdog.stdin.on('error', () => undefined);
  return {
    watch(child) {
      const { pid } = child;
      if (pid === undefined) return;
      watchdog.stdin.write(`+${pid}\n`);
      child.once('exit', () => {
        if (!watchdog.stdin.writableEnded) watchdog.stdin.write(`-${pid}\n`);
      });
    },
    async stop() {
      if (watchdog.exitCode !== null || watchdog.signalCode !== null) return;
      const exited = once(watchdog, 'exit');
      watchdog.stdin.end();
      await exited;
    },
  };
}
