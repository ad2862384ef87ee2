import type { SQSClient } from '@aws-sdk/client-sqs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createQueueSender } from '../../../../shared/runtime/queue-sender.ts';

interface SentEntry {
  Id: string;
  MessageBody: string;
}

/** A queue that answers each batch as told and remembers what it took. */
function fakeQueue(refuse: (entry: SentEntry, attempt: number) => 'take' | 'later' | 'never' | 'crash') {
  const taken: string[] = [];
  const batches: SentEntry[][] = [];
  const attempts = new Map<string, number>();
  const send = async (command: { input: { Entries: SentEntry[] } }) => {
    batches.push(command.input.Entries);
    const decided = command.input.Entries.map((entry) => {
      const attempt = (attempts.get(entry.MessageBody) ?? 0) + 1;
      attempts.set(entry.MessageBody, attempt);
      return { entry, decision: refuse(entry, attempt) };
    });
    if (decided.some(({ decision }) => decision === 'crash')) throw new Error('ECONNRESET');
    for (const { entry, decision } of decided) if (decision === 'take') taken.push(entry.MessageBody);
    return {
      Failed: decided
        .filter(({ decision }) => decision !== 'take')
        .map(({ entry, decision }) => ({ Id: entry.Id, SenderFault: decision === 'never' })),
    };
  };
  const client = { send } as unknown as SQSClient;
  const sender = createQueueSender({ client, queueUrl: 'q', sleep: async () => {} });
  return { sender, taken, batches };
}

describe('queue sender', () => {
  it('sends every entry exactly once in batches that a queue takes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(90_000), { maxLength: 40 }), async (sizes) => {
        const queue = fakeQueue(() => 'take');
        const entries = sizes.map((size, index) => ({
          body: `${index}:${'환'.repeat(Math.floor(size / 3))}`,
        }));
        expect((await queue.sender.send(entries)).size).toBe(0);
        expect(queue.taken.toSorted()).toEqual(entries.map(({ body }) => body).toSorted());
        for (const batch of queue.batches) {
          expect(batch.length).toBeLessThanOrEqual(10);
          const bytes = batch.reduce((sum, entry) => sum + Buffer.byteLength(entry.MessageBody), 0);
          expect(bytes).toBeLessThanOrEqual(200_000);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('repeats only what was refused and names what was never taken', async () => {
    const queue = fakeQueue((entry, attempt) => {
      if (entry.MessageBody === 'never') return 'never';
      if (entry.MessageBody === 'always later') return 'later';
      return entry.MessageBody === 'second try' && attempt === 1 ? 'later' : 'take';
    });
    const failed = await queue.sender.send([
      { body: 'good' },
      { body: 'never' },
      { body: 'second try' },
      { body: 'always later' },
    ]);
    expect([...failed].sort()).toEqual([1, 3]);
    expect(queue.taken.toSorted()).toEqual(['good', 'second try']);
  });

  it('repeats a batch whose call failed as a whole', async () => {
    const queue = fakeQueue((_entry, attempt) => (attempt < 3 ? 'crash' : 'take'));
    expect((await queue.sender.send([{ body: 'a' }, { body: 'b' }])).size).toBe(0);
    expect(queue.taken).toEqual(['a', 'b']);
  });
});
