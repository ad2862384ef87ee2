import type { CustomerRow } from '../../shared/domain/customer.ts';
import { CustomerFileLearner } from '../../shared/linking/learn-statistics.ts';
import type { LearntRepository } from '../../shared/storage/learnt-repository.ts';

export interface LearnDeps {
  readonly learnt: Pick<LearntRepository, 'put'>;
}

/** Learns from the rows of one file what the whole of it teaches: formats for `collect`, frequencies for `link`. */
export function createFileLearner(deps: LearnDeps) {
  const learner = new CustomerFileLearner();
  let rows = 0;
  return {
    add(row: CustomerRow): void {
      rows += 1;
      learner.add(row);
    },
    /** Called when every row of the file has been added. */
    async finish(): Promise<void> {
      if (rows > 0) await deps.learnt.put(learner.learnt());
    },
  };
}
