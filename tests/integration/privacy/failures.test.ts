import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { functionNames } from '../../../infra/function-schemas.ts';
import { webhookSignature } from '../../../shared/runtime/webhook-signature.ts';
import { dropFile, type Pipeline, stackFile, startPipeline } from '../running-pipeline.ts';
import { findValues } from './find-values.ts';
import { CUSTOMER_ROWS, PEOPLE, personalVoices, VALUES } from './personal-voices.ts';
import { type StoredBytes, storedFiles } from './stored-bytes.ts';

/** So that an ID in a log is surely that of a customer. */
const idOf = (index: number) => `customer-${90_417_733 + index}`;
const CUSTOMER_IDS = PEOPLE.map((_, index) => idOf(index));
const [FIRST] = PEOPLE;

let pipeline: Pipeline;
let files: StoredBytes[];
const answers: Buffer[] = [];

beforeAll(async () => {
  pipeline = await startPipeline();
  const { stack, dataDir } = pipeline;
  const customers = CUSTOMER_ROWS.map((row, index) =>
    index < PEOPLE.length ? { ...row, customerId: idOf(index) } : row,
  );
  await pipeline.send({ ...dropFile(dataDir, 'crm.ndjson', customers), kind: 'customers' });
  await pipeline.send(dropFile(dataDir, 'voices.ndjson', personalVoices(new Date())));
  await poisonQueues();
  await dropBrokenFiles();
  await deliverBadly();
  await askBadly();
  await startBadly();
  await stack.waitUntilIdle();
  await stack.invoke('publish-insights', { followUps: {} });
  await stack.invoke('publish-insights', { publish: { week: 'latest' } });
  await stack
    .invoke('erase-customer', sqsEvent(JSON.stringify({ customerId: idOf(0) })))
    .catch(() => undefined);
  await stack.waitUntilIdle();
  files = storedFiles(dataDir, pipeline.tables.DROP_BUCKET ?? '');
}, 400_000);

afterAll(async () => {
  await pipeline?.stop();
});

/** Bodies that nothing can read, full of a person: no JSON, JSON of another kind, almost right. */
function poison(): string[] {
  const { name = '', phone = '', email = '' } = FIRST ?? {};
  return [
    `${name} ${phone} ${email}`,
    `{"text":"${phone}`,
    JSON.stringify({ [phone]: { [email]: name }, customerId: idOf(0), documentKey: phone, id: email }),
    JSON.stringify([{ text: phone }, email]),
    JSON.stringify({
      schema: phone,
      records: [{ id: phone, text: `제 번호는 ${phone}`, author: { email } }],
    }),
  ];
}

async function poisonQueues(): Promise<void> {
  const { endpoints, region, credentials, resources } = stackFile(pipeline.dataDir);
  const client = new SQSClient({ endpoint: endpoints.AWS_ENDPOINT_URL_SQS ?? '', region, credentials });
  const queues = Object.entries(resources.environment).filter(([name]) => name.endsWith('_QUEUE_URL'));
  expect(queues.length).toBeGreaterThan(8);
  for (const [name, url] of queues) {
    for (const [index, MessageBody] of poison().entries()) {
      const fifo = url.endsWith('.fifo')
        ? { MessageGroupId: `g-${index}`, MessageDeduplicationId: `${name}-${index}` }
        : {};
      await client.send(new SendMessageCommand({ QueueUrl: url, MessageBody, ...fifo }));
    }
  }
  client.destroy();
}

