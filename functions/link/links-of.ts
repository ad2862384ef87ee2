import type { LinkResult } from '../../shared/domain/link.ts';
import type { VocRecord } from '../../shared/domain/record.ts';
import { linkRecord, lookupTokens, profileIds } from '../../shared/linking/link.ts';
import type { CustomerRepository } from '../../shared/storage/customer-repository.ts';
import type { IdentityRepository } from '../../shared/storage/identity-repository.ts';
import type { LearntRepository } from '../../shared/storage/learnt-repository.ts';

export interface LinksOfDeps {
  readonly identity: Pick<IdentityRepository, 'lookup'>;
  readonly customers: Pick<CustomerRepository, 'getLinkProfiles'>;
  /** What the customer file has taught. */
  readonly learnt: Pick<LearntRepository, 'get'>;
}

/** Two batched reads for a whole batch: who owns its tokens, and what the linker compares of them. */
export async function linksOf(deps: LinksOfDeps, records: readonly VocRecord[]): Promise<LinkResult[]> {
  const tokens = new Set(records.flatMap((record) => lookupTokens(record)));
  const owners = tokens.size === 0 ? new Map() : await deps.identity.lookup([...tokens]);
  const ids = new Set(records.flatMap((record) => profileIds(record, owners)));
  const profiles = ids.size === 0 ? new Map() : await deps.customers.getLinkProfiles([...ids]);
  const { statistics } = await deps.learnt.get();
  return records.map((record) => linkRecord(record, { owners, profiles, statistics }));
}
