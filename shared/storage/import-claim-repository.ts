import * as z from 'zod';
import { importClaimKey } from './keys.ts';
import { createTable, type TableDeps } from './table.ts';

const ClaimItemSchema = z.object({ untilMs: z.number() });

/**
 * Which runs are changing customers. A profile names the claim under which it was last written: while the claim is
 * there, the customer's tokens may be half written; when it is gone, they are as the profile says.
 */
export function createImportClaimRepository(deps: TableDeps) {
  const table = createTable(deps);

  return {
    /** Opens a claim. After `untilMs` its run is dead for certain and another may finish its customers. */
    async open(claimId: string, untilMs: number): Promise<void> {
      await table.put({ ...importClaimKey(claimId), untilMs });
    },

    /** The run has finished with its customers. */
    async close(claimId: string): Promise<void> {
      await table.delete(importClaimKey(claimId));
    },

    /** Until when each of these claims is held, for those that are still there. */
    async stillOpen(claimIds: readonly string[]): Promise<Map<string, number>> {
      const idByKey = new Map(claimIds.map((id) => [importClaimKey(id).pk, id]));
      const items = await table.getMany(claimIds.map(importClaimKey));
      return new Map(
        items.map((item) => [
          idByKey.get(z.string().parse(item.pk)) ?? '',
          ClaimItemSchema.parse(item).untilMs,
        ]),
      );
    },
  };
}

export type ImportClaimRepository = ReturnType<typeof createImportClaimRepository>;
