import { randomUUID } from 'node:crypto';
import { customerRef } from '../domain/document-identity.ts';
import { BACKUP_DAYS, type ErasureReceipt } from '../domain/erasure.ts';
import { VocError } from '../domain/errors.ts';
import { UNLINKED } from '../domain/link.ts';
import type { StoredDocument } from '../domain/stored-document.ts';
import { contributionOf } from '../insight/contribution.ts';
import type { Clock } from '../runtime/clock.ts';
import { mapWithLimit } from '../runtime/map-with-limit.ts';
import type { QueueSender } from '../runtime/queue-sender.ts';
import type { ContributionRepository } from '../storage/contribution-repository.ts';
import type { CustomerRepository, StoredCustomer } from '../storage/customer-repository.ts';
import type { DocumentRepository } from '../storage/document-repository.ts';
import type { IdentityRepository } from '../storage/identity-repository.ts';
import type { ImportClaimRepository } from '../storage/import-claim-repository.ts';
import { dirtyDeduplicationId, dirtyGroupId } from '../storage/keys.ts';

/** The lists of follow-ups are made anew every hour, without the customer. */
const LISTS_MS = 2 * 3_600_000;
const DAY_MS = 86_400_000;
const CLAIM_MS = 15 * 60_000;
const CONCURRENT_DOCUMENTS = 8;

export interface EraseCustomerDeps {
  readonly customers: Pick<CustomerRepository, 'readForImport' | 'putMany' | 'relate' | 'delete'>;
  readonly identity: Pick<IdentityRepository, 'removeMany'>;
  readonly claims: ImportClaimRepository;
  readonly documents: Pick<DocumentRepository, 'pageLinkedTo' | 'unlink'>;
  readonly contributions: Pick<ContributionRepository, 'put'>;
  /** The queue of bucket shards that must be recounted. */
  readonly dirty: QueueSender;
  readonly dirtyWindowSeconds: number;
  readonly clock: Clock;
}

export interface Erasure {
  readonly customerId: string;
  readonly receipt: ErasureReceipt;
  /** Where the search for voices goes on; null at its beginning. */
  readonly after: string | null;
}

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
    gone: { profiles: 0, tokens: 0, documents: 0, contributions: 0 },
    later: [
      { what: 'backups', until: at(BACKUP_DAYS * DAY_MS) },
      { what: 'follow-up-lists', until: at(LISTS_MS) },
    ],
  };
}

/**
 * Removes a customer: the tokens first, so that no voice is linked anew; then the links on voices, page by page; the
 * profile last, because it knows the tokens if this is repeated. May be repeated at any point of a crash.
 * @param goOn false where the time is up: then the answer says where the next run begins
 * @throws VocError `storage.unavailable` (transient) while an import is writing this very customer
 */
export async function eraseCustomer(
  deps: EraseCustomerDeps,
  { customerId, receipt, after }: Erasure,
  goOn: () => boolean,
): Promise<Erasure> {
  const stored = (await deps.customers.readForImport([customerId])).get(customerId);
  const tokens = new Set(
    stored === undefined ? [] : [...stored.profile.tokens.map(({ token }) => token), ...stored.formerTokens],
  );
  const claim = stored === undefined ? null : await takeOver(deps, stored);
  await deps.identity.removeMany([...tokens].map((token) => ({ token, customerId })));
  const gone = { ...receipt.gone, tokens: Math.max(receipt.gone.tokens, tokens.size) };
  let next = after;
  do {
    const page = await deps.documents.pageLinkedTo(customerId, next);
    await mapWithLimit(page.documents, CONCURRENT_DOCUMENTS, (document) => unlink(deps, document, tokens));
    gone.documents += page.documents.length;
    gone.contributions += page.documents.length;
    next = page.next;
    if (next !== null && !goOn()) return { customerId, receipt: { ...receipt, gone }, after: next };
  } while (next !== null);
  if (stored !== undefined && claim !== null) {
    await deps.customers.relate(
      [],
      stored.sameAs.map((otherId) => ({ customerId: otherId, otherId: customerId })),
    );
    if (!(await deps.customers.delete(customerId, claim))) throw beingImported();
    await deps.claims.close(claim);
    gone.profiles += 1;
  }
  const finishedAt = deps.clock().toISOString();
  return { customerId, receipt: { ...receipt, gone, state: 'complete', finishedAt }, after: null };
}

/** From here on an import that meets this customer waits, or finds that its profile is no longer what it read. */
async function takeOver(deps: EraseCustomerDeps, stored: StoredCustomer): Promise<string> {
  const nowMs = deps.clock().getTime();
  const open = await deps.claims.stillOpen([stored.claim]);
  if ((open.get(stored.claim) ?? 0) > nowMs) throw beingImported();
  const claim = randomUUID();
  await deps.claims.open(claim, nowMs + CLAIM_MS);
  const lost = await deps.customers.putMany([{ next: { ...stored, claim }, readClaim: stored.claim }]);
  if (lost.size === 0) return claim;
  await deps.claims.close(claim);
  throw beingImported();
}

async function unlink(
  deps: EraseCustomerDeps,
  document: StoredDocument,
  tokens: ReadonlySet<string>,
): Promise<void> {
  const { day, bucket, shard } = document;
  await deps.contributions.put(contributionOf({ ...document, link: UNLINKED }, undefined));
  const at = { day, bucket, shard };
  const refused = await deps.dirty.send([
    {
      body: JSON.stringify(at),
      groupId: dirtyGroupId(at),
      deduplicationId: dirtyDeduplicationId(at, deps.clock().getTime(), deps.dirtyWindowSeconds),
    },
  ]);
  if (refused.size > 0) {
    throw new VocError(
      'storage.unavailable',
      'transient',
      'The queue of recounts refused a mark. Run it again.',
    );
  }
  // Last: as long as the link is there, a repetition finds the document again.
  await deps.documents.unlink(document, tokens);
}

function beingImported(): VocError {
  return new VocError(
    'storage.unavailable',
    'transient',
    'An import is writing this customer just now. Run it again in some minutes.',
  );
}
