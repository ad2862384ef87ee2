import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { type DropFile, uploadDrops } from '../../scripts/load-files.ts';
import { DASHBOARD, runIfStale, SYNTHESIS } from '../../scripts/local-stack/build-steps.ts';
import { peekStackFile, type StackFile } from '../../scripts/local-stack/stack-file.ts';
import { stackQueues } from '../../scripts/stack-queues.ts';
import { createDocumentClient } from '../../shared/runtime/clients.ts';
import { TABLES } from '../../shared/storage/tables.ts';
import { differences } from './compare.ts';
import { type Dump, dumpOf } from './dump.ts';
import type { TableNames } from './fault-tables.ts';
import { brokenInvariants } from './invariants.ts';
import { createRandom, type Random } from './random.ts';
import { createWorld, documentIdsOf } from './world.ts';

const TIME_SCALE = '60';
const START_MS = 120_000;
const REST_MS = 240_000;
/** What every run has, whatever its schedules did meanwhile. */
const COMPARED = ['documents', 'contributions', 'rollups', 'identity', 'customers', 'quarantine', 'learnt'];

interface Input {
  readonly files: readonly DropFile[];
  readonly ids: readonly string[];
}

/**
 * The same question to the real thing: the local stack with its processes, SQLite files and HTTP servers. At random
 * moments a function's process or the whole stack is killed with SIGKILL and, in the second case, started again on the
 * same data. What an upload has acknowledged must be there in the end, once, and counted as in a run that nobody killed.
 */
export async function runRealPlans(options: { plans: number; first: number }): Promise<boolean> {
  await runIfStale(SYNTHESIS, console.log);
  await runIfStale(DASHBOARD, console.log);
  let good = true;
  for (let seed = options.first; seed < options.first + options.plans; seed += 1) {
    const wrong = await runRealPlan(seed);
    console.log(`Real plan ${seed}: ${wrong.length === 0 ? 'equal to the clean run' : 'DIFFERS'}`);
    for (const line of wrong) console.log(`  WRONG ${line}`);
    if (wrong.length > 0) console.log(`  again: npm run test:fault -- --real --plans 1 --seed ${seed}`);
    good &&= wrong.length === 0;
  }
  return good;
}

async function runRealPlan(seed: number): Promise<string[]> {
  const clean = await runOnce(seed, null, undefined);
  const killed = await runOnce(seed, createRandom(`real-${seed}`), clean.secrets);
  return [
    ...clean.broken.map((one) => `clean: ${one}`),
    ...killed.broken,
    ...differences(clean.dump, killed.dump),
  ];
}

async function runOnce(
  seed: number,
  random: Random | null,
  secrets: string | undefined,
): Promise<{ dump: Dump['sections']; broken: string[]; secrets: string }> {
  const dataDir = mkdtempSync(join(tmpdir(), 'voc-fault-'));
  const secretsFile = join(dataDir, 'secrets.json');
  // With other keys every token and hash would be another one.
  if (secrets !== undefined) writeFileSync(secretsFile, secrets, { mode: 0o600 });
  const input = inputOf(seed, dataDir);
  let stack = await start(dataDir);
  try {
    const [customers, ...drops] = input.files;
    // The weights of links say what was known when they were made.
    if (customers !== undefined) await untilUploaded(customers);
    await untilAtRest(dataDir);
    const killing = random === null ? Promise.resolve() : killAround(random);
    for (const file of drops) {
      await untilUploaded(file);
      if (random !== null) await sleep(random.int(1500));
    }
    await killing;
    await untilAtRest(dataDir);
    return { ...(await look(dataDir, input)), secrets: readFileSync(secretsFile, 'utf8') };
  } finally {
    await kill(stack.process);
    rmSync(dataDir, { recursive: true, force: true });
  }

  async function killAround(chance: Random): Promise<void> {
    const kills = 4 + chance.int(4);
    for (let count = 0; count < kills; count += 1) {
      await sleep(200 + chance.int(2500));
      const children = functionProcesses(stack.file.pid);
      if (chance.chance(0.65) && children.length > 0) {
        const pid = chance.pick(children);
        console.log(`  kill -9 of the process of a function`);
        process.kill(pid, 'SIGKILL');
      } else {
        console.log('  kill -9 of the whole stack');
        await kill(stack.process);
        stack = await start(dataDir);
      }
    }
  }

  /** As a sender does: again and again until the bucket says that it has it. */
  async function untilUploaded(file: DropFile): Promise<void> {
    for (const deadline = Date.now() + START_MS; Date.now() < deadline; await sleep(300)) {
      try {
        await uploadDrops([file], stack.file);
        return;
      } catch {
        // Killed just now.
      }
    }
    throw new Error(`${file.path} was never taken`);
  }
}

