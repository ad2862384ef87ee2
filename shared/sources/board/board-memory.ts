import * as z from 'zod';
import type { Json } from '../contract.ts';

/** So many posts are remembered, the newest seen first. */
const REMEMBERED = 1_000;
/** A checkpoint stays well below the 100 kB that it may have: posts and comment numbers share this. */
const MAX_POST_UNITS = 60_000;
const MAX_COMMENT_UNITS = 25_000;
/** After so many runs that could not read a post it is given up. */
const MAX_TRIES = 5;
/** The most that the memory of one post takes beside its id and the numbers of its comments. */
const ENTRY_UNITS = 40;
const MAX_VALIDATORS = 5;

/** What is remembered of a post. No words of it: lengths, counts and the numbers of its comments. */
export interface PostMemory {
  /** What its row showed. */
  readonly row: string;
  /** What its page held. */
  readonly page: string;
  readonly comments: readonly string[];
}

const EntrySchema = z.tuple([z.string(), z.string(), z.string(), z.string()]);
/** Empty where the page gave none. */
const ValidatorsSchema = z.object({
  etag: z.string().max(200),
  lastModified: z.string().max(100),
  /** Where the page led to, for a board that cannot be asked by number. */
  next: z.string().max(500),
});
export type Validators = z.infer<typeof ValidatorsSchema>;

const CheckpointSchema = z.object({
  /** Posts of walks that reached their end, those seen last first. */
  known: z.array(EntrySchema),
  /** The same of a walk that was cut off: already queued, but no proof that what follows is known. */
  pending: z.array(EntrySchema),
  /** Post id and runs that failed to read it. */
  unread: z.array(z.tuple([z.string(), z.int()])),
  /** Address of a list page → what to ask with whether it has changed. */
  lists: z.record(z.string(), ValidatorsSchema),
});

/** What a board has shown us, and how far the present walk has come. */
export interface BoardMemory {
  readonly isEmpty: boolean;
  /** Whether an earlier walk was cut off, so that a page without news proves nothing. */
  readonly isCutOff: boolean;
  of(id: string): PostMemory | undefined;
  /** A finished walk has seen the post with this row. */
  isSettled(id: string, row: string): boolean;
  /** Whether a finished walk has seen the post at all. */
  isKnown(id: string): boolean;
  remember(id: string, post: PostMemory): void;
  forget(id: string): void;
  /** The post is still on the list: what is seen last is kept longest. */
  seen(id: string): void;
  /** Whether this run has seen as many posts as can be remembered: what lies deeper would be read again and again. */
  isAtDepth(): boolean;
  /** Known posts that this run has not seen. */
  unseen(): string[];
  /** @returns whether the post is now to be given up */
  failedToRead(id: string): boolean;
  validatorsOf(address: string): Validators | undefined;
  /** Kept only where there is something to ask with; to be called once all posts of the page are queued. */
  keepValidators(address: string, validators: Validators): void;
  /** The walk is at its end: what it has queued is proof from now on. */
  finish(): void;
  toCheckpoint(): Json;
}

/** The memory of a checkpoint; an unreadable one starts anew. */
export function readBoardMemory(checkpoint: Json | null): BoardMemory {
  const saved = CheckpointSchema.safeParse(checkpoint).data;
  const known = entriesOf(saved?.known ?? []);
  const pending = entriesOf(saved?.pending ?? []);
  const unread = new Map(saved?.unread ?? []);
  const lists = new Map(Object.entries(saved?.lists ?? {}));
  const seen = new Set<string>();
  let seenUnits = 0;
  const wasCutOff = pending.size > 0;

  return {
    isEmpty: known.size + pending.size === 0,
    isCutOff: wasCutOff,
    of: (id) => pending.get(id) ?? known.get(id),
    isSettled: (id, row) => !pending.has(id) && known.get(id)?.row === row,
    isKnown: (id) => known.has(id),
    remember(id, post) {
      pending.set(id, post);
      unread.delete(id);
    },
    forget(id) {
      known.delete(id);
      pending.delete(id);
    },
    seen(id) {
      if (!seen.has(id)) seenUnits += id.length + ENTRY_UNITS;
      seen.add(id);
    },
    isAtDepth: () => seen.size >= REMEMBERED || seenUnits >= MAX_POST_UNITS,
    unseen: () => [...known.keys()].filter((id) => !seen.has(id)),
    failedToRead(id) {
      const tries = (unread.get(id) ?? 0) + 1;
      unread.set(id, tries);
      return tries >= MAX_TRIES;
    },
    validatorsOf: (address) => lists.get(address),
    keepValidators(address, validators) {
      lists.delete(address);
      const { data } = ValidatorsSchema.safeParse(validators);
      if (data !== undefined && data.etag + data.lastModified !== '' && address.length <= 500) {
        lists.set(address, data);
      }
    },
    finish() {
      for (const [id, post] of pending) known.set(id, post);
      pending.clear();
    },
    toCheckpoint() {
      const budget = { posts: MAX_POST_UNITS, comments: MAX_COMMENT_UNITS, entries: REMEMBERED };
      // Pending first: to lose one of them is to read it again, for as long as the walk is not at its end.
      const keptPending = saveable(pending, seen, budget);
      return {
        known: saveable(known, seen, budget),
        pending: keptPending,
        unread: [...unread].slice(-REMEMBERED / 10),
        lists: Object.fromEntries([...lists].slice(-MAX_VALIDATORS)),
      };
    },
  };
}

/** How a post looks on the list: changes with a new comment and with most edits of the title. */
export function rowMark(titleLength: number, commentCount: number | undefined): string {
  return commentCount === undefined ? `${titleLength}` : `${titleLength}.${commentCount}`;
}

function entriesOf(entries: readonly z.infer<typeof EntrySchema>[]): Map<string, PostMemory> {
  return new Map(
    entries.map(([id, row, page, comments]) => [
      id,
      { row, page, comments: comments === '' ? [] : comments.split(' ') },
    ]),
  );
}

function saveable(
  posts: ReadonlyMap<string, PostMemory>,
  seen: ReadonlySet<string>,
  budget: { posts: number; comments: number; entries: number },
): z.infer<typeof EntrySchema>[] {
  const order = [
    ...[...seen].filter((id) => posts.has(id)),
    ...[...posts.keys()].filter((id) => !seen.has(id)),
  ];
  const kept: z.infer<typeof EntrySchema>[] = [];
  for (const id of order) {
    const post = posts.get(id);
    if (post === undefined) continue;
    const units = id.length + post.row.length + post.page.length + 16;
    if (budget.entries < 1 || budget.posts < units) break;
    budget.entries -= 1;
    budget.posts -= units;
    // Without the numbers of its comments a post that changes brings them all again, which is harmless.
    const numbers = post.comments.join(' ');
    const fits = numbers.length <= budget.comments;
    if (fits) budget.comments -= numbers.length;
    kept.push([id, post.row, post.page, fits ? numbers : '']);
  }
  return kept;
}
