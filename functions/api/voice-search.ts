import {
  comparePlaces,
  indexVoices,
  lastPlace,
  type PlaceInDay,
  searchPart,
  type VoiceFilter,
  type VoiceIndexPart,
} from '../../shared/insight/voice-index.ts';
import type { ApiDeps } from './ports.ts';

/** How long the index of a day that still changes is used: a burst of page loads makes it once. */
const KEEP_MS = 5_000;
/** A page reads at most so many parts (of 2,000 voices), so that a rare search answers soon at any volume. */
const MAX_PARTS = 32;
/** Decoded parts in memory, about half a megabyte each. */
const MAX_KEPT_PARTS = 120;

/** Where a page ended. */
export interface VoicePosition extends PlaceInDay {
  readonly day: string;
}

interface DayIndex {
  readonly countedAt: string;
  readonly ends: readonly PlaceInDay[];
  part(number: number): Promise<VoiceIndexPart | undefined>;
}

type Deps = Pick<ApiDeps, 'rollups' | 'contributions' | 'voiceIndex' | 'now'>;

/**
 * Finds voices by their day's index. A settled day has a stored one; for a day that changed since, it is made anew from
 * the contributions, and stored once the day has settled. See docs/decisions/010-voices-are-found-by-an-index-per-day.md.
 */
export function createVoiceSearch(deps: Deps) {
  const days = new Map<string, DayIndex>();
  const parts = new Map<string, VoiceIndexPart>();

  async function storedPart(day: string, etag: string, number: number): Promise<VoiceIndexPart | undefined> {
    const name = `${day} ${etag} ${number}`;
    const part = parts.get(name) ?? (await deps.voiceIndex.part(day, etag, number));
    if (part === undefined) return undefined;
    parts.delete(name);
    parts.set(name, part);
    const [oldest] = parts.keys();
    if (parts.size > MAX_KEPT_PARTS && oldest !== undefined) parts.delete(oldest);
    return part;
  }

  async function make(day: string, changedUntil: string): Promise<DayIndex> {
    const countedAt = deps.now().toISOString();
    const made = indexVoices(await deps.contributions.listDay(day));
    if (countedAt > changedUntil) await deps.voiceIndex.replace(day, countedAt, made);
    return { countedAt, ends: made.map(lastPlace), part: async (number) => made[number] };
  }

  async function indexOf(day: string, changedUntil: string): Promise<DayIndex> {
    const known = days.get(day);
    const nowMs = deps.now().getTime();
    if (known !== undefined) {
      const young = nowMs - Date.parse(known.countedAt) < KEEP_MS;
      if (known.countedAt > changedUntil || young) return known;
    }
    const head = await deps.voiceIndex.head(day);
    const usable = head !== undefined && head.countedAt > changedUntil;
    const index: DayIndex = usable
      ? { countedAt: head.countedAt, ends: head.parts, part: (number) => storedPart(day, head.etag, number) }
      : await make(day, changedUntil);
    // A made index is held for its few seconds only, then read from the store like any other.
    days.set(day, index);
    return index;
  }

  /** The part of a day, from a new index where the stored one has gone in the meantime. */
  async function partOf(day: string, index: DayIndex, number: number): Promise<VoiceIndexPart | undefined> {
    const part = await index.part(number);
    if (part !== undefined) return part;
    days.delete(day);
    return (await make(day, '')).part(number);
  }

  /**
   * One page of the voices of the days from … to that match, newest first, and where the search goes on; null at its
   * end. A page may be short of `limit` before the end, where matches are rare.
   */
  return async function search(request: {
    readonly from: string;
    readonly to: string;
    readonly filter: VoiceFilter;
    readonly after?: VoicePosition | undefined;
    readonly limit: number;
  }): Promise<{ found: VoicePosition[]; next: VoicePosition | null }> {
    const { from, filter, after, limit } = request;
    const to = after !== undefined && after.day < request.to ? after.day : request.to;
    const changes = (await deps.rollups.listDayChanges({ from, to })).reverse();
    const found: VoicePosition[] = [];
    let read = 0;
    for (const { day, changedUntil } of changes) {
      const index = await indexOf(day, changedUntil);
      const behind = after?.day === day ? after : undefined;
      for (const [number, end] of index.ends.entries()) {
        if (behind !== undefined && comparePlaces(end, behind) <= 0) continue;
        const part = await partOf(day, index, number);
        read += 1;
        const places = part === undefined ? [] : searchPart(part, filter, behind);
        found.push(...places.slice(0, limit + 1 - found.length).map((place) => ({ day, ...place })));
        if (found.length > limit) return { found: found.slice(0, limit), next: found[limit - 1] ?? null };
        if (read >= MAX_PARTS) return { found, next: { day, ...end } };
      }
    }
    return { found, next: null };
  };
}
