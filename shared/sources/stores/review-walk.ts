import * as z from 'zod';

/** So large may the remembered reviews become in a checkpoint; the newest are kept. */
const MEMORY_BYTES = 80_000;

/** Id, time in ms, seal, and the time at first sight where that was another. */
const RememberedSchema = z
  .tuple([z.string().max(500), z.number(), z.string().max(100).nullable()])
  .rest(z.number());

/** What a walk leaves for the next one, as it stands in the checkpoint. Times are ms since 1970. */
export const WalkMemorySchema = z.object({
  /** Queued reviews, newest first. A seal of null is unknown and matches any. */
  known: z.array(RememberedSchema),
  /** Every queued review of this time or later is in `known`. */
  knownFrom: z.number(),
  /** Up to here finished walks have queued everything; null before the first. */
  walkedTo: z.number().nullable(),
  /** Where the next walk may stop. */
  stopAt: z.number(),
  /** When the last finished walk began. */
  walkedAt: z.number().nullable(),
  /** What walks that were cut off have queued since: later than `from`, up to `to`. */
  open: z.object({ from: z.number(), to: z.number() }).nullable(),
});
export type WalkMemory = z.infer<typeof WalkMemorySchema>;

export const NOTHING_WALKED: WalkMemory = {
  known: [],
  knownFrom: 0,
  walkedTo: null,
  stopAt: 0,
  walkedAt: null,
  open: null,
};

export interface WalkOptions {
  /** How far back before the newest review a walk looks again, and reviews are remembered. */
  readonly overlapMs: number;
  /** Whether an edit moves a review to the top, so that a page without news proves that there is none below. */
  readonly editsComeFirst: boolean;
  /** When this walk begins. */
  readonly startedAt: Date;
}

/** A review as the walk sees it. */
export interface Sight {
  readonly id: string;
  /** The time by which the source sorts, in ms since 1970. */
  readonly at: number;
  /** Changes with everything that is worth another revision; holds no words. */
  readonly seal: string;
}

export type Verdict =
  | { readonly fresh: false }
  | {
      readonly fresh: true;
      /** The time that the review had when it was first seen; another than its own only where `revised`. */
      readonly firstAt: number;
      readonly revised: boolean;
    };

/**
 * One walk through a list of reviews that is sorted newest first and cannot be asked for what changed. It goes from the
 * top to where earlier walks have been, and tells what is new or revised. A walk that is cut off leaves in its memory
 * what it has been through, so that the next one goes past that without repeating it.
 */
export interface ReviewWalk {
  /** Whether a review must be queued; from now on it counts as queued. */
  see(sight: Sight): Verdict;
  /** Ends a page. @returns whether what follows is known from earlier walks */
  endPage(): boolean;
  /** The memory after the page that ended last. */
  memory(): WalkMemory;
  /** The memory after the end of the list, or of what is not known from earlier walks. */
  finishedMemory(): WalkMemory;
}

/** Begins a walk. Pure: the clock is an argument. */
export function startReviewWalk(before: WalkMemory, options: WalkOptions): ReviewWalk {
  const now = options.startedAt.getTime();
  const { walkedTo, stopAt } = before;
  let { open, knownFrom } = before;
  const known = new Map(before.known.map((remembered) => [remembered[0], remembered]));
  let newest = Number.NEGATIVE_INFINITY;
  let reached = Number.POSITIVE_INFINITY;
  let page: { at: number; fresh: boolean }[] = [];

  const queuedBefore = (at: number) =>
    (walkedTo !== null && at <= walkedTo) ||
    (before.open !== null && before.open.from < at && at <= before.open.to);

  function judge({ id, at, seal }: Sight): Verdict {
    const remembered = known.get(id);
    if (remembered === undefined) {
      if (at < knownFrom && queuedBefore(at)) return { fresh: false };
      known.set(id, [id, at, seal]);
      return { fresh: true, firstAt: at, revised: false };
    }
    const [, oldAt, oldSeal, firstAt = oldAt] = remembered;
    known.set(id, firstAt === at ? [id, at, seal] : [id, at, seal, firstAt]);
    if (oldAt === at && (oldSeal === seal || oldSeal === null)) return { fresh: false };
    return { fresh: true, firstAt, revised: true };
  }

  return {
    see(sight) {
      const verdict = judge(sight);
      // A time of tomorrow must not make the walks of today stop early.
      page.push({ at: Math.min(sight.at, now), fresh: verdict.fresh });
      return verdict;
    },
    endPage() {
      const ended = page;
      page = [];
      const last = ended.at(-1);
      if (last === undefined) return false;
      newest = Math.max(newest, ...ended.map(({ at }) => at));
      reached = Math.min(reached, last.at);
      if (open === null || reached <= open.to) {
        open = { from: Math.min(reached, open?.from ?? reached), to: Math.max(newest, open?.to ?? newest) };
      }
      knownFrom = Math.max(knownFrom, forgetOldest(known));
      if (walkedTo === null) return false;
      const nothingNew = ended.every(({ at, fresh }) => !fresh && at <= walkedTo);
      return last.at < stopAt || (options.editsComeFirst && nothingNew);
    },
    memory: () => ({ ...before, known: newestFirst(known), knownFrom, open }),
    finishedMemory() {
      const to = Math.max(newest, walkedTo ?? newest);
      const seenAny = Number.isFinite(to);
      const from = seenAny ? Math.max(knownFrom, to - options.overlapMs) : knownFrom;
      return {
        known: newestFirst(known).filter(([, at]) => at >= from),
        knownFrom: from,
        walkedTo: seenAny ? to : null,
        stopAt: from,
        walkedAt: now,
        open: null,
      };
    },
  };
}

type Remembered = z.infer<typeof RememberedSchema>;

function newestFirst(known: ReadonlyMap<string, Remembered>): Remembered[] {
  return [...known.values()].sort(([a, atA], [b, atB]) => atB - atA || (a < b ? -1 : 1));
}

/** Forgets the oldest beyond the size of a checkpoint. @returns the time from which all are still remembered */
function forgetOldest(known: Map<string, Remembered>): number {
  let bytes = 0;
  let from = 0;
  for (const remembered of newestFirst(known)) {
    bytes += Buffer.byteLength(JSON.stringify(remembered)) + 1;
    if (bytes <= MEMORY_BYTES) continue;
    known.delete(remembered[0]);
    from = Math.max(from, remembered[1] + 1);
  }
  return from;
}
