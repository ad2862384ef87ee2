import { VocError } from '../../domain/errors.ts';
import { addDays, businessDay, startOfBusinessDay } from '../../domain/time.ts';
import type { CollectContext, ItemProblem, Json, Page, SourceSigns, Suspicion } from '../contract.ts';
import { cutOff, finished, readMemory, searchKey, shortHash, writeMemory } from './search-memory.ts';

/** Both portals count their quotas by the Korean day, whatever the business zone is. */
const QUOTA_ZONE = 'Asia/Seoul';

/** One query in one part of the portal. */
export interface Search<Vertical extends string = string> {
  readonly query: string;
  readonly vertical: Vertical;
}

export interface SearchHit {
  /** Canonical. */
  readonly link: string;
  /** Null where the configuration leaves the hit out. */
  readonly document: unknown;
}

/** One page of hits, the newest first. */
export interface SearchAnswer {
  readonly hits: readonly SearchHit[];
  readonly problems: readonly ItemProblem[];
  /** Items on the page, readable or not. */
  readonly items: number;
  /** The position to ask for next; undefined where the portal shows no more. */
  readonly next: number | undefined;
  /** Whether the portal says that it has more hits than up to here. */
  readonly hasMore: boolean;
}

export interface SearchPlan<Vertical extends string> {
  /** At most `MAX_SEARCHES`. */
  readonly searches: readonly Search<Vertical>[];
  /** Pages of one walk; not above `dailyBudget`, or a walk would never come to its end. */
  readonly maxPages: number;
  readonly pauseMs: number;
  /** Calls of one Korean day. */
  readonly dailyBudget: number;
  readonly signs?: SourceSigns;
  /** @param position 1 for the newest page, later as the answer before says */
  readonly ask: (search: Search<Vertical>, position: number) => Promise<SearchAnswer>;
}

type WalkEnd = 'known' | 'all-shown' | 'window' | 'silent' | 'cut-short';

/**
 * Walks searches that have neither a cursor nor a time filter, only a window of the newest hits: each from the newest
 * page on until one holds only links that a finished walk of the same search has seen. A walk that was cut off starts
 * again at the newest page and does not stop at what it had queued. A link that several searches find is one document,
 * of the first that found it. When the budget of the day is used up the run ends, and the next goes on at that search.
 * @throws VocError what `ask` throws; `source.bad-response` (transient) on an empty first page that claims hits
 */
export async function* walkSearches<Vertical extends string>(
  context: CollectContext,
  plan: SearchPlan<Vertical>,
  checkpoint: Json | null,
): AsyncGenerator<Page> {
  const searches = plan.searches.map((search) => ({
    search,
    key: searchKey(search.query, search.vertical),
  }));
  const memory = readMemory(
    checkpoint,
    searches.map(({ key }) => key),
  );
  const seen = new Set([...memory.searches.values()].flatMap(({ known, pending }) => [...known, ...pending]));
  let asked = false;

  const start = Math.max(
    0,
    searches.findIndex(({ key }) => key === memory.at),
  );
  const order = [...searches.slice(start), ...searches.slice(0, start)];
  for (const [index, { search, key }] of order.entries()) {
    const before = memory.searches.get(key) ?? { known: [], pending: [] };
    const known = new Set(before.known);
    const walked = new Set<string>();
    let position: number | undefined = 1;
    for (let page = 1; position !== undefined; page += 1) {
      const today = businessDay(context.now(), QUOTA_ZONE);
      if (today !== memory.day) {
        memory.day = today;
        memory.calls = 0;
      }
      if (memory.calls >= plan.dailyBudget) {
        memory.at = key;
        yield { documents: [], checkpoint: writeMemory(memory), done: true, signs: signs() };
        return;
      }
      if (asked) await context.sleep(plan.pauseMs);
      const answer: SearchAnswer = await plan.ask(search, position);
      asked = true;
      memory.calls += 1;

      const shown = answer.hits.map((hit) => ({ ...hit, short: shortOf(hit) }));
      const documents: unknown[] = [];
      for (const { short, document } of shown) {
        if (document !== null && !seen.has(short)) documents.push(document);
        seen.add(short);
        walked.add(short);
      }
      const end = endOf(answer, {
        page,
        maxPages: plan.maxPages,
        hadHits: before.known.length + before.pending.length > 0,
        allKnown: shown.length > 0 && shown.every(({ short }) => known.has(short)),
      });
      if (end === undefined) memory.searches.set(key, cutOff(before, walked));
      else if (end !== 'silent') memory.searches.set(key, finished(before, walked, searches.length));
      memory.at = end === undefined ? key : (order[index + 1]?.key ?? null);
      const suspect = end && suspicionOf(end, search, before.known, walked);
      yield {
        documents,
        problems: answer.problems,
        checkpoint: writeMemory(memory),
        done: memory.at === null,
        signs: signs(),
        ...(suspect === undefined ? {} : { suspect }),
      };
      position = end === undefined ? answer.next : undefined;
    }
  }

  function signs(): SourceSigns {
    return {
      ...plan.signs,
      quotaLeft: Math.max(0, plan.dailyBudget - memory.calls),
      quotaResetsAt: quotaResetsAt(context.now()).toISOString(),
    };
  }
}

