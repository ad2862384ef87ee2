import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { VocError } from '../../shared/domain/errors.ts';
import { COMPANY_MODEL_FILE } from '../../shared/runtime/model-files.ts';
import { tryLock } from './data-lock.ts';

const REPOSITORY = fileURLToPath(new URL('../../', import.meta.url));

/** One thing that `voc up` makes from sources when they have changed since it was last made. */
export interface BuildStep {
  readonly title: string;
  /** Files and folders whose contents decide whether it is made again; relative to the repository, or absolute. */
  readonly sources: readonly string[];
  /** Folder of the result, and a file in it that must be there. */
  readonly output: string;
  readonly evidence: string;
  /** Arguments of node. */
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export const SYNTHESIS: BuildStep = {
  title: 'Bundling the functions and synthesizing the template',
  sources: ['infra', 'functions', 'shared', 'package-lock.json', 'voc.config.yaml', 'cdk.json'],
  output: 'cdk.out',
  evidence: 'VocStack.template.json',
  args: ['infra/app.ts'],
};

/** The synthesis with a model of the company's own beside the analyzer. */
export function synthesisWithModel(modelDir: string): BuildStep {
  const directory = resolve(modelDir);
  return {
    ...SYNTHESIS,
    sources: [...SYNTHESIS.sources, join(directory, COMPANY_MODEL_FILE)],
    env: { VOC_MODEL_DIR: directory },
  };
}

export const DASHBOARD: BuildStep = {
  title: 'Building the dashboard',
  sources: ['web', 'shared', 'package-lock.json'],
  output: 'dist/web',
  evidence: 'index.html',
  args: ['node_modules/vite/bin/vite.js', 'build', 'web', '--logLevel', 'warn'],
};

/**
 * Makes the result when it is missing or its sources have changed. Processes that want the same wait for each other.
 * @throws VocError `stack.unavailable` (config) when the step fails; what it printed was passed to `log`
 */
export async function runIfStale(step: BuildStep, log: (line: string) => void): Promise<'made' | 'fresh'> {
  const lock = await waitForLock(step, log);
  try {
    const output = join(REPOSITORY, step.output);
    const hashFile = join(output, '.sources-hash');
    const hash = hashOf(step.sources);
    const known = existsSync(hashFile) ? readFileSync(hashFile, 'utf8') : '';
    if (known === hash && existsSync(join(output, step.evidence))) return 'fresh';
    log(`${step.title} …`);
    await run(step, log);
    writeFileSync(hashFile, hash);
    return 'made';
  } finally {
    lock.release();
  }
}

async function waitForLock(step: BuildStep, log: (line: string) => void): Promise<{ release(): void }> {
  const file = join(REPOSITORY, '.voc', 'build', `${step.output.replaceAll('/', '-')}.lock`);
  for (let attempt = 0; ; attempt += 1) {
    const lock = tryLock(file);
    if (lock !== undefined) return lock;
    if (attempt === 0) log(`${step.title}: waiting for another process that does the same`);
    await sleep(200);
  }
}

async function run(step: BuildStep, log: (line: string) => void): Promise<void> {
  const child = spawn(process.execPath, [...step.args], {
    cwd: REPOSITORY,
    env: { ...process.env, ...step.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => log(text.trimEnd()));
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) {
    throw new VocError(
      'stack.unavailable',
      'config',
      `${step.title} failed. Run it by itself to see why: node ${step.args.join(' ')}`,
    );
  }
}

/** A hash of names and contents of all files below the given paths. */
function hashOf(paths: readonly string[]): string {
  const hash = createHash('sha256');
  const add = (path: string): void => {
    const full = resolve(REPOSITORY, path);
    if (!existsSync(full)) return;
    if (statSync(full).isDirectory()) for (const name of readdirSync(full).sort()) add(join(path, name));
    else hash.update(path).update('\0').update(readFileSync(full)).update('\0');
  };
  for (const path of paths) add(path);
  return hash.digest('hex');
}
