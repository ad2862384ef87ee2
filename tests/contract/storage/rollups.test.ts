import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recount } from '../../../functions/rollup/recount.ts';
import { createRollUp } from '../../../functions/rollup/roll-up.ts';
import { sweep } from '../../../functions/rollup/sweep.ts';
import type { Aggregate } from '../../../shared/domain/aggregate.ts';
import type { Contribution } from '../../../shared/domain/contribution.ts';
import { aggregateOf, emptyAggregate, mergeAggregates } from '../../../shared/insight/aggregate.ts';
import { contributionOf } from '../../../shared/insight/contribution.ts';
import { indexVoices } from '../../../shared/insight/voice-index.ts';
import { createContributionRepository } from '../../../shared/storage/contribution-repository.ts';
import { createDayTotalsRepository } from '../../../shared/storage/day-totals-repository.ts';
import { contributionKey } from '../../../shared/storage/keys.ts';
import { mergeSightings } from '../../../shared/storage/merge-sightings.ts';
import { createPointDayRepository } from '../../../shared/storage/point-day-repository.ts';
import { createRollupRepository } from '../../../shared/storage/rollup-repository.ts';
import { createTable } from '../../../shared/storage/table.ts';
import { createVoiceIndexRepository } from '../../../shared/storage/voice-index-repository.ts';
import { type DynamoDbServer, startDynamoDb } from '../../fixtures/dynamodb-server.ts';
import { makeReading, makeRecord, UNLINKED } from '../../fixtures/make-record.ts';

let server: DynamoDbServer;

beforeAll(async () => {
  server = await startDynamoDb();
});
afterAll(() => server.stop());

function repositories() {
  const { client, tables } = server;
  return {
    contributions: createContributionRepository({ client, tableName: tables.contributions }),
    rollups: createRollupRepository({ client, tableName: tables.rollups }),
    dayTotals: createDayTotalsRepository({ client, tableName: tables.rollups }),
    pointDays: createPointDayRepository({ client, tableName: tables.rollups }),
    voiceIndex: createVoiceIndexRepository({ client, tableName: tables.rollups }),
    clock: () => new Date('2026-11-20T03:00:00.000Z'),
    timeZone: 'Asia/Seoul',
  };
}

/** The contribution of a document published at a time, with its own id and terms. */
function contribution(id: string, publishedAt: string, terms: readonly string[] = ['인증']): Contribution {
  const record = makeRecord({
    id,
    publishedAt,
    documentKey: Buffer.from(id.padEnd(32, '.')).toString('hex'),
  });
  const reading = makeReading({ keywords: terms.map((term) => ({ term, weight: 1 })) });
  const document = mergeSightings(undefined, { record, reading, link: UNLINKED }, 'Asia/Seoul');
  return { ...contributionOf(document, undefined), shard: 0 };
}

