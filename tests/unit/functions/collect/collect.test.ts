import { describe, expect, it } from 'vitest';
import { type CollectDeps, createCollect } from '../../../../functions/collect/collect.ts';
import { VocError } from '../../../../shared/domain/errors.ts';
import { VocRecordSchema } from '../../../../shared/domain/record.ts';
import type { Page, SourceConnector } from '../../../../shared/sources/contract.ts';
import {
  contextWith,
  memoryObjects,
  memoryQuarantine,
  memoryQueue,
  messagesOf,
} from '../../../fixtures/function-doubles.ts';

const KEY = 'drops/store reviews/앱 리뷰.ndjson';
const upload = (key: string, more: object = {}) => ({
  Records: [
    { s3: { bucket: { name: 'drop' }, object: { key: encodeURIComponent(key).replaceAll('%20', '+') } } },
  ],
  ...more,
});
const line = (id: string, more: object = {}) =>
  JSON.stringify({ id, text: '인증번호가 안 와요', date: '2026-11-16', ...more });

function connector(pages: readonly (Page | VocError)[]): SourceConnector {
  return {
    id: 'fake',
    source: 'app-review',
    title: 'Fake',
    docsUrl: 'https://example.com',
    keepsUrl: false,
    configSchema: undefined as never,
    async *collect(_context, _config, checkpoint) {
      for (const page of pages.slice(Number(checkpoint ?? 0))) {
        if (page instanceof VocError) throw page;
        yield page;
      }
    },
  };
}

function setUp(files: Record<string, string>, pages: readonly (Page | VocError)[] = []) {
  const queue = memoryQueue();
  const continuations = memoryQueue();
  const quarantine = memoryQuarantine();
  const { objects, store } = memoryObjects(files);
  const saved = { line: 0, checkpoint: undefined as unknown, leased: false, health: undefined as unknown };
  const deps: CollectDeps = {
    drops: store,
    records: queue.sender,
    continuations: continuations.sender,
    quarantine,
    sources: [{ id: 'apple-kr', connector: 'fake', enabled: true, schedule: 'rate(1 hour)', config: {} }],
    connectorById: () => connector(pages),
    context: { http: undefined as never, sleep: async () => {} },
    state: {
      getDropLine: async () => saved.line,
      putDropLine: async (_key, _tag, at) => {
        saved.line = at;
      },
      acquireLease: async (sourceId) => (saved.leased ? null : { sourceId, fencing: 1, expiresAtMs: 1 }),
      releaseLease: async () => true,
      getCheckpoint: async () => saved.checkpoint,
      putCheckpoint: async (_lease, checkpoint) => {
        saved.checkpoint = checkpoint;
        return true;
      },
      putHealth: async (health) => {
        saved.health = health;
      },
      getHealth: async () => undefined,
    },
    tokenKeys: async () => ({ current: 'k1', keys: { k1: 'a-long-enough-secret' } }),
    clock: () => new Date('2026-11-20T01:00:00.000Z'),
    timeZone: 'Asia/Seoul',
  };
  const records = () => queue.entries.map(({ body }) => VocRecordSchema.parse(JSON.parse(body)));
  return { collect: createCollect(deps), records, continuations, quarantine, objects, saved };
}