/** Customers and three drops of a simulated world, edits and repetitions included. */
function inputOf(seed: number, dataDir: string): Input {
  const files: DropFile[] = [];
  const ids: string[] = [];
  for (const action of createWorld(seed).phases.flatMap(({ actions }) => actions)) {
    if (action.kind !== 'upload') continue;
    const [prefix = '', name = ''] = action.key.split('/');
    const path = join(dataDir, action.key.replaceAll('/', '-'));
    writeFileSync(path, action.body);
    ids.push(...documentIdsOf(action));
    files.push(
      prefix === 'customers' ? { kind: 'customers', path } : { kind: 'drops', path, dropName: name },
    );
  }
  // One file of changes more would be learnt from at another time in each run.
  return { files: files.filter(({ path }) => !path.endsWith('customers-second.csv')), ids };
}

async function start(dataDir: string): Promise<{ process: ChildProcess; file: StackFile }> {
  const child = spawn(process.execPath, ['scripts/voc.ts', 'up', '--data', dataDir, '--no-load'], {
    env: { ...process.env, VOC_TIME_SCALE: TIME_SCALE },
    stdio: 'ignore',
  });
  for (const deadline = Date.now() + START_MS; Date.now() < deadline; await sleep(100)) {
    const file = peekStackFile(dataDir);
    if (file?.pid === child.pid && file !== undefined) return { process: child, file };
    if (child.exitCode !== null) throw new Error(`the stack ended with code ${child.exitCode}`);
  }
  throw new Error('the stack did not start');
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
}

/** Process ids of the functions of a running stack, from /proc. */
function functionProcesses(stackPid: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        const parent = Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
        return (
          parent === stackPid && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('function-runner')
        );
      } catch {
        return false;
      }
    });
}

/** Waits until no queue holds anything, bringing dead letters back as an operator does. */
async function untilAtRest(dataDir: string): Promise<void> {
  let quiet = 0;
  for (const deadline = Date.now() + REST_MS; Date.now() < deadline; await sleep(500)) {
    const file = peekStackFile(dataDir);
    if (file === undefined) continue;
    const sqs = new SQSClient({
      endpoint: file.endpoints.AWS_ENDPOINT_URL_SQS ?? '',
      region: file.region,
      credentials: file.credentials,
    });
    const queues = await stackQueues(sqs, file.resources).finally(() => sqs.destroy());
    const dead = queues.filter(
      ({ deadLetter, depth, sources }) => deadLetter && depth > 0 && sources.length > 0,
    );
    if (dead.length > 0) {
      const redrive = ['scripts/voc.ts', 'dlq', 'redrive', '--data', dataDir];
      await promisify(execFile)(process.execPath, redrive).catch(() => undefined);
    }
    const waiting = queues.filter(({ deadLetter, name }) => !deadLetter && name !== 'pdf');
    quiet = waiting.every(({ depth }) => depth === 0) && dead.length === 0 ? quiet + 1 : 0;
    if (quiet >= 6) return;
  }
  throw new Error('the stack does not come to rest');
}

async function look(dataDir: string, input: Input): Promise<{ dump: Dump['sections']; broken: string[] }> {
  const file = peekStackFile(dataDir);
  if (file === undefined) throw new Error('there is no stack to look into');
  const plain = new DynamoDBClient({
    endpoint: file.endpoints.AWS_ENDPOINT_URL_DYNAMODB ?? '',
    region: file.region,
    credentials: file.credentials,
  });
  const tables = Object.fromEntries(
    Object.entries(TABLES).map(([id, { envName }]) => [id, file.resources.environment[envName] ?? '']),
  ) as TableNames;
  const dump = await dumpOf({
    client: createDocumentClient(plain),
    tables,
    objects: { bucketOf: () => new Map() },
    told: new Set(),
  });
  plain.destroy();
  const broken = brokenInvariants(dump, { acknowledged: new Set(input.ids), queues: { waiting: () => [] } });
  const sections = Object.fromEntries(COMPARED.map((name) => [name, withoutTime(dump.sections[name] ?? {})]));
  return { dump: sections, broken };
}

/** Two runs of a minute each may lie in two hours. */
function withoutTime(section: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const fields: ReadonlySet<string> = new Set(['firstSeenAt', 'asOf', 'occurredAt', 'origin']);
  const text = JSON.stringify(section, (name, value: unknown) => (fields.has(name) ? undefined : value));
  return JSON.parse(text) as Readonly<Record<string, unknown>>;
}
