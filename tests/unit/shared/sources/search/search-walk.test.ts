import { describe, expect, it } from 'vitest';
import type { CollectContext, Json, Page } from '../../../../../shared/sources/contract.ts';
import { MAX_SEARCHES } from '../../../../../shared/sources/search/search-memory.ts';
import {
  quotaExhausted,
  quotaResetsAt,
  type Search,
  type SearchAnswer,
  type SearchPlan,
  walkSearches,
} from '../../../../../shared/sources/search/search-walk.ts';

/** A portal that shows numbered posts, the highest first, `size` a page, up to `window`. */
function portal(size = 10, window = 1_000) {
  const posts = new Map<string, number[]>();
  const asked: string[] = [];
  return {
    posts,
    asked,
    async ask({ query, vertical }: Search, position: number): Promise<SearchAnswer> {
      asked.push(`${query}/${vertical}@${position}`);
      const found = posts.get(query) ?? [];
      const shown = found.slice(0, window);
      const page = shown.slice(position - 1, position - 1 + size);
      const after = position + page.length;
      return {
        hits: page.map((post) => ({ link: `https://example.com/${post}`, document: { post, query } })),
        problems: [],
        items: page.length,
        next: after > shown.length ? undefined : after,
        hasMore: after <= found.length,
      };
    },
  };
}

const range = (from: number, to: number) => Array.from({ length: from - to + 1 }, (_, index) => from - index);

interface Run {
  readonly now?: Date;
  readonly stopAfterPages?: number;
}

async function walk(
  change: Partial<SearchPlan<string>> & Pick<SearchPlan<string>, 'ask'>,
  checkpoint: Json | null = null,
  { now = new Date('2026-11-02T00:00:00Z'), stopAfterPages = Number.POSITIVE_INFINITY }: Run = {},
) {
  const waits: number[] = [];
  const context: CollectContext = {
    http: {
      get: () => Promise.reject(new Error('no network')),
      post: () => Promise.reject(new Error('no network')),
    },
    sleep: async (ms) => {
      waits.push(ms);
    },
    now: () => now,
    timeZone: 'Asia/Seoul',
    secret: () => Promise.reject(new Error('no secret')),
    vault: { load: async () => null, save: async () => undefined },
  };
  const plan = {
    searches: [{ query: 'a', vertical: 'cafe' }],
    maxPages: 100,
    pauseMs: 200,
    dailyBudget: 1_000,
    ...change,
  };
  const pages: Page[] = [];
  for await (const page of walkSearches(context, plan, checkpoint)) {
    pages.push(page);
    if (pages.length >= stopAfterPages) break;
  }
  const documents = pages.flatMap((page) => page.documents) as { post: number; query: string }[];
  return {
    pages,
    waits,
    posts: documents.map(({ post }) => post),
    documents,
    checkpoint: pages.at(-1)?.checkpoint ?? null,
    suspects: pages.flatMap(({ suspect }) => (suspect === undefined ? [] : [suspect.kind])),
  };
}

const two = [
  { query: 'a', vertical: 'cafe' },
  { query: 'b', vertical: 'cafe' },
];

