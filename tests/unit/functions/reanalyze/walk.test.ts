import { describe, expect, it } from 'vitest';
import { createReanalyzeBatch, wakeStanding } from '../../../../functions/reanalyze/reanalyze-batch.ts';
import { recordToRead } from '../../../../functions/reanalyze/record-to-read.ts';
import { bucketOf } from '../../../../shared/domain/document-identity.ts';
import { newReanalysis, type Reanalysis } from '../../../../shared/domain/reanalysis.ts';
import type { VocRecord } from '../../../../shared/domain/record.ts';
import { mergeSightings } from '../../../../shared/storage/merge-sightings.ts';
import {
  contextWith,
  memoryQuarantine,
  memoryQueue,
  messagesOf,
} from '../../../fixtures/function-doubles.ts';
import { makeReading, makeRecord, UNLINKED } from '../../../fixtures/make-record.ts';

const ZONE = 'Asia/Seoul';
const OLD = '0003.000001.000001-aaaaaaaa';
const NOW = '0003.000001.000002-bbbbbbbb';
const DAYS = ['2026-11-09', '2026-11-10', '2026-11-11'];

interface Stored {
  readonly day: string;
  readonly shard: number;
  readonly version: string;
  readonly gone?: true;
}

/** A store with voices by their keys, one walk over it, and a queue that may stop taking records. */
function setUp(voices: Readonly<Record<string, Stored>>, asked: Partial<Reanalysis> = {}) {
  const world = { refuses: false, waiting: 0, minutes: 10, counted: DAYS };
  let walk: Reanalysis = {
    ...newReanalysis({
      id: '1'.repeat(16),
      from: '2026-11-10',
      to: '2026-11-11',
      reason: 'settings',
      edition: 2,
      at: '2026-11-11T09:00:00.000Z',
      by: 'cx@example.com',
      startsAt: '2026-11-11T09:02:00.000Z',
      of: 9,
    }),
    ...asked,
  };
  const records = memoryQueue(() => world.refuses);
  const woken: (number | undefined)[] = [];
  const deps = {
    documents: {
      getMany: async (keys: readonly string[]) =>
        new Map(
          keys.flatMap((key) => {
            const stored = voices[key];
            if (stored === undefined || stored.gone === true) return [];
            const record = makeRecord({
              id: key,
              documentKey: key,
              publishedAt: `${stored.day}T03:00:00.000Z`,
            });
            const reading = makeReading({ analysisVersion: stored.version });
            return [[key, mergeSightings(undefined, { record, reading, link: UNLINKED }, ZONE)] as const];
          }),
        ),
    },
    contributions: {
      listReadings: async (day: string, shard: number) =>
        Object.entries(voices)
          .filter(([, stored]) => stored.day === day && stored.shard === shard)
          .map(([documentKey, { version }]) => ({ documentKey, analysisVersion: version })),
    },
    rollups: { listDays: async () => world.counted },
    reanalyses: {
      get: async () => walk,
      list: async () => [walk],
      move: async (read: Reanalysis, next: Reanalysis) => {
        if (read.revision !== walk.revision) return false;
        walk = next;
        return true;
      },
    },
    settings: { head: async () => ({ edition: 2, readingEdition: 2, ordinal: 1, deployment: 'd' }) },
    quarantine: memoryQuarantine(),
    records: records.sender,
    recordsWaiting: async () => world.waiting,
    wake: async (_walk: Reanalysis, seconds?: number) => {
      woken.push(seconds);
      return true;
    },
    timeZone: ZONE,
    now: () => new Date(Date.UTC(2026, 10, 11, 9, world.minutes)),
  };
  const work = createReanalyzeBatch(deps);
  return {
    world,
    deps,
    woken,
    walk: () => walk,
    sent: () => records.entries.map(({ body }) => (JSON.parse(body) as VocRecord).id),
    /** One delivery of the message, with time for so many steps. */
    deliver: (steps = Number.POSITIVE_INFINITY) => {
      let left = steps;
      const remaining = () => {
        left -= 1;
        return left >= 0 ? 60_000 : 1_000;
      };
      const message = { reanalysis: { at: walk.at, id: walk.id } };
      return work(messagesOf(message), contextWith(remaining));
    },
  };
}

const VOICES: Record<string, Stored> = {
  a: { day: '2026-11-09', shard: 3, version: OLD },
  b: { day: '2026-11-10', shard: 0, version: OLD },
  c: { day: '2026-11-10', shard: 15, version: NOW },
  d: { day: '2026-11-11', shard: 7, version: '0002-ffffffff' },
  e: { day: '2026-11-11', shard: 7, version: OLD, gone: true },
};

