import { randomUUID } from 'node:crypto';
import type { ErasureOrder } from '../domain/erasure.ts';
import { VocError } from '../domain/errors.ts';
import { UNLINKED } from '../domain/link.ts';
import type { StoredDocument } from '../domain/stored-document.ts';
import { contributionOf } from '../insight/contribution.ts';
import { mapWithLimit } from '../runtime/map-with-limit.ts';
import type { ContributionRepository } from '../storage/contribution-repository.ts';
import type { CustomerRepository, StoredCustomer } from '../storage/customer-repository.ts';
import type { DocumentRepository } from '../storage/document-repository.ts';
import type { IdentityRepository } from '../storage/identity-repository.ts';
import type { ImportClaimRepository } from '../storage/import-claim-repository.ts';
import type { LinkReviewRepository } from '../storage/link-review-repository.ts';
import { type MarkDeps, sendMarks } from '../storage/send-marks.ts';

/** A claim ends this much after its run must be dead. */
const CLAIM_MARGIN_MS = 30_000;
/** A run reads no further page when less time than this is left. */
const RESERVE_MS = 30_000;
const CONCURRENT_DOCUMENTS = 8;

export interface EraseCustomerDeps extends MarkDeps {
  readonly customers: Pick<CustomerRepository, 'readForImport' | 'putMany' | 'relate' | 'delete'>;
  readonly identity: Pick<IdentityRepository, 'removeMany'>;
  readonly claims: ImportClaimRepository;
  readonly documents: Pick<DocumentRepository, 'pageLinkedTo' | 'unlink'>;
  readonly contributions: Pick<ContributionRepository, 'replace'>;
  /** What people decided about suggested links, and the suggestions that wait. */
  readonly reviews: Pick<LinkReviewRepository, 'forgetCustomer' | 'settleCustomer'>;
}

/**
 * Removes a customer: the tokens first and what people decided, so that no voice is linked anew; then the links on voices, page by page; the
 * profile last, because it knows the tokens if this is repeated. May be repeated at any point of a crash.
 * @returns how far it came: complete, or where the next run begins because the time was up
 * @throws VocError `storage.unavailable` (transient) while an import is writing this very customer
 */
export async function eraseCustomer(
  deps: EraseCustomerDeps,
  { customerId, receipt, after, claim: earlierClaim }: ErasureOrder,
  remainingTimeMs: () => number,
): Promise<ErasureOrder> {
  const stored = (await deps.customers.readForImport([customerId])).get(customerId);
  const tokens = new Set(
    stored === undefined ? [] : [...stored.profile.tokens.map(({ token }) => token), ...stored.formerTokens],
  );
  const claim = stored === undefined ? null : await takeOver(deps, stored, { earlierClaim, remainingTimeMs });
  await deps.identity.removeMany([...tokens].map((token) => ({ token, customerId })));
  const gone = { ...receipt.gone, tokens: Math.max(receipt.gone.tokens, tokens.size) };
  gone.decisions += await deps.reviews.forgetCustomer(customerId);
  let next = after;
  let decidedMeanwhile = 0;
  do {
    const page = await deps.documents.pageLinkedTo(customerId, next);
    await mapWithLimit(page.documents, CONCURRENT_DOCUMENTS, (document) => unlink(deps, document, tokens));
    gone.documents += page.documents.length;
    gone.contributions += page.documents.length;
    next = page.next;
    if (next !== null && remainingTimeMs() < RESERVE_MS)
      return { customerId, receipt: { ...receipt, gone }, after: next, claim };
    // Who confirmed a link while voices were read may have linked one again that was read already.
    decidedMeanwhile = next === null ? await deps.reviews.forgetCustomer(customerId) : 0;
    gone.decisions += decidedMeanwhile;
  } while (next !== null || decidedMeanwhile > 0);
  await deps.reviews.settleCustomer(customerId);
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
  return {
    customerId,
    receipt: { ...receipt, gone, state: 'complete', finishedAt },
    after: null,
    claim: null,
  };
}

/** From here on an import that meets this customer waits, or finds that its profile is no longer what it read. */
async function takeOver(
  deps: EraseCustomerDeps,
  stored: StoredCustomer,
  run: { earlierClaim: string | null; remainingTimeMs: () => number },
): Promise<string> {
  const nowMs = deps.clock().getTime();
  const untilMs = nowMs + Math.max(0, run.remainingTimeMs()) + CLAIM_MARGIN_MS;
  if (stored.claim === run.earlierClaim) {
    await deps.claims.open(stored.claim, untilMs);
    return stored.claim;
  }
  const open = await deps.claims.stillOpen([stored.claim]);
  if ((open.get(stored.claim) ?? 0) > nowMs) throw beingImported();
  const claim = randomUUID();
  await deps.claims.open(claim, untilMs);
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
  await deps.contributions.replace(contributionOf({ ...document, link: UNLINKED }, undefined));
  await mark(deps, document);
  // As long as the link is there, a repetition finds the document again.
  const now = await deps.documents.unlink(document, tokens);
  if (now === undefined || now.record.erased === true) return;
  // It may have been stored and counted anew with its link in between; who did looks no more, since the link is gone.
  await deps.contributions.replace(contributionOf(now, undefined));
  if (now.revision !== document.revision) await mark(deps, now);
}

/** Has the bucket shard of a voice counted again, and whoever reads links read it again. */
async function mark(
  deps: EraseCustomerDeps,
  { day, bucket, shard }: Pick<StoredDocument, 'day' | 'bucket' | 'shard'>,
): Promise<void> {
  const refused = await sendMarks(deps, [{ day, bucket, shard, relinked: true }]);
  if (refused.size > 0) {
    throw new VocError(
      'storage.unavailable',
      'transient',
      'The queue of recounts refused a mark. Run it again.',
    );
  }
}

function beingImported(): VocError {
  return new VocError(
    'storage.unavailable',
    'transient',
    'An import is writing this customer just now. Run it again in some minutes.',
  );
}
