import * as z from 'zod';
import { VocError } from '../../domain/errors.ts';
import { endlessGuard } from '../access/endless-guard.ts';
import type { CollectContext, Erasure, ItemProblem, Page, SourceSigns, Suspicion } from '../contract.ts';

/** So large may the remembered items of one walk become in a checkpoint; the newest are kept. */
const MEMORY_BYTES = 80_000;
/** Items are read one after the other: what is there after so long is handed on and kept. */
const STEP_MS = 10_000;
/** So far back is looked again even where the memory is full: clocks differ, and an index lags. */
const LEAST_OVERLAP_MS = 3_600_000;

/** Id, time of change, seal of the list, note of the reading, time of the reading. */
const RememberedSchema = z.tuple([
  z.string().max(500),
  z.number(),
  z.string().max(100),
  z.string().max(100),
  z.number(),
]);
type Remembered = z.infer<typeof RememberedSchema>;

/** What a walk leaves for the next one, as it stands in the checkpoint. Times are ms since 1970. */
export const ChangeMemorySchema = z.object({
  /** When the last finished walk began: what changed before it is queued. Null before the first. */
  seenTo: z.number().nullable(),
  /** Every queued item that changed at this time or later is in `known`. */
  knownFrom: z.number(),
  known: z.array(RememberedSchema),
  /** The walk that was cut off, and where it goes on. */
  walk: z
    .object({
      startedAt: z.number(),
      from: z.number(),
      position: z.string().min(1).max(4_000).nullable(),
      listed: z.int().min(0),
    })
    .nullable(),
});
export type ChangeMemory = z.infer<typeof ChangeMemorySchema>;

export const NOTHING_SEEN: ChangeMemory = { seenTo: null, knownFrom: 0, known: [], walk: null };

/** An item as the list shows it. */
export interface Sight {
  readonly id: string;
  /** When it changed last, ms since 1970. */
  readonly at: number;
  /** Tells two changes of the same time apart; holds no words. At most 100 units. */
  readonly seal: string;
}

export interface ListedPage<Item> {
  readonly items: readonly { readonly sight: Sight; readonly item: Item }[];
  readonly problems: readonly ItemProblem[];
  /** Where the list goes on; null at its end, or where all that follows is older than `from`. */
  readonly next: string | null;
}

export interface Reading {
  readonly documents?: readonly unknown[];
  readonly erasures?: readonly Erasure[];
  readonly problems?: readonly ItemProblem[];
  /** What was found, without words, for the next reading. At most 100 units. */
  readonly note: string;
}

/** What is known of an item that is read again. */
export interface EarlierReading {
  readonly note: string;
  /** Whether the list shows it as it was then. */
  readonly unchanged: boolean;
}

export interface ChangeList<Item> {
  /** Names the list in errors: "The list of chats". */
  readonly what: string;
  /** One page, or null where the position of an earlier run is refused. */
  list(position: string | null, from: number): Promise<ListedPage<Item> | null>;
  read(item: Item, earlier: EarlierReading | undefined): Promise<Reading>;
  signs?(): SourceSigns | undefined;
}

export interface ChangeWalkOptions {
  /** Where the very first walk begins, ms since 1970. */
  readonly since: number;
  /** How far back before the last walk the next one looks again. */
  readonly overlapMs: number;
  /** An item that the list shows unchanged is read again after so long; default: never. */
  readonly recheckAfterMs?: number;
  /** Whether what was listed once stays listed, so that an empty list is a sign of a fault. */
  readonly keepsItems?: boolean;
  /** The share of the checkpoint that this walk may fill. */
  readonly memoryBytes?: number;
}

/**
 * Brings what changed in a list since the last finished walk. A walk goes through the whole list from `from` on, in
 * whatever order the source gives it, and counts only when it has come to the end; so the order decides nothing. What is
 * in the overlap is known by its time and seal. A walk that was cut off goes on from its position, and a fresh one
 * follows it, because what changed meanwhile may stand before that position.
 * @throws VocError as the list does, and `source.bad-response` (transient) where it would go on without end
 */
export async function* walkChanges<Item>(
  { now }: Pick<CollectContext, 'now'>,
  list: ChangeList<Item>,
  options: ChangeWalkOptions,
  before: ChangeMemory,
): AsyncGenerator<Page & { readonly checkpoint: ChangeMemory }> {
  let memory = before;
  for (;;) {
    const resumed = memory.walk !== null;
    memory = yield* walkOnce(now, list, options, memory, !resumed);
    if (!resumed) return;
  }
}

