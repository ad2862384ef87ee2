import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/**
 * Runs a script of the project in a process of its own and gives the first line that it prints; its logs as a function
 * are off.
 * @throws Error when it ends without a line
 */
export async function firstLineOf(script: string, args: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, [script, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, POWERTOOLS_LOG_LEVEL: 'SILENT', POWERTOOLS_METRICS_DISABLED: 'true' },
  });
  try {
    for await (const line of createInterface({ input: child.stdout })) return line;
    throw new Error(`${script} ended without an answer`);
  } finally {
    child.kill();
  }
}
