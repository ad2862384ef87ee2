import { describe, expect, it } from 'vitest';
import { SECTION_ORDER } from '../../../../scripts/backup/write-backup.ts';

describe('the order in which a backup copies tables', () => {
  const placeOf = (table: (typeof SECTION_ORDER)[number]) => SECTION_ORDER.indexOf(table);

  it('copies claims of imports, then profiles, then their tokens: a profile never lacks tokens', () => {
    expect(placeOf('state')).toBeLessThan(placeOf('customers'));
    expect(placeOf('customers')).toBeLessThan(placeOf('identity'));
  });

  it('copies no count of a voice after the voices', () => {
    for (const counted of ['rollups', 'insights', 'contributions'] as const)
      expect(placeOf(counted)).toBeLessThan(placeOf('documents'));
  });
});
