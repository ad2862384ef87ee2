import { type PointDay, pointDayOf } from '../../shared/insight/point-day.ts';
import type { StoredPointDay } from '../../shared/storage/point-day-repository.ts';
import type { DayChange } from '../../shared/storage/rollup-repository.ts';
import type { ApiDeps } from './ports.ts';
import { ApiProblem } from './problem.ts';

/** What was counted of a day that still changes is used for so long: a burst of page loads counts once. */
const KEEP_MS = 5_000;
/**
 * How many days with an outdated copy one request counts anew; the older ones are shown as they were counted and have
 * their turn in the next requests. After a first load every day's copy is a few seconds too old at once.
 */
const MAX_RECOUNTS = 3;
const PARALLEL_DAYS = 8;
const HELD_DAYS = 31;
/** Copies that are missing altogether are made for so long; then the reader is asked to come again. */
const MAKING_MS = 8_000;

type Deps = Pick<ApiDeps, 'contributions' | 'pointDays' | 'now'>;

/**
 * What days say of hesitation points. A settled day is read from its copy; a day that changed since is counted anew
 * from its contributions, and kept as a copy once it has settled.
 */
export function createPointDays(deps: Deps) {
  /** Of days that still change. */
  const young = new Map<string, StoredPointDay>();

  async function make({ day, changedUntil }: DayChange): Promise<StoredPointDay> {
    const countedAt = deps.now().toISOString();
    const made = { countedAt, rows: pointDayOf(await deps.contributions.listDay(day)) };
    if (countedAt > changedUntil) await deps.pointDays.save(day, countedAt, made.rows);
    else young.set(day, made);
    return made;
  }

  function isYoung({ countedAt }: StoredPointDay): boolean {
    return deps.now().getTime() - Date.parse(countedAt) < KEEP_MS;
  }

  /** The rows of some days: of those that are stored, and made for the others. */
  async function rowsOf(
    changes: readonly DayChange[],
    again: ReadonlySet<string>,
    untilMs: number,
  ): Promise<Map<string, PointDay>> {
    const stored = await deps.pointDays.get(changes.map(({ day }) => day));
    for (const [day, one] of young) if (isYoung(one) && !again.has(day)) stored.set(day, one);
    const work = changes.filter(({ day }) => again.has(day) || !stored.has(day));
    for (let start = 0; start < work.length; start += PARALLEL_DAYS) {
      if (deps.now().getTime() > untilMs)
        throw new ApiProblem('busy', 'The days of this period are being counted. Try again in a moment.', 2);
      await Promise.all(
        work.slice(start, start + PARALLEL_DAYS).map(async (change) => {
          stored.set(change.day, await make(change));
        }),
      );
    }
    return new Map([...stored].map(([day, one]) => [day, one.rows]));
  }

  /**
   * Gives the rows of days one after the other, so that no more than a month of them is held; false where some are
   * older than their day.
   * @throws ApiProblem `busy` while copies of many days are missing; the next request goes on where this one stopped
   */
  return async function read(
    changes: readonly DayChange[],
    use: (day: string, rows: PointDay) => void,
  ): Promise<boolean> {
    const untilMs = deps.now().getTime() + MAKING_MS;
    const ages = await deps.pointDays.countedAt(changes.map(({ day }) => day));
    const outdated = changes.filter(({ day, changedUntil }) => {
      const kept = young.get(day);
      const countedAt = ages.get(day);
      return countedAt !== undefined && countedAt <= changedUntil && !(kept !== undefined && isYoung(kept));
    });
    const again = new Set(outdated.slice(-MAX_RECOUNTS).map(({ day }) => day));
    for (let start = 0; start < changes.length; start += HELD_DAYS) {
      const batch = changes.slice(start, start + HELD_DAYS);
      for (const [day, rows] of await rowsOf(batch, again, untilMs)) use(day, rows);
    }
    return again.size === outdated.length;
  };
}
