import { describe, expect, it } from 'vitest';
import { createLinkBatch, type LinkDeps } from '../../../../functions/link/link-batch.ts';
import { NO_STATISTICS } from '../../../../shared/domain/link-profile.ts';
import { NO_FORMATS } from '../../../../shared/privacy/learnt-formats.ts';
import { mergeSightings } from '../../../../shared/storage/merge-sightings.ts';
import {
  contextWith,
  memoryQuarantine,
  memoryQueue,
  messagesOf,
} from '../../../fixtures/function-doubles.ts';
import { makeReading, makeRecord } from '../../../fixtures/make-record.ts';

function setUp(options: { broken?: string; refusesMark?: (body: string) => boolean } = {}) {
  const dirty = memoryQueue(options.refusesMark);
  const asked: string[][] = [];
  const linked: (string | null)[] = [];
  const deps: LinkDeps = {
    documents: {
      put: async (sighting) => {
        if (sighting.record.id === options.broken) throw new Error('not stored');
        linked.push(sighting.link.customerId);
        return { outcome: 'stored', document: mergeSightings(undefined, sighting, 'Asia/Seoul'), etag: 'e' };
      },
      getMany: async () => new Map(),
      relink: async () => null,
      etags: async (keys) => new Map(keys.map((key) => [key, 'e'])),
    },
    contributions: { put: async () => 'stored', delete: async () => {} },
    customers: { getMany: async () => new Map(), getLinkProfiles: async () => new Map() },
    learnt: { get: async () => ({ statistics: NO_STATISTICS, formats: NO_FORMATS }) },
    identity: {
      lookup: async (tokens) => {
        asked.push([...tokens]);
        return new Map(tokens.map((token) => [token, { customerIds: ['C1'], shared: false }]));
      },
    },
    postings: { add: async () => {} },
    dirty: dirty.sender,
    quarantine: memoryQuarantine(),
    clock: () => new Date('2026-11-20T00:00:00.000Z'),
    dirtyWindowSeconds: 60,
    timeZone: 'Asia/Seoul',
  };
  return { work: createLinkBatch(deps), dirty, asked, linked };
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
      ['2026-11-16T03#0', { day: '2026-11-16', bucket: '2026-11-16T03', shard: 0 }],
      ['2026-11-16T05#0', { day: '2026-11-16', bucket: '2026-11-16T05', shard: 0 }],
    ]);
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
});