async function dropBrokenFiles(): Promise<void> {
  const { endpoints, region, credentials, resources } = stackFile(pipeline.dataDir);
  const s3 = new S3Client({
    endpoint: endpoints.AWS_ENDPOINT_URL_S3 ?? '',
    region,
    credentials,
    forcePathStyle: true,
  });
  const { name, phone, email } = FIRST ?? { name: '', phone: '', email: '' };
  const gzip = Buffer.concat([Buffer.from([0x1f, 0x8b, 8, 0]), Buffer.from(`${name} ${phone}`)]);
  const bodies: [string, Buffer | string][] = [
    ['drops/desk/broken.ndjson.gz', gzip],
    ['drops/desk/half.csv', `id,text,date\n"${name},${phone}\n${email}`],
    ['drops/desk/columns.csv', `${phone},${email}\n${name},${phone}\n`],
    ['drops/desk/binary.ndjson', Buffer.from([0xff, 0xfe, 0, ...Buffer.from(phone)])],
    ['customers/columns.csv', `${phone},${name}\n${email},${phone}\n`],
    ['customers/half.ndjson', `{"customerId":"${idOf(1)}","phone":"${phone}`],
    ['messages/wrong.csv', `messageId,sentAt,text\n${email},${phone},${name}\n`],
    ['funnel/wrong.csv', `date,stage,entered,completed\n${phone},${name},${email},x\n`],
  ];
  for (const [Key, Body] of bodies)
    await s3.send(new PutObjectCommand({ Bucket: resources.environment.DROP_BUCKET, Key, Body }));
  s3.destroy();
  await pipeline.stack.waitUntilIdle();
}

async function ask(path: string, init: RequestInit = {}): Promise<void> {
  const answer = await fetch(`${pipeline.stack.url}${path}`, init);
  answers.push(Buffer.from(await answer.arrayBuffer()));
}

function webhookKey(): string {
  const secrets = z
    .record(z.string(), z.string())
    .parse(JSON.parse(readFileSync(join(pipeline.dataDir, 'secrets.json'), 'utf8')));
  const key = Object.values(secrets).flatMap((text) => /"signingKey":"(\w+)"/.exec(text)?.[1] ?? []);
  expect(key).toHaveLength(1);
  return key[0] ?? '';
}

async function deliverBadly(): Promise<void> {
  const timestamp = String(Math.floor(Date.now() / 1000));
  for (const body of poison()) {
    for (const key of ['another key of somebody', webhookKey()])
      await ask('/v1/webhooks/desk', {
        method: 'POST',
        body,
        headers: { 'x-voc-timestamp': timestamp, 'x-voc-signature': webhookSignature(key, timestamp, body) },
      });
  }
}

async function askBadly(): Promise<void> {
  const { phone = '', email = '', name = '' } = FIRST ?? {};
  const authorization = `Bearer ${await pipeline.stack.issueToken()}`;
  const headers = { authorization, 'content-type': 'application/json' };
  const odd = encodeURIComponent(`${phone} ${email}`);
  for (const path of [
    `/v1/voices?q=${odd}&day=${odd}`,
    `/v1/voices?${odd}=1`,
    `/v1/voices/${odd}`,
    `/v1/${odd}`,
    `/v1/voices?cursor=${odd}`,
    `/v1/points?week=${odd}`,
  ])
    await ask(path, { headers });
  for (const body of [`{"note":"${phone}`, JSON.stringify({ [phone]: name, status: email })])
    await ask('/v1/points/auth/verification/tracking', { method: 'PUT', headers, body });
  await ask('/v1/copy-check', {
    method: 'POST',
    headers,
    body: JSON.stringify({ text: `${name} ${phone}` }),
  });
  await ask('/v1/voices', { headers: { authorization: `Bearer ${Buffer.from(email).toString('base64')}` } });
}

/** What somebody types who starts functions by hand, and what a schedule of a foreign hand might hold. */
async function startBadly(): Promise<void> {
  const { phone = '', email = '', name = '' } = FIRST ?? {};
  const events = [
    { sourceId: phone },
    { [phone]: email },
    { publish: { week: phone } },
    { sweep: { days: [email] } },
    { detect: { now: phone } },
    { customerSourceId: name },
    { messageSourceId: email },
    sqsEvent(`${name} ${phone}`),
  ];
  for (const functionName of functionNames())
    for (const event of events) await pipeline.stack.invoke(functionName, event).catch(() => undefined);
}

