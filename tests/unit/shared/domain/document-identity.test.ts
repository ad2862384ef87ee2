import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bucketOf,
  contentHash,
  customerRef,
  documentKey,
  SHARDS,
  shardOf,
} from '../../../../shared/domain/document-identity.ts';

describe('document identity', () => {
  it('is the same for the same connector, app and id, and differs for any other triple', () => {
    const triple = fc.tuple(
      fc.string({ unit: 'grapheme' }),
      fc.string({ unit: 'grapheme' }),
      fc.string({ unit: 'grapheme' }),
    );
    fc.assert(
      fc.property(triple, triple, (a, b) => {
        const same = a.every((part, index) => part === b[index]);
        expect(documentKey(a[0], a[1], a[2]) === documentKey(b[0], b[1], b[2])).toBe(same);
      }),
    );
  });

  it('does not mistake a shifted boundary between the parts for the same document', () => {
    expect(documentKey('ab', 'c', 'd')).not.toBe(documentKey('a', 'bc', 'd'));
    expect(documentKey('a', undefined, '1:b')).not.toBe(documentKey('a', '1:b', ''));
  });

  it('notices an edited title, text or rating and nothing else', () => {
    const original = { title: '인증', text: '안 돼요', rating: 2 };
    const hash = contentHash(original, 'key');
    expect(contentHash({ ...original }, 'key')).toBe(hash);
    expect(contentHash({ ...original, rating: 3 }, 'key')).not.toBe(hash);
    expect(contentHash({ ...original, text: '안돼요' }, 'key')).not.toBe(hash);
    expect(contentHash({ text: '안 돼요', rating: 2 }, 'key')).not.toBe(hash);
  });

  it('cannot be guessed from the redacted text without the key', () => {
    const original = { text: '제 번호는 010-0000-1234 입니다' };
    expect(contentHash(original, 'key')).not.toBe(contentHash(original, 'another key'));
  });

  it('spreads documents over all shards about evenly', () => {
    const counts = new Array<number>(SHARDS).fill(0);
    for (let index = 0; index < 16_000; index += 1) {
      const shard = shardOf(documentKey('play', undefined, String(index)));
      counts[shard] = (counts[shard] ?? 0) + 1;
    }
    expect(Math.min(...counts)).toBeGreaterThan(800);
    expect(Math.max(...counts)).toBeLessThan(1_200);
  });

  it('counts a document of exact time in its UTC hour and one of a known day in its business day', () => {
    expect(bucketOf('2026-11-11T15:30:00.000Z', 'instant', 'Asia/Seoul')).toEqual({
      day: '2026-11-12',
      bucket: '2026-11-11T15',
    });
    expect(bucketOf('2026-11-11T15:00:00.000Z', 'day', 'Asia/Seoul')).toEqual({
      day: '2026-11-12',
      bucket: '2026-11-12',
    });
    expect(bucketOf('2026-11-11T15:00:00.000Z', 'first-seen', 'Asia/Seoul').bucket).toBe('2026-11-12');
  });

  it('names a customer in counts without the CRM id', () => {
    expect(customerRef('C000123')).toMatch(/^[0-9a-f]{16}$/);
    expect(customerRef('C000123')).not.toBe(customerRef('C000124'));
  });
});