describe('collecting a drop', () => {
  it('sends every good line, quarantines every wrong one, then deletes the file', async () => {
    const body = [
      line('a'),
      '{broken',
      line('b', { rating: 9 }),
      line('c', { text: '가'.repeat(20_001) }),
      line('d'),
    ];
    const { collect, records, quarantine, objects } = setUp({ [KEY]: body.join('\n') });
    expect((await collect.drops(messagesOf(upload(KEY)), contextWith())).size).toBe(0);
    expect(records().map(({ id, connector: name }) => [id, name])).toEqual([
      ['a', 'store reviews'],
      ['d', 'store reviews'],
    ]);
    expect(quarantine.errors.map(({ line: at, field, code }) => [at, field, code])).toEqual([
      [2, 'line', 'record.bad-json'],
      [3, 'rating', 'record.schema-mismatch'],
      [4, 'text', 'record.too-long'],
    ]);
    expect(quarantine.errors[0]).toMatchObject({ origin: KEY, occurredAt: '2026-11-20T00:00:00.000Z' });
    expect(objects.size).toBe(0);
  });

  it('lets nothing personal past, not even in error records', async () => {
    const body = [
      line('a', {
        text: '제 번호 010-5555-0101 이고 hana@example.com 입니다',
        author: { email: 'hana@example.com' },
      }),
      line('010-5555-0102', { rating: 'hana@example.com' }),
    ].join('\n');
    const { collect, records, quarantine } = setUp({ [KEY]: body });
    await collect.drops(messagesOf(upload(KEY)), contextWith());
    const left = JSON.stringify([records(), quarantine.errors]);
    expect(records()).toHaveLength(1);
    expect(quarantine.errors).toHaveLength(1);
    expect(left).not.toMatch(/5555|hana@/);
  });

  it('hands the rest on when its time is nearly up, and the rest completes the file', async () => {
    const ids = Array.from({ length: 450 }, (_, index) => `id-${index}`);
    const { collect, records, continuations, objects, saved } = setUp({
      [KEY]: ids.map((id) => line(id)).join('\n'),
    });
    await collect.drops(
      messagesOf(upload(KEY)),
      contextWith(() => 1_000),
    );
    const [rest] = continuations.entries;
    expect(JSON.parse(rest?.body ?? '')).toMatchObject({
      fromLine: 200,
      announcedAt: '2026-11-20T00:00:00.000Z',
    });
    expect(saved.line).toBe(200);
    expect(objects.size).toBe(1);
    await collect.drops(messagesOf(rest?.body), contextWith());
    expect(records().map(({ id }) => id)).toEqual(ids);
    expect(objects.size).toBe(0);
  });

  it('takes a file that is gone, and a test event of S3, as done', async () => {
    const { collect, records, quarantine } = setUp({});
    const failures = await collect.drops(messagesOf(upload(KEY), { Event: 's3:TestEvent' }), contextWith());
    expect([failures.size, records().length, quarantine.errors.length]).toEqual([0, 0, 0]);
  });
});

describe('collecting a source', () => {
  const page = (ids: readonly string[], checkpoint: number, done: boolean): Page => ({
    documents: ids.map((id) => ({ id, text: '수수료가 비싸요', date: '2026-11-16' })),
    checkpoint,
    done,
  });
  const run = (collect: ReturnType<typeof setUp>['collect'], remainingMs = 60_000) =>
    collect.source({ sourceId: 'apple-kr' }, 'run-1', () => remainingMs);

  it('goes on from its checkpoint and says how it went', async () => {
    const { collect, records, saved } = setUp({}, [page(['a', 'b'], 1, false), page(['c'], 2, true)]);
    expect(await run(collect, 1_000)).toEqual({ outcome: 'partial', documents: 2, rejected: 0 });
    expect(await run(collect)).toEqual({ outcome: 'complete', documents: 1, rejected: 0 });
    expect(records().map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    expect(saved.checkpoint).toBe(2);
    expect(saved.health).toMatchObject({ outcome: 'complete', lastSuccessAt: '2026-11-20T01:00:00.000Z' });
  });

  it('is busy while another run holds the lease', async () => {
    const { collect, records, saved } = setUp({}, [page(['a'], 1, true)]);
    saved.leased = true;
    expect((await run(collect)).outcome).toBe('busy');
    expect(records()).toEqual([]);
  });

  it('keeps the checkpoint of what it queued when the source fails', async () => {
    const gone = new VocError('source.unauthorized', 'auth', 'Check the credentials.');
    const { collect, saved } = setUp({}, [page(['a'], 1, false), gone]);
    expect(await run(collect)).toMatchObject({
      outcome: 'failed',
      documents: 1,
      errorCode: 'source.unauthorized',
    });
    expect(saved.checkpoint).toBe(1);
    expect(saved.health).toMatchObject({ outcome: 'failed', errorCode: 'source.unauthorized' });
  });
});