describe('walkSearches', () => {
  it('walks to the end the first time, and later to the first page of which all is known', async () => {
    const source = portal();
    source.posts.set('a', range(45, 1));
    const first = await walk(source);
    expect(first.posts).toEqual(range(45, 1));
    expect(first.pages.map(({ done }) => done)).toEqual([false, false, false, false, true]);
    source.posts.set('a', range(48, 1));
    source.asked.length = 0;
    const second = await walk(source, first.checkpoint);
    expect(second.posts).toEqual([48, 47, 46]);
    expect(source.asked).toEqual(['a/cafe@1', 'a/cafe@11']);
    expect(second.suspects).toEqual([]);
  });

  it('finds what the index put between known hits later on', async () => {
    const source = portal();
    source.posts.set('a', [9, 7, 5, 3, 1]);
    const { checkpoint } = await walk(source);
    source.posts.set('a', [9, 8, 7, 5, 4, 3, 1]);
    expect((await walk(source, checkpoint)).posts).toEqual([8, 4]);
  });

  it('finishes a walk that was cut off, past what it had queued, and new hits first', async () => {
    const source = portal();
    source.posts.set('a', range(45, 1));
    const first = await walk(source, null, { stopAfterPages: 2 });
    expect(first.posts).toEqual(range(45, 26));
    source.posts.set('a', range(47, 1));
    const second = await walk(source, first.checkpoint);
    expect(second.posts).toEqual([47, 46, ...range(25, 1)]);
    expect((await walk(source, second.checkpoint)).posts).toEqual([]);
  });

  it('gives a link that two searches find once, of the first', async () => {
    const source = portal();
    source.posts.set('a', [3, 2]);
    source.posts.set('b', [4, 3, 1]);
    const { documents, checkpoint } = await walk({ ...source, searches: two });
    expect(documents).toEqual([
      { post: 3, query: 'a' },
      { post: 2, query: 'a' },
      { post: 4, query: 'b' },
      { post: 1, query: 'b' },
    ]);
    source.posts.set('b', [4, 3, 2, 1]);
    expect((await walk({ ...source, searches: two }, checkpoint)).posts).toEqual([]);
  });

  it('takes a link that one search had left out from another that shows the word', async () => {
    const source = portal();
    source.posts.set('a', [1]);
    source.posts.set('b', [1]);
    const ask = async (search: Search, position: number) => {
      const answer = await source.ask(search, position);
      const hits = answer.hits.map((hit) => (search.query === 'a' ? { ...hit, document: null } : hit));
      return { ...answer, hits };
    };
    const { documents, checkpoint } = await walk({ ask, searches: two });
    expect(documents).toEqual([{ post: 1, query: 'b' }]);
    expect((await walk({ ask, searches: two }, checkpoint)).posts).toEqual([]);
  });

  it('ends with the budget of the day, and goes on next day at the search where it ended', async () => {
    const source = portal();
    source.posts.set('a', range(30, 1));
    source.posts.set('b', range(60, 31));
    const plan = { ...source, searches: two, dailyBudget: 4, maxPages: 4 };
    const first = await walk(plan);
    expect(first.posts).toEqual([...range(30, 1), ...range(60, 51)]);
    const spent = { quotaLeft: 0, quotaResetsAt: '2026-11-02T15:00:00.000Z' };
    expect(first.pages.map(({ signs }) => signs?.quotaLeft)).toEqual([3, 2, 1, 0, 0]);
    expect(first.pages.at(-1)).toMatchObject({ documents: [], done: true, signs: spent });

    source.asked.length = 0;
    const sameDay = await walk(plan, first.checkpoint, { now: new Date('2026-11-02T14:59:59Z') });
    expect(source.asked).toEqual([]);
    expect(sameDay.pages).toMatchObject([{ documents: [], done: true, signs: spent }]);

    const nextDay = await walk(plan, sameDay.checkpoint, { now: new Date('2026-11-02T15:00:00Z') });
    expect(source.asked).toEqual(['b/cafe@1', 'b/cafe@11', 'b/cafe@21', 'a/cafe@1']);
    expect(nextDay.posts).toEqual(range(50, 31));
    expect(nextDay.pages.at(-1)).toMatchObject({ done: true, signs: { quotaLeft: 0 } });
  });

  it('waits between two calls, not before the first', async () => {
    const source = portal();
    source.posts.set('a', range(30, 1));
    expect((await walk(source)).waits).toEqual([200, 200]);
  });

  it('doubts a run that reached the end of the window without a known link, but not the first', async () => {
    const source = portal(10, 40);
    source.posts.set('a', range(100, 1));
    const first = await walk(source);
    expect(first.posts).toEqual(range(100, 61));
    expect(first.suspects).toEqual([]);
    source.posts.set('a', range(139, 1));
    const second = await walk(source, first.checkpoint);
    expect(second.suspects).toEqual([]);
    source.posts.set('a', range(179, 1));
    const third = await walk(source, second.checkpoint);
    expect(third.posts).toEqual(range(179, 140));
    expect(third.suspects).toEqual(['possible-gap']);
  });

  it('counts its own page limit as the end of the window', async () => {
    const source = portal();
    source.posts.set('a', range(50, 1));
    const first = await walk({ ...source, maxPages: 2 });
    expect(first.posts).toEqual(range(50, 31));
    source.posts.set('a', range(90, 1));
    expect((await walk({ ...source, maxPages: 2 }, first.checkpoint)).suspects).toEqual(['possible-gap']);
  });

  it('doubts silence where there were hits, forgets nothing, and goes on with the next search', async () => {
    const source = portal();
    source.posts.set('b', [9]);
    const first = await walk({ ...source, searches: two });
    expect(first.suspects).toEqual([]);
    source.posts.set('a', [3, 2]);
    const second = await walk({ ...source, searches: two }, first.checkpoint);
    source.posts.set('a', []);
    source.posts.set('b', [10, 9]);
    const third = await walk({ ...source, searches: two }, second.checkpoint);
    expect(third.suspects).toEqual(['silent']);
    expect(third.posts).toEqual([10]);
    source.posts.set('a', [3, 2]);
    expect((await walk({ ...source, searches: two }, third.checkpoint)).posts).toEqual([]);
  });

  it('fails on an empty first page that claims hits; a later one ends the walk and is told', async () => {
    const empty: SearchAnswer = { hits: [], problems: [], items: 0, next: 2, hasMore: true };
    await expect(walk({ ask: async () => empty })).rejects.toMatchObject({
      code: 'source.bad-response',
      kind: 'transient',
    });
    const source = portal();
    source.posts.set('a', range(30, 1));
    const ask = async (search: Search, position: number) =>
      position > 1 ? empty : source.ask(search, position);
    const { posts, pages, suspects } = await walk({ ask });
    expect(posts).toEqual(range(30, 21));
    expect(pages.at(-1)?.done).toBe(true);
    expect(suspects).toEqual(['truncated']);
  });

  it('never asks without end: a page that repeats ends at the page limit', async () => {
    let calls = 0;
    const ask = async (): Promise<SearchAnswer> => {
      calls += 1;
      const hits = [{ link: 'https://example.com/1', document: {} }];
      return { hits, problems: [], items: 1, next: 1, hasMore: true };
    };
    await walk({ ask, maxPages: 7 });
    expect(calls).toBe(7);
  });

  it('does not stop at a page that it cannot read', async () => {
    const source = portal();
    source.posts.set('a', range(20, 1));
    const ask = async (search: Search, position: number) => {
      const answer = await source.ask(search, position);
      const problems = [{ field: 'link', message: 'x' }];
      return position === 1 ? { ...answer, hits: [], problems } : answer;
    };
    const { posts, pages } = await walk({ ask });
    expect(posts).toEqual(range(10, 1));
    expect(pages[0]?.problems).toHaveLength(1);
  });

  it('begins anew where the checkpoint is not its own, and forgets searches that are no longer configured', async () => {
    const source = portal();
    source.posts.set('a', [1]);
    source.posts.set('b', [2]);
    for (const strange of ['x', 7, [], { searches: { abc: { known: '!', pending: '' } } }]) {
      expect((await walk(source, strange)).posts).toEqual([1]);
    }
    const { checkpoint } = await walk({ ...source, searches: two });
    const later = await walk({ ...source, searches: two.slice(1) }, checkpoint);
    expect(later.posts).toEqual([]);
    expect(Object.keys((later.checkpoint as { searches: object }).searches)).toHaveLength(1);
  });

  it('stays below 100 kB with the most searches, one of them cut off, and still stops at what is known', async () => {
    const source = portal(100, 2_500);
    const searches = Array.from({ length: MAX_SEARCHES }, (_, index) => ({
      query: `${index}`,
      vertical: 'cafe',
    }));
    for (const { query } of searches) {
      source.posts.set(query, range(2_500 + Number(query) * 10_000, 1 + Number(query) * 10_000));
    }
    const plan = { ...source, searches, dailyBudget: 10_000 };
    const { checkpoint } = await walk(plan);
    source.posts.set('0', range(900_000, 897_501));
    const cutOff = await walk(plan, checkpoint, { stopAfterPages: 24 });
    expect(JSON.stringify(cutOff.checkpoint).length).toBeLessThan(100_000);
    source.asked.length = 0;
    const rest = await walk({ ...plan, searches: searches.slice(1) }, cutOff.checkpoint);
    expect(rest.posts).toEqual([]);
    expect(source.asked).toHaveLength(MAX_SEARCHES - 1);
  });
});

describe('quotaResetsAt', () => {
  it.each([
    ['2026-11-02T14:59:59Z', '2026-11-02T15:00:00.000Z'],
    ['2026-11-02T15:00:00Z', '2026-11-03T15:00:00.000Z'],
  ])('is the next midnight in Korea: %s → %s', (now, resetsAt) => {
    expect(quotaResetsAt(new Date(now)).toISOString()).toBe(resetsAt);
  });

  it('is how long a used-up quota makes the source wait', () => {
    expect(quotaExhausted('X', new Date('2026-11-02T14:00:00Z'))).toMatchObject({
      code: 'source.quota-exhausted',
      kind: 'quota',
      retryAfterMs: 3_600_000,
    });
  });
});
