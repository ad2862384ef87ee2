import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { uploadDrops } from '../../load-files.ts';
import { readRunningStack } from '../../local-stack/stack-file.ts';
import { daysWithDocuments } from '../../local-stack/stack-totals.ts';
import { startLocalStack } from '../../local-stack/start.ts';
import { generatedCustomersCsv } from '../importing/generated-customers.ts';
import { voiceLine } from './generated-voices.ts';
import { readProcessTable } from './process-table.ts';
import { measureStored } from './stored-sizes.ts';

/**
 * A process of its own: `run-pipeline.ts ASSEMBLY COUNT WHAT` starts the local stack of an assembly and sends it a tenth
 * of so many documents, then as many more, a file each. It prints how long both took, from the upload until the last
 * document is stored and all days are counted, what the processes held and used, and what was stored. `WHAT` is `real`,
 * or `null`, where nobody is linked.
 */
const [assemblyDir = '', count = '0', what = 'real'] = process.argv.slice(2);
const documents = Number(count);
const DOCUMENT_QUEUES = ['drops', 'records', 'analyses'];
const CUSTOMERS = 2_000;
const WARM_UP = 200;
const DAYS_PER_SWEEP = 14;
const PROGRESS_MS = 10_000;
/** Slower than this a run is stuck. */
const LIMIT_MS = 120_000 + documents * 60;

const folder = await mkdtemp(join(tmpdir(), 'voc-bench-'));
const dataDir = join(folder, 'data');
const stack = await startLocalStack({
  dataDir,
  assemblyDir: resolve(assemblyDir),
  log: (line) => console.error(`bench: ${line}`),
});
const target = readRunningStack(dataDir);
const plain = new DynamoDBClient({
  endpoint: target.endpoints.AWS_ENDPOINT_URL_DYNAMODB ?? '',
  region: target.region,
  credentials: target.credentials,
});
const functions = Object.keys(stack.resources.functions).map(
  (name) => [stack.env(name).LAMBDA_TASK_ROOT ?? name, name] as const,
);
let result: object;
try {
  if (what === 'real') await importCustomers();
  // Loads every function, as in a stack that has been running.
  await carry('warm-up', 0, WARM_UP);
  const tenth = Math.ceil(documents / 10);
  const small = await carry('tenth', WARM_UP, tenth);
  const whole = await carry('whole', WARM_UP + tenth, documents);
  const depths = await stack.queueDepths();
  result = {
    milliseconds: whole.milliseconds,
    tenthMilliseconds: small.milliseconds,
    processorSeconds: whole.processorSeconds,
    stackWarmMb: small.stackMb,
    stackPeakMb: whole.stackMb,
    allWarmMb: small.allMb,
    allPeakMb: whole.allMb,
    sent: WARM_UP + tenth + documents,
    dead: stack.deadLetterQueues.reduce((sum, name) => sum + (depths[name] ?? 0), 0),
    ...(await measureStored(plain, target.resources.environment, what === 'real')),
  };
} finally {
  plain.destroy();
  await stack.stop();
  await rm(folder, { recursive: true, force: true });
}
process.stdout.write(`${JSON.stringify(result)}\n`);

async function importCustomers(): Promise<void> {
  const path = join(folder, 'customers.csv');
  const parts: Uint8Array[] = [];
  for await (const part of generatedCustomersCsv(CUSTOMERS)) parts.push(part);
  await writeFile(path, Buffer.concat(parts));
  await uploadDrops([{ kind: 'customers', path }], target);
  await inTime(stack.waitUntilIdle(['import-customers', 'relinks']));
}

/** Sends documents and counts their days. The most memory of the time, and the processor time by process. */
async function carry(name: string, from: number, size: number) {
  const path = join(folder, `${name}.ndjson`);
  await pipeline(linesOf(from, size), createWriteStream(path));
  const before = readProcessTable(nameOf).processorSeconds;
  const watching = watch(name);
  const startMs = performance.now();
  await uploadDrops([{ kind: 'drops', path, dropName: 'bench' }], target);
  await inTime(stack.waitUntilIdle(DOCUMENT_QUEUES));
  const storedMs = performance.now() - startMs;
  const days = await daysWithDocuments(plain, target.resources.environment);
  const countMs = performance.now();
  for (let start = 0; start < days.length; start += DAYS_PER_SWEEP)
    await stack.invoke('rollup', { sweep: { days: days.slice(start, start + DAYS_PER_SWEEP) } });
  const milliseconds = storedMs + performance.now() - countMs;
  const { processorSeconds } = readProcessTable(nameOf);
  return {
    milliseconds,
    ...watching.stop(),
    processorSeconds: Object.fromEntries(
      [...processorSeconds].map(([process, seconds]) => [process, seconds - (before.get(process) ?? 0)]),
    ),
  };
}

/** One after the other, so that what is sent is never held by the process whose memory is measured. */
function* linesOf(from: number, size: number): Generator<string> {
  for (let index = from; index < from + size; index += 1) yield `${voiceLine(index, CUSTOMERS)}\n`;
}

/** The function that a process runs, or what else belongs to the stack. */
function nameOf(args: string): string {
  for (const [code, name] of functions) if (args.includes(code)) return name;
  return args.includes('dynoxide') ? 'dynamodb' : 'other';
}

/** Looks at the memory twice a second and says now and then how far it is. */
function watch(name: string) {
  let stackMb = 0;
  let allMb = 0;
  const look = () => {
    const now = readProcessTable(nameOf);
    stackMb = Math.max(stackMb, Math.round(now.ownMb));
    allMb = Math.max(allMb, Math.round(now.allMb));
  };
  const looking = setInterval(look, 500);
  const telling = setInterval(async () => {
    const depths = await stack.queueDepths();
    const waiting = DOCUMENT_QUEUES.map((queue) => `${depths[queue] ?? 0} in ${queue}`).join(', ');
    console.error(`bench: ${what} pipeline, ${name}: ${waiting}`);
  }, PROGRESS_MS);
  return {
    stop() {
      look();
      clearInterval(looking);
      clearInterval(telling);
      return { stackMb, allMb };
    },
  };
}

async function inTime(rest: Promise<void>): Promise<void> {
  const limit = new AbortController();
  const late = sleep(LIMIT_MS, undefined, { signal: limit.signal }).then(() => {
    throw new Error(`the pipeline did not come to rest in ${LIMIT_MS / 1_000} seconds`);
  });
  try {
    await Promise.race([rest, late]);
  } finally {
    limit.abort();
    late.catch(() => undefined);
  }
}
