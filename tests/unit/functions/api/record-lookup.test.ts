import { expect, it } from 'vitest';
import { recordLookup } from '../../../../functions/api/record-lookup.ts';
import { customerRef } from '../../../../shared/domain/document-identity.ts';
import type { Lookup } from '../../../../shared/domain/lookup.ts';

it('records everybody on a long list, in as many records as it takes', async () => {
  const records: Lookup[] = [];
  const customerIds = Array.from({ length: 4_100 }, (_, index) => `C-${index}`);
  await recordLookup(
    {
      deps: {
        lookups: { add: async (lookup: Lookup) => void records.push(lookup) },
        now: () => new Date(0),
      } as never,
      session: { subject: 'u1', name: '', roles: ['cx'] } as never,
      address: '203.0.113.7',
    },
    { action: 'follow-ups', customerIds: [...customerIds, 'C-1'] },
  );
  expect(records.map(({ customers }) => customers)).toEqual([2_000, 2_000, 100]);
  expect(new Set(records.map(({ id }) => id)).size).toBe(3);
  expect(records.flatMap(({ customerRefs }) => customerRefs)).toEqual(customerIds.map(customerRef));
});
