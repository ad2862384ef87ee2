import * as z from 'zod';
import { endlessGuard } from './access/endless-guard.ts';
import { readConfig } from './access/read-config.ts';
import { readItem } from './access/read-json.ts';
import type { Erasure, ItemProblem, Page, SourceConnector, SourceSigns, Suspicion } from './contract.ts';
import { RedditSecretSchema, redditApi } from './reddit/reddit-api.ts';
import { listingsOf, RedditConfigSchema } from './reddit/reddit-config.ts';
import { documentOf, isGone, stampOf, type Thing, ThingSchema } from './reddit/reddit-thing.ts';

const HOUR_S = 3_600;
const DAY_S = 24 * HOUR_S;
/** About so many a listing shows; a walk that goes far beyond is none. */
const DEPTH = 1_000;
/** Posts that moderators let through late are dated back, and the search is behind. */
const OVERLAP_S = DAY_S;
/** The most that `/api/info` takes. */
const BATCH = 100;
/** 35 bytes each at most. */
const REMEMBERED = 2_500;
/** So many that are gone all at once are rather a fault of Reddit, unless it says so this often in a row. */
const DOUBTED_BATCH = 10;
const BELIEVED_AFTER = 3;

const CheckpointSchema = z.object({
  /** Listing → Unix seconds when its last walk began that came to its end. */
  finished: z.record(z.string(), z.int()),
  /** Fullname → when it was written, in Unix seconds to base 36, and its stamp. */
  known: z.record(z.string(), z.string().regex(/^[0-9a-z]+\.(?:\d+x?|announced|gone)$/)),
  /** Unix seconds. */
  recheckedAt: z.int(),
  /** Looks in a row that found nothing of many. */
  doubts: z.int(),
});

/** About to be queued: a run that dies in between must not leave words behind that nobody looks at again. */
const ANNOUNCED = 'announced';
/** Erased, so that a post that a moderator brings back is seen as a new revision. */
const GONE = 'gone';

interface Seen {
  readonly createdS: number;
  readonly stamp: string;
}

interface Taken {
  readonly documents: readonly unknown[];
  readonly erasures: readonly Erasure[];
}
const NOTHING: Taken = { documents: [], erasures: [] };

/**
 * Posts, and where wanted comments, of subreddits and searches. A listing is walked from its newest entry to where the
 * last whole walk began. Reddit obliges its users to delete what is deleted there, and shows it nowhere: everything
 * collected in the last days is asked for again by its id.
 * @see https://www.reddit.com/dev/api
 */