async function* walkOnce<Item>(
  now: () => Date,
  list: ChangeList<Item>,
  options: ChangeWalkOptions,
  before: ChangeMemory,
  isLast: boolean,
): AsyncGenerator<Page & { readonly checkpoint: ChangeMemory }, ChangeMemory> {
  const {
    startedAt,
    from,
    position: resumedAt,
    listed: listedBefore,
  } = before.walk ?? begin(now(), options, before);
  const { recheckAfterMs = Number.POSITIVE_INFINITY } = options;
  const known = new Map(before.known.map((remembered) => [remembered[0], remembered]));
  const endless = endlessGuard(list.what);
  let { knownFrom } = before;
  let position = resumedAt;
  let positionIsOurs = position === null;
  let listed = listedBefore;

  function remember(keepFrom: number): Pick<ChangeMemory, 'known' | 'knownFrom'> {
    knownFrom = Math.max(knownFrom, forgetOldest(known, keepFrom, options.memoryBytes ?? MEMORY_BYTES));
    return { known: [...known.values()], knownFrom };
  }
  const underway = (): ChangeMemory => ({
    seenTo: before.seenTo,
    ...remember(from),
    walk: { startedAt, from, position, listed },
  });
  function end(): { memory: ChangeMemory; suspect?: Suspicion } {
    if (listed > 0 || known.size === 0 || options.keepsItems !== true) {
      const keepFrom = startedAt - options.overlapMs;
      return { memory: { seenTo: startedAt, ...remember(keepFrom), walk: null } };
    }
    // Nothing, although there was something in the same span: not proof enough to go past it.
    return { memory: { ...before, walk: null }, suspect: silent(list.what) };
  }

  for (;;) {
    const page = await list.list(position, from);
    if (page === null) {
      if (positionIsOurs) throw refused(list.what);
      position = null;
      positionIsOurs = true;
      continue;
    }
    let step = emptyStep(page.problems);
    let stepEndsAt = now().getTime() + STEP_MS;
    for (const { sight, item } of page.items) {
      if (sight.at < from) continue;
      const remembered = known.get(sight.id);
      const unchanged = remembered?.[1] === sight.at && remembered[2] === sight.seal;
      if (unchanged && now().getTime() - remembered[4] < recheckAfterMs) continue;
      if (now().getTime() >= stepEndsAt) {
        yield { ...step, ...signsOf(list), checkpoint: underway(), done: false };
        step = emptyStep();
        stepEndsAt = now().getTime() + STEP_MS;
      }
      const earlier = remembered === undefined ? undefined : { note: remembered[3], unchanged };
      const reading = await list.read(item, earlier);
      if (!unchanged || reading.note !== remembered[3]) take(step, reading);
      known.set(sight.id, [sight.id, sight.at, sight.seal, reading.note, now().getTime()]);
    }
    listed += page.items.length;
    position = page.next;
    positionIsOurs = true;
    if (position === null) {
      const { memory, suspect } = end();
      const doubt = suspect === undefined ? {} : { suspect };
      yield { ...step, ...signsOf(list), ...doubt, checkpoint: memory, done: isLast };
      return memory;
    }
    endless(
      page.items.map(({ sight }) => sight.id),
      position,
    );
    yield { ...step, ...signsOf(list), checkpoint: underway(), done: false };
  }
}

function begin(
  now: Date,
  { since, overlapMs }: ChangeWalkOptions,
  { seenTo, knownFrom }: ChangeMemory,
): NonNullable<ChangeMemory['walk']> {
  const from =
    seenTo === null
      ? since
      : Math.min(Math.max(seenTo - overlapMs, knownFrom), seenTo - Math.min(overlapMs, LEAST_OVERLAP_MS));
  return { startedAt: now.getTime(), from, position: null, listed: 0 };
}

/** Forgets what changed before `keepFrom`, and the oldest beyond the size. @returns from when on all are remembered */
function forgetOldest(known: Map<string, Remembered>, keepFrom: number, bytesAllowed: number): number {
  let bytes = 0;
  let from = 0;
  const newestFirst = [...known.values()].sort(([, a], [, b]) => b - a);
  for (const remembered of newestFirst) {
    const [id, at] = remembered;
    bytes += Buffer.byteLength(JSON.stringify(remembered)) + 1;
    if (at >= keepFrom && bytes <= bytesAllowed) continue;
    known.delete(id);
    if (at >= keepFrom) from = Math.max(from, at + 1);
  }
  return from;
}

interface Step {
  readonly documents: unknown[];
  readonly erasures: Erasure[];
  readonly problems: ItemProblem[];
}

function emptyStep(problems: readonly ItemProblem[] = []): Step {
  return { documents: [], erasures: [], problems: [...problems] };
}

function take(step: Step, { documents = [], erasures = [], problems = [] }: Reading): void {
  step.documents.push(...documents);
  step.erasures.push(...erasures);
  step.problems.push(...problems);
}

function signsOf({ signs }: Pick<ChangeList<never>, 'signs'>): { signs?: SourceSigns } {
  const told = signs?.();
  return told === undefined ? {} : { signs: told };
}

function silent(what: string): Suspicion {
  return {
    kind: 'silent',
    message: `${what} is empty although it had items of the same days before. Check the rights of the key.`,
  };
}

function refused(what: string): VocError {
  return new VocError(
    'source.bad-response',
    'transient',
    `${what} refuses the position that it gave itself. The next run begins it anew.`,
  );
}
