import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, expect, it } from 'vitest';
import type { StackFile } from '../../../scripts/local-stack/stack-file.ts';
import { startLocalStack } from '../../../scripts/local-stack/start.ts';
import { type FixtureAssembly, fixtureAssembly, queueFor } from './fixture-stack.ts';

const CREDENTIALS = {
  region: 'ap-northeast-2',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
};
const TABLE = {
  Things: {
    Type: 'AWS::DynamoDB::Table',
    Properties: {
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      BillingMode: 'PAY_PER_REQUEST',
    },
  },
};

let fixture: FixtureAssembly | undefined;
let running: ChildProcess | undefined;

afterEach(async () => {
  running?.kill('SIGKILL');
  await fixture?.remove();
});

async function startProcess(given: FixtureAssembly): Promise<Pick<StackFile, 'endpoints' | 'resources'>> {
  const { assemblyDir, dataDir } = given;
  const script = fileURLToPath(new URL('./run-stack.ts', import.meta.url));
  const child = spawn(process.execPath, [script, JSON.stringify({ assemblyDir, dataDir })], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  running = child;
  for await (const line of createInterface({ input: child.stdout })) return JSON.parse(line);
  throw new Error('the stack did not start');
}

async function sendTwelve(stack: Pick<StackFile, 'endpoints' | 'resources'>): Promise<void> {
  const sqs = new SQSClient({ ...CREDENTIALS, endpoint: stack.endpoints.AWS_ENDPOINT_URL_SQS ?? '' });
  for (let start = 0; start < 12; start += 6) {
    const Entries = Array.from({ length: 6 }, (_, index) => ({
      Id: `${index}`,
      MessageBody: `m${String(start + index).padStart(2, '0')}`,
    }));
    await sqs.send(new SendMessageBatchCommand({ QueueUrl: stack.resources.queues.Jobs, Entries }));
  }
  sqs.destroy();
}

it('keeps messages, also those in flight, and items over a SIGKILL in the middle', async () => {
  fixture = await fixtureAssembly(
    {
      worker: {
        // The first batch never ends; after the restart everything does.
        code: `note(process.pid);
          const { existsSync } = await import('node:fs');
          if (!existsSync(process.env.GO)) await new Promise((resolve) => setTimeout(resolve, 60_000));
          note(event.Records.map((record) => record.body));`,
        timeoutSeconds: 90,
        env: { GO: '/nonexistent' },
      },
    },
    { ...queueFor('worker', { queue: { VisibilityTimeout: 600 }, mapping: { BatchSize: 5 } }), ...TABLE },
  );
  const given = fixture;
  const template = join(given.assemblyDir, 'VocStack.template.json');
  const go = join(given.root, 'go');
  const { writeFile } = await import('node:fs/promises');
  await writeFile(template, readFileSync(template, 'utf8').replace('/nonexistent', go));

  const first = await startProcess(given);
  const dynamo = new DynamoDBClient({
    ...CREDENTIALS,
    endpoint: first.endpoints.AWS_ENDPOINT_URL_DYNAMODB ?? '',
  });
  await dynamo.send(new PutItemCommand({ TableName: 'Things', Item: { pk: { S: 'kept' } } }));
  await sendTwelve(first);
  const [functionPid] = await given.until((notes) => notes.length === 1);
  const { dynamoDbPid }: StackFile = JSON.parse(readFileSync(join(given.dataDir, 'stack.json'), 'utf8'));
  const killed = running;
  killed?.kill('SIGKILL');
  if (killed) await once(killed, 'exit');

  await until(() => !isAlive(Number(functionPid)) && !isAlive(dynamoDbPid));
  await writeFile(go, '');
  const stack = await startLocalStack({ ...given, log: () => undefined });
  try {
    await stack.waitUntilIdle();
    const handled = given
      .notes()
      .filter((note) => Array.isArray(note))
      .flat();
    expect([...new Set(handled)].sort()).toEqual(
      Array.from({ length: 12 }, (_, index) => `m${String(index).padStart(2, '0')}`),
    );
    expect(await stack.queueDepths()).toEqual({ worker: 0, 'worker-dlq': 0 });
    const again = new DynamoDBClient({
      ...CREDENTIALS,
      endpoint: stack.endpoints.AWS_ENDPOINT_URL_DYNAMODB ?? '',
    });
    const found = await again.send(new GetItemCommand({ TableName: 'Things', Key: { pk: { S: 'kept' } } }));
    expect(found.Item).toEqual({ pk: { S: 'kept' } });
  } finally {
    await stack.stop();
  }
});

it('stops within seconds and leaves no process behind, even when a handler does not end', async () => {
  fixture = await fixtureAssembly(
    { worker: { code: 'note(process.pid); for (;;) {}', timeoutSeconds: 90 } },
    queueFor('worker'),
  );
  const stack = await startProcess(fixture);
  await sendTwelve(stack);
  const [functionPid] = await fixture.until((notes) => notes.length === 1);
  const { dynamoDbPid }: StackFile = JSON.parse(readFileSync(join(fixture.dataDir, 'stack.json'), 'utf8'));
  running?.kill('SIGTERM');
  if (running) await once(running, 'exit');
  await until(() => !isAlive(Number(functionPid)) && !isAlive(dynamoDbPid));
  expect(existsSync(join(fixture.dataDir, 'stack.json'))).toBe(false);
});

it('refuses a data folder that another stack uses, and clears it when asked to start afresh', async () => {
  fixture = await fixtureAssembly(
    { worker: { code: '' } },
    { ...queueFor('worker', { mapping: { Enabled: false } }) },
  );
  const options = { ...fixture, log: () => undefined };
  const first = await startLocalStack(options);
  await expect(startLocalStack(options)).rejects.toMatchObject({ code: 'stack.unavailable' });
  await sendTwelve(first);
  await first.stop();

  const second = await startLocalStack(options);
  expect((await second.queueDepths()).jobs).toBe(12);
  await second.stop();
  const third = await startLocalStack({ ...options, fresh: true });
  expect((await third.queueDepths()).jobs).toBe(0);
  await third.stop();
});

async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error('not reached');
    await sleep(20);
  }
}

function isAlive(pid: number | undefined): boolean {
  if (pid === undefined) throw new Error('no process id');
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
