import * as z from 'zod';
import type { Json } from '../contract.ts';
import { linkId } from '../text/canonical-link.ts';

/** 48 bits: among 9,000 links one in 30 billion is taken for another. */
const SHORT = 8;
/** Links remembered of one search. A walk ends at a page of known links only, so this must be above two pages. */
const REMEMBERED = 300;
/** Links remembered of all searches: 72 kB. */
const REMEMBERED_IN_ALL = 9_000;
/** Links of the one walk that was cut off: 20 kB. */
const MAX_PENDING = 2_500;
/** The most searches of one source, so that 200 links of each fit into the checkpoint. */
export const MAX_SEARCHES = 45;

/** Short link hashes of one search, each list newest first and without separators. */
const LinksSchema = z.string().regex(new RegExp(`^(?:[\\w-]{${SHORT}})*$`));
const CheckpointSchema = z.object({
  /** By search, see `searchKey`. */
  searches: z.record(z.string(), z.object({ known: LinksSchema, pending: LinksSchema })),
  at: z.string().nullable(),
  day: z.string(),
  calls: z.int().min(0),
});

/** What one search has shown: short hashes, the newest first. */
export interface SearchMemory {
  /** Of walks that reached their end. */
  readonly known: readonly string[];
  /** Of a walk that was cut off: already queued, but no proof that what follows is known. */
  readonly pending: readonly string[];
}

export interface SourceMemory {
  /** By search, see {@link searchKey}. */
  readonly searches: Map<string, SearchMemory>;
  /** The search that comes next, where a run ended before the last one. */
  at: string | null;
  /** The Korean day of `calls`. */
  day: string;
  calls: number;
}

/** What the checkpoint says of these searches; of others it forgets everything. */
export function readMemory(checkpoint: Json | null, keys: readonly string[]): SourceMemory {
  const saved = CheckpointSchema.safeParse(checkpoint).data;
  const memoryOf = (key: string): SearchMemory => {
    const { known, pending } = saved?.searches[key] ?? { known: '', pending: '' };
    return { known: split(known), pending: split(pending) };
  };
  return {
    searches: new Map(keys.map((key) => [key, memoryOf(key)])),
    at: saved?.at ?? null,
    day: saved?.day ?? '',
    calls: saved?.calls ?? 0,
  };
}

/** The checkpoint, below 100 kB for any {@link MAX_SEARCHES} searches. */
export function writeMemory({ searches, at, day, calls }: SourceMemory): Json {
  const joined = [...searches].map(([key, { known, pending }]) => [
    key,
    { known: known.join(''), pending: pending.join('') },
  ]);
  return { searches: Object.fromEntries(joined), at, day, calls };
}

/** The memory after one more page of a walk that goes on. */
export function cutOff(before: SearchMemory, walked: Iterable<string>): SearchMemory {
  return { known: before.known, pending: distinct(walked, before.pending).slice(0, MAX_PENDING) };
}

/** The memory after a walk that reached its end. */
export function finished(before: SearchMemory, walked: Iterable<string>, searches: number): SearchMemory {
  const remembered = Math.min(REMEMBERED, Math.floor(REMEMBERED_IN_ALL / searches));
  return { known: distinct(walked, before.pending, before.known).slice(0, remembered), pending: [] };
}

/** A name for a search that tells nothing of its words. */
export function searchKey(query: string, vertical: string): string {
  return shortHash(JSON.stringify([query, vertical]));
}

/** A link, or anything else, in 8 characters of base64url. */
export function shortHash(text: string): string {
  return linkId(text).slice(0, SHORT);
}

function split(joined: string): string[] {
  return Array.from({ length: joined.length / SHORT }, (_, index) =>
    joined.slice(index * SHORT, (index + 1) * SHORT),
  );
}

function distinct(...lists: readonly Iterable<string>[]): string[] {
  return [...new Set(lists.flatMap((list) => [...list]))];
}
