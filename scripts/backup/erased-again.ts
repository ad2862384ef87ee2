import { customerRef } from '../../shared/domain/document-identity.ts';
import type { ErasureReceipt } from '../../shared/domain/erasure.ts';

/**
 * The customers of a restored stack who had asked to be erased, and the receipt of each: a backup knows them again, and a
 * receipt names them by a hash alone. A customer with several receipts is erased once, with the newest. Who was erased
 * before the backup began and is in it has signed up again since, and stays.
 */
export function erasedAgain(
  customerIds: Iterable<string>,
  receipts: readonly ErasureReceipt[],
  backupStartedAt: string,
): { customerId: string; receipt: ErasureReceipt }[] {
  const newest = new Map<string, ErasureReceipt>();
  for (const receipt of receipts) {
    if (receipt.finishedAt !== null && receipt.finishedAt < backupStartedAt) continue;
    const known = newest.get(receipt.customerRef);
    if (known === undefined || known.requestedAt < receipt.requestedAt)
      newest.set(receipt.customerRef, receipt);
  }
  return [...new Set(customerIds)].flatMap((customerId) => {
    const receipt = newest.get(customerRef(customerId));
    return receipt === undefined ? [] : [{ customerId, receipt }];
  });
}
