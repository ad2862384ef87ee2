import type { LinkResult } from '../../shared/domain/link.ts';
import type { VocRecord } from '../../shared/domain/record.ts';
import { applyReview } from '../../shared/linking/apply-review.ts';
import { linkRecord, lookupTokens, profileIds } from '../../shared/linking/link.ts';
import type { CustomerRepository } from '../../shared/storage/customer-repository.ts';
import type { IdentityRepository, TokenOwners } from '../../shared/storage/identity-repository.ts';
import type { LearntRepository } from '../../shared/storage/learnt-repository.ts';
import type { LinkReviewRepository } from '../../shared/storage/link-review-repository.ts';
import type { Consistency } from '../../shared/storage/table.ts';

export interface LinksOfDeps {
  readonly identity: Pick<IdentityRepository, 'lookup'>;
  readonly customers: Pick<CustomerRepository, 'getLinkProfiles'>;
  /** What the customer file has taught. */
  readonly learnt: Pick<LearntRepository, 'get'>;
  /** What people said of suggested links. */
  readonly reviews: Pick<LinkReviewRepository, 'decisionsOf' | 'experience'>;
  readonly timeZone: string;
}

/** The tokens of a batch of records that anybody owns, with their owners. */
export async function ownersOf(
  deps: Pick<LinksOfDeps, 'identity'>,
  records: readonly VocRecord[],
  consistency: Consistency = 'strong',
): Promise<ReadonlyMap<string, TokenOwners>> {
  const tokens = new Set(records.flatMap((record) => lookupTokens(record)));
  return tokens.size === 0 ? new Map() : deps.identity.lookup([...tokens], consistency);
}

/**
 * Three batched reads for a whole batch: who owns its tokens, what the linker compares of them, and what people decided
 * about its voices. A voice without any identifier was never suggested to anybody, so nobody decided about it; and as
 * long as nobody has decided about anything, nothing is asked.
 * @param look `eventual` where whoever owns a token is looked up once more before the voices are left; `owners` where
 * they were looked up just now
 */
export async function linksOf(
  deps: LinksOfDeps,
  records: readonly VocRecord[],
  look: { readonly consistency?: Consistency; readonly owners?: ReadonlyMap<string, TokenOwners> } = {},
): Promise<LinkResult[]> {
  const { consistency = 'strong' } = look;
  const owners = look.owners ?? (await ownersOf(deps, records, consistency));
  const ids = new Set(records.flatMap((record) => profileIds(record, owners)));
  const profiles = ids.size === 0 ? new Map() : await deps.customers.getLinkProfiles([...ids]);
  const { statistics } = await deps.learnt.get();
  const identified = records.filter(({ identifiers }) => identifiers.length > 0);
  const keys = [...new Set(identified.map(({ documentKey }) => documentKey))];
  const experience = await deps.reviews.experience();
  // What is known of all decisions is up to five minutes old; whoever decides has the voice linked again by a strong look.
  const undecided = consistency === 'eventual' && Object.keys(experience).length === 0;
  const decisions =
    keys.length === 0 || undecided
      ? new Map<string, never[]>()
      : await deps.reviews.decisionsOf(keys, consistency);
  const knowledge = { owners, profiles, statistics, timeZone: deps.timeZone };
  return records.map((record) =>
    applyReview(linkRecord(record, knowledge), decisions.get(record.documentKey) ?? [], experience),
  );
}
