import { personTokens, samePersonAs } from '../../shared/customers/same-person.ts';
import type { CustomerProfile } from '../../shared/domain/customer.ts';
import type { CustomerRepository, SamePerson } from '../../shared/storage/customer-repository.ts';
import type { IdentityRepository } from '../../shared/storage/identity-repository.ts';

export interface RelatePersonsDeps {
  readonly customers: Pick<CustomerRepository, 'relate'>;
  readonly identity: Pick<IdentityRepository, 'lookup'>;
}

/**
 * Notes, on both sides, which other accounts are the same person as these customers, after their tokens are in the
 * index: of two customers who come at once, the one who comes last sees the other.
 * @returns the IDs that have other accounts
 */
export async function relatePersons(
  deps: RelatePersonsDeps,
  customers: readonly { readonly profile: CustomerProfile; readonly sameAs: readonly string[] }[],
): Promise<Set<string>> {
  const owners = await deps.identity.lookup(customers.flatMap(({ profile }) => personTokens(profile)));
  const joined: SamePerson[] = [];
  const parted: SamePerson[] = [];
  const related = new Set<string>();
  for (const { profile, sameAs } of customers) {
    const { customerId } = profile;
    const now = samePersonAs(profile, owners);
    if (now.size > 0) related.add(customerId);
    for (const otherId of now) if (!sameAs.includes(otherId)) joined.push(...bothWays(customerId, otherId));
    for (const otherId of sameAs) if (!now.has(otherId)) parted.push(...bothWays(customerId, otherId));
  }
  if (joined.length > 0 || parted.length > 0) await deps.customers.relate(joined, parted);
  return related;
}

function bothWays(customerId: string, otherId: string): SamePerson[] {
  return [
    { customerId, otherId },
    { customerId: otherId, otherId: customerId },
  ];
}
