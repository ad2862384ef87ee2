import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readRunningStack } from '../../../scripts/local-stack/stack-file.ts';
import { dropFile, type Pipeline, startPipeline } from '../running-pipeline.ts';
import { findValues } from './find-values.ts';
import {
  BROKEN_CUSTOMER_LINES,
  BROKEN_VOICE_LINES,
  CUSTOMER_ROWS,
  FILE_PHONE,
  PEOPLE,
  personalVoices,
  VALUES,
} from './personal-voices.ts';
import { type StoredBytes, storedFiles, waitingMessages } from './stored-bytes.ts';

const TABLES = [
  'DOCUMENTS',
  'CONTRIBUTIONS',
  'ROLLUPS',
  'IDENTITY',
  'CUSTOMERS',
  'ARCHIVE',
  'INSIGHTS',
  'STATE',
];
let pipeline: Pipeline;
let stored: StoredBytes[];

beforeAll(async () => {
  pipeline = await startPipeline();
  const { stack, dataDir } = pipeline;
  const [one] = PEOPLE;
  await pipeline.send({ ...dropFile(dataDir, 'crm.ndjson', [...CUSTOMER_ROWS]), kind: 'customers' });
  await pipeline.send({
    ...dropFile(dataDir, 'crm-broken.ndjson', BROKEN_CUSTOMER_LINES),
    kind: 'customers',
  });
  await pipeline.send(dropFile(dataDir, 'voices.ndjson', personalVoices(new Date())));
  await pipeline.send(dropFile(dataDir, 'broken.ndjson', BROKEN_VOICE_LINES));
  await put(`drops/${FILE_PHONE}/answers ${FILE_PHONE}.ndjson`, [
    { id: 'named', text: `제 번호는 ${one?.phone}`, date: '2026-11-20' },
    `{"${one?.phone}`,
  ]);
  await put(`customers/crm ${FILE_PHONE}.csv`, ['customerId,name,orders', `,${one?.name},x`]);
  await put('messages/sent.csv', ['messageId,sentAt,text', `${one?.phone},${one?.phone},${one?.name}`]);
  await stack.waitUntilIdle();
  await stack.invoke('rollup', { sweep: { days: lastDays(30) } });
  await stack.invoke('detect-spikes', { detect: {} });
  await stack.invoke('publish-insights', { publish: { week: 'latest' } });
  await stack.invoke('publish-insights', { followUps: {} });
  await ask(`/v1/voices?q=${encodeURIComponent(one?.phone ?? '')}`);
  await ask(`/v1/voices?customerId=${encodeURIComponent(one?.email ?? '')}`);
  await ask('/v1/customers/CRM-3', 'DELETE');
  await stack.waitUntilIdle();
  stored = await everythingStored();
}, 400_000);

afterAll(async () => {
  await pipeline?.stop();
});

async function put(key: string, lines: readonly (string | object)[]): Promise<void> {
  const { endpoints, region, credentials, resources } = readRunningStack(pipeline.dataDir);
  const s3 = new S3Client({
    endpoint: endpoints.AWS_ENDPOINT_URL_S3 ?? '',
    region,
    credentials,
    forcePathStyle: true,
  });
  const Body = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n');
  await s3.send(new PutObjectCommand({ Bucket: resources.environment.DROP_BUCKET, Key: key, Body }));
  s3.destroy();
}

async function ask(path: string, method = 'GET'): Promise<void> {
  const authorization = `Bearer ${await pipeline.stack.issueToken()}`;
  await (await fetch(`${pipeline.stack.url}${path}`, { method, headers: { authorization } })).text();
}

function lastDays(count: number): string[] {
  return Array.from({ length: count }, (_, back) =>
    new Date(Date.now() + 9 * 3_600_000 - back * 86_400_000).toISOString().slice(0, 10),
  );
}

async function everythingStored(): Promise<StoredBytes[]> {
  const items = await Promise.all(
    TABLES.map(async (name) =>
      (await pipeline.dumpTable(`${name}_TABLE`)).map((item) => ({
        place: `table ${name}`,
        bytes: Buffer.from(JSON.stringify(item)),
      })),
    ),
  );
  return [
    ...items.flat(),
    ...waitingMessages(pipeline.dataDir),
    ...storedFiles(pipeline.dataDir, pipeline.tables.DROP_BUCKET ?? '').filter(
      ({ place }) => !OWN.test(place),
    ),
  ];
}

/** Files that the test itself has put into the folder. */
const OWN = /^[^/]+\.ndjson$/;

describe('a run over documents full of personal data', () => {
  it('comes to its end: voices linked, lines in quarantine, an incident mailed, a review published', async () => {
    const places = stored.map(({ place }) => place);
    for (const table of TABLES.filter((name) => name !== 'ARCHIVE'))
      expect(places).toContain(`table ${table}`);
    const text = stored.map(({ bytes }) => bytes.toString('utf8'));
    expect(text.some((one) => one.includes('"status":{"S":"linked"}') || one.includes('linked'))).toBe(true);
    expect((await pipeline.totals()).errors).toBeGreaterThan(20);
    expect(places.filter((place) => place.startsWith('mail/')).length).toBeGreaterThan(1);
    expect(places.some((place) => /review/.test(place))).toBe(true);
    expect(places.some((place) => /follow-ups/.test(place))).toBe(true);
    expect(text.join('')).toContain('[전화번호]');
  });

  it('would find a value that stood in any of the places', () => {
    const planted = Buffer.from(VALUES.join(' '));
    for (const place of new Set(stored.map((one) => one.place))) {
      const bytes = stored.find((one) => one.place === place)?.bytes ?? Buffer.of();
      expect(findValues(Buffer.concat([bytes.subarray(0, 20_000), planted]), VALUES)).toEqual(VALUES);
    }
  });

  it('leaves none of it in the clear, in no table, queue, bucket, log, mail or event', () => {
    const found = stored.flatMap(({ place, bytes }) =>
      findValues(bytes, VALUES)
        .filter((value) => !(value === FILE_PHONE && /^(queue|fauxqs)/.test(place)))
        .map((value) => `${place}: ${value}`),
    );
    expect([...new Set(found)]).toEqual([]);
  });
});
