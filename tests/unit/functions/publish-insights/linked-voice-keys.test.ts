import { describe, expect, it } from 'vitest';
import { linkedVoiceKeys } from '../../../../functions/publish-insights/linked-voice-keys.ts';
import type { Contribution } from '../../../../shared/domain/contribution.ts';
import { contributionOf } from '../../../../shared/insight/contribution.ts';
import { mergeSightings } from '../../../../shared/storage/merge-sightings.ts';
import { makeReading, makeRecord } from '../../../fixtures/make-record.ts';

const LINKED = { customerId: 'C-1', status: 'linked', confidence: 1, evidence: [] } as const;

function voice(id: string): Contribution {
  const reading = makeReading({ hesitations: [{ code: 'price', confidence: 1, evidence: [] }] });
  const record = makeRecord({ id, documentKey: id.repeat(64).slice(0, 64) });
  const document = mergeSightings(
    undefined,
    { record, reading, link: { ...LINKED, evidence: [] } },
    'Asia/Seoul',
  );
  return contributionOf(document, undefined);
}

/** A month with one voice on each of two days; the copy is kept as the report bucket would. */
function month() {
  const voices = new Map([
    ['2026-11-10', [voice('a')]],
    ['2026-11-20', [voice('b')]],
  ]);
  const reads: string[] = [];
  const changes = new Map<string, string>();
  let copy: string | null = null;
  let now = '2026-11-20T03:00:00.000Z';
  return {
    voices,
    reads,
    changes,
    breakCopy(): void {
      copy = copy?.slice(0, -5) ?? null;
    },
    at(time: string): void {
      now = time;
      reads.length = 0;
    },
    look: () =>
      linkedVoiceKeys(
        {
          contributions: {
            glance: async (day, bucket) => {
              reads.push(bucket ?? day);
              const all = voices.get(day) ?? [];
              return bucket === undefined ? all : all.filter((one) => one.bucket === bucket);
            },
          },
          rollups: {
            listDayChanges: async () =>
              [...changes].map(([bucket, changedUntil]) => ({ day: bucket.slice(0, 10), changedUntil })),
            listBucketChanges: async ({ from }) =>
              [...changes]
                .filter(([bucket]) => bucket.startsWith(from))
                .map(([bucket, changedUntil]) => ({ day: from, bucket, changedUntil })),
          },
          reports: {
            write: async (_key, body) => {
              copy = String(body);
            },
          },
          lists: { read: async () => (copy === null ? null : Buffer.from(copy)) },
          clock: () => new Date(now),
          timeZone: 'Asia/Seoul',
        },
        28,
      ),
  };
}

describe('linked voices of four weeks', () => {
  it('read every day the first time, and an hour later only what has changed', async () => {
    const { look, reads, at, changes } = month();
    expect((await look()).map((key) => key[0])).toEqual(['b', 'a']);
    expect(reads).toHaveLength(29);
    at('2026-11-20T04:00:00.000Z');
    changes.set('2026-11-20T02', '2026-11-20T03:59:30.000Z');
    expect((await look()).map((key) => key[0])).toEqual(['b', 'a']);
    expect(reads).toEqual(['2026-11-20T02']);
  });

  it('read a bucket again whose counts or links have changed since, as after a back-fill', async () => {
    const { look, reads, at, voices, changes } = month();
    await look();
    at('2026-11-20T04:00:00.000Z');
    const late = voice('c');
    voices.set('2026-11-05', [{ ...late, day: '2026-11-05', bucket: '2026-11-05T02' }]);
    changes.set('2026-11-05T02', '2026-11-20T03:30:00.000Z');
    expect((await look()).map((key) => key[0])).toEqual(['b', 'a', 'c']);
    expect(reads).toEqual(['2026-11-05T02']);
    at('2026-11-20T05:00:00.000Z');
    voices.delete('2026-11-05');
    changes.set('2026-11-05T02', '2026-11-20T04:30:00.000Z');
    expect((await look()).map((key) => key[0])).toEqual(['b', 'a']);
  });

  it('read a bucket once more that might still change when it was read', async () => {
    const { look, reads, at, changes } = month();
    changes.set('2026-11-20T02', '2026-11-20T03:00:20.000Z');
    await look();
    at('2026-11-20T04:00:00.000Z');
    await look();
    expect(reads).toEqual(['2026-11-20T02']);
  });

  it('read every day again where the copy cannot be read', async () => {
    const { look, reads, at, breakCopy } = month();
    await look();
    breakCopy();
    at('2026-11-20T04:00:00.000Z');
    expect((await look()).map((key) => key[0])).toEqual(['b', 'a']);
    expect(reads).toHaveLength(29);
  });

  it('read a day whole again after a week, should a mark have been lost', async () => {
    const { look, reads, at } = month();
    await look();
    at('2026-11-21T01:00:00.000Z');
    await look();
    expect(reads).toEqual(['2026-11-21']);
    at('2026-11-27T01:00:00.000Z');
    await look();
    expect(reads).toContain('2026-11-10');
    expect(reads).not.toContain('2026-11-21');
  });
});
