import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StoredDocument } from '../../../../shared/domain/stored-document.ts';
import { mergeSightings, type Sighting } from '../../../../shared/storage/merge-sightings.ts';
import { arbitrarySighting } from '../../../fixtures/arbitrary-sighting.ts';
import { makeReading, makeRecord, UNLINKED } from '../../../fixtures/make-record.ts';

const KEY = 'c'.repeat(64);
const sightings = fc.array(arbitrarySighting(KEY), { minLength: 1, maxLength: 6 });

function mergeAll(all: readonly Sighting[]): StoredDocument | undefined {
  return all.reduce<StoredDocument | undefined>(
    (stored, sighting) => mergeSightings(stored, sighting, 'Asia/Seoul'),
    undefined,
  );
}

const at = (publishedAt: string, more: Parameters<typeof makeRecord>[0] = {}): Sighting => ({
  record: makeRecord({ publishedAt, ...more }),
  reading: makeReading(),
  link: UNLINKED,
});

describe('merging sightings', () => {
  it('gives the same document in any order and with any repetition', () => {
    fc.assert(
      fc.property(sightings, fc.array(fc.nat(), { maxLength: 8 }), (all, picks) => {
        const repeated = picks.map((pick) => all[pick % all.length] as Sighting);
        expect(mergeAll([...repeated, ...all.toReversed(), ...repeated])).toEqual(mergeAll(all));
      }),
      { numRuns: 2_000 },
    );
  });

  it('never loses a bucket that may have counted the document', () => {
    fc.assert(
      fc.property(sightings, (all) => {
        const merged = mergeAll(all);
        const places = [merged, ...(merged?.formerBuckets ?? [])].map((place) => place?.bucket);
        expect(new Set(places).size).toBe(places.length);
        for (const one of all) {
          const { publishedAt, publishedAtPrecision } = one.record;
          const bucket = publishedAtPrecision === 'instant' ? publishedAt.slice(0, 13) : undefined;
          if (bucket !== undefined) expect(places).toContain(bucket);
        }
      }),
    );
  });

  it('keeps the newest words, the earliest publication and the first sight', () => {
    const merged = mergeAll([
      at('2026-11-16T05:00:00.000Z', {
        text: '고쳤어요',
        editedAt: '2026-11-17T00:00:00.000Z',
        runId: 'late',
      }),
      at('2026-11-16T02:00:00.000Z', { firstSeenAt: '2026-11-16T02:01:00.000Z', runId: 'early' }),
    ]);
    expect(merged?.record).toMatchObject({
      text: '고쳤어요',
      publishedAt: '2026-11-16T02:00:00.000Z',
      firstSeenAt: '2026-11-16T02:01:00.000Z',
      runId: 'early',
    });
    expect(merged).toMatchObject({
      day: '2026-11-16',
      bucket: '2026-11-16T02',
      formerBuckets: [{ day: '2026-11-16', bucket: '2026-11-16T05' }],
    });
  });
});
