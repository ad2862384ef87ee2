import type { Aggregate } from '../../shared/domain/aggregate.ts';
import { dayCells } from '../../shared/insight/day-cells.ts';
import { type DayTotals, dayTotalsOf } from '../../shared/storage/day-totals-repository.ts';
import type { ApiDeps } from './ports.ts';

/** How many days are counted at once. */
const PARALLEL_DAYS = 12;
/**
 * How many days with an outdated copy one request counts anew; the others are shown as they were counted and have their
 * turn in the next requests. After a first load every day's copy, made by the sweep, is a few seconds too old at once.
 */
const MAX_RECOUNTS = 3;
/** What is counted of a day that still changes is shown for so long: a burst of page loads counts once. */
const KEEP_MS = 5_000;

type Deps = Pick<ApiDeps, 'rollups' | 'dayTotals' | 'now'>;
interface Counted {
  readonly totals: DayTotals;
  /** Undefined where the totals were read and the cells were not. */
  readonly cells: Aggregate | undefined;
}

/**
 * Totals and cells of business days. A settled day is read from its copy; a day that changed since its copy was made is
 * counted anew from the roll-ups, and kept as a copy once it has settled.
 */
export function createDayTotals(deps: Deps) {
  const kept = new Map<string, Counted>();

  async function count(day: string, changedUntil: string): Promise<Counted> {
    const countedAt = deps.now().toISOString();
    const cells = dayCells((await deps.rollups.readDay(day)).map(({ aggregate }) => aggregate));
    if (countedAt > changedUntil) await deps.dayTotals.save(day, countedAt, cells);
    return { totals: dayTotalsOf(day, countedAt, cells), cells };
  }

  /** Whether what is kept of a day may be shown. */
  function holds(known: Counted | undefined, changedUntil: string): known is Counted {
    if (known === undefined) return false;
    const { countedAt } = known.totals;
    return countedAt > changedUntil || deps.now().getTime() - Date.parse(countedAt) < KEEP_MS;
  }

  async function bringUpToDate(changes: readonly { day: string; changedUntil: string }[]): Promise<void> {
    const missing = changes.filter(({ day, changedUntil }) => !holds(kept.get(day), changedUntil));
    const days = missing.map(({ day }) => day);
    const [first, last] = [days[0], days.at(-1)];
    if (first === undefined || last === undefined) return;
    for (const totals of await deps.dayTotals.list(first, last)) {
      const known = kept.get(totals.day);
      if (known === undefined || known.totals.countedAt < totals.countedAt)
        kept.set(totals.day, { totals, cells: undefined });
    }
    const outdated = missing.filter(({ day, changedUntil }) => !holds(kept.get(day), changedUntil));
    const stale = [
      ...outdated.filter(({ day }) => !kept.has(day)),
      ...outdated.filter(({ day }) => kept.has(day)).slice(-MAX_RECOUNTS),
    ];
    for (let start = 0; start < stale.length; start += PARALLEL_DAYS) {
      const counted = stale.slice(start, start + PARALLEL_DAYS).map(async ({ day, changedUntil }) => {
        kept.set(day, await count(day, changedUntil));
      });
      await Promise.all(counted);
    }
  }

  return {
    /** Of the days that have documents, oldest first. */
    async all(): Promise<DayTotals[]> {
      const changes = await deps.rollups.listDayChanges();
      await bringUpToDate(changes);
      return changes.flatMap(({ day }) => {
        const totals = kept.get(day)?.totals;
        return totals === undefined || totals.documents === 0 ? [] : [totals];
      });
    },

    /** The cells of the days that have documents. */
    async cells(from: string, to: string): Promise<Aggregate[]> {
      const changes = await deps.rollups.listDayChanges({ from, to });
      await bringUpToDate(changes);
      const unread = changes.map(({ day }) => day).filter((day) => kept.get(day)?.cells === undefined);
      const stored = unread.length === 0 ? new Map<string, Aggregate>() : await deps.dayTotals.cells(unread);
      return changes.flatMap(({ day }) => {
        const known = kept.get(day);
        const cells = known?.cells ?? stored.get(day);
        if (known === undefined || cells === undefined) return [];
        kept.set(day, { ...known, cells });
        return [cells];
      });
    },
  };
}

/** Documents and negative documents. */
export interface Count {
  readonly documents: number;
  readonly negative: number;
}

export function sumOf(counts: readonly Count[]): Count {
  return counts.reduce<Count>(
    (sum, count) => ({
      documents: sum.documents + count.documents,
      negative: sum.negative + count.negative,
    }),
    { documents: 0, negative: 0 },
  );
}
