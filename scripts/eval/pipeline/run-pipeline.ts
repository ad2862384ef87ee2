import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type DropFile, uploadDrops } from '../../load-files.ts';
import { readRunningStack } from '../../local-stack/stack-file.ts';
import { daysWithDocuments } from '../../local-stack/stack-totals.ts';
import { type LocalStack, startLocalStack } from '../../local-stack/start.ts';
import { generatedCustomersCsv } from '../importing/generated-customers.ts';
import { voiceLine } from './generated-voices.ts';
import { readProcessTable } from './process-table.ts';
import { measureStored } from './stored-sizes.ts';

/**
 * A process of its own: `run-pipeline.ts ASSEMBLY COUNT WHAT` starts the local stack of an assembly, sends it so many
 * documents as one file, and prints how long it took from the upload until the last one is stored and all days are
 * counted, what the processes held, and what was stored. `WHAT` is `real` or `null`: then nothing is linked.
 */
const [assemblyDir = '', count = '0', what = 'real'] = process.argv.slice(2);
const documents = Number(count);
const DOCUMENT_QUEUES = ['drops', 'records', 'analyses'];
const CUSTOMERS = 2_000;
const WARM_UP = 200;
const DAYS_PER_SWEEP = 14;

const table = () => readProcessTable(nameOf);
const folder = await mkdtemp(join(tmpdir(), 'voc-bench-'));
const dataDir = join(folder, 'data');
const stack = await startLocalStack({
  dataDir,
  assemblyDir: resolve(assemblyDir),
  log: (line) => console.error(`bench: ${line}`),
});
const target = readRunningStack(dataDir);
const functions = Object.keys(stack.resources.functions).map(
  (name) => [stack.env(name).LAMBDA_TASK_ROOT ?? name, name] as const,
);
const plain = new DynamoDBClient({
  endpoint: target.endpoints.AWS_ENDPOINT_URL_DYNAMODB ?? '',
  region: target.region,
  credentials: target.credentials,
});
try {
  if (what === 'real') {
    const path = join(folder, 'customers.csv');
    const parts: Uint8Array[] = [];
    for await (const part of generatedCustomersCsv(CUSTOMERS)) parts.push(part);
    await writeFile(path, Buffer.concat(parts));
    await uploadDrops([{ kind: 'customers', path }], target);
    await stack.waitUntilIdle(['import-customers', 'relinks']);
  }
  // Loads every function, as in a stack that has been running.
  await uploadDrops([await dropOf('warm-up', documents, documents + WARM_UP)], target);
  await stack.waitUntilIdle(DOCUMENT_QUEUES);

  const drop = await dropOf('voices', 0, documents);
  const before = table().processorSeconds;
  const watching = watch(stack);
  const startMs = performance.now();
  await uploadDrops([drop], target);
  await stack.waitUntilIdle(DOCUMENT_QUEUES);
  const storedMs = performance.now() - startMs;
  const days = await daysWithDocuments(plain, target.resources.environment);
  const countMs = performance.now();
  for (let start = 0; start < days.length; start += DAYS_PER_SWEEP)
    await stack.invoke('rollup', { sweep: { days: days.slice(start, start + DAYS_PER_SWEEP) } });
  const milliseconds = storedMs + (performance.now() - countMs);
  const depths = await stack.queueDepths();
  const dead = stack.deadLetterQueues.reduce((sum, name) => sum + (depths[name] ?? 0), 0);
  const memory = watching.stop();
  const processorSeconds = Object.fromEntries(
    [...table().processorSeconds].map(([name, seconds]) => [name, seconds - (before.get(name) ?? 0)]),
  );
  const stored = await measureStored(plain, target.resources.environment, what === 'real');
  process.stdout.write(
    `${JSON.stringify({ milliseconds, storedMs, dead, processorSeconds, ...memory, ...stored })}\n`,
  );
} finally {
  plain.destroy();
  await stack.stop();
  await rm(folder, { recursive: true, force: true });
}

async function dropOf(name: string, from: number, to: number): Promise<DropFile> {
  const path = join(folder, `${name}.ndjson`);
  const lines = Array.from({ length: to - from }, (_, index) => voiceLine(from + index, CUSTOMERS));
  await writeFile(path, `${lines.join('\n')}\n`);
  return { kind: 'drops', path, dropName: 'bench' };
}

/** The function that a process runs, or what else belongs to the stack. */
function nameOf(args: string): string {
  for (const [code, name] of functions) if (args.includes(code)) return name;
  return args.includes('dynoxide') ? 'dynamodb' : 'other';
}

/** Looks at memory every half second: when a fifth of the samples was taken, and the most after that. */
function watch(running: LocalStack) {
  const samples: { ownMb: number; allMb: number }[] = [];
  let stopped = false;
  void (async () => {
    for (let tick = 1; !stopped; tick += 1) {
      samples.push(table());
      if (tick % 20 === 0) {
        const depths = await running.queueDepths();
        console.error(
          `bench: ${DOCUMENT_QUEUES.map((name) => `${name} ${depths[name] ?? 0}`).join(', ')}, ${Math.round(samples.at(-1)?.allMb ?? 0)} MB`,
        );
      }
      await sleep(500);
    }
  })();
  return {
    stop() {
      stopped = true;
      const warm = samples[Math.floor(samples.length / 5)] ?? table();
      const most = (pick: (sample: { ownMb: number; allMb: number }) => number) =>
        Math.round(Math.max(...samples.map(pick)));
      return {
        stackWarmMb: Math.round(warm.ownMb),
        stackPeakMb: most(({ ownMb }) => ownMb),
        allWarmMb: Math.round(warm.allMb),
        allPeakMb: most(({ allMb }) => allMb),
      };
    },
  };
}
