import type { LinkResult } from '../../shared/domain/link.ts';
import type { VocRecord } from '../../shared/domain/record.ts';
import { applyReview } from '../../shared/linking/apply-review.ts';
import { linkRecord, lookupTokens, profileIds } from '../../shared/linking/link.ts';
import type { CustomerRepository } from '../../shared/storage/customer-repository.ts';
import type { IdentityRepository } from '../../shared/storage/identity-repository.ts';
import type { LearntRepository } from '../../shared/storage/learnt-repository.ts';
import type { LinkReviewRepository } from '../../shared/storage/link-review-repository.ts';

export interface LinksOfDeps {
  readonly identity: Pick<IdentityRepository, 'lookup'>;
  readonly customers: Pick<CustomerRepository, 'getLinkProfiles'>;
  /** What the customer file has taught. */
  readonly learnt: Pick<LearntRepository, 'get'>;
  /** What people said of suggested links. */
  readonly reviews: Pick<LinkReviewRepository, 'decisionsOf' | 'experience'>;
  readonly timeZone: string;
}

/**
 * Three batched reads for a whole batch: who owns its tokens, what the linker compares of them, and what people decided
 * about its voices. A voice without any identifier was never suggested to anybody, so nobody decided about it.
 */
export async function linksOf(deps: LinksOfDeps, records: readonly VocRecord[]): Promise<LinkResult[]> {
  const tokens = new Set(records.flatMap((record) => lookupTokens(record)));
  const owners = tokens.size === 0 ? new Map() : await deps.identity.lookup([...tokens]);
  const ids = new Set(records.flatMap((record) => profileIds(record, owners)));
  const profiles = ids.size === 0 ? new Map() : await deps.customers.getLinkProfiles([...ids]);
  const { statistics } = await deps.learnt.get();
  const identified = records.filter(({ identifiers }) => identifiers.length > 0);
  const keys = [...new Set(identified.map(({ documentKey }) => documentKey))];
  const decisions = keys.length === 0 ? new Map<string, never[]>() : await deps.reviews.decisionsOf(keys);
  const experience = await deps.reviews.experience();
  const knowledge = { owners, profiles, statistics, timeZone: deps.timeZone };
  return records.map((record) =>
    applyReview(linkRecord(record, knowledge), decisions.get(record.documentKey) ?? [], experience),
  );
}