describe('roll-ups', () => {
  it('hold exactly what their contributions add up to, also when they need many items', async () => {
    const { contributions, rollups } = repositories();
    const [day, bucket] = ['2026-01-05', '2026-01-05T01'];
    const many = Array.from({ length: 60 }, (_, index) => ({
      ...contribution(`many-${index}`, '2026-01-05T01:10:00.000Z'),
      terms: Array.from(
        { length: 12 },
        (_unused, term) => `${index}-${term} ${'수수료환급금지연'.repeat(40)}`,
      ),
    }));
    for (const one of many) await contributions.put(one);
    expect(await recount({ contributions, rollups }, { day, bucket, shard: 0 })).toBe('replaced');
    expect(await recount({ contributions, rollups }, { day, bucket, shard: 0 })).toBe('same');
    expect(await rollups.readDay(day)).toEqual([{ day, bucket, aggregate: aggregateOf(many) }]);
    expect((await rollups.readBucketShard(day, bucket, 0)).chunks).toBeGreaterThan(1);

    // Smaller again: no stale item may add to it.
    for (const one of many.slice(1)) await contributions.delete(one);
    await recount({ contributions, rollups }, { day, bucket, shard: 0 });
    expect(await rollups.readDay(day)).toEqual([{ day, bucket, aggregate: aggregateOf(many.slice(0, 1)) }]);

    await contributions.delete(many[0] as Contribution);
    await recount({ contributions, rollups }, { day, bucket, shard: 0 });
    expect(await rollups.readDay(day)).toEqual([]);
    expect((await rollups.readBucketShard(day, bucket, 0)).chunks).toBe(0);
  });

  it('merge over shards to the same totals however documents are spread', async () => {
    const { rollups } = repositories();
    let round = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(15), { minLength: 1, maxLength: 20 }), async (shards) => {
        round += 1;
        const day = new Date(Date.UTC(2027, 0, round)).toISOString().slice(0, 10);
        const all = shards.map((shard, index) => ({
          ...contribution(`spread-${index}`, `${day}T05:00:00.000Z`),
          shard,
        }));
        for (const shard of new Set(shards)) {
          const inside = all.filter((one) => one.shard === shard);
          await rollups.replaceBucketShard(day, `${day}T05`, shard, aggregateOf(inside));
        }
        const [bucket] = await rollups.readDay(day);
        expect(bucket?.aggregate).toEqual(mergeAggregates(emptyAggregate(), aggregateOf(all)));
      }),
      { numRuns: 20 },
    );
  });

  it('refuse a recount that began before another one was written', async () => {
    const { rollups } = repositories();
    const at = ['2026-02-01', '2026-02-01T03', 4] as const;
    const before = await rollups.readBucketShard(...at);
    const one = aggregateOf([contribution('late-1', '2026-02-01T03:00:00.000Z')]);
    const two = aggregateOf([
      contribution('late-1', '2026-02-01T03:00:00.000Z'),
      contribution('late-2', '2026-02-01T03:00:00.000Z'),
    ]);
    expect(await rollups.replaceBucketShard(...at, two)).toBe('replaced');
    expect(await rollups.replaceBucketShard(...at, one, before)).toBe('changed');
    expect((await rollups.readBucketShard(...at)).aggregate).toEqual(two);
  });

  it('are corrected by the sweep where they differ, and only there', async () => {
    const deps = repositories();
    const day = '2026-11-18';
    const good = contribution('good', `${day}T01:00:00.000Z`);
    const missed = contribution('missed', `${day}T02:00:00.000Z`);
    const ghost = contribution('ghost', `${day}T03:00:00.000Z`);
    await deps.contributions.put(good);
    await deps.contributions.put(missed);
    await deps.rollups.replaceBucketShard(day, good.bucket, 0, aggregateOf([good]));
    await deps.rollups.replaceBucketShard(day, ghost.bucket, 0, aggregateOf([ghost]));
    expect(await sweep(deps)).toEqual({ days: 14, buckets: 3, corrected: 2 });
    expect(await sweep(deps)).toEqual({ days: 14, buckets: 2, corrected: 0 });
    expect((await deps.rollups.readDay(day)).map(({ bucket }) => bucket)).toEqual([
      good.bucket,
      missed.bucket,
    ]);
    expect(await deps.rollups.listDays()).toContain(day);
    // The sweep has all of a day at hand, so it leaves the copies that the dashboard reads.
    expect(await deps.dayTotals.list(day, day)).toMatchObject([{ day, documents: 2 }]);
    const points = (await deps.pointDays.get([day])).get(day)?.rows ?? [];
    expect(points.reduce((sum, row) => sum + row.all[0], 0)).toBe(2);
    const head = await deps.voiceIndex.head(day);
    expect((await deps.voiceIndex.part(day, head?.etag ?? '', 0))?.keys).toEqual([
      missed.documentKey,
      good.documentKey,
    ]);
  });

  it('keep the contribution of the newest revision', async () => {
    const { contributions } = repositories();
    const newer = { ...contribution('revised', '2026-03-01T00:00:00.000Z'), revision: '2026-03-02' };
    expect(await contributions.put(newer)).toBe('stored');
    expect(await contributions.put({ ...newer, revision: '2026-03-01', sentiment: 'positive' })).toBe(
      'older',
    );
    expect(await contributions.listBucketShard(newer.day, newer.bucket, 0)).toEqual([newer]);
  });

  it('keep the newest revision over an item that was written before contributions were packed', async () => {
    const { client, tables } = server;
    const { contributions } = repositories();
    const of = (time: string, hash: string) => `${time}|${hash.repeat(64)}|000`;
    const old = {
      ...contribution('unpacked', '2026-03-01T01:00:00.000Z'),
      revision: of('2026-03-02T00:00:00.000Z', 'a'),
    };
    await createTable({ client, tableName: tables.contributions }).put({ ...contributionKey(old), ...old });
    expect(await contributions.put({ ...old, revision: of('2026-03-01T00:00:00.000Z', 'f') })).toBe('older');
    expect(await contributions.listBucketShard(old.day, old.bucket, old.shard)).toEqual([old]);
    const edited = { ...old, revision: of('2026-03-02T00:00:00.000Z', 'b') };
    expect(await contributions.put(edited)).toBe('stored');
    expect(await contributions.put(old)).toBe('older');
    expect(await contributions.put(edited)).toBe('stored');
    expect(await contributions.listBucketShard(old.day, old.bucket, old.shard)).toEqual([edited]);
  });
});

