import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { QueuePlan } from '../../../../scripts/local-stack/plan.ts';
import { type QueueServer, startQueueServer } from '../../../../scripts/local-stack/queue-server.ts';
import { QueueProperties } from '../../../../scripts/local-stack/resource-schemas.ts';

const ARN = 'arn:aws:sqs:ap-northeast-2:000000000000';
const queue = (name: string, properties: object): QueuePlan => ({
  logicalId: name,
  name,
  url: `http://sqs.ap-northeast-2.localhost/000000000000/${name}`,
  arn: `${ARN}:${name}`,
  properties: QueueProperties.parse(properties),
});
const dead = queue('dead', {});
const records = queue('records', {
  RedrivePolicy: { deadLetterTargetArn: dead.arn, maxReceiveCount: 1 },
});
const BODY = '{"text":"환급이 진짜 되나요? 🙏"}';

let dataDir: string;
let server: QueueServer;
beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'voc-queues-'));
  server = await startQueueServer({ dataDir });
  server.create([dead, records], [], 1);
});
afterEach(async () => {
  await server.stop();
  rmSync(dataDir, { recursive: true });
});

describe('a message of the embedded queue server', () => {
  it('keeps its words until it is deleted, also when it is taken again and as a dead letter', async () => {
    server.send(records.arn, BODY);
    const [first] = await server.consumer(records.arn).receive(10, 0, 60);
    expect(first).toMatchObject({ Body: BODY, Attributes: { ApproximateReceiveCount: '1' } });
    server.consumer(records.arn).release(first?.ReceiptHandle ?? '', 0);
    expect(await server.consumer(records.arn).receive(10, 0, 60)).toEqual([]);

    const [letter] = await server.consumer(dead.arn).receive(10, 0, 60);
    expect(letter).toMatchObject({ MessageId: first?.MessageId, Body: BODY });
    server.consumer(dead.arn).release(letter?.ReceiptHandle ?? '', 0);
    const [again] = await server.consumer(dead.arn).receive(10, 0, 60);
    expect(again?.Body).toBe(BODY);
    server.consumer(dead.arn).delete(again?.ReceiptHandle ?? '');
    expect(server.depth('dead')).toEqual({ ready: 0, inFlight: 0, delayed: 0 });
  });

  it('is there again, visible, after the server was ended while somebody held it', async () => {
    server.send(records.arn, BODY);
    server.send(dead.arn, 'another');
    await server.consumer(dead.arn).receive(10, 0, 60);
    await server.stop();
    server = await startQueueServer({ dataDir });
    server.create([dead, records], [], 1);
    expect((await server.consumer(records.arn).receive(10, 0, 60)).map(({ Body }) => Body)).toEqual([BODY]);
    expect((await server.consumer(dead.arn).receive(10, 0, 60)).map(({ Body }) => Body)).toEqual(['another']);
  });

  it('is not held in memory while it waits', async () => {
    setFlagsFromString('--expose-gc');
    const collectGarbage = runInNewContext('gc') as () => void;
    const words = 'x'.repeat(20_000);
    collectGarbage();
    const before = process.memoryUsage().heapUsed;
    for (let index = 0; index < 5_000; index += 1) server.send(records.arn, `${index}${words}`);
    collectGarbage();
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(20_000_000);
    expect(server.depth('records').ready).toBe(5_000);
  });
});
