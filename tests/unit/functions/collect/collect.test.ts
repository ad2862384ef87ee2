import { gzipSync } from 'node:zlib';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { type CollectDeps, createCollect } from '../../../../functions/collect/collect.ts';
import { VocError } from '../../../../shared/domain/errors.ts';
import { NO_STATISTICS } from '../../../../shared/domain/link-profile.ts';
import { VocRecordSchema } from '../../../../shared/domain/record.ts';
import type { SourceHealth } from '../../../../shared/domain/source-health.ts';
import { NO_FORMATS } from '../../../../shared/privacy/learnt-formats.ts';
import type { CollectContext, Page, SourceConnector } from '../../../../shared/sources/contract.ts';
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

type Step = Page | VocError | ((context: CollectContext) => Promise<Page>);

function connector(pages: readonly Step[]): SourceConnector {
  return {
    id: 'fake',
    source: 'app-review',
    title: 'Fake',
    docsUrl: 'https://example.com',
    keepsUrl: false,
    configSchema: undefined as never,
    async *collect(context, _config, checkpoint) {
      for (const page of pages.slice(Number(checkpoint ?? 0))) {
        if (page instanceof VocError) throw page;
        yield typeof page === 'function' ? await page(context) : page;
      }
    },
  };
}

function setUp(files: Record<string, string | Uint8Array>, pages: readonly Step[] = []) {
  const queue = memoryQueue();
  const continuations = memoryQueue();
  const clock = { now: '2026-11-20T01:00:00.000Z' };
  const quarantine = memoryQuarantine();
  const { objects, store } = memoryObjects(files);
  const saved: {
    line: number;
    checkpoint: unknown;
    leased: boolean;
    mine: boolean;
    health: SourceHealth | undefined;
    vault: string | null;
  } = { line: 0, checkpoint: undefined, leased: false, mine: true, health: undefined, vault: null };
  const deps: CollectDeps = {
    drops: store,
    dropMappings: [
      {
        name: 'bigin',
        columns: { 내용: 'text', 접수번호: 'id', 접수일: 'date' },
        always: { source: 'ticket' },
      },
    ],
    records: queue.sender,
    continuations: continuations.sender,
    quarantine,
    sources: [
      {
        id: 'apple-kr',
        connector: 'fake',
        enabled: true,
        schedule: 'rate(1 hour)',
        secret: 'voc/sources/apple',
        config: {},
      },
    ],
    connectorById: () => connector(pages),
    context: { http: undefined as never, sleep: async () => {} },
    secretText: async (name) => {
      if (name === 'voc/sources/apple') return '{"key":"s3cret"}';
      throw new Error('no such secret');
    },
    state: {
      getDropLine: async () => saved.line,
      putDropLine: async (_key, _tag, at) => {
        saved.line = at;
      },
      acquireLease: async (sourceId) => (saved.leased ? null : { sourceId, fencing: 1, expiresAtMs: 1 }),
      releaseLease: async () => true,
      getCheckpoint: async () => saved.checkpoint,
      putCheckpoint: async (_lease, checkpoint) => {
        if (saved.mine) saved.checkpoint = checkpoint;
        return saved.mine;
      },
      putHealth: async (health) => {
        saved.health = health;
      },
      getHealth: async () => saved.health,
      getVault: async () => saved.vault,
      putVault: async (_lease, text) => {
        if (!saved.mine) return false;
        saved.vault = text;
        return true;
      },
    },
    tokenKeys: async () => ({ current: 'k1', keys: { k1: 'a-long-enough-secret' } }),
    learnt: { get: async () => ({ statistics: NO_STATISTICS, formats: NO_FORMATS }) },
    clock: () => new Date(clock.now),
    timeZone: 'Asia/Seoul',
  };
  const records = () => queue.entries.map(({ body }) => VocRecordSchema.parse(JSON.parse(body)));
  return { collect: createCollect(deps), records, continuations, quarantine, objects, saved, clock };
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
    expect((await collect.queued(messagesOf(upload(KEY)), contextWith())).size).toBe(0);
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
    await collect.queued(messagesOf(upload(KEY)), contextWith());
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
    await collect.queued(
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
    await collect.queued(messagesOf(rest?.body), contextWith());
    expect(records().map(({ id }) => id)).toEqual(ids);
    expect(objects.size).toBe(0);
  });

  it('looks at the clock now and then, not at every line', async () => {
    const { collect } = setUp({
      [KEY]: Array.from({ length: 450 }, (_, index) => line(`id-${index}`)).join('\n'),
    });
    let looks = 0;
    const remaining = () => {
      looks += 1;
      return 60_000;
    };
    await collect.queued(messagesOf(upload(KEY)), contextWith(remaining));
    expect(looks).toBeLessThan(10);
  });

  // Fields that we do not know are ignored: few lines make a large file.
  const large = (count: number) =>
    Array.from({ length: count }, (_, index) => line(`id-${index}`, { unknown: 'x'.repeat(100_000) }));

  it('cuts a packed file into parts, which are read like files of their own with the lines of the whole', async () => {
    const packed = `${KEY}.gz`;
    const rows = large(200);
    rows[120] = '{broken';
    const { collect, records, quarantine, objects } = setUp({ [packed]: gzipSync(rows.join('\n')) });
    await collect.queued(messagesOf(upload(packed)), contextWith());
    const parts = [...objects.keys()];
    expect(parts).toHaveLength(3);
    expect(records()).toEqual([]);
    for (const part of parts.reverse()) await collect.queued(messagesOf(upload(part)), contextWith());
    expect(objects.size).toBe(0);
    expect(new Set(records().map(({ id }) => id)).size).toBe(199);
    expect(quarantine.errors).toMatchObject([{ line: 121, origin: packed }]);
  });

  it('goes on cutting where its time was up', async () => {
    const packed = `${KEY}.gz`;
    const { collect, continuations, objects, records, saved } = setUp({
      [packed]: gzipSync(large(200).join('\n')),
    });
    await collect.queued(
      messagesOf(upload(packed)),
      contextWith(() => 1_000),
    );
    expect(objects.size).toBe(2);
    for (let at = 0; objects.has(packed); at += 1) {
      await collect.queued(messagesOf(continuations.entries[at]?.body), contextWith());
    }
    saved.line = 0;
    for (const part of objects.keys()) await collect.queued(messagesOf(upload(part)), contextWith());
    expect(new Set(records().map(({ id }) => id)).size).toBe(200);
  });

  it('reads a file of Excel with columns of its own names: CP949, Korean dates, rounded numbers', async () => {
    const csv =
      '접수번호,접수일,내용\n1.23E+15,2026-11-02,잘린 번호\nA-7,2026. 11. 2.,"인증이 안 돼요\n왜 그런가요"\n';
    const { collect, records, quarantine } = setUp({ 'drops/bigin/11월.csv': iconv.encode(csv, 'cp949') });
    await collect.queued(messagesOf(upload('drops/bigin/11월.csv')), contextWith());
    expect(records()).toMatchObject([
      { id: 'A-7', source: 'ticket', publishedAtPrecision: 'day', text: '인증이 안 돼요\n왜 그런가요' },
    ]);
    expect(quarantine.errors).toMatchObject([{ line: 2, field: 'id' }]);
    expect(quarantine.errors[0]?.message).toContain('rounded by a spreadsheet');
  });

  it('takes a file that is gone, and a test event of S3, as done', async () => {
    const { collect, records, quarantine } = setUp({});
    const failures = await collect.queued(messagesOf(upload(KEY), { Event: 's3:TestEvent' }), contextWith());
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
    const { collect, records, saved, continuations } = setUp({}, [
      page(['a', 'b'], 1, false),
      page(['c'], 2, true),
    ]);
    expect(await run(collect, 1_000)).toMatchObject({ outcome: 'partial', documents: 2, continues: true });
    expect(saved.health).toMatchObject({ outcome: 'partial' });
    expect(saved.health?.lastSuccessAt).toBeUndefined();

    // The run that follows at once comes through the queue.
    const [following] = continuations.entries;
    expect(JSON.parse(following?.body ?? '')).toEqual({ sourceId: 'apple-kr', following: 1 });
    await collect.queued(messagesOf(following?.body), contextWith());
    expect(records().map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    expect(saved.checkpoint).toBe(2);
    expect(saved.health).toMatchObject({ outcome: 'complete', lastSuccessAt: '2026-11-20T01:00:00.000Z' });
    expect(continuations.entries).toHaveLength(1);
  });

  it('is busy while another run holds the lease', async () => {
    const { collect, records, saved } = setUp({}, [page(['a'], 1, true)]);
    saved.leased = true;
    expect((await run(collect)).outcome).toBe('busy');
    expect(records()).toEqual([]);
  });

  it('stops, without a following run, when its successor has taken the lease', async () => {
    const { collect, saved, continuations } = setUp({}, [page(['a'], 1, false), page(['b'], 2, true)]);
    saved.mine = false;
    expect(await run(collect)).toMatchObject({ outcome: 'partial', documents: 1 });
    expect(saved.checkpoint).toBeUndefined();
    expect(continuations.entries).toEqual([]);
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

  it('reads from the beginning where a person says so', async () => {
    const { collect, records } = setUp({}, [page(['a'], 1, false), page(['b'], 2, true)]);
    await run(collect);
    await collect.source({ sourceId: 'apple-kr', force: true, restart: true }, 'run-2', () => 60_000);
    expect(records().map(({ id }) => id)).toEqual(['a', 'b', 'a', 'b']);
  });

  it('leaves a source alone while it is parked; a person may ask it anyway', async () => {
    const used = new VocError('source.quota-exhausted', 'quota', 'Tomorrow.', { retryAfterMs: 3_600_000 });
    const { collect, saved, clock } = setUp({}, [used]);
    await run(collect);
    expect(saved.health?.parkedUntil).toBe('2026-11-20T02:00:00.000Z');
    clock.now = '2026-11-20T01:59:00.000Z';
    expect((await run(collect)).outcome).toBe('parked');
    const forced = await collect.source({ sourceId: 'apple-kr', force: true }, 'run-2', () => 60_000);
    expect(forced.outcome).toBe('failed');
    clock.now = '2026-11-20T03:00:00.000Z';
    expect((await run(collect)).outcome).toBe('failed');
  });

  it('counts a doubted run as no success, and keeps what the source tells of itself', async () => {
    const suspect = { kind: 'selector-drift', message: 'Half of the rows have no title.' } as const;
    const signs = { quotaLeft: 12, credentialExpiresAt: '2027-04-30T00:00:00Z' };
    const { collect, saved } = setUp({}, [{ ...page(['a'], 1, true), suspect, signs }]);
    expect((await run(collect)).outcome).toBe('suspect');
    expect(saved.health).toMatchObject({ outcome: 'suspect', suspicion: suspect, ...signs });
    expect(saved.health?.lastSuccessAt).toBeUndefined();
  });

  it('sends a tombstone for what the source has erased: same identity, no words', async () => {
    const erasures = [{ id: 'a', erasedAt: '2026-11-19T00:00:00Z', publishedAt: '2026-11-16T00:00:00Z' }];
    const { collect, records, saved } = setUp({}, [{ ...page(['a'], 1, true), erasures }]);
    expect(await run(collect)).toMatchObject({ outcome: 'complete', documents: 1, erased: 1 });
    const [document, tombstone] = records();
    expect(tombstone).toMatchObject({ documentKey: document?.documentKey, text: '', erased: true });
    expect(saved.health).toMatchObject({ documents: 1, erased: 1 });
  });

  it('puts items that never became a document aside, with their field', async () => {
    const problems = [{ id: '010-5555-0101', field: 'comments.0', message: 'is not as documented' }];
    const { collect, quarantine } = setUp({}, [{ ...page([], 1, true), problems }]);
    expect(await run(collect)).toMatchObject({ documents: 0, rejected: 1 });
    expect(quarantine.errors).toMatchObject([{ origin: 'source apple-kr', line: 1, field: 'comments.0' }]);
    expect(JSON.stringify(quarantine.errors)).not.toContain('5555');
  });

  it('hands the secret that the source names to the connector, and keeps its tokens under the lease', async () => {
    const { collect, saved } = setUp({}, [
      async (context) => {
        expect(await context.secret(z.object({ key: z.string() }))).toEqual({ key: 's3cret' });
        await expect(context.secret(z.object({ token: z.string() }))).rejects.toMatchObject({
          code: 'source.secret-missing',
          message: expect.stringMatching(/voc\/sources\/apple.*token/),
        });
        expect(await context.vault.load()).toBeNull();
        await context.vault.save('sealed');
        saved.mine = false;
        await context.vault.save('late');
        return page(['a'], 1, true);
      },
    ]);
    expect(await run(collect)).toMatchObject({ outcome: 'failed', errorCode: 'source.lease-lost' });
    expect(saved.vault).toBe('sealed');
  });
});