/** When the portals count their daily quotas anew: the next midnight in Korea. */
export function quotaResetsAt(now: Date): Date {
  return startOfBusinessDay(addDays(businessDay(now, QUOTA_ZONE), 1), QUOTA_ZONE);
}

/**
 * The error of a quota that is used up for today.
 * @param portal as the operator knows it
 */
export function quotaExhausted(portal: string, now: Date): VocError {
  return new VocError(
    'source.quota-exhausted',
    'quota',
    `The daily quota of ${portal} is used up. The run goes on after midnight in Korea; a lower dailyBudget or fewer queries keep below it.`,
    { retryAfterMs: quotaResetsAt(now).getTime() - now.getTime() },
  );
}

interface Step {
  /** From 1. */
  readonly page: number;
  readonly maxPages: number;
  readonly hadHits: boolean;
  readonly allKnown: boolean;
}

/** Why the walk ends with this page, or undefined where it goes on. */
function endOf({ items, hasMore, next }: SearchAnswer, step: Step): WalkEnd | undefined {
  if (items === 0) {
    if (step.page > 1) return hasMore ? 'cut-short' : 'all-shown';
    if (hasMore) {
      throw new VocError(
        'source.bad-response',
        'transient',
        'The search gives an empty page but says that it has hits. The next run tries again.',
      );
    }
    return step.hadHits ? 'silent' : 'all-shown';
  }
  if (step.allKnown) return 'known';
  if (next === undefined) return hasMore ? 'window' : 'all-shown';
  return step.page >= step.maxPages ? 'window' : undefined;
}

function suspicionOf(
  end: WalkEnd,
  { query, vertical }: Search,
  known: readonly string[],
  walked: ReadonlySet<string>,
): Suspicion | undefined {
  const name = `The search "${query}" in ${vertical}`;
  if (end === 'silent') {
    return {
      kind: 'silent',
      message: `${name} finds nothing although it had hits before. Try it by hand on the portal.`,
    };
  }
  if (end === 'cut-short') {
    return {
      kind: 'truncated',
      message: `${name} says that it has more hits but shows an empty page: older hits may be missing.`,
    };
  }
  if (end === 'window' && known.length > 0 && !known.some((short) => walked.has(short))) {
    return {
      kind: 'possible-gap',
      message: `${name} has more new hits than it shows. Run it more often, or split it into narrower queries.`,
    };
  }
  return undefined;
}

/**
 * What is remembered of a hit. One that was left out is remembered as such: the next search may show another passage
 * of it, with the word that was missed.
 */
function shortOf({ link, document }: SearchHit): string {
  return shortHash(document === null ? `left out ${link}` : link);
}
