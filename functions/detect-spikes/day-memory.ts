import type { BucketAggregate } from '../../shared/domain/aggregate.ts';
import { addDays, businessDay } from '../../shared/domain/time.ts';
import type { Clock } from '../../shared/runtime/clock.ts';

type ReadDay = (day: string) => Promise<BucketAggregate[]>;

/** So old a day gets no new arrivals: a voice counts as one for a day, and hours of two time zones are in it. */
const SETTLED_DAYS = 3;
/** Recounts, erasures and late texts show after this time. */
const KEPT_MS = 6 * 3_600_000;

/**
 * Reads days and remembers the settled ones, cut down to what is looked at, for as long as the process lives: a look
 * every few minutes would otherwise read five weeks of roll-ups again each time.
 */
export function rememberDays(
  readDay: ReadDay,
  { clock, timeZone }: { clock: Clock; timeZone: string },
): ReadDay {
  const kept = new Map<string, { readonly buckets: BucketAggregate[]; readonly untilMs: number }>();
  return async (day) => {
    const now = clock();
    for (const [old, { untilMs }] of kept) if (untilMs <= now.getTime()) kept.delete(old);
    const known = kept.get(day);
    if (known !== undefined) return known.buckets;
    const buckets = (await readDay(day)).map(lookedAt);
    if (day <= addDays(businessDay(now, timeZone), -SETTLED_DAYS)) {
      kept.set(day, { buckets, untilMs: now.getTime() + KEPT_MS });
    }
    return buckets;
  };
}

function lookedAt({ day, bucket, aggregate }: BucketAggregate): BucketAggregate {
  const { total, term = {} } = aggregate.cells;
  const negative = Object.entries(term).filter(([, cell]) => cell.negative > 0);
  return {
    day,
    bucket,
    aggregate: {
      cells: { ...(total === undefined ? {} : { total }), term: Object.fromEntries(negative) },
      arrivals: aggregate.arrivals,
    },
  };
}
