import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as keys from '../../../../shared/storage/keys.ts';

const day = fc
  .date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const bucket = fc.oneof(
  day,
  fc.tuple(day, fc.integer({ min: 0, max: 23 })).map(([d, hour]) => `${d}T${String(hour).padStart(2, '0')}`),
);
const shard = fc.integer({ min: 0, max: 15 });
const documentKey = fc.stringMatching(/^[0-9a-f]{64}$/);
const anyText = fc.oneof(
  fc.string(),
  fc.string({ unit: 'grapheme' }),
  fc.constant('환급#1/2 한글'),
  fc.constant(''),
);

describe('keys', () => {
  it('read back what they were built from', () => {
    fc.assert(
      fc.property(day, bucket, shard, documentKey, fc.nat(999), anyText, (d, b, s, key, chunk, text) => {
        const contribution = { day: d, bucket: b, shard: s, documentKey: key };
        expect(keys.parseContributionKey(keys.contributionKey(contribution))).toEqual(contribution);
        const rollup = { day: d, bucket: b, shard: s, chunk };
        expect(keys.parseRollupKey(keys.rollupKey(rollup))).toEqual(rollup);
        const incident = { startedAt: `${d}T00:00:00.000Z`, id: text };
        expect(keys.parseIncidentKey(keys.incidentKey(incident))).toEqual(incident);
        const funnel = { date: d, stage: 'signup' };
        expect(keys.parseFunnelKey(keys.funnelKey(funnel))).toEqual(funnel);
        expect(keys.parsePointStatusKey(keys.pointStatusKey({ code: 'trust', stage: 'signup' }))).toEqual({
          code: 'trust',
          stage: 'signup',
        });
      }),
    );
  });

  it('keep the drop name and file of an object key, and refuse other objects', () => {
    const name = fc.stringMatching(/^[\p{L}\p{N} ._#-]{1,30}$/u);
    fc.assert(
      fc.property(name, fc.string({ minLength: 1 }), (dropName, file) => {
        const uploadedKey = keys.dropObjectKey(dropName, file);
        const whole = { dropName, file, uploadedKey, lineOffset: 0 };
        expect(keys.parseDropObjectKey(uploadedKey)).toEqual(whole);
        expect(
          keys.parseDropObjectKey(keys.dropPartKey(uploadedKey, { lastLine: 90, lineOffset: 41 })),
        ).toEqual({
          ...whole,
          lineOffset: 41,
        });
      }),
    );
    expect(keys.parseDropObjectKey('customers/a.csv')).toBeNull();
    expect(keys.parseDropObjectKey('drops/a.csv')).toBeNull();
  });

  it('find all of a bucket shard by prefix and nothing of another', () => {
    fc.assert(
      fc.property(bucket, bucket, shard, shard, documentKey, (a, b, shardA, shardB, key) => {
        const contribution = keys.contributionKey({
          day: '2026-01-01',
          bucket: a,
          shard: 0,
          documentKey: key,
        });
        expect(contribution.sk.startsWith(keys.contributionPrefix(b))).toBe(a === b);
        const rollup = keys.rollupKey({ day: '2026-01-01', bucket: a, shard: shardA, chunk: 3 });
        expect(rollup.sk.startsWith(keys.rollupPrefix(b, shardB))).toBe(a === b && shardA === shardB);
      }),
    );
  });

  it('give different errors different items and the same error the same item', () => {
    const part = fc.record({
      origin: anyText,
      line: fc.option(fc.nat(5), { nil: undefined }),
      field: fc.option(anyText, { nil: undefined }),
      code: anyText,
      inputHash: fc.option(anyText, { nil: undefined }),
    });
    fc.assert(
      fc.property(part, part, (a, b) => {
        const same = JSON.stringify(Object.values(a)) === JSON.stringify(Object.values(b));
        expect(keys.quarantineKey('2026-01-01', a).sk === keys.quarantineKey('2026-01-01', b).sk).toBe(same);
      }),
    );
  });

  it('open a new dirty window exactly when the old one ends', () => {
    const at = { day: '2026-01-01', bucket: '2026-01-01T00', shard: 3 };
    const id = (nowMs: number) => keys.dirtyDeduplicationId(at, nowMs, 60);
    expect(id(59_999)).toBe(id(0));
    expect(id(60_000)).not.toBe(id(59_999));
  });
});
