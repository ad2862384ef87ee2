import { customerRef } from '../../shared/domain/document-identity.ts';
import type { ErasureReceipt } from '../../shared/domain/erasure.ts';

/**
 * The customers of a restored stack who had asked to be erased, and the receipt of each: a backup knows them again, and a
 * receipt names them by a hash alone. A customer with several receipts is erased once, with the newest.
 */
export function erasedAgain(
  customerIds: Iterable<string>,
  receipts: readonly ErasureReceipt[],
): { customerId: string; receipt: ErasureReceipt }[] {
  const newest = new Map<string, ErasureReceipt>();
  for (const receipt of receipts) {
    const known = newest.get(receipt.customerRef);
    if (known === undefined || known.requestedAt < receipt.requestedAt)
      newest.set(receipt.customerRef, receipt);
  }
  return [...new Set(customerIds)].flatMap((customerId) => {
    const receipt = newest.get(customerRef(customerId));
    return receipt === undefined ? [] : [{ customerId, receipt }];
  });
}
