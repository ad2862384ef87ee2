import { SendMessageBatchCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, expect, it } from 'vitest';
import { type LocalStack, startLocalStack } from '../../../scripts/local-stack/start.ts';
import { type FixtureAssembly, fixtureAssembly, queueFor } from './fixture-stack.ts';

let stack: LocalStack | undefined;
let fixture: FixtureAssembly | undefined;
let sqs: SQSClient | undefined;

afterEach(async () => {
  sqs?.destroy();
  await stack?.stop();
  await fixture?.remove();
  stack = undefined;
});

async function start(
  code: string,
  options: Parameters<typeof queueFor>[1] = {},
  timing: { timeScale?: number; timeoutSeconds?: number } = {},
): Promise<{ stack: LocalStack; fixture: FixtureAssembly; url: string; client: SQSClient }> {
  fixture = await fixtureAssembly(
    {
      worker: {
        code,
        ...(timing.timeoutSeconds === undefined ? {} : { timeoutSeconds: timing.timeoutSeconds }),
      },
    },
    queueFor('worker', options),
  );
  stack = await startLocalStack({ ...fixture, timeScale: timing.timeScale ?? 1, log: () => undefined });
  sqs = new SQSClient({
    endpoint: stack.endpoints.AWS_ENDPOINT_URL_SQS ?? '',
    region: 'ap-northeast-2',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  return { stack, fixture, url: stack.resources.queues.Jobs ?? '', client: sqs };
}

const BODIES = 'event.Records.map((record) => record.body)';

it('hands a message over in the shape of an SQS event, with the receive count', async () => {
  const { url, client, fixture: given, stack: running } = await start('note(event.Records[0]);');
  await client.send(
    new SendMessageCommand({
      QueueUrl: url,
      MessageBody: '안녕하세요 🙏',
      MessageAttributes: { kind: { DataType: 'String', StringValue: 'greeting' } },
    }),
  );
  await given.until((notes) => notes.length === 1);
  expect(given.notes()[0]).toMatchObject({
    body: '안녕하세요 🙏',
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:ap-northeast-2:000000000000:Jobs',
    attributes: { ApproximateReceiveCount: '1' },
    messageAttributes: { kind: { dataType: 'String', stringValue: 'greeting' } },
  });
  await running.waitUntilIdle();
  expect(await running.queueDepths()).toEqual({ worker: 0, 'worker-dlq': 0 });
});

it('moves a message to the dead-letter queue after so many failures as the redrive policy allows', async () => {
  const {
    url,
    client,
    fixture: given,
    stack: running,
  } = await start("note('try'); throw new Error('no');", {
    maxReceiveCount: 3,
  });
  await client.send(new SendMessageCommand({ QueueUrl: url, MessageBody: 'poison' }));
  await running.waitUntilIdle();
  expect(given.notes()).toHaveLength(3);
  expect(await running.queueDepths()).toEqual({ worker: 0, 'worker-dlq': 1 });
});

it('lets only the failed messages of a batch come again', async () => {
  const {
    url,
    client,
    fixture: given,
    stack: running,
  } = await start(
    `note(${BODIES});
     return { batchItemFailures: event.Records
       .filter((record) => record.body === 'b' && record.attributes.ApproximateReceiveCount === '1')
       .map((record) => ({ itemIdentifier: record.messageId })) };`,
    { mapping: { MaximumBatchingWindowInSeconds: 1 } },
  );
  await client.send(
    new SendMessageBatchCommand({
      QueueUrl: url,
      Entries: ['a', 'b', 'c'].map((body) => ({ Id: body, MessageBody: body })),
    }),
  );
  await running.waitUntilIdle();
  expect(given.notes()).toEqual([['a', 'b', 'c'], ['b']]);
});

it('gathers a batch above ten messages within the batching window', async () => {
  const {
    url,
    client,
    fixture: given,
  } = await start(`note(event.Records.length);`, {
    mapping: { BatchSize: 25, MaximumBatchingWindowInSeconds: 2 },
  });
  for (let part = 0; part < 3; part += 1) {
    const Entries = Array.from({ length: 10 }, (_, index) => ({
      Id: `${index}`,
      MessageBody: `${part}-${index}`,
    }));
    await client.send(new SendMessageBatchCommand({ QueueUrl: url, Entries }));
  }
  expect(await given.until((notes) => notes.length === 2)).toEqual([25, 5]);
});

it('keeps the order within a FIFO group, also when a message fails at first', async () => {
  const {
    url,
    client,
    fixture: given,
    stack: running,
  } = await start(
    `for (const { body, attributes } of event.Records) note([attributes.MessageGroupId, body, attributes.ApproximateReceiveCount]);
     return { batchItemFailures: event.Records
       .filter((record) => record.body === 'a1' && record.attributes.ApproximateReceiveCount === '1')
       .map((record) => ({ itemIdentifier: record.messageId })) };`,
    { fifo: true },
  );
  for (const body of ['a1', 'a2', 'b1', 'a3', 'b2']) {
    await client.send(
      new SendMessageCommand({
        QueueUrl: url,
        MessageBody: body,
        MessageGroupId: body.charAt(0),
        MessageDeduplicationId: body,
      }),
    );
  }
  await running.waitUntilIdle();
  const of = (group: string): unknown[] =>
    given
      .notes()
      .filter((note) => Array.isArray(note) && note[0] === group)
      .map((note) => (Array.isArray(note) ? note[1] : ''));
  expect(of('a')).toEqual(['a1', 'a1', 'a2', 'a3']);
  expect(of('b')).toEqual(['b1', 'b2']);
});

it('drops a second message of the same deduplication id and delays what is left by the scaled delay', async () => {
  const {
    url,
    client,
    fixture: given,
    stack: running,
  } = await start(
    `note([${BODIES}, Date.now()]);`,
    { fifo: true, queue: { DelaySeconds: 60 } },
    { timeScale: 60 },
  );
  const sentAtMs = Date.now();
  for (const body of ['first', 'second']) {
    await client.send(
      new SendMessageCommand({
        QueueUrl: url,
        MessageBody: body,
        MessageGroupId: 'g',
        MessageDeduplicationId: 'same',
      }),
    );
  }
  await running.waitUntilIdle();
  expect(given.notes()).toHaveLength(1);
  const [bodies, atMs] = given.notes()[0] as [string[], number];
  expect(bodies).toEqual(['first']);
  expect(atMs - sentAtMs).toBeGreaterThanOrEqual(950);
  expect(atMs - sentAtMs).toBeLessThan(10_000);
});

it('brings a message again when the process of its handler crashed', async () => {
  const {
    url,
    client,
    fixture: given,
    stack: running,
  } = await start(
    `note(event.Records[0].attributes.ApproximateReceiveCount);
     if (event.Records[0].attributes.ApproximateReceiveCount === '1') process.abort();`,
  );
  await client.send(new SendMessageCommand({ QueueUrl: url, MessageBody: 'x' }));
  await running.waitUntilIdle();
  expect(given.notes()).toEqual(['1', '2']);
  expect(await running.queueDepths()).toEqual({ worker: 0, 'worker-dlq': 0 });
});

it('kills a handler that runs past its timeout, and brings its message again', async () => {
  const {
    url,
    client,
    fixture: given,
    stack: running,
  } = await start(
    `note(process.pid);
     if (event.Records[0].attributes.ApproximateReceiveCount === '1') for (;;) {}`,
    {},
    { timeoutSeconds: 1 },
  );
  await client.send(new SendMessageCommand({ QueueUrl: url, MessageBody: 'x' }));
  await running.waitUntilIdle();
  const [first, second] = given.notes();
  expect(first).not.toBe(second);
  expect(() => process.kill(Number(first), 0)).toThrow();
});

it('does not count the time a function works against a visibility timeout that the scale has shortened', async () => {
  const {
    url,
    client,
    fixture: given,
    stack: running,
  } = await start(
    `note('start'); await new Promise((resolve) => setTimeout(resolve, 2500));`,
    { queue: { VisibilityTimeout: 60 } },
    { timeScale: 60 },
  );
  await client.send(new SendMessageCommand({ QueueUrl: url, MessageBody: 'slow' }));
  await given.until((notes) => notes.length === 1);
  await running.waitUntilIdle();
  expect(given.notes()).toEqual(['start']);
});
