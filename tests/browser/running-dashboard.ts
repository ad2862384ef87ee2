import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const REPOSITORY = fileURLToPath(new URL('../../', import.meta.url));
const START_TIMEOUT_MS = 400_000;

export interface RunningDashboard {
  /** Logs in once: the next call of a page with it fails, as for a person. */
  readonly loginUrl: string;
  readonly origin: string;
  /** The folder of its stack. */
  readonly dataDir: string;
  stop(): Promise<void>;
}

/**
 * `voc up` with the demo data, as a person starts it, in a folder of its own; ready when it prints the address of the
 * dashboard. What it said is in the error when it ends early or takes too long.
 */
export async function startDashboard(): Promise<RunningDashboard> {
  const dataDir = mkdtempSync(join(tmpdir(), 'voc-dashboard-'));
  const child = spawn(process.execPath, ['scripts/voc.ts', 'up', '--data', dataDir], {
    cwd: REPOSITORY,
    env: { ...process.env, VOC_TIME_SCALE: '20' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const said: string[] = [];
  const loginUrl = await new Promise<string>((resolve, reject) => {
    const fail = (why: string) => reject(new Error(`voc up ${why}. It said:\n${said.join('\n')}`));
    const timer = setTimeout(() => fail('did not come up in time'), START_TIMEOUT_MS);
    child.once('close', (code) => fail(`ended with ${code}`));
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        said.push(line);
        const address = /^Dashboard: (http\S+)$/.exec(line)?.[1];
        if (address === undefined) return;
        clearTimeout(timer);
        resolve(address);
      });
    }
  }).catch(async (error: unknown) => {
    child.kill('SIGTERM');
    await ended;
    rmSync(dataDir, { recursive: true, force: true });
    throw error;
  });
  return {
    loginUrl,
    origin: new URL(loginUrl).origin,
    dataDir,
    async stop() {
      child.kill('SIGTERM');
      await ended;
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
