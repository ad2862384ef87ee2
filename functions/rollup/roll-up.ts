import * as z from 'zod';
import { addDays, businessDay } from '../../shared/domain/time.ts';
import { LOG_EVENTS } from '../../shared/runtime/log-events.ts';
import { count, logInfo } from '../common/powertools.ts';
import type { BatchMessage } from '../common/sqs-batch.ts';
import { recount } from './recount.ts';
import { type SweepDeps, type SweepResult, sweep } from './sweep.ts';

const DaySchema = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

/** A mark that a bucket shard changed. */
const DirtyMarkSchema = z.object({
  day: DaySchema,
  bucket: z.string().regex(/^\d{4}-\d{2}-\d{2}(T\d{2})?$/),
  shard: z.int().min(0),
  /** Voices in it have another customer: whoever reads its contributions must hear of it, whatever its counts say. */
  relinked: z.literal(true).optional(),
});

/** The nightly event of one of the last days, the one of given days, and the one of all that are still looked at. */
export const SweepEventSchema = z.object({
  sweep: z.object({
    days: z.array(DaySchema).optional(),
    /** Today is 0. */
    daysAgo: z.int().min(0).optional(),
  }),
});

export function createRollUp(deps: SweepDeps) {
  return {
    /** Recounts what one mark names. A mark that is none is dropped: the sweep finds whatever it meant. */
    async mark(message: BatchMessage): Promise<void> {
      const mark = DirtyMarkSchema.safeParse(parseJson(message.body));
      if (!mark.success) {
        logInfo(LOG_EVENTS.messageQuarantined, { origin: 'dirty', messages: 1 });
        return;
      }
      const { relinked, ...at } = mark.data;
      const outcome = await recount(deps, at);
      if (relinked === true && outcome === 'same') await deps.rollups.markChanged(at.day, at.bucket);
      logInfo(LOG_EVENTS.bucketsRecounted, { ...at, outcome });
      count('BucketsRecounted', 1);
    },

    async sweep(event: z.infer<typeof SweepEventSchema>): Promise<SweepResult> {
      const { days, daysAgo } = event.sweep;
      const today = businessDay(deps.clock(), deps.timeZone);
      const result = await sweep(deps, daysAgo === undefined ? days : [addDays(today, -daysAgo)]);
      logInfo(LOG_EVENTS.sweepDone, { ...result });
      count('RollupsCorrected', result.corrected);
      return result;
    },
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
