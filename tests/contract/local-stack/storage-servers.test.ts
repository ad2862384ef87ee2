import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DynamoDBClient, ListTablesCommand, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterEach, expect, it, vi } from 'vitest';
import { uploadDrops } from '../../../scripts/load-files.ts';
import { startDynamoDb } from '../../../scripts/local-stack/dynamodb-server.ts';
import { readRunningStack } from '../../../scripts/local-stack/stack-file.ts';
import { type LocalStack, startLocalStack } from '../../../scripts/local-stack/start.ts';
import { type FixtureAssembly, fixtureAssembly, queueFor } from './fixture-stack.ts';

const CLIENT = { region: 'ap-northeast-2', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };
const TABLE = {
  Type: 'AWS::DynamoDB::Table',
  Properties: {
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
  },
};

const running: LocalStack[] = [];
const fixtures: FixtureAssembly[] = [];

afterEach(async () => {
  vi.unstubAllEnvs();
  for (const stack of running.splice(0).reverse()) await stack.stop();
  for (const fixture of fixtures.splice(0)) await fixture.remove();
});

async function start(resources: Record<string, unknown>, fixture?: FixtureAssembly, fresh = false) {
  const given =
    fixture ??
    (await fixtureAssembly({ worker: { code: '', env: { DROP_BUCKET: { Ref: 'Drop' } } } }, resources));
  if (fixture === undefined) fixtures.push(given);
  const stack = await startLocalStack({ ...given, fresh, log: () => undefined });
  running.push(stack);
  return { stack, fixture: given };
}

it('says what to do where there is no embedded DynamoDB for the platform', async () => {
  const guard = { watch: () => undefined, stop: () => Promise.resolve() };
  const starting = startDynamoDb({
    dataDir: tmpdir(),
    guard,
    configuredEndpoint: undefined,
    platform: 'plan9-mips',
  });
  await expect(starting).rejects.toThrow(/no embedded DynamoDB for plan9-mips .*set DYNAMODB_ENDPOINT=/);
});

it('uses the DynamoDB that DYNAMODB_ENDPOINT names, and starts afresh there too', async () => {
  const resources = { Things: TABLE, Drop: { Type: 'AWS::S3::Bucket' } };
  const { stack: other } = await start({ Drop: { Type: 'AWS::S3::Bucket' } });
  const endpoint = other.endpoints.AWS_ENDPOINT_URL_DYNAMODB ?? '';
  vi.stubEnv('DYNAMODB_ENDPOINT', endpoint);
  const { stack, fixture } = await start(resources);
  const dynamo = new DynamoDBClient({ ...CLIENT, endpoint });
  expect((await dynamo.send(new ListTablesCommand({}))).TableNames).toEqual(['Things']);
  expect(stack.env('worker').AWS_ENDPOINT_URL_DYNAMODB).toBe(endpoint);

  await dynamo.send(new PutItemCommand({ TableName: 'Things', Item: { pk: { S: 'old' } } }));
  await stack.stop();
  await start(resources, fixture, true);
  expect((await dynamo.send(new ScanCommand({ TableName: 'Things' }))).Count).toBe(0);
});

it('takes files of any size, packed or not, as one object with one event each', async () => {
  const { stack, fixture } = await start({
    ...queueFor('worker', { mapping: { Enabled: false } }),
    Drop: {
      Type: 'AWS::S3::Bucket',
      Properties: {
        NotificationConfiguration: {
          QueueConfigurations: [{ Event: 's3:ObjectCreated:*', Queue: { 'Fn::GetAtt': ['Jobs', 'Arn'] } }],
        },
      },
    },
  });
  const folder = await mkdtemp(join(tmpdir(), 'voc-files-'));
  const large = '{"id":"1","text":"인증 문자가 안 와요"}\n'.repeat(300_000);
  await writeFile(join(folder, 'large.ndjson'), large);
  await writeFile(join(folder, 'packed.ndjson.gz'), gzipSync('{"id":"2"}\n'));
  const target = readRunningStack(fixture.dataDir);
  const keys = await uploadDrops(
    [
      { kind: 'drops', path: join(folder, 'large.ndjson') },
      { kind: 'customers', path: join(folder, 'packed.ndjson.gz') },
    ],
    target,
  );
  await rm(folder, { recursive: true });
  expect(keys).toEqual([
    expect.stringMatching(/^drops\/large\/[0-9a-f]{12}-large\.ndjson$/),
    expect.stringMatching(/^customers\/[0-9a-f]{12}-packed\.ndjson$/),
  ]);
  expect((await stack.queueDepths()).jobs).toBe(2);
  const s3 = new S3Client({
    ...CLIENT,
    endpoint: target.endpoints.AWS_ENDPOINT_URL_S3 ?? '',
    forcePathStyle: true,
  });
  const Bucket = stack.resources.buckets.Drop;
  const text = async (Key: string | undefined) =>
    (await s3.send(new GetObjectCommand({ Bucket, Key }))).Body?.transformToString();
  expect((await text(keys[0])) === large).toBe(true);
  expect(await text(keys[1])).toBe('{"id":"2"}\n');
  await expect(uploadDrops([{ kind: 'drops', path: '/nonexistent.csv' }], target)).rejects.toMatchObject({
    code: 'usage.invalid',
  });
});
