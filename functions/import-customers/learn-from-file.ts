import type { CustomerRow } from '../../shared/domain/customer.ts';
import { CustomerFileLearner } from '../../shared/linking/learn-statistics.ts';
import type { LearntRepository } from '../../shared/storage/learnt-repository.ts';

export interface LearnDeps {
  readonly learnt: Pick<LearntRepository, 'put'>;
}

/** Stores the rows of a file and, at its end, what the whole file teaches: formats for `collect`, frequencies for `link`. */
export function learning(deps: LearnDeps, store: (rows: readonly CustomerRow[]) => Promise<void>) {
  let learner = new CustomerFileLearner();
  return {
    begin(): void {
      learner = new CustomerFileLearner();
    },
    async store(rows: readonly CustomerRow[]): Promise<void> {
      await store(rows);
      for (const row of rows) learner.add(row);
    },
    async end(): Promise<void> {
      await deps.learnt.put(learner.learnt());
    },
  };
}
