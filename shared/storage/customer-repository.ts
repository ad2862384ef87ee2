import { type CustomerProfile, CustomerProfileSchema } from '../domain/customer.ts';
import type { LinkProfile } from '../domain/link-profile.ts';
import { createTable, type TableDeps } from './table.ts';

const LinkedSchema = CustomerProfileSchema.pick({ customerId: true, link: true });

/** Customer attributes and consents under the CRM ID. */
export function createCustomerRepository(deps: TableDeps) {
  const table = createTable(deps);

  return {
    /** The profiles that exist, by customer ID. */
    async getMany(customerIds: readonly string[]): Promise<Map<string, CustomerProfile>> {
      const items = await table.getMany(customerIds.map((pk) => ({ pk })));
      return new Map(
        items.map((item) => {
          const profile = CustomerProfileSchema.parse(item);
          return [profile.customerId, profile];
        }),
      );
    },

    /** What the linker compares of the customers that exist, by customer ID. */
    async getLinkProfiles(customerIds: readonly string[]): Promise<Map<string, LinkProfile>> {
      const items = await table.getMany(
        customerIds.map((pk) => ({ pk })),
        ['customerId', 'link'],
      );
      return new Map(
        items.flatMap((item) => {
          const { customerId, link } = LinkedSchema.parse(item);
          return link === undefined ? [] : [[customerId, link] as const];
        }),
      );
    },

    /** Replaces the profile. */
    async put(profile: CustomerProfile): Promise<void> {
      await table.put({ pk: profile.customerId, ...profile });
    },

    async delete(customerId: string): Promise<void> {
      await table.delete({ pk: customerId });
    },
  };
}

export type CustomerRepository = ReturnType<typeof createCustomerRepository>;
