import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Route } from '../../functions/api/route.ts';
import { ROUTES } from '../../functions/api/route-table.ts';
import { addDays, daysOfWeek, isoWeek } from '../../shared/domain/time.ts';
import { createInsightRepository } from '../../shared/storage/insight-repository.ts';
import { reportKey } from '../../shared/storage/keys.ts';
import { LOCAL_CREDENTIALS } from '../local-stack/dynamodb-server.ts';
import { REGION } from '../local-stack/physical-names.ts';
import { type LocalStack, startLocalStack } from '../local-stack/start.ts';
import { fillTables, makeDocument, RARE_WORD } from './api/fill-tables.ts';
import { makeReview } from './api/make-review.ts';

const LAST_DAY = '2026-07-23';
const WEEK = isoWeek(addDays(LAST_DAY, -7));
const SAMPLES = 40;
const SWEPT_AT_ONCE = 10;
/** Longer than a day's mark lasts after its last change. */
const SETTLED_AFTER_MS = 35_000;

/** What the search is asked beside its example; the hardest are those that find little. */
const SEARCHES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  week: { week: WEEK },
  'week, three labels': { week: WEEK, code: 'price', stage: 'purchase', sentiment: 'negative' },
  'week, common word': { week: WEEK, q: '낱말1' },
  'week, rare word': { week: WEEK, q: RARE_WORD },
  'week, no match': { week: WEEK, q: '없는낱말' },
  '92 days, rare word': { from: addDays(LAST_DAY, -91), to: LAST_DAY, q: RARE_WORD },
  'day, star': { day: LAST_DAY, star: '1' },
};

export interface ApiLatency {
  /** The route, and what was searched for. */
  readonly request: string;
  readonly medianMs: number;
  readonly p95Ms: number;
  readonly firstMs: number;
}

/**
 * Answers of every read route of the API through HTTP, on the local stack with as many documents: one request after the
 * other, after one that is told apart. Where the rate limit says wait, it is waited for.
 * @param log progress for people
 */
export async function apiLatencies(
  size: { readonly days: number; readonly perDay: number },
  log: (line: string) => void,
): Promise<ApiLatency[]> {
  const dataDir = await mkdtemp(join(tmpdir(), 'voc-bench-'));
  const stack = await startLocalStack({ dataDir, log: () => undefined });
  try {
    await load(stack, size, log);
    const authorization = `Bearer ${await stack.issueToken()}`;
    log('bench: asking …');
    const latencies: ApiLatency[] = [];
    for (const [name, path] of requests()) {
      const times: number[] = [];
      for (let sample = 0; sample <= SAMPLES; sample += 1)
        times.push(await timed(name, `${stack.url}/v1${path}`, authorization));
      const [first = 0, ...others] = times;
      const sorted = others.toSorted((a, b) => a - b);
      const at = (share: number) => sorted[Math.ceil(sorted.length * share) - 1] ?? 0;
      latencies.push({ request: name, medianMs: at(0.5), p95Ms: at(0.95), firstMs: first });
    }
    return latencies;
  } finally {
    await stack.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function load(
  stack: LocalStack,
  { days, perDay }: { days: number; perDay: number },
  log: (line: string) => void,
): Promise<void> {
  const { environment } = stack.resources;
  const table = (name: string) => environment[name] ?? '';
  const plain = new DynamoDBClient({
    endpoint: stack.endpoints.AWS_ENDPOINT_URL_DYNAMODB ?? '',
    region: REGION,
    credentials: LOCAL_CREDENTIALS,
  });
  const client = DynamoDBDocumentClient.from(plain, { marshallOptions: { removeUndefinedValues: true } });
  const s3 = new S3Client({
    endpoint: stack.endpoints.AWS_ENDPOINT_URL_S3 ?? '',
    region: REGION,
    credentials: LOCAL_CREDENTIALS,
    forcePathStyle: true,
  });
  try {
    log(`bench: writing ${(days * perDay).toLocaleString('en')} documents …`);
    const tables = { documents: table('DOCUMENTS_TABLE'), contributions: table('CONTRIBUTIONS_TABLE') };
    const all = Array.from({ length: days }, (_, index) => addDays(LAST_DAY, index + 1 - days));
    await fillTables(client, tables, { days: all, perDay });
    log('bench: counting them …');
    for (let start = 0; start < days; start += SWEPT_AT_ONCE)
      await stack.invoke('rollup', { sweep: { days: all.slice(start, start + SWEPT_AT_ONCE) } });
    const review = makeReview(WEEK);
    await createInsightRepository({ client, tableName: table('INSIGHTS_TABLE') }).putReview(review);
    for (const file of ['review.json', 'hesitations.csv'] as const) {
      const Bucket = table('REPORTS_BUCKET');
      await s3.send(
        new PutObjectCommand({ Bucket, Key: reportKey(WEEK, file), Body: JSON.stringify(review) }),
      );
    }
    await sleep(SETTLED_AFTER_MS);
  } finally {
    plain.destroy();
    s3.destroy();
  }
}

/** Every read route with its example, moved to what was loaded. */
function requests(): [string, string][] {
  const reads = ROUTES.filter((route) => route.method === 'get' && !route.path.startsWith('/follow-ups'));
  const plain = reads
    .filter((route) => route.path !== '/voices')
    .map((route): [string, string] => [route.path, addressOf(route)]);
  const searches = Object.entries(SEARCHES).map(([name, query]): [string, string] => [
    `/voices (${name})`,
    `/voices?${new URLSearchParams(query)}`,
  ]);
  return [...plain, ...searches];
}

function addressOf({ path, example }: Route): string {
  const known: Readonly<Record<string, string>> = {
    week: WEEK,
    day: daysOfWeek(WEEK)[0] ?? '',
    documentKey: makeDocument(LAST_DAY, 1).record.documentKey,
    id: 'price/purchase',
  };
  const movedTo = (name: string, given: unknown) => known[name] ?? String(given);
  const query = new URLSearchParams(
    Object.entries(example.query).map(([name, given]): [string, string] => [name, movedTo(name, given)]),
  );
  const filled = path.replaceAll(/\{(\w+)\+?\}/g, (_, name: string) =>
    encodeURIComponent(movedTo(name, example.params[name])),
  );
  return query.size === 0 ? filled : `${filled}?${query}`;
}

async function timed(name: string, address: string, authorization: string): Promise<number> {
  for (;;) {
    const startMs = performance.now();
    const response = await fetch(address, { headers: { authorization } });
    const body = await response.text();
    const ms = performance.now() - startMs;
    if (response.ok) return ms;
    if (response.status !== 429)
      throw new Error(`${name} answered ${response.status}: ${body.slice(0, 200)}`);
    await sleep(Number(response.headers.get('retry-after') ?? 1) * 1_000);
  }
}
