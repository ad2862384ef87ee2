import type { SQSEvent } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { processBatch, processFifoBatch } from '../../../../functions/common/sqs-batch.ts';
import { contextWith } from '../../../fixtures/function-doubles.ts';

const eventOf = (...messages: readonly { id: string; group?: string }[]) =>
  ({
    Records: messages.map(({ id, group }) => ({
      messageId: id,
      body: id,
      attributes: { SentTimestamp: '1000', ...(group === undefined ? {} : { MessageGroupId: group }) },
    })),
  }) as unknown as SQSEvent;

const failedIds = (response: { batchItemFailures: { itemIdentifier: string }[] }) =>
  response.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier).sort();

describe('batches of a queue', () => {
  it('report exactly the messages that failed, also when all did', async () => {
    const event = eventOf({ id: 'a' }, { id: 'b' });
    const some = await processBatch(event, contextWith(), async () => new Map([['b', new Error('no')]]));
    expect(failedIds(some)).toEqual(['b']);
    const all = await processBatch(event, contextWith(), async (messages) => {
      expect(messages[0]).toEqual({ messageId: 'a', body: 'a', sentAt: '1970-01-01T00:00:01.000Z' });
      throw undefined;
    });
    expect(failedIds(all)).toEqual(['a', 'b']);
    expect(failedIds(await processBatch(event, contextWith(), async () => new Map()))).toEqual([]);
  });

  it('let the rest of a FIFO group wait behind a failure, and other groups go on', async () => {
    const done: string[] = [];
    const response = await processFifoBatch(
      eventOf(
        { id: 'a1', group: 'a' },
        { id: 'b1', group: 'b' },
        { id: 'a2', group: 'a' },
        { id: 'b2', group: 'b' },
      ),
      contextWith(),
      async ({ messageId }) => {
        if (messageId === 'a1') throw new Error('no');
        done.push(messageId);
      },
    );
    expect(failedIds(response)).toEqual(['a1', 'a2']);
    expect(done).toEqual(['b1', 'b2']);
  });
});
