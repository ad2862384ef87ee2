import type { Episode } from './incidents.ts';
import { negativeBinomialTail } from './incomplete-beta.ts';

const HOUR_MS = 3_600_000;
const WINDOW_HOURS = 24;
const BASE_HOURS = 28 * 24;
/** Fewer negative voices before say too little about what is usual. */
const MIN_BASE_VOICES = 200;
const MIN_COUNT = 5;
const MIN_RATIO = 3;
/** Tail probability of all phrases of one hour together. */
const HOUR_TAIL = 1e-4;
/** 1/size of the negative binomial: words come in bursts also when nothing happens. */
const DISPERSION = 0.3;
/** Added to the voices before, so that a word never said is rare, not impossible. */
const PRIOR = 0.5;

/** What negative voices of one hour said. */
export interface PhraseHour {
  readonly hourMs: number;
  /** All negative voices of the hour. */
  readonly negative: number;
  /** Negative voices per phrase. */
  readonly phrases: ReadonlyMap<string, number>;
}

/**
 * Phrases that negative voices suddenly use: more often within 24 hours than their share of the 28 days before explains,
 * so that more voices alone make no phrase emerge. A prospective scan (Kulldorff 2001, JRSS A 164:61) with a negative
 * binomial tail in place of the Poisson one, Bonferroni over the phrases of an hour. An episode goes on while the
 * phrase keeps being said and stays unusual. `hours` in the order of time; decisions of an hour use its past alone.
 */
export function phraseEpisodes(hours: readonly PhraseHour[], fromMs: number): Episode[] {
  const window = emptyTally();
  const base = emptyTally();
  const open = new Map<string, Episode & { lastMs: number }>();
  const closed: Episode[] = [];
  let leavesWindow = 0;
  let leavesBase = 0;
  for (const hour of hours) {
    add(window, hour, 1);
    for (; isOlder(hours[leavesWindow], hour.hourMs, WINDOW_HOURS); leavesWindow += 1) {
      add(window, hours[leavesWindow], -1);
      add(base, hours[leavesWindow], 1);
    }
    for (; isOlder(hours[leavesBase], hour.hourMs, WINDOW_HOURS + BASE_HOURS); leavesBase += 1) {
      add(base, hours[leavesBase], -1);
    }
    for (const [phrase, episode] of open) {
      if (hour.hourMs - episode.lastMs < WINDOW_HOURS * HOUR_MS) continue;
      open.delete(phrase);
      closed.push(ended(episode));
    }
    if (hour.hourMs < fromMs || base.negative < MIN_BASE_VOICES) continue;
    const limit = HOUR_TAIL / Math.max(1, window.tested);
    for (const phrase of hour.phrases.keys()) {
      const count = window.phrases.get(phrase) ?? 0;
      const share = ((base.phrases.get(phrase) ?? 0) + PRIOR) / (base.negative + 2 * PRIOR);
      const expected = window.negative * share;
      if (count < MIN_COUNT || count < MIN_RATIO * expected) continue;
      const tail = negativeBinomialTail(count, expected, 1 / DISPERSION);
      if (tail >= limit) continue;
      const at = new Date(hour.hourMs).toISOString();
      const before = open.get(phrase);
      open.set(phrase, {
        series: `phrase:${phrase}`,
        startedAt: before?.startedAt ?? firstSaid(hours, leavesWindow, phrase),
        alertedAt: before?.alertedAt ?? at,
        count: Math.max(count, before?.count ?? 0),
        expected,
        upper: upperOf(expected, limit),
        score: Math.max(before?.score ?? 0, Math.log(tail) / (Math.log(tail) + Math.log(limit))),
        opens: true,
        lastMs: hour.hourMs,
      });
    }
  }
  const ongoing = [...open.values()].map(({ lastMs: _, ...episode }) => episode);
  return [...closed, ...ongoing];
}

interface Tally {
  negative: number;
  /** Phrases frequent enough to be tested. */
  tested: number;
  readonly phrases: Map<string, number>;
}

function emptyTally(): Tally {
  return { negative: 0, tested: 0, phrases: new Map() };
}

function add(tally: Tally, hour: PhraseHour | undefined, sign: 1 | -1): void {
  if (hour === undefined) return;
  tally.negative += sign * hour.negative;
  for (const [phrase, count] of hour.phrases) {
    const before = tally.phrases.get(phrase) ?? 0;
    const after = before + sign * count;
    tally.tested += Number(after >= MIN_COUNT) - Number(before >= MIN_COUNT);
    if (after === 0) tally.phrases.delete(phrase);
    else tally.phrases.set(phrase, after);
  }
}

function isOlder(hour: PhraseHour | undefined, nowMs: number, hours: number): boolean {
  return hour !== undefined && hour.hourMs <= nowMs - hours * HOUR_MS;
}

function firstSaid(hours: readonly PhraseHour[], from: number, phrase: string): string {
  const found = hours.slice(from).find(({ phrases }) => phrases.has(phrase));
  return new Date(found?.hourMs ?? 0).toISOString();
}

function ended({ lastMs, ...episode }: Episode & { lastMs: number }): Episode {
  return { ...episode, endedAt: new Date(lastMs + HOUR_MS).toISOString() };
}

function upperOf(expected: number, limit: number): number {
  let count = Math.max(MIN_COUNT, Math.ceil(MIN_RATIO * expected));
  while (negativeBinomialTail(count, expected, 1 / DISPERSION) >= limit) count += 1;
  return count - 1;
}
