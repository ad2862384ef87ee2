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
export function createLearntRepository(deps: TableDeps & { readonly clock: Clock }) {
  const table = createTable(deps);
  let kept: { learnt: Learnt; readAtMs: number } | undefined;

  async function read(): Promise<Learnt> {
    const item = await table.get(LEARNT_KEY);
    return item === undefined ? { statistics: NO_STATISTICS, formats: NO_FORMATS } : LearntSchema.parse(item);
  }

  return {
    /** What was taught last, read at most every five minutes; nothing before the first customer file. */
    async get(): Promise<Learnt> {
      const nowMs = deps.clock().getTime();
      if (kept === undefined || nowMs - kept.readAtMs >= MAX_AGE_MS) {
        kept = { learnt: await read(), readAtMs: nowMs };
      }
      return kept.learnt;
    },

    /** Replaces what was taught by a whole file; what a small file of changes teaches is left out. */
    async put(learnt: Learnt): Promise<void> {
      const before = await read();
      if (learnt.statistics.customers < before.statistics.customers * WHOLE_FILE_SHARE) return;
      await table.put({ ...LEARNT_KEY, ...learnt });
    },
  };
}

export type LearntRepository = ReturnType<typeof createLearntRepository>;
