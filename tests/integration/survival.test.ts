import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DASHBOARD, runIfStale, SYNTHESIS } from '../../scripts/local-stack/build-steps.ts';
import { peekStackFile } from '../../scripts/local-stack/stack-file.ts';
import { clientOf, dropFile, totalsOf } from './running-pipeline.ts';

const DOCUMENTS = 450;
const REASONS = [
  '본인인증이 안 돼요',
  '수수료가 비싸요',
  '앱이 멈춰요',
  '상담원 연결이 안 돼요',
  '이거 진짜 맞나요?',
  '잘 쓰고 있어요',
];

let dataDir: string;
let running: ChildProcess | undefined;

beforeEach(async () => {
  await runIfStale(SYNTHESIS, () => undefined);
  await runIfStale(DASHBOARD, () => undefined);
  dataDir = mkdtempSync(join(tmpdir(), 'voc-survival-'));
});

afterEach(async () => {
  if (running !== undefined && running.exitCode === null && running.signalCode === null) {
    const closed = new Promise((resolve) => running?.once('close', resolve));
    running.kill('SIGTERM');
    await closed;
  }
  rmSync(dataDir, { recursive: true, force: true });
});

function up(input: string): { output: () => string; process: ChildProcess } {
  const child = spawn(process.execPath, ['scripts/voc.ts', 'up', '--data', dataDir, '--input', input], {
    env: { ...process.env, VOC_TIME_SCALE: '60' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr.resume();
  running = child;
  return { output: () => output, process: child };
}

async function until(
  condition: () => Promise<boolean> | boolean,
  what: string,
  timeoutMs = 90_000,
): Promise<void> {
  for (const start = Date.now(); Date.now() - start < timeoutMs; await sleep(50))
    if (await condition()) return;
  throw new Error(`waited in vain for ${what}`);
}

async function documentsStored(): Promise<number> {
  const file = peekStackFile(dataDir);
  if (file === undefined) return 0;
  const client = clientOf(file);
  try {
    return (await totalsOf(file, client)).documents;
  } catch {
    return 0;
  } finally {
    client.destroy();
  }
}

describe('a stack that is killed in the middle of its work', () => {
  it('ends in the same totals after it is started again, and leaves no process behind', async () => {
    const lines = Array.from({ length: DOCUMENTS }, (_, index) => ({
      id: `s-${index}`,
      source: index % 3 === 0 ? 'ticket' : 'app-review',
      publishedAt: new Date(Date.UTC(2026, 9, 1 + (index % 20), index % 24)).toISOString(),
      text: `${REASONS[index % REASONS.length]} ${index}번째 글`,
    }));
    const { path } = dropFile(dataDir, 'survival.ndjson', lines);

    const first = up(path);
    await until(async () => (await documentsStored()) > 50, 'the first documents');
    const before = peekStackFile(dataDir);
    first.process.kill('SIGKILL');
    await new Promise((resolve) => first.process.once('close', resolve));
    await until(() => !isAlive(before?.dynamoDbPid), 'the database process to end with its parent', 10_000);

    const second = up(path);
    await until(() => second.output().includes('Dashboard:'), 'the dashboard of the second run');
    expect(second.output()).toContain(`Documents stored: ${DOCUMENTS}`);
    expect(second.output()).toContain(`Documents in the roll-ups: ${DOCUMENTS} `);
    expect(second.output()).toContain('Dead-letter queues: empty');
  });
});

describe('a stack whose npm is killed', () => {
  it('stops by itself and leaves its folder to the next one', async () => {
    running = spawn('npm', ['run', '-s', 'voc', '--', 'up', '--data', dataDir, '--no-load'], {
      stdio: 'ignore',
    });
    await until(() => peekStackFile(dataDir) !== undefined, 'the stack to start');
    const stack = peekStackFile(dataDir);
    running.kill('SIGKILL');
    await until(() => !isAlive(stack?.pid) && !isAlive(stack?.dynamoDbPid), 'the stack to stop', 20_000);
  });
});

function isAlive(pid: number | undefined): boolean {
  if (pid === undefined) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
