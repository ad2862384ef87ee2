import { describe, expect, it } from 'vitest';
import { VocRecordSchema } from '../../../../../shared/domain/record.ts';
import { toRecord } from '../../../../../shared/sources/record/to-record.ts';
import { toTombstone } from '../../../../../shared/sources/record/to-tombstone.ts';
import { mergeSightings } from '../../../../../shared/storage/merge-sightings.ts';
import { makeReading, UNLINKED } from '../../../../fixtures/make-record.ts';

const context = {
  connector: 'desk',
  keys: { current: 'k1', keys: { k1: 'a-long-enough-secret' } },
  timeZone: 'Asia/Seoul',
  firstSeenAt: '2026-11-20T00:00:00.000Z',
  runId: 'run-1',
};
const ticket = (text: string, editedAt: string) =>
  toRecord(
    { id: '7', source: 'ticket', publishedAt: '2026-11-10T00:00:00Z', editedAt, text, author: undefined },
    context,
  );
const tombstone = toTombstone(
  { id: '7', publishedAt: '2026-11-10T00:00:00Z', erasedAt: '2026-11-12T00:00:00Z' },
  'ticket',
  context,
);
const merged = (records: readonly ReturnType<typeof ticket>[]) => {
  let stored: ReturnType<typeof mergeSightings> | undefined;
  for (const record of records) {
    stored = mergeSightings(stored, { record, reading: makeReading(), link: UNLINKED }, 'Asia/Seoul');
  }
  return stored?.record;
};

describe('toTombstone', () => {
  it('has the identity of its document and no words', () => {
    expect(VocRecordSchema.parse(tombstone)).toMatchObject({
      documentKey: ticket('수수료가 왜 나가나요?', '2026-11-11T00:00:00Z').documentKey,
      text: '',
      erased: true,
      identifiers: [],
    });
  });

  it('wins over every older text, also one that comes late or is of the same second', () => {
    const older = ticket('수수료가 왜 나가나요?', '2026-11-11T00:00:00Z');
    const same = ticket('수수료가 왜 나가나요?', '2026-11-12T00:00:00Z');
    for (const order of [
      [older, tombstone],
      [tombstone, older],
      [same, tombstone],
      [tombstone, same],
    ]) {
      expect(merged(order)).toMatchObject({
        text: '',
        erased: true,
        publishedAt: '2026-11-10T00:00:00.000Z',
      });
    }
  });

  it('gives way to a ticket that was restored afterwards', () => {
    const restored = ticket('다시 문의드려요', '2026-11-13T00:00:00Z');
    for (const order of [
      [restored, tombstone],
      [tombstone, restored],
    ]) {
      expect(merged(order)).toMatchObject({ text: '다시 문의드려요' });
      expect(merged(order)?.erased).toBeUndefined();
    }
  });
});