describe('the mark on a day', () => {
  it('reaches beyond every replacement, and costs one write for many of them', async () => {
    const { client, tables } = server;
    let nowMs = Date.parse('2026-03-01T00:00:00.000Z');
    const rollups = createRollupRepository({
      client,
      tableName: tables.rollups,
      clock: () => new Date(nowMs),
    });
    const day = '2026-03-01';
    const until: string[] = [];
    for (let shard = 0; shard < 12; shard += 1) {
      const one = aggregateOf([contribution(`mark-${shard}`, `${day}T03:00:00.000Z`)]);
      await rollups.replaceBucketShard(day, `${day}T03`, shard, one);
      const [change] = await rollups.listDayChanges({ from: day, to: day });
      expect(Date.parse(change?.changedUntil ?? '')).toBeGreaterThan(nowMs);
      until.push(change?.changedUntil ?? '');
      nowMs += 5_000;
    }
    expect(new Set(until).size).toBe(3);
  });

  it('is also on the bucket, so that a reader need read that one alone', async () => {
    const { rollups } = repositories();
    const [day, next] = ['2026-03-03', '2026-03-04'];
    const [one, two] = ['bucket-1', 'bucket-2'].map((id) =>
      aggregateOf([contribution(id, `${day}T03:00:00.000Z`)]),
    );
    await rollups.replaceBucketShard(day, `${day}T03`, 0, one as Aggregate);
    await rollups.replaceBucketShard(day, `${day}T03`, 1, two as Aggregate);
    await rollups.replaceBucketShard(day, day, 1, two as Aggregate);
    await rollups.replaceBucketShard(next, `${day}T20`, 0, one as Aggregate);
    const changes = await rollups.listBucketChanges({ from: day, to: day });
    expect(changes.map(({ bucket }) => bucket)).toEqual([day, `${day}T03`]);
    expect(await rollups.glanceAtBuckets(day, [`${day}T03`, `${day}T04`])).toEqual([
      { day, bucket: `${day}T03`, aggregate: mergeAggregates(one as Aggregate, two as Aggregate) },
    ]);
    expect((await rollups.glanceAtBuckets(day, [day])).map(({ bucket }) => bucket)).toEqual([day]);
  });

  it('is renewed for voices with another customer, though no count has changed', async () => {
    const deps = repositories();
    const day = '2026-03-05';
    const one = contribution('relinked', `${day}T03:00:00.000Z`);
    await deps.contributions.put(one);
    await recount(deps, one);
    const { client, tables } = server;
    const later = createRollupRepository({ client, tableName: tables.rollups });
    const until = async () => (await later.listBucketChanges({ from: day, to: day }))[0]?.changedUntil ?? '';
    const before = await until();
    const again = createRollUp({
      ...deps,
      rollups: createRollupRepository({
        client,
        tableName: tables.rollups,
        clock: () => new Date(Date.parse(before) + 60_000),
      }),
    });
    const send = (body: object) => again.mark({ messageId: 'm', sentAt: before, body: JSON.stringify(body) });
    const at = { day, bucket: one.bucket, shard: one.shard };
    await send(at);
    expect(await until()).toBe(before);
    await send({ ...at, relinked: true });
    expect((await until()) > before).toBe(true);
  });

  it('is not shortened by a worker whose clock is behind', async () => {
    const { client, tables } = server;
    const at = (time: string) =>
      createRollupRepository({ client, tableName: tables.rollups, clock: () => new Date(time) });
    const day = '2026-03-02';
    const one = aggregateOf([contribution('skew-1', `${day}T03:00:00.000Z`)]);
    await at('2026-03-02T10:00:00.000Z').replaceBucketShard(day, `${day}T03`, 0, one);
    await at('2026-03-02T09:59:00.000Z').replaceBucketShard(day, `${day}T03`, 1, one);
    const [change] = await at('2026-03-02T10:00:00.000Z').listDayChanges({ from: day, to: day });
    expect(change?.changedUntil).toBe('2026-03-02T10:00:30.000Z');
  });
});

describe('the index of a day’s voices', () => {
  it('is replaced as a whole: the old edition can no longer be read', async () => {
    const { voiceIndex } = repositories();
    const day = '2026-04-01';
    const one = contribution('index-1', `${day}T03:00:00.000Z`, ['수수료']);
    const two = contribution('index-2', `${day}T04:00:00.000Z`, ['환급']);
    await voiceIndex.replace(day, '2026-04-02T00:00:00.000Z', indexVoices([one]));
    const old = await voiceIndex.head(day);
    await voiceIndex.replace(day, '2026-04-02T01:00:00.000Z', indexVoices([one, two]));
    const head = await voiceIndex.head(day);
    expect(head?.countedAt).toBe('2026-04-02T01:00:00.000Z');
    expect(await voiceIndex.part(day, old?.etag ?? '', 0)).toBeUndefined();
    const part = await voiceIndex.part(day, head?.etag ?? '', 0);
    expect(Object.keys(part?.terms ?? {}).sort()).toEqual(['수수료', '환급']);
  });

  it('that stays the same is written anew only before it expires', async () => {
    const { voiceIndex } = repositories();
    const day = '2026-04-03';
    const parts = indexVoices([contribution('same-1', `${day}T03:00:00.000Z`)]);
    const expiries: number[] = [];
    for (const at of ['2026-04-04', '2026-04-20', '2026-04-30']) {
      await voiceIndex.replace(day, `${at}T00:00:00.000Z`, parts);
      expiries.push((await voiceIndex.head(day))?.expiresAt ?? 0);
    }
    const [first = 0, second, third] = expiries;
    expect(second).toBe(first);
    expect(third).toBe(first + 26 * 86_400);
  });
});
