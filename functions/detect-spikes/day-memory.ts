import type { BucketAggregate } from '../../shared/domain/aggregate.ts';
import type { Clock } from '../../shared/runtime/clock.ts';
import { mapWithLimit } from '../../shared/runtime/map-with-limit.ts';
import type { RollupRepository } from '../../shared/storage/rollup-repository.ts';

const CONCURRENT_DAYS = 8;
/** So long a bucket is remembered without a mark of its own: marks of buckets came after marks of days. */
const WHOLE_MS = 6 * 3_600_000;

type ReadDays = (days: readonly string[]) => Promise<BucketAggregate[]>;
type Rollups = Pick<
  RollupRepository,
  'glanceAtDay' | 'glanceAtBuckets' | 'listDayChanges' | 'listBucketChanges'
>;

interface KnownDay {
  readonly buckets: ReadonlyMap<string, BucketAggregate>;
  /** Before the marks of the day were looked at: whatever may change after this is read again. */
  readonly readAt: string;
  readonly wholeAtMs: number;
}

/**
 * Reads days and remembers them, cut down to what is looked at, for as long as the process lives; after that only the
 * buckets whose mark says that they have changed. A look every few minutes would otherwise read five weeks again each
 * time. Days are given oldest first and follow each other. A roll-up is replaced half a mark before its mark ends at the
 * latest, so what is read after that, though it may be a moment behind, is what stands.
 */
export function rememberDays(rollups: Rollups, { clock }: { clock: Clock }): ReadDays {
  const kept = new Map<string, KnownDay>();

  async function readWhole(day: string, now: Date): Promise<KnownDay> {
    const buckets = (await rollups.glanceAtDay(day)).map(lookedAt);
    return {
      buckets: new Map(buckets.map((one) => [one.bucket, one])),
      readAt: now.toISOString(),
      wholeAtMs: now.getTime(),
    };
  }

  async function readAgain(day: string, known: KnownDay, now: Date): Promise<KnownDay> {
    const changes = await rollups.listBucketChanges({ from: day, to: day });
    const changed = changes.filter(({ changedUntil }) => changedUntil >= known.readAt);
    const names = changed.map(({ bucket }) => bucket);
    const buckets = new Map(known.buckets);
    for (const bucket of names) buckets.delete(bucket);
    for (const one of await rollups.glanceAtBuckets(day, names)) buckets.set(one.bucket, lookedAt(one));
    return { ...known, buckets, readAt: now.toISOString() };
  }

  return async (days) => {
    const now = clock();
    const [from, to] = [days[0], days.at(-1)];
    if (from === undefined || to === undefined) return [];
    for (const day of kept.keys()) if (!days.includes(day)) kept.delete(day);
    const changes = await rollups.listDayChanges({ from, to });
    const changedUntil = new Map(changes.map((one) => [one.day, one.changedUntil]));
    const read = await mapWithLimit(days, CONCURRENT_DAYS, async (day) => {
      const known = kept.get(day);
      if (known !== undefined && (changedUntil.get(day) ?? '') < known.readAt) return known;
      const whole = known === undefined || now.getTime() - known.wholeAtMs >= WHOLE_MS;
      const next = whole ? await readWhole(day, now) : await readAgain(day, known, now);
      kept.set(day, next);
      return next;
    });
    return read.flatMap(({ buckets }) => [...buckets.values()]);
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
