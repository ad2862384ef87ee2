import { expect, it } from 'vitest';
import * as z from 'zod';
import { createImport } from '../../../../functions/common/import-file.ts';
import { createStoreMessages } from '../../../../functions/import-messages/store-messages.ts';
import { type SentMessage, SentMessageSchema } from '../../../../shared/domain/sent-message.ts';
import {
  contextWith,
  memoryObjects,
  memoryQuarantine,
  messagesOf,
} from '../../../fixtures/function-doubles.ts';

const KEY = 'messages/November.csv';
const notification = messagesOf({ Records: [{ s3: { bucket: { name: 'drop' }, object: { key: KEY } } }] });
const CSV = [
  'messageId,campaign,sentAt,channel,text,sent,delivered',
  'M1,환급 안내,2026-11-10 10:00,sms,"환급금이 도착했어요, 확인하세요",100,98',
  'M2,환급 안내,어제,sms,확인하세요,100,98',
  'M3,환급 안내,2026-11-10,sms,확인하세요,1,2',
].join('\r\n');

it('stores good rows with times in UTC, quarantines wrong ones without their values, deletes the file', async () => {
  const stored: SentMessage[] = [];
  const quarantine = memoryQuarantine();
  const { objects, store } = memoryObjects({ [KEY]: CSV });
  const work = createImport(
    { drops: store, quarantine },
    {
      origin: 'messages',
      schema: SentMessageSchema,
      errorCode: 'message.schema-mismatch',
      store: createStoreMessages({
        archive: { putMessages: async (messages) => void stored.push(...messages) },
        timeZone: 'Asia/Seoul',
      }),
    },
    { event: z.object({ messageSourceId: z.string() }), start: async () => undefined },
  );
  expect((await work(notification, contextWith())).size).toBe(0);
  expect(stored).toMatchObject([{ messageId: 'M1', sentAt: '2026-11-10T01:00:00.000Z', delivered: 98 }]);
  expect(quarantine.errors.map(({ line, field, message }) => [line, field, message])).toEqual([
    [3, 'sentAt', 'The field sentAt is not an ISO 8601 date or time.'],
    [4, 'delivered', 'The field delivered is more than sent.'],
  ]);
  expect(objects.size).toBe(0);
});

it('keeps the file and gives the message back when rows cannot be stored', async () => {
  const { objects, store } = memoryObjects({ [KEY]: CSV });
  const work = createImport(
    { drops: store, quarantine: memoryQuarantine() },
    {
      origin: 'messages',
      schema: SentMessageSchema,
      errorCode: 'message.schema-mismatch',
      store: async () => {
        throw new Error('the table is away');
      },
    },
    { event: z.object({ messageSourceId: z.string() }), start: async () => undefined },
  );
  expect([...(await work(notification, contextWith())).keys()]).toEqual(['m0']);
  expect(objects.has(KEY)).toBe(true);
});

it('starts a run of a source that a person asked for by the same queue, and gives the message back when it cannot', async () => {
  const started: string[] = [];
  const work = createImport(
    { drops: memoryObjects({}).store, quarantine: memoryQuarantine() },
    {
      origin: 'messages',
      schema: SentMessageSchema,
      errorCode: 'message.schema-mismatch',
      store: async () => undefined,
    },
    {
      event: z.object({ messageSourceId: z.string(), force: z.boolean() }),
      async start({ messageSourceId, force }, remainingTimeMs) {
        if (messageSourceId === 'gone') throw new Error('no such source');
        started.push(`${messageSourceId} ${force} ${remainingTimeMs() > 0}`);
      },
    },
  );
  const asked = (messageSourceId: string) => messagesOf({ messageSourceId, force: true });
  expect((await work(asked('braze'), contextWith())).size).toBe(0);
  expect(started).toEqual(['braze true true']);
  expect([...(await work(asked('gone'), contextWith())).keys()]).toEqual(['m0']);
});