describe('a walk over stored voices', () => {
  it('has those that were read before an edition read again, of every day, the newest first', async () => {
    const { deliver, sent, walk, woken } = setUp(VOICES);
    expect((await deliver()).size).toBe(0);
    expect(sent()).toEqual(['d', 'b', 'a']);
    expect(walk()).toMatchObject({ state: 'done', seen: 5, sent: 3, expired: 1, place: null });
    expect(woken).toEqual([]);
  });

  it('has those read again whose day nobody has counted yet', async () => {
    const { deliver, sent, world } = setUp(VOICES);
    world.counted = ['2026-11-09'];
    await deliver();
    expect(sent()).toEqual(['d', 'b', 'a']);
  });

  it('has every voice of the days read again that a person asked for', async () => {
    const { deliver, sent } = setUp(VOICES, { reason: 'request' });
    await deliver();
    expect(sent()).toEqual(['d', 'b', 'c']);
  });

  it('goes on where it stopped when its time was up, and counts nobody twice', async () => {
    const { deliver, sent, walk, woken } = setUp(VOICES);
    let deliveries = 0;
    while (walk().state !== 'done') {
      await deliver(5);
      deliveries += 1;
    }
    expect(sent()).toEqual(['d', 'b', 'a']);
    expect(walk()).toMatchObject({ seen: 5, sent: 3, expired: 1 });
    expect(deliveries).toBeGreaterThan(5);
    expect(woken).toHaveLength(deliveries - 1);
  });

  it('sends again what a lost step had sent, and counts it once', async () => {
    const { deliver, world, sent, walk } = setUp({
      ...VOICES,
      f: { day: '2026-11-10', shard: 1, version: OLD },
    });
    await deliver(17);
    world.refuses = true;
    expect((await deliver()).size).toBe(1);
    world.refuses = false;
    await deliver();
    expect(new Set(sent())).toEqual(new Set(['a', 'b', 'd', 'f']));
    expect(walk()).toMatchObject({ state: 'done', seen: 6, sent: 4 });
  });

  it('goes on inside a large shard after the last document that it sent', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 1_200 }, (_, index): [string, Stored] => [
        `v${index}`,
        { day: '2026-11-10', shard: 2, version: OLD },
      ]),
    );
    const { deliver, sent, walk } = setUp(many);
    // Sixteen shards of the newest day, two of this one, this one, and its first piece.
    await deliver(20);
    expect(walk()).toMatchObject({ seen: 500, place: { day: '2026-11-10', shard: 2, after: 'v499' } });
    await deliver();
    expect(walk()).toMatchObject({ state: 'done', seen: 1_200, sent: 1_200 });
    expect(new Set(sent()).size).toBe(1_200);
    expect(sent()).toHaveLength(1_200);
  });

  it('walks a shard again whose last document is gone from there', async () => {
    const shard = { v1: { day: '2026-11-10', shard: 2, version: OLD } };
    const place = { day: '2026-11-10', shard: 2, after: 'moved-away' };
    const { deliver, sent } = setUp(shard, { place, state: 'running' });
    await deliver();
    expect(sent()).toEqual(['v1']);
  });

  it('is harmless to begin twice: the second worker sees that it is moved, or that it is done', async () => {
    const { deliver, walk } = setUp(VOICES);
    await Promise.all([deliver(), deliver()]);
    await deliver();
    expect(walk()).toMatchObject({ state: 'done', seen: 5, sent: 3 });
  });

  it('waits for its start, and while many records wait', async () => {
    const { deliver, world, woken, sent } = setUp(VOICES);
    world.minutes = 1;
    await deliver();
    world.minutes = 3;
    world.waiting = 5_001;
    await deliver();
    expect(sent()).toEqual([]);
    expect(woken).toEqual([undefined, 30]);
  });

  it('does nothing more when a later one has taken over', async () => {
    const { deliver, sent } = setUp(VOICES, { state: 'replaced' });
    await deliver();
    expect(sent()).toEqual([]);
  });

  it('is woken when it stands still, and only then', async () => {
    const { deps, world, woken } = setUp(VOICES);
    world.minutes = 11;
    expect(await wakeStanding(deps)).toEqual({ woken: 0 });
    world.minutes = 13;
    expect(await wakeStanding(deps)).toEqual({ woken: 1 });
    expect(woken).toHaveLength(1);
  });
});

describe('the record of a stored document', () => {
  const sighting = (version: string, record: VocRecord) => ({
    record,
    reading: makeReading({ analysisVersion: version }),
    link: UNLINKED,
  });

  it.each([
    ['instant', '2026-11-16T08:30:00.000Z', 'instant'],
    ['another day', '2026-11-18T08:30:00.000Z', 'instant'],
    ['a day only', '2026-11-18T15:00:00.000Z', 'day'],
    ['the same hour', '2026-11-16T03:40:00.000Z', 'instant'],
  ] as const)(
    'is a newer revision, also where its publication was seen earlier than its content: %s',
    (_what, publishedAt, publishedAtPrecision) => {
      const early = makeRecord({ text: '처음 글', contentHash: 'a'.repeat(64) });
      const late = makeRecord({ publishedAt, publishedAtPrecision, contentHash: 'b'.repeat(64) });
      const loaded = (version: string) =>
        mergeSightings(
          mergeSightings(undefined, sighting(version, early), ZONE),
          sighting(version, late),
          ZONE,
        );
      const stored = loaded(OLD);
      expect(stored.record).toMatchObject({ text: late.text, publishedAt: early.publishedAt });
      const again = mergeSightings(stored, sighting(NOW, recordToRead(stored, ZONE)), ZONE);
      expect(again).toEqual(loaded(NOW));
      expect(again.bucket).toBe(bucketOf(early.publishedAt, 'instant', ZONE).bucket);
    },
  );
});