function sqsEvent(body: string): object {
  return {
    Records: [
      {
        messageId: 'm-1',
        receiptHandle: 'r-1',
        body,
        attributes: { SentTimestamp: String(Date.now()), ApproximateReceiveCount: '1', MessageGroupId: 'g' },
        messageAttributes: {},
        eventSource: 'aws:sqs',
        eventSourceARN: 'arn:aws:sqs:ap-northeast-2:000000000000:any',
        awsRegion: 'ap-northeast-2',
      },
    ],
  };
}

const logs = () => files.filter(({ place }) => place.startsWith('logs/'));
const outgoing = () => files.filter(({ place }) => /^(mail\/|events\.ndjson)/.test(place));
const reviews = () => files.filter(({ place }) => /\/reviews\//.test(place));

describe('failures over personal data', () => {
  it('happened: every function has logged, most have failed, and lines and messages are in quarantine', async () => {
    expect(
      logs()
        .map(({ place }) => place.replace(/^logs\/|\.log$/g, ''))
        .sort(),
    ).toEqual(expect.arrayContaining(functionNames().filter((name) => name !== 'session')));
    const failed = logs().filter(({ bytes }) => /"level":"ERROR"|Error/.test(bytes.toString('utf8')));
    expect(failed.length).toBeGreaterThan(10);
    expect((await pipeline.totals()).errors).toBeGreaterThan(15);
    expect(outgoing().length).toBeGreaterThan(0);
    expect(reviews().length).toBeGreaterThan(0);
  });

  it('would be seen in a log', () => {
    writeFileSync(join(pipeline.dataDir, 'planted.txt'), `${FIRST?.phone} ${CUSTOMER_IDS[0]}`);
    const planted = storedFiles(pipeline.dataDir, '').filter(({ place }) => place === 'planted.txt');
    expect(planted.flatMap(({ bytes }) => findValues(bytes, [...VALUES, ...CUSTOMER_IDS]))).toEqual([
      FIRST?.phone,
      CUSTOMER_IDS[0],
    ]);
  });

  it('leave no word of anybody in logs, mail, events or reviews, and no ID of a customer', () => {
    const found = [...logs(), ...outgoing(), ...reviews()].flatMap(({ place, bytes }) =>
      findValues(bytes, [...VALUES, ...CUSTOMER_IDS]).map((value) => `${place}: ${value}`),
    );
    expect([...new Set(found)]).toEqual([]);
  });

  it('are not repeated to those who caused them', () => {
    const found = answers.flatMap((bytes) => findValues(bytes, [...VALUES, ...CUSTOMER_IDS]));
    expect([...new Set(found)]).toEqual([]);
  });

  it('leave nothing of the poison in any table', async () => {
    const names = [
      'DOCUMENTS',
      'CONTRIBUTIONS',
      'ROLLUPS',
      'ARCHIVE',
      'INSIGHTS',
      'STATE',
      'IDENTITY',
      'CUSTOMERS',
    ];
    const found: string[] = [];
    for (const name of names)
      for (const item of await pipeline.dumpTable(`${name}_TABLE`))
        found.push(
          ...findValues(Buffer.from(JSON.stringify(item)), VALUES).map((value) => `${name}: ${value}`),
        );
    expect([...new Set(found)]).toEqual([]);
  });

  it('and success alike put the ID of a customer only where it is needed', async () => {
    const holding: string[] = [];
    for (const name of [
      'DOCUMENTS',
      'CONTRIBUTIONS',
      'ROLLUPS',
      'ARCHIVE',
      'INSIGHTS',
      'STATE',
      'IDENTITY',
      'CUSTOMERS',
    ]) {
      const text = JSON.stringify(await pipeline.dumpTable(`${name}_TABLE`));
      if (CUSTOMER_IDS.some((id) => text.includes(id))) holding.push(name);
    }
    expect(
      holding.filter((name) => ['CONTRIBUTIONS', 'ROLLUPS', 'ARCHIVE', 'INSIGHTS'].includes(name)),
    ).toEqual([]);
    expect(holding).toEqual(expect.arrayContaining(['DOCUMENTS', 'CUSTOMERS', 'IDENTITY']));
  });
});
