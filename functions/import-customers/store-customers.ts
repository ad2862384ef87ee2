import type { CustomerProfile, CustomerRow } from '../../shared/domain/customer.ts';
import { customerProfile } from '../../shared/linking/customer-tokens.ts';
import type { TokenKeys } from '../../shared/privacy/token-keys.ts';
import { mapWithLimit } from '../../shared/runtime/map-with-limit.ts';
import { canonicalJson } from '../../shared/storage/canonical-json.ts';
import type { CustomerRepository } from '../../shared/storage/customer-repository.ts';
import type { IdentityRepository } from '../../shared/storage/identity-repository.ts';

const CONCURRENT_CUSTOMERS = 16;

export interface StoreCustomersDeps {
  readonly customers: Pick<CustomerRepository, 'getMany' | 'put'>;
  readonly identity: Pick<IdentityRepository, 'add' | 'remove'>;
  readonly tokenKeys: () => Promise<TokenKeys>;
}

/**
 * Brings profiles and identity index in line with CRM rows: new tokens lead to the customer, tokens that the customer
 * no longer has lead nowhere. The profile is written last, so that a crash in between repeats the difference. Of rows
 * with the same ID the last one counts; unchanged customers cost no write.
 */
export function createStoreCustomers(deps: StoreCustomersDeps) {
  return async (rows: readonly CustomerRow[]): Promise<void> => {
    const keys = await deps.tokenKeys();
    const wanted = new Map(rows.map((row) => [row.customerId, customerProfile(row, keys)]));
    const present = await deps.customers.getMany([...wanted.keys()]);
    await mapWithLimit([...wanted.values()], CONCURRENT_CUSTOMERS, (profile) =>
      replaceCustomer(deps, present.get(profile.customerId), profile),
    );
  };
}

async function replaceCustomer(
  deps: StoreCustomersDeps,
  before: CustomerProfile | undefined,
  after: CustomerProfile,
): Promise<void> {
  if (before !== undefined && canonicalJson(before) === canonicalJson(after)) return;
  const had = new Set(before?.tokens.map(({ token }) => token));
  const has = new Set(after.tokens.map(({ token }) => token));
  for (const token of [...has].filter((one) => !had.has(one)))
    await deps.identity.add(token, after.customerId);
  for (const token of [...had].filter((one) => !has.has(one)))
    await deps.identity.remove(token, after.customerId);
  await deps.customers.put(after);
}
