import { customerRef } from '../domain/document-identity.ts';
import { BACKUP_DAYS, type ErasureReceipt } from '../domain/erasure.ts';

/** The lists of follow-ups are made anew every hour, without the customer. */
const LISTS_MS = 2 * 3_600_000;
const DAY_MS = 86_400_000;

/** The receipt of an erasure that has not done anything yet. */
export function emptyReceipt(
  of: Pick<ErasureReceipt, 'id' | 'requestedBy'> & { customerId: string },
  now: Date,
): ErasureReceipt {
  const at = (ms: number) => new Date(now.getTime() + ms).toISOString();
  return {
    id: of.id,
    customerRef: customerRef(of.customerId),
    requestedBy: of.requestedBy,
    requestedAt: now.toISOString(),
    state: 'running',
    finishedAt: null,
    gone: { profiles: 0, tokens: 0, documents: 0, contributions: 0, decisions: 0 },
    later: [
      { what: 'backups', until: at(BACKUP_DAYS * DAY_MS) },
      { what: 'follow-up-lists', until: at(LISTS_MS) },
    ],
  };
}
