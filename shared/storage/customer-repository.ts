import { type CustomerProfile, CustomerProfileSchema } from '../domain/customer.ts';
import { createTable, type TableDeps } from './table.ts';

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
