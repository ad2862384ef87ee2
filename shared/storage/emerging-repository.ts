import { type EmergingDecision, EmergingDecisionSchema } from '../domain/emerging-point.ts';
import { EMERGING_PARTITION, emergingKey } from './keys.ts';
import { createTable, type TableDeps } from './table.ts';

/** What people made of proposals for new hesitation points. */
export function createEmergingRepository(deps: TableDeps) {
  const table = createTable(deps);

  return {
    /** Every decision; the review leaves out what was dismissed or accepted. */
    async list(): Promise<EmergingDecision[]> {
      const decisions: EmergingDecision[] = [];
      for await (const item of table.partition(EMERGING_PARTITION))
        decisions.push(EmergingDecisionSchema.parse(item));
      return decisions;
    },

    /** Stores a decision; a later one of the same proposal replaces it. */
    async decide(decision: EmergingDecision): Promise<void> {
      await table.put({ ...emergingKey(decision.id), ...decision });
    },
  };
}

export type EmergingRepository = ReturnType<typeof createEmergingRepository>;
