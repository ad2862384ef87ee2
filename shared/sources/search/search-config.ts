import * as z from 'zod';
import { MAX_SEARCHES } from './search-memory.ts';
import { placeLink } from './search-snippet.ts';
import type { Search } from './search-walk.ts';

/** What every search source is told beside its verticals, its depth and its address. */
export const searchFields = {
  /** What to search for; a document that several queries find counts as found by the first. */
  queries: z
    .array(z.string().trim().min(1).max(200))
    .min(1)
    .refine((queries) => new Set(queries).size === queries.length, 'a query stands there twice'),
  /** Places to leave out, with everything below: `blog.naver.com/our_blog`, `cafe.naver.com/adverts`. */
  exclude: z
    .array(
      z
        .string()
        .refine((place) => placeLink(place) !== undefined, 'no address such as blog.naver.com/our_blog'),
    )
    .default([]),
  /** Hits without any of these words are left out; spaces and capitals do not matter. Empty takes all. */
  mustContain: z.array(z.string().trim().min(1)).default([]),
  /** Calls of one Korean day, over all queries. */
  dailyBudget: z.int().min(1).default(2_000),
  /** Between two calls. */
  pauseMs: z.int().min(0).default(200),
};

interface SearchSettings<Vertical extends string> {
  readonly queries: readonly string[];
  readonly verticals: readonly Vertical[];
  readonly maxPages: number;
  readonly dailyBudget: number;
}

/** Every query in every vertical, each once. */
export function searchesOf<Vertical extends string>({
  queries,
  verticals,
}: Pick<SearchSettings<Vertical>, 'queries' | 'verticals'>): Search<Vertical>[] {
  return queries.flatMap((query) => [...new Set(verticals)].map((vertical) => ({ query, vertical })));
}

/** Checks what no field can know alone; for `superRefine`. */
export function checkSearches(settings: SearchSettings<string>, context: z.RefinementCtx): void {
  if (settings.dailyBudget < settings.maxPages) {
    context.addIssue({
      code: 'custom',
      path: ['dailyBudget'],
      message: 'is less than maxPages, so that a search might never come to its end',
    });
  }
  if (searchesOf(settings).length > MAX_SEARCHES) {
    context.addIssue({
      code: 'custom',
      path: ['queries'],
      message: `more than ${MAX_SEARCHES} searches (queries × verticals); make two sources`,
    });
  }
}
