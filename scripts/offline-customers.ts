import { type CustomerProfile, CustomerRowSchema } from '../shared/domain/customer.ts';
import type { LinkResult } from '../shared/domain/link.ts';
import type { VocRecord } from '../shared/domain/record.ts';
import { customerProfile } from '../shared/linking/customer-tokens.ts';
import { linkRecord, type TokenOwners } from '../shared/linking/link.ts';
import type { TokenKeys } from '../shared/privacy/token-keys.ts';
import type { CommandIo } from './command.ts';
import { emptyTally } from './process-lines.ts';
import { readInputLines } from './read-input.ts';
import { goodRows } from './read-rows.ts';

/** The customers of a CSV in memory: the identity index and the profiles, without a store. */
export interface OfflineCustomers {
  readonly size: number;
  link(record: Pick<VocRecord, 'identifiers' | 'source'>): LinkResult;
  profileOf(link: LinkResult): CustomerProfile | undefined;
}

/** A world in which nobody is known. */
export const NO_CUSTOMERS: OfflineCustomers = {
  size: 0,
  link: (record) => linkRecord(record, new Map()),
  profileOf: () => undefined,
};

/**
 * Reads a customers CSV. Bad rows are reported and left out.
 * @throws Error when not one row is a customer
 */
export async function readCustomers(file: string, keys: TokenKeys, io: CommandIo): Promise<OfflineCustomers> {
  const profiles = new Map<string, CustomerProfile>();
  const owners = new Map<string, { customerIds: string[]; shared: boolean }>();
  const tally = emptyTally();
  const rows = goodRows(
    readInputLines(file, io),
    CustomerRowSchema,
    'customer.schema-mismatch',
    io,
    tally,
    file,
  );
  for await (const { row } of rows) {
    const profile = customerProfile(row, keys);
    profiles.set(profile.customerId, profile);
    for (const { token } of profile.tokens) {
      const owner = owners.get(token);
      if (owner === undefined) owners.set(token, { customerIds: [profile.customerId], shared: false });
      else if (!owner.customerIds.includes(profile.customerId)) owner.customerIds.push(profile.customerId);
    }
  }
  if (profiles.size === 0) {
    throw new Error(`${file} has no customers. It needs a header with customerId, name, phone, email, …`);
  }
  const index: ReadonlyMap<string, TokenOwners> = owners;
  return {
    size: profiles.size,
    link: (record) => linkRecord(record, index),
    profileOf: ({ status, customerId }) =>
      status === 'linked' && customerId !== null ? profiles.get(customerId) : undefined,
  };
}
