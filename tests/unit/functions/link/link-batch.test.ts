import { describe, expect, it } from 'vitest';
import { createLinkBatch, type LinkDeps } from '../../../../functions/link/link-batch.ts';
import { NO_STATISTICS } from '../../../../shared/domain/link-profile.ts';
import type { StoredDocument } from '../../../../shared/domain/stored-document.ts';
import { NO_FORMATS } from '../../../../shared/privacy/learnt-formats.ts';
import { documentEtag } from '../../../../shared/storage/document-item.ts';
import { mergeSightings } from '../../../../shared/storage/merge-sightings.ts';
import {
  contextWith,
  memoryQuarantine,
  memoryQueue,
  messagesOf,
} from '../../../fixtures/function-doubles.ts';
import { makeReading, makeRecord } from '../../../fixtures/make-record.ts';

function setUp(
  options: {
    broken?: string;
    refusesMark?: (body: string) => boolean;
    refusesRecord?: (body: string) => boolean;
    reviews?: Partial<LinkDeps['reviews']>;
    /** Earlier than what the sighting says. */
    storedSince?: string;
    /** What is stored before. */
    known?: StoredDocument;
    /** Whose the token is at each look, from the first on. */
    owners?: readonly string[];
  } = {},
) {
  const queued: string[] = [];
  const queuedAt: string[] = [];
  const dirty = memoryQueue(options.refusesMark);
  const urgent = memoryQueue();
  const records = memoryQueue(options.refusesRecord);
  const asked: string[][] = [];
  const linked: (string | null)[] = [];
  const relinked: (string | null)[] = [];
  let stored = options.known;
  const deps: LinkDeps = {
    documents: {
      put: async (sighting) => {
        if (sighting.record.id === options.broken) throw new Error('not stored');
        linked.push(sighting.link.customerId);
        const fresh = mergeSightings(undefined, sighting, 'Asia/Seoul');
        stored = fresh;
        const { storedSince: publishedAt = fresh.record.publishedAt } = options;
        return {
          outcome: 'stored',
          document: { ...fresh, record: { ...fresh.record, publishedAt } },
          etag: 'e',
        };
      },
      getMany: async (keys) =>
        new Map(stored === undefined ? [] : keys.map((key) => [key, stored as StoredDocument])),
      putNew: async (sightings) => sightings.map(() => null),
      getManyAtRest: async (keys) => {
        const document = stored;
        if (document === undefined) return new Map();
        const etag = document === options.known ? documentEtag(document) : 'e';
        return new Map(keys.map((key) => [key, { document, etag }]));
      },
      glance: async (keys) => {
        const document = options.known;
        if (document === undefined) return new Map();
        return new Map(keys.map((key) => [key, { document, etag: documentEtag(document) }]));
      },
      relink: async (read, link) => {
        relinked.push(link.customerId);
        stored = { ...read, link };
        return stored;
      },
      etags: async (keys) => new Map(keys.map((key) => [key, 'e'])),
    },
    contributions: {
      getMany: async () => [],
      put: async () => 'stored',
      putMany: async () => {},
      delete: async () => {},
    },
    customers: { getMany: async () => new Map(), getLinkProfiles: async () => new Map() },
    reviews: {
      decisionsOf: async () => new Map(),
      experience: async () => ({}),
      enqueue: async (candidates) => {
        queued.push(...candidates.map(({ documentKey }) => documentKey));
        queuedAt.push(...candidates.map(({ publishedAt }) => publishedAt));
      },
      ...options.reviews,
    },
    learnt: { get: async () => ({ statistics: NO_STATISTICS, formats: NO_FORMATS }) },
    identity: {
      lookup: async (tokens) => {
        asked.push([...tokens]);
        const owner = options.owners?.[asked.length - 1] ?? options.owners?.at(-1) ?? 'C1';
        return new Map(tokens.map((token) => [token, { customerIds: [owner], shared: false }]));
      },
    },
    postings: { add: async () => {} },
    dirty: dirty.sender,
    urgent: urgent.sender,
    standard: async () => ({ edition: 4, readingEdition: 4, ordinal: 2, deployment: 'd' }),
    records: records.sender,
    readAgainSeconds: 30,
    quarantine: memoryQuarantine(),
    clock: () => new Date('2026-11-20T00:00:00.000Z'),
    dirtyWindowSeconds: 60,
    timeZone: 'Asia/Seoul',
  };
  return {
    work: createLinkBatch(deps),
    dirty,
    urgent,
    records,
    asked,
    linked,
    relinked,
    queued,
    queuedAt,
    stored: () => stored,
  };
}

const analysed = (id: string, publishedAt = '2026-11-16T03:00:00.000Z') => ({
  record: makeRecord({
    id,
    documentKey: '0'.repeat(64),
    publishedAt,
    identifiers: [{ kind: 'email', token: 'k1.same', variantTokens: [], role: 'author' }],
  }),
  reading: makeReading(),
});

/** What a batch of this voice alone leaves stored. */
async function storedBy(sighting: ReturnType<typeof analysed>): Promise<StoredDocument> {
  const { work, stored } = setUp();
  await work(messagesOf(sighting), contextWith());
  const document = stored();
  if (document === undefined) throw new Error('nothing was stored');
  return document;
}

