import { describe, expect, it } from 'vitest';
import {
  type ImportMessageSourceDeps,
  importMessageSource,
} from '../../../../functions/import-messages/import-source.ts';
import { VocError } from '../../../../shared/domain/errors.ts';
import type { SentMessage } from '../../../../shared/domain/sent-message.ts';
import type { SourceHealth } from '../../../../shared/domain/source-health.ts';
import { braze } from '../../../../shared/sources/messages/braze.ts';
import type { MessagePage } from '../../../../shared/sources/messages/contract.ts';
import { memoryQuarantine } from '../../../fixtures/function-doubles.ts';

const NOW = new Date('2026-11-20T00:00:00.000Z');
const row = (messageId: string, more: Record<string, unknown> = {}) => ({
  messageId,
  campaign: 'c',
  sentAt: '2026-11-10T10:00:00+09:00',
  channel: 'LMS',
  text: '수수료 안내',
  hasImage: false,
  sent: 10,
  delivered: 9,
  ...more,
});
const page = (checkpoint: number, more: Partial<MessagePage> = {}): MessagePage => ({
  rows: [],
  checkpoint,
  done: false,
  ...more,
});

function world(pages: readonly (MessagePage | VocError)[]) {
  const stored: SentMessage[] = [];
  const checkpoints: unknown[] = [];
  const read: unknown[] = [];
  const quarantine = memoryQuarantine();
  let health: SourceHealth | undefined;
  const deps: ImportMessageSourceDeps = {
    messageSources: [
      { id: 'crm', connector: 'braze', enabled: true, schedule: 'rate(1 hour)', secret: 'crm', config: {} },
    ],
    messageConnectorById: () => ({
      ...braze,
      async *read(_context, _config, checkpoint) {
        read.push(checkpoint);
        for (const one of pages) {
          if (one instanceof VocError) throw one;
          yield one;
        }
      },
    }),
    context: { http: { get: never, post: never }, sleep: async () => undefined },
    secretText: never,
    state: {
      acquireLease: async (sourceId) => ({ sourceId, fencing: 1, expiresAtMs: 0 }),
      releaseLease: async () => true,
      getCheckpoint: async () => checkpoints.at(-1),
      putCheckpoint: async (_lease, checkpoint) => checkpoints.push(checkpoint) > 0,
      getHealth: async () => health,
      putHealth: async (given) => {
        health = given;
      },
      getVault: async () => null,
      putVault: async () => true,
    },
    quarantine,
    storeMessages: async (messages) => void stored.push(...messages),
    clock: () => NOW,
    timeZone: 'Asia/Seoul',
  };
  const run = (more: { remaining?: number; restart?: boolean } = {}) =>
    importMessageSource(
      deps,
      { messageSourceId: 'crm', restart: more.restart },
      () => more.remaining ?? 300_000,
    );
  return { run, stored, checkpoints, read, quarantine, health: () => health };
}

async function never(): Promise<never> {
  throw new Error('not used here');
}

describe('a run of a source of messages', () => {
  it('archives good rows; a wrong one goes to quarantine with row, field and reason, never its words', async () => {
    const { run, stored, quarantine, checkpoints } = world([
      page(1, { rows: [row('a'), row('b', { stage: 'nowhere' }), row('c', { delivered: 11 })] }),
      page(2, {
        rows: [row('d')],
        problems: [{ id: 'x/y', field: 'messages.text', message: 'no words' }],
        done: true,
      }),
    ]);
    expect(await run()).toEqual({ outcome: 'complete', messages: 2, rejected: 3 });
    expect(stored.map(({ messageId }) => messageId)).toEqual(['a', 'd']);
    expect(quarantine.errors.map(({ line, id, field, message }) => [line, id, field, message])).toEqual([
      [2, 'b', 'stage', 'The field stage is missing or does not have the expected form.'],
      [3, 'c', 'delivered', 'The field delivered is more than sent.'],
      [5, 'x/y', 'messages.text', 'no words'],
    ]);
    expect(JSON.stringify(quarantine.errors)).not.toContain('수수료');
    expect(checkpoints).toEqual([1, 2]);
  });

  it('stops with a page of time to spare, goes on from there, and begins anew when it is told to', async () => {
    const { run, read, checkpoints } = world([page(1, { rows: [row('a')] }), page(2, { done: true })]);
    expect((await run({ remaining: 10_000 })).outcome).toBe('partial');
    expect(checkpoints).toEqual([1]);
    await run();
    await run({ restart: true });
    expect(read).toEqual([null, 1, null]);
  });

  it('keeps what it stored before a failure, and says in its health what failed', async () => {
    const failure = new VocError('source.unauthorized', 'auth', 'The key is wrong.');
    const { run, stored, health } = world([page(1, { rows: [row('a')] }), failure]);
    expect(await run()).toMatchObject({ outcome: 'failed', messages: 1, errorCode: 'source.unauthorized' });
    expect(stored).toHaveLength(1);
    expect(health()?.outcome).toBe('failed');
  });
});
