import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { uploadDrops } from '../../scripts/load-files.ts';
import { runIfStale, SYNTHESIS } from '../../scripts/local-stack/build-steps.ts';
import { readRunningStack } from '../../scripts/local-stack/stack-file.ts';
import { daysWithDocuments, readTotals } from '../../scripts/local-stack/stack-totals.ts';
import { type LocalStack, startLocalStack } from '../../scripts/local-stack/start.ts';

/** A smaller number is for trying the test itself; the promise is about 50,000. */
const DOCUMENTS = Number(process.env.VOC_LOAD_DOCUMENTS ?? '50000');
const FIFTHS = 5;
const DAYS = 5;
/** A steady rate: the last fifth takes at most this many times as long as the first. */
const MAX_SLOWDOWN = 2.5;
const DOCUMENT_QUEUES = ['drops', 'records', 'analyses'];
const TIMEOUT_MS = 45 * 60_000;

const TEXTS = [
  '인증 문자가 안 와서 환급 신청을 못 했어요',
  '수수료가 생각보다 비싸서 망설여집니다',
  '신청이 간단하고 환급도 빨리 들어왔어요',
  '이 문자가 진짜인지 모르겠어요. 사기 아닌가요',
  '앱이 자꾸 꺼져서 다시 설치했습니다',
];

let folder: string;
let stack: LocalStack;

beforeAll(async () => {
  await runIfStale(SYNTHESIS, (line) => console.error(line));
  folder = await mkdtemp(join(tmpdir(), 'voc-load-'));
  stack = await startLocalStack({
    dataDir: join(folder, 'data'),
    timeScale: 4,
    log: (line) => console.error(line),
  });
}, 300_000);
afterAll(async () => {
  await stack?.stop();
  await rm(folder, { recursive: true, force: true });
}, 60_000);

it(
  'carries all documents from the drop to the roll-ups at a steady rate, and loses none',
  async () => {
    const target = readRunningStack(join(folder, 'data'));
    const size = Math.ceil(DOCUMENTS / FIFTHS);
    const seconds: number[] = [];
    for (let fifth = 0; fifth < FIFTHS; fifth += 1) {
      const path = join(folder, `part-${fifth}.ndjson`);
      await writeFile(path, documents(fifth * size, Math.min(DOCUMENTS, (fifth + 1) * size)));
      const startedMs = performance.now();
      await uploadDrops([{ kind: 'drops', path, dropName: 'load' }], target);
      await report(stack.waitUntilIdle(DOCUMENT_QUEUES), fifth);
      seconds.push((performance.now() - startedMs) / 1000);
      console.error(
        `part ${fifth + 1} of ${FIFTHS}: ${Math.round(size / (seconds.at(-1) ?? 1))} documents a second`,
      );
    }
    const plain = new DynamoDBClient({
      endpoint: target.endpoints.AWS_ENDPOINT_URL_DYNAMODB ?? '',
      region: target.region,
      credentials: target.credentials,
    });
    const { environment } = target.resources;
    for (const day of await daysWithDocuments(plain, environment)) {
      await stack.invoke('rollup', { sweep: { days: [day] } });
    }
    const document = DynamoDBDocumentClient.from(plain);
    expect(await readTotals({ plain, document }, environment)).toEqual({
      documents: DOCUMENTS,
      rolledUp: DOCUMENTS,
      errors: 0,
    });
    const depths = await stack.queueDepths();
    expect(stack.deadLetterQueues.filter((name) => (depths[name] ?? 0) > 0)).toEqual([]);
    const slowdown = (seconds.at(-1) ?? 0) / (seconds[0] ?? 1);
    expect(slowdown).toBeLessThan(MAX_SLOWDOWN);
    plain.destroy();
  },
  TIMEOUT_MS,
);

function documents(from: number, to: number): string {
  let lines = '';
  for (let index = from; index < to; index += 1) {
    const publishedAt = new Date(Date.UTC(2026, 9, 5 + (index % DAYS), index % 24, index % 60)).toISOString();
    const text = `${TEXTS[index % TEXTS.length]} (${index})`;
    lines += `${JSON.stringify({ id: `load-${index}`, source: 'app-review', publishedAt, text, rating: 1 + (index % 5) })}\n`;
  }
  return lines;
}

async function report(idle: Promise<void>, fifth: number): Promise<void> {
  let waiting = true;
  const done = idle.finally(() => {
    waiting = false;
  });
  while (waiting) {
    await Promise.race([done, sleep(10_000)]);
    const depths = await stack.queueDepths();
    if (waiting)
      console.error(
        `part ${fifth + 1}: ${DOCUMENT_QUEUES.map((name) => `${name} ${depths[name] ?? 0}`).join(', ')}`,
      );
  }
  await done;
}