describe('linking a batch', () => {
  it('asks for each token once a look and sends one mark per bucket shard', async () => {
    const { work, dirty, asked, linked } = setUp();
    const failures = await work(
      messagesOf(analysed('a'), analysed('b'), analysed('c', '2026-11-16T05:00:00.000Z')),
      contextWith(),
    );
    expect(failures.size).toBe(0);
    // Before they are stored, and once they are noted as waiting.
    expect(asked).toEqual([['k1.same'], ['k1.same']]);
    expect(linked).toEqual(['C1', 'C1', 'C1']);
    expect(dirty.entries.map((entry) => [entry.groupId, JSON.parse(entry.body)])).toEqual([
      ['2026-11-16T03#0', { day: '2026-11-16', bucket: '2026-11-16T03', shard: 0, relinked: true }],
      ['2026-11-16T05#0', { day: '2026-11-16', bucket: '2026-11-16T05', shard: 0, relinked: true }],
    ]);
  });

  it('links an edited voice anew whose customer changed after it was looked up', async () => {
    const [before, edited] = [analysed('a'), analysed('a')];
    const known = await storedBy(before);
    const { work, linked, relinked } = setUp({ known, owners: ['C1', 'C2'] });
    const record = { ...edited.record, text: '다시 썼어요', editedAt: '2026-11-17T03:00:00.000Z' };
    await work(messagesOf({ ...edited, record }), contextWith());
    expect(linked).toEqual(['C1']);
    expect(relinked).toEqual(['C2']);
  });

  it('gives back what was not stored and whatever waits for a lost mark', async () => {
    const lostMark = (body: string) => body.includes('T05');
    const { work } = setUp({ broken: 'broken', refusesMark: lostMark });
    const failures = await work(
      messagesOf(analysed('fine'), analysed('broken'), analysed('unmarked', '2026-11-16T05:00:00.000Z')),
      contextWith(),
    );
    expect([...failures.keys()].sort()).toEqual(['m1', 'm2']);
  });

  it('passes on at once what a person must see at once, if it is fresh and stored', async () => {
    const { work, urgent } = setUp({ broken: 'broken' });
    const severe = (id: string, key: string, publishedAt: string) => {
      const { record } = analysed(id, publishedAt);
      return {
        record: { ...record, documentKey: key.repeat(64) },
        reading: makeReading({ urgency: 'high' }),
      };
    };
    const fresh = '2026-11-19T20:00:00.000Z';
    await work(
      messagesOf(
        severe('fresh', '1', fresh),
        severe('backfill', '2', '2026-10-01T00:00:00.000Z'),
        severe('broken', '3', fresh),
        analysed('calm', fresh),
      ),
      contextWith(),
    );
    expect(urgent.entries.map(({ body }) => JSON.parse(body))).toEqual([{ documentKey: '1'.repeat(64) }]);
  });
});

describe('a reading that earlier settings made', () => {
  const read = (id: string, analysisVersion: string) => ({
    ...analysed(id),
    reading: makeReading({ analysisVersion }),
  });

  it('is stored, and its text is read again', async () => {
    const { work, records, linked } = setUp();
    await work(
      messagesOf(
        read('before-the-edition', '0003.000002.000003-aaaaaaaa'),
        read('by-the-deployment-before', '0003.000001.000004-aaaaaaaa+g1-12345678'),
        read('by-an-old-release', '0002-ffffffff'),
        read('now', '0003.000002.000004-00000000'),
        read('by-who-knows-more', '0003.000002.000005-00000000'),
      ),
      contextWith(),
    );
    expect(linked).toHaveLength(5);
    expect(records.entries.map(({ body, delaySeconds }) => [JSON.parse(body).id, delaySeconds])).toEqual([
      ['before-the-edition', 30],
      ['by-the-deployment-before', 30],
      ['by-an-old-release', 30],
    ]);
  });

  it('comes again where its text was not taken', async () => {
    const { work } = setUp({ refusesRecord: () => true });
    const failures = await work(
      messagesOf(read('late', '0003.000002.000003-aaaaaaaa'), read('now', '0003.000002.000004-00000000')),
      contextWith(),
    );
    expect([...failures.keys()]).toEqual(['m0']);
  });
});

describe('what people decided about links', () => {
  const verdict = (customerId: string, given: 'confirmed' | 'rejected') => ({
    customerId,
    verdict: given,
    by: 'u1',
    at: '2026-11-20T00:00:00.000Z',
    pattern: 'email',
  });
  const decided = (decision: ReturnType<typeof verdict>) => ({
    reviews: {
      decisionsOf: async (keys: readonly string[]) => new Map(keys.map((key) => [key, [decision]])),
      experience: async () => ({ [decision.pattern]: { confirmed: 1, rejected: 1 } }),
    },
  });

  it('is followed whenever the voice comes again', async () => {
    const rejecting = setUp(decided(verdict('C1', 'rejected')));
    await rejecting.work(messagesOf(analysed('a')), contextWith());
    expect(rejecting.linked).toEqual([null]);
    const confirming = setUp(decided(verdict('C9', 'confirmed')));
    await confirming.work(messagesOf(analysed('a')), contextWith());
    expect(confirming.linked).toEqual(['C9']);
  });

  it('is asked for where a link is only suggested', async () => {
    const { work, queued } = setUp();
    const unclear = analysed('a');
    const [identifier] = unclear.record.identifiers;
    const record = { ...unclear.record, identifiers: [{ ...identifier, role: 'unknown' }] };
    await work(messagesOf({ ...unclear, record }, analysed('b')), contextWith());
    expect(queued).toEqual([record.documentKey]);
  });

  it('is asked for under the time that is stored, so that a voice waits once however often it is seen', async () => {
    const storedSince = '2026-11-14T03:00:00.000Z';
    const { work, queuedAt } = setUp({ storedSince });
    const unclear = analysed('a');
    const [identifier] = unclear.record.identifiers;
    const record = { ...unclear.record, identifiers: [{ ...identifier, role: 'unknown' }] };
    await work(messagesOf({ ...unclear, record }), contextWith());
    expect(queuedAt).toEqual([storedSince]);
  });
});
