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
    at(time: string): void {
      now = time;
      reads.length = 0;
    },
    look: () =>
      linkedVoiceKeys(
        {
          contributions: {
            listDay: async (day) => {
              reads.push(day);
              return voices.get(day) ?? [];
            },
          },
          rollups: {
            listDayChanges: async () => [...changes].map(([day, changedUntil]) => ({ day, changedUntil })),
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
  it('read every day the first time, and an hour later only today', async () => {
    const { look, reads, at } = month();
    expect((await look()).map((key) => key[0])).toEqual(['b', 'a']);
    expect(reads).toHaveLength(29);
    at('2026-11-20T04:00:00.000Z');
    expect((await look()).map((key) => key[0])).toEqual(['b', 'a']);
    expect(reads).toEqual(['2026-11-20']);
  });

  it('read a day again whose counts have changed since, as after a back-fill', async () => {
    const { look, reads, at, voices, changes } = month();
    await look();
    at('2026-11-20T04:00:00.000Z');
    voices.set('2026-11-05', [voice('c')]);
    changes.set('2026-11-05', '2026-11-20T03:30:00.000Z');
    expect((await look()).map((key) => key[0])).toEqual(['b', 'a', 'c']);
    expect(reads.sort()).toEqual(['2026-11-05', '2026-11-20']);
  });

  it('read everything again on the next day, for links that changed no count', async () => {
    const { look, reads, at } = month();
    await look();
    at('2026-11-21T01:00:00.000Z');
    await look();
    expect(reads).toHaveLength(29);
  });
});
