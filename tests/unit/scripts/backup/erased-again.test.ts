import { describe, expect, it } from 'vitest';
import { erasedAgain } from '../../../../scripts/backup/erased-again.ts';
import { emptyReceipt } from '../../../../shared/customers/empty-receipt.ts';

const receipt = (customerId: string, at: string) =>
  emptyReceipt({ id: `r-${customerId}-${at}`, requestedBy: 'test', customerId }, new Date(at));

describe('who must be erased again after a restore', () => {
  it('is whoever has a receipt, found by the hash in it, and nobody else', () => {
    const found = erasedAgain(
      ['C-1', 'C-2', 'C-3'],
      [receipt('C-2', '2026-11-20T00:00:00Z'), receipt('C-9', '2026-11-20T00:00:00Z')],
    );
    expect(found.map(({ customerId }) => customerId)).toEqual(['C-2']);
  });

  it('is erased once, with the newest receipt, however often it asked', () => {
    const found = erasedAgain(
      ['C-1', 'C-1'],
      [receipt('C-1', '2026-11-21T00:00:00Z'), receipt('C-1', '2026-11-20T00:00:00Z')],
    );
    expect(found).toHaveLength(1);
    expect(found[0]?.receipt.requestedAt).toBe('2026-11-21T00:00:00.000Z');
  });
});
