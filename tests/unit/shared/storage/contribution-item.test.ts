import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Contribution, ContributionSchema } from '../../../../shared/domain/contribution.ts';
import { contributionOf } from '../../../../shared/insight/contribution.ts';
import {
  contributionItem,
  contributionOfItem,
  revisionBytes,
  revisionOfBytes,
} from '../../../../shared/storage/contribution-item.ts';
import { contributionKey } from '../../../../shared/storage/keys.ts';
import { makeDocument } from '../insight/contribution-factory.ts';

const voice: Contribution = contributionOf(
  makeDocument({
    id: 'one',
    at: '2026-11-20T03:00:00.000Z',
    text: '인증 번호가 안 와요',
    terms: ['인증 번호', '오다'],
  }),
  undefined,
);
const optional = fc.option(fc.string({ minLength: 1 }), { nil: undefined });

describe('the item of a contribution', () => {
  it('gives back the contribution that was packed, whatever of it is known', () => {
    const some = fc.record({
      connector: fc.string(),
      terms: fc.array(fc.string(), { maxLength: 12 }),
      codes: fc.uniqueArray(fc.constantFrom('price', 'auth', 'own-code')),
      app: optional,
      appVersion: optional,
      rating: fc.option(fc.integer({ min: 1, max: 5 }), { nil: undefined }),
      customerRef: optional,
      consented: fc.constantFrom(true as const, undefined),
      segment: optional,
      lifecycleStage: optional,
      acquisitionChannel: optional,
      arrivalSlot: fc.constantFrom('2026-11-20T03:05:00.000Z', undefined),
    });
    fc.assert(
      fc.property(some, (fields) => {
        const known = Object.entries(fields).filter(([, value]) => value !== undefined);
        const whole = ContributionSchema.parse({ ...voice, ...Object.fromEntries(known) });
        expect(contributionOfItem(contributionItem(whole))).toStrictEqual(whole);
      }),
    );
  });

  it('is also read as it was written before, an attribute for each field', () => {
    expect(contributionOfItem({ ...contributionKey(voice), ...voice })).toStrictEqual(voice);
  });
});

describe('a packed revision', () => {
  const usual = fc
    .tuple(
      fc.date({ min: new Date(0), max: new Date('9999-12-31'), noInvalidDate: true }),
      fc.array(fc.constantFrom(...'0123456789abcdef'), { minLength: 64, maxLength: 64 }),
      fc.string({ unit: 'grapheme-ascii', maxLength: 20 }),
    )
    .map(([date, hash, version]) => `${date.toISOString()}|${hash.join('')}|${version}`);

  it('sorts as its text does, and is read back', () => {
    fc.assert(
      fc.property(usual, usual, (a, b) => {
        const order = Math.sign(Buffer.compare(revisionBytes(a), revisionBytes(b)));
        expect(order).toBe(a < b ? -1 : a > b ? 1 : 0);
        expect(revisionOfBytes(revisionBytes(a))).toBe(a);
      }),
    );
  });

  it('of another form stays the text it is', () => {
    for (const text of ['2026-03-01', '2026-03-01T00:00:00.000Z|x|v1', 'x'.repeat(100)])
      expect(revisionOfBytes(revisionBytes(text))).toBe(text);
  });
});
