import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isReadBefore, readingRank, UNORDERED } from '../../../../shared/domain/reading-order.ts';

const place = fc.record({
  ordinal: fc.integer({ min: 0, max: 999_999 }),
  readingEdition: fc.integer({ min: 0, max: 999_999 }),
});
const suffix = fc.stringMatching(/^[0-9a-f]{8}(\+g1-[0-9a-f]{8})?$/);

describe('the order of readings', () => {
  it('is by deployment, then by edition, whatever the hashes are', () => {
    fc.assert(
      fc.property(place, place, suffix, suffix, (a, b, ofA, ofB) => {
        const before =
          a.ordinal < b.ordinal || (a.ordinal === b.ordinal && a.readingEdition < b.readingEdition);
        expect(isReadBefore(`${readingRank(a)}-${ofA}`, b)).toBe(before);
        if (before) expect(`${readingRank(a)}-${ofA}` < `${readingRank(b)}-${ofB}`).toBe(true);
      }),
    );
  });

  it('puts the readings of releases that knew no order first', () => {
    expect(isReadBefore('0002-ffffffff', UNORDERED)).toBe(true);
    expect('0002-ffffffff' < readingRank(UNORDERED)).toBe(true);
  });
});
