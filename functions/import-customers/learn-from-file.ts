import type { CustomerRow } from '../../shared/domain/customer.ts';
import { CustomerFileLearner } from '../../shared/linking/learn-statistics.ts';
import type { LearntRepository } from '../../shared/storage/learnt-repository.ts';

/**
 * Nicknames and names are counted in memory. A larger file teaches nothing rather than half: half of the look-alikes
 * would make a link look twice as sure as it is.
 */
const MAX_LEARNT_ROWS = 1_000_000;

export interface LearnDeps {
  readonly learnt: Pick<LearntRepository, 'put'>;
}

/** Learns from the rows of one file what the whole of it teaches: formats for `collect`, frequencies for `link`. */
export function createFileLearner(deps: LearnDeps) {
  let learner: CustomerFileLearner | null = new CustomerFileLearner();
  let rows = 0;
  return {
    add(row: CustomerRow): void {
      rows += 1;
      if (rows > MAX_LEARNT_ROWS) learner = null;
      learner?.add(row);
    },
    /** Called when every row of the file has been added. */
    async finish(): Promise<void> {
      if (learner !== null && rows > 0) await deps.learnt.put(learner.learnt());
    },
  };
}
