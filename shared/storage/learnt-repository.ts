import { type Learnt, LearntSchema } from '../domain/learnt.ts';
import { NO_STATISTICS } from '../domain/link-profile.ts';
import { NO_FORMATS } from '../privacy/learnt-formats.ts';
import type { Clock } from '../runtime/clock.ts';
import { LEARNT_KEY } from './keys.ts';
import { createTable, type TableDeps } from './table.ts';

/** How long what was read is kept: a new customer file is known to all within five minutes. */
const MAX_AGE_MS = 5 * 60_000;
/** A file with fewer customers than this share of the last one is a change, not the whole file: it teaches nothing. */
const WHOLE_FILE_SHARE = 0.5;

/** What the customer file has taught, in one small item of the state table. */
export function createLearntRepository(deps: TableDeps) {
  const table = createTable(deps);

  async function get(): Promise<Learnt> {
    const item = await table.get(LEARNT_KEY);
    if (item === undefined) return { statistics: NO_STATISTICS, formats: NO_FORMATS };
    return LearntSchema.parse(item);
  }

  return {
    /** What was taught last; nothing before the first customer file. */
    get,

    /** Replaces what was taught by a whole file; what a small file of changes teaches is left out. */
    async put(learnt: Learnt): Promise<void> {
      const before = await get();
      if (learnt.statistics.customers < before.statistics.customers * WHOLE_FILE_SHARE) return;
      await table.put({ ...LEARNT_KEY, ...learnt });
    },
  };
}

export type LearntRepository = ReturnType<typeof createLearntRepository>;

/** Reads what was taught at most every five minutes. */
export function createLearntReader(
  repository: Pick<LearntRepository, 'get'>,
  clock: Clock,
): () => Promise<Learnt> {
  let kept: { learnt: Learnt; readAtMs: number } | undefined;
  return async () => {
    const nowMs = clock().getTime();
    if (kept === undefined || nowMs - kept.readAtMs >= MAX_AGE_MS)
      kept = { learnt: await repository.get(), readAtMs: nowMs };
    return kept.learnt;
  };
}
