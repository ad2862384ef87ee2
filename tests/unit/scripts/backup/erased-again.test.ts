import { describe, expect, it } from 'vitest';
import { erasedAgain } from '../../../../scripts/backup/erased-again.ts';
import { emptyReceipt } from '../../../../shared/customers/empty-receipt.ts';

const BACKUP_AT = '2026-11-15T00:00:00.000Z';

const receipt = (customerId: string, at: string) =>
  emptyReceipt({ id: `r-${customerId}-${at}`, requestedBy: 'test', customerId }, new Date(at));

describe('who must be erased again after a restore', () => {
  it('is whoever has a receipt, found by the hash in it, and nobody else', () => {
    const found = erasedAgain(
      ['C-1', 'C-2', 'C-3'],
      [receipt('C-2', '2026-11-20T00:00:00Z'), receipt('C-9', '2026-11-20T00:00:00Z')],
      BACKUP_AT,
    );
    expect(found.map(({ customerId }) => customerId)).toEqual(['C-2']);
  });

  it('is not who was erased before the backup began: whoever is in it then came back', () => {
    const finished = (customerId: string, finishedAt: string) => ({
      ...receipt(customerId, '2026-01-10T00:00:00Z'),
      finishedAt,
    });
    const found = erasedAgain(
      ['C-1', 'C-2', 'C-3'],
      [
        finished('C-1', '2026-01-10T00:05:00.000Z'),
        finished('C-2', '2026-11-15T00:05:00.000Z'),
        receipt('C-3', '2026-01-10T00:00:00Z'),
      ],
      BACKUP_AT,
    );
    expect(found.map(({ customerId }) => customerId)).toEqual(['C-2', 'C-3']);
  });

  it('is erased once, with the newest receipt, however often it asked', () => {
    const found = erasedAgain(
      ['C-1', 'C-1'],
      [receipt('C-1', '2026-11-21T00:00:00Z'), receipt('C-1', '2026-11-20T00:00:00Z')],
      BACKUP_AT,
    );
    expect(found).toHaveLength(1);
    expect(found[0]?.receipt.requestedAt).toBe('2026-11-21T00:00:00.000Z');
  });
});
