import { type Aggregate, type Cell, type Dimension, TOTAL_KEY } from '../../shared/domain/aggregate.ts';
import { SOURCE_KINDS, type SourceKind } from '../../shared/domain/taxonomy.ts';
import type { ApiDeps } from './ports.ts';

/** How many days are read at once. */
const PARALLEL_DAYS = 12;
/** A warm function answers a burst of page loads from one reading of the rollups. */
const KEEP_MS = 5_000;

export interface Count {
  readonly documents: number;
  readonly negative: number;
}

export interface DayTotals extends Count {
  readonly day: string;
  readonly sources: Readonly<Record<SourceKind, Count>>;
}

/** Reads the totals of business days from the rollups, kept for {@link KEEP_MS} milliseconds per day. */
export function createDayTotals(deps: Pick<ApiDeps, 'rollups' | 'now'>) {
  const kept = new Map<string, { readAt: number; totals: DayTotals }>();

  async function ofDay(day: string): Promise<DayTotals> {
    const now = deps.now().getTime();
    const known = kept.get(day);
    if (known !== undefined && now - known.readAt < KEEP_MS) return known.totals;
    const aggregates = (await deps.rollups.readDay(day)).map((bucket) => bucket.aggregate);
    const totals: DayTotals = {
      day,
      ...countOf(aggregates, 'total', TOTAL_KEY),
      sources: Object.fromEntries(
        SOURCE_KINDS.map((source) => [source, countOf(aggregates, 'source', source)]),
      ) as Record<SourceKind, Count>,
    };
    kept.set(day, { readAt: now, totals });
    return totals;
  }

  /** In the order of the given days. */
  return async function ofDays(days: readonly string[]): Promise<DayTotals[]> {
    const totals: DayTotals[] = [];
    for (let start = 0; start < days.length; start += PARALLEL_DAYS) {
      totals.push(...(await Promise.all(days.slice(start, start + PARALLEL_DAYS).map(ofDay))));
    }
    return totals;
  };
}

/** Documents and negative documents of one cell over several aggregates. */
export function countOf(aggregates: readonly Aggregate[], dimension: Dimension, key: string): Count {
  return sumOf(aggregates.map((aggregate) => aggregate.cells[dimension]?.[key]));
}

/** The sum of counts; an absent one counts nothing. */
export function sumOf(counts: readonly (Count | Cell | undefined)[]): Count {
  return counts.reduce<Count>(
    (sum, count) => ({
      documents: sum.documents + (count?.documents ?? 0),
      negative: sum.negative + (count?.negative ?? 0),
    }),
    { documents: 0, negative: 0 },
  );
}
