import { describe, expect, it } from 'vitest';
import { urgentMessage } from '../../../../shared/alerting/alert-message.ts';
import { isUrgentNow, nextTelling } from '../../../../shared/alerting/urgent-voices.ts';
import { makeReading, makeRecord } from '../../../fixtures/make-record.ts';

const NOW = new Date('2026-11-20T04:00:00.000Z');
const later = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);

describe('a single voice', () => {
  const urgent = (record: Parameters<typeof makeRecord>[0]) =>
    isUrgentNow({ record: makeRecord(record), reading: makeReading({ urgency: 'high' }) }, NOW);

  it('is urgent while it is fresh, by what is known of its time', () => {
    expect(urgent({ publishedAt: '2026-11-19T05:00:00.000Z' })).toBe(true);
    expect(urgent({ publishedAt: '2026-11-18T05:00:00.000Z' })).toBe(false);
    expect(urgent({ publishedAt: '2026-11-18T15:00:00.000Z', publishedAtPrecision: 'day' })).toBe(true);
    expect(urgent({ publishedAt: '2026-11-22T00:00:00.000Z' })).toBe(false);
  });

  it('is not urgent where the source has erased it', () => {
    expect(urgent({ publishedAt: '2026-11-20T03:00:00.000Z', erased: true })).toBe(false);
  });
});

describe('telling urgent voices', () => {
  const legal = { reasons: ['legal' as const] };
  const harm = { reasons: ['self-harm' as const] };

  it('tells the first at once and bundles those of the same kind that follow within the hour', () => {
    const first = nextTelling([legal], undefined, NOW, 'r1');
    expect(first).toMatchObject({ id: 'r1', sequence: 1 });
    if (first === null) return;
    expect(nextTelling(Array(30).fill(legal), first, later(59), 'r2')).toBeNull();
    expect(nextTelling(Array(30).fill(legal), first, later(60), 'r2')).toMatchObject({
      id: 'r1',
      sequence: 2,
    });
    expect(nextTelling([legal], first, later(400), 'r2')).toMatchObject({ id: 'r2', sequence: 1 });
  });

  it('does not let a voice of another kind wait for the bundle', () => {
    const first = nextTelling([legal], undefined, NOW, 'r1');
    const second = nextTelling([legal, harm], first ?? undefined, later(10), 'r2');
    expect(second).toMatchObject({ id: 'r1', sequence: 2, reasons: ['legal', 'self-harm'] });
    expect(nextTelling([harm], second ?? undefined, later(20), 'r3')).toBeNull();
    expect(nextTelling([harm], second ?? undefined, later(61), 'r3')).not.toBeNull();
    expect(nextTelling([], second ?? undefined, later(61), 'r3')).toBeNull();
  });

  it('makes one message of thirty, with the count, the kinds, and the gravest quoted', () => {
    const voice = (index: number) => ({
      documentKey: String(index),
      reasons: [index === 17 ? ('self-harm' as const) : ('legal' as const)],
      arrivedAt: later(index).toISOString(),
      ...(index < 4 ? { customerRef: `c${index % 2}` } : {}),
      quote: {
        documentKey: String(index),
        id: String(index),
        text: `글 ${index}`,
        source: 'ticket' as const,
        connector: 'desk',
        day: '2026-11-20',
        sentiment: 'negative' as const,
        highlights: [],
      },
    });
    const voices = Array.from({ length: 30 }, (_, index) => voice(index));
    const message = urgentMessage(voices, { id: 'r1', sequence: 1, url: '' });
    expect(message).toMatchObject({ count: 30, customers: 2, severity: 'severe', since: NOW.toISOString() });
    expect(message.reasons).toEqual([
      { reason: 'self-harm', documents: 1 },
      { reason: 'legal', documents: 29 },
    ]);
    expect(message.evidence.map(({ text }) => text)).toEqual(['글 17', '글 0', '글 1']);
  });
});