export const reddit: SourceConnector = {
  id: 'reddit',
  source: 'community',
  title: 'Reddit',
  docsUrl: 'https://www.reddit.com/dev/api',
  keepsUrl: true,
  configSchema: RedditConfigSchema,
  secretSchema: RedditSecretSchema,
  async *collect(context, config, checkpoint) {
    const settings = readConfig(RedditConfigSchema, config);
    const ask = redditApi(context, settings, await context.secret(RedditSecretSchema));
    const saved = CheckpointSchema.safeParse(checkpoint).data;
    const listings = listingsOf(settings);
    const oldestS = secondsOf(context.now()) - settings.recheckDays * DAY_S;
    const known = knownSince(oldestS, saved?.known ?? {});
    const finished = Object.fromEntries(
      Object.entries(saved?.finished ?? {}).filter(([key]) =>
        listings.some((listing) => listing.key === key),
      ),
    );
    let { recheckedAt, doubts } = saved ?? { recheckedAt: secondsOf(context.now()), doubts: 0 };
    let suspect: Suspicion | undefined;

    for (const { key, path, parameters } of listings) {
      const startedS = secondsOf(context.now());
      const finishedS = finished[key];
      const horizonS = Math.max(oldestS, (finishedS ?? 0) - OVERLAP_S);
      const guard = endlessGuard('Reddit');
      let after: string | null = null;
      let walked = 0;
      do {
        const listing = await ask(path, { ...parameters, after });
        const { things, problems } = readThings(listing.children);
        const names = things.map(({ name }) => name);
        walked += listing.children.length;
        const isReached = things.length > 0 && things.every(({ created_utc }) => created_utc < horizonS);
        // Nothing after a post is no proof of the end: the post itself may have been deleted just now.
        const isEnd = isReached || (listing.after === null && (after === null || names.length > 0));
        if (isEnd || walked >= 2 * DEPTH) finished[key] = startedS;
        after = isReached || walked >= 2 * DEPTH ? null : listing.after;
        const isWindowFull = after === null && !isReached && walked >= 0.9 * DEPTH;
        if (isWindowFull && finishedS !== undefined) suspect = GAP;
        if (announce(things)) yield pageOf(NOTHING, [], listing.signs);
        yield pageOf(take(things), problems, listing.signs);
        if (after !== null) guard(names, after);
      } while (after !== null);
    }

    if (secondsOf(context.now()) - recheckedAt >= settings.recheckHours * HOUR_S) {
      let isDoubted = false;
      const names = [...known].flatMap(([name, { stamp }]) => (stamp === GONE ? [] : [name]));
      for (let at = 0; at < names.length; at += BATCH) {
        const batch = names.slice(at, at + BATCH);
        const listing = await ask('/api/info', { id: batch.join(','), limit: null });
        const { things, problems } = readThings(listing.children);
        const present = new Set(things.map(({ name }) => name));
        // What cannot be read is not absent.
        let absent = problems.length > 0 ? [] : batch.filter((name) => !present.has(name));
        if (absent.length === batch.length && batch.length > DOUBTED_BATCH && doubts + 1 < BELIEVED_AFTER) {
          [absent, isDoubted, suspect] = [[], true, VANISHED];
        }
        const taken = take(things);
        yield pageOf(
          { ...taken, erasures: [...taken.erasures, ...absent.flatMap(erase)] },
          problems,
          listing.signs,
        );
      }
      doubts = isDoubted ? doubts + 1 : 0;
      recheckedAt = secondsOf(context.now());
    }
    yield { ...pageOf(NOTHING, []), done: true };

    function announce(things: readonly Thing[]): boolean {
      const unknown = things.filter((thing) => isWanted(thing) && !known.has(thing.name));
      for (const { name, created_utc } of unknown) {
        known.set(name, { createdS: Math.floor(created_utc), stamp: ANNOUNCED });
      }
      return unknown.length > 0;
    }

    function isWanted(thing: Thing): boolean {
      return thing.created_utc >= oldestS && !isGone(thing);
    }

    function take(things: readonly Thing[]): Taken {
      const documents: unknown[] = [];
      const erasures: Erasure[] = [];
      for (const thing of things) {
        const before = known.get(thing.name);
        const stamp = stampOf(thing);
        if (isGone(thing)) erasures.push(...erase(thing.name));
        else if (isWanted(thing) && stamp !== before?.stamp) {
          documents.push(documentOf(thing, settings.app, changedAt(before?.stamp ?? ANNOUNCED, stamp)));
          known.set(thing.name, { createdS: Math.floor(thing.created_utc), stamp });
        }
      }
      return { documents, erasures };
    }

    /** Reddit dates edits, but not when an account was deleted or a post was brought back. */
    function changedAt(before: string, after: string): string | undefined {
      if (before === ANNOUNCED) return undefined;
      const isEdit = before !== GONE && Number.parseInt(before, 10) !== Number.parseInt(after, 10);
      return isEdit ? undefined : context.now().toISOString();
    }

    function erase(name: string): Erasure[] {
      const before = known.get(name);
      if (before === undefined || before.stamp === GONE) return [];
      known.set(name, { ...before, stamp: GONE });
      const publishedAt = new Date(before.createdS * 1000).toISOString();
      return [{ id: name, app: settings.app, publishedAt, erasedAt: context.now().toISOString() }];
    }

    function pageOf(taken: Taken, problems: readonly ItemProblem[], signs: SourceSigns = {}): Page {
      const newest = [...known].sort(([, a], [, b]) => b.createdS - a.createdS).slice(0, REMEMBERED);
      if (newest.length < known.size) suspect = TOO_MANY;
      return {
        ...taken,
        problems,
        checkpoint: {
          finished: { ...finished },
          known: Object.fromEntries(
            newest.map(([name, { createdS, stamp }]) => [name, `${createdS.toString(36)}.${stamp}`]),
          ),
          recheckedAt,
          doubts,
        },
        done: false,
        signs,
        ...(suspect === undefined ? {} : { suspect }),
      };
    }
  },
};

const GAP: Suspicion = {
  kind: 'possible-gap',
  message:
    'A listing has more new posts than Reddit shows. Run this source more often, or narrow its searches.',
};
const TOO_MANY: Suspicion = {
  kind: 'truncated',
  message: `More than ${REMEMBERED.toLocaleString('en')} posts are to be looked at again: deletions of the oldest are missed. Lower recheckDays or split the source.`,
};
const VANISHED: Suspicion = {
  kind: 'silent',
  message:
    'Reddit has none of many known posts. If it says so three times in a row, they are erased here too.',
};

function readThings(children: readonly unknown[]): { things: Thing[]; problems: ItemProblem[] } {
  const things: Thing[] = [];
  const problems: ItemProblem[] = [];
  for (const child of children) {
    const read = readItem(ThingSchema, child);
    if (read.ok) things.push(read.item.data);
    else problems.push(read.problem);
  }
  return { things, problems };
}

function knownSince(oldestS: number, saved: Readonly<Record<string, string>>): Map<string, Seen> {
  const entries = Object.entries(saved).map(([name, value]): [string, Seen] => {
    const [created = '', stamp = ''] = value.split('.');
    return [name, { createdS: Number.parseInt(created, 36), stamp }];
  });
  return new Map(entries.filter(([, { createdS }]) => createdS >= oldestS));
}

function secondsOf(date: Date): number {
  return Math.floor(date.getTime() / 1000);
}
