import * as z from 'zod';
import { VocError } from '../domain/errors.ts';
import { IsoTimeSchema } from '../domain/input-document.ts';
import type { HttpResponse } from './access/http.ts';
import { readConfig } from './access/read-config.ts';
import { parseJson, readJson } from './access/read-json.ts';
import type { SourceConnector } from './contract.ts';
import { checkSearches, searchesOf, searchFields } from './search/search-config.ts';
import { readSnippets, type Snippet, type SnippetFilter, snippetFilter } from './search/search-snippet.ts';
import { quotaExhausted, type Search, type SearchAnswer, walkSearches } from './search/search-walk.ts';

const SIZE = 50;
const MAX_PAGE = 50;
const QUOTA_USED_UP = -10;

const VerticalSchema = z.enum(['cafe', 'blog']);
type Vertical = z.infer<typeof VerticalSchema>;

const ConfigSchema = z
  .strictObject({
    ...searchFields,
    verticals: z.array(VerticalSchema).min(1).default(['cafe', 'blog']),
    /** Pages of 50 hits per walk. */
    maxPages: z.int().min(1).max(MAX_PAGE).default(MAX_PAGE),
    baseUrl: z.url().default('https://dapi.kakao.com/v2/search'),
  })
  .superRefine(checkSearches);

const SecretSchema = z.object({
  /** The REST API key of the application. */
  restApiKey: z.string().trim().min(1),
});

const AnswerSchema = z.object({
  meta: z.object({
    total_count: z.int().min(0),
    pageable_count: z.int().min(0),
    is_end: z.boolean(),
  }),
  documents: z.array(z.unknown()),
});
const ItemSchema = z.object({
  title: z.string(),
  contents: z.string(),
  url: z.string(),
  cafename: z.string().optional(),
  datetime: z.string().optional(),
});
type Item = z.infer<typeof ItemSchema>;

const RefusalSchema = z.object({ code: z.int() });

/**
 * Daum's search of public café posts and blogs: passages, not whole posts, but with their time, also in cafés. There is
 * no cursor and no time filter, see `walkSearches`; edits and deletions do not show.
 * @see https://developers.kakao.com/docs/latest/ko/daum-search/dev-guide
 */
export const kakaoSearch: SourceConnector = {
  id: 'kakao-search',
  source: 'community',
  title: 'Daum search (cafés, blogs)',
  docsUrl: 'https://developers.kakao.com/docs/latest/ko/daum-search/dev-guide',
  // Documents of blogs have no URL: it would name the blogger's account.
  keepsUrl: true,
  configSchema: ConfigSchema,
  secretSchema: SecretSchema,
  async *collect(context, config, checkpoint) {
    const settings = readConfig(ConfigSchema, config);
    const { restApiKey } = await context.secret(SecretSchema);
    const isLeftOut = snippetFilter(settings);
    yield* walkSearches<Vertical>(
      context,
      {
        ...settings,
        searches: searchesOf(settings),
        ask: async (search, page) => {
          const url = new URL(`${settings.baseUrl.replace(/\/$/, '')}/${search.vertical}`);
          const parameters = { query: search.query, sort: 'recency', page: `${page}`, size: `${SIZE}` };
          for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
          const response = await context.http.get(url.href, {
            headers: { accept: 'application/json', authorization: `KakaoAK ${restApiKey}` },
            classify: (status, _, body) => refusalOf(status, body, context.now()),
          });
          return answerOf(response, search, page, isLeftOut);
        },
      },
      checkpoint,
    );
  },
};

function answerOf(
  response: HttpResponse,
  search: Search<Vertical>,
  page: number,
  isLeftOut: SnippetFilter,
): SearchAnswer {
  const { meta, documents } = readJson(AnswerSchema, response, 'The Daum search');
  return {
    ...readSnippets(documents, ItemSchema, (item) => snippetOf(item, search.vertical), search, isLeftOut),
    items: documents.length,
    next: meta.is_end || page >= MAX_PAGE ? undefined : page + 1,
    // At the end of what can be paged to there may be more that cannot.
    hasMore: !meta.is_end || (documents.length > 0 && meta.total_count > meta.pageable_count),
  };
}

function snippetOf(item: Item, vertical: Vertical): Snippet {
  const { datetime } = item;
  const isTime = datetime !== undefined && IsoTimeSchema.safeParse(datetime).success;
  return {
    link: item.url,
    title: item.title,
    passage: item.contents,
    place: vertical === 'cafe' ? item.cafename : undefined,
    time: isTime ? { publishedAt: datetime } : {},
    keepsUrl: vertical === 'cafe',
  };
}

/** Kakao tells a used-up quota as 400 with a code; undefined for the usual error of a status. */
function refusalOf(status: number, body: string, now: Date): VocError | undefined {
  if (status !== 400) return undefined;
  const code = RefusalSchema.safeParse(parseJson(body)).data?.code;
  if (code === QUOTA_USED_UP) return quotaExhausted('Daum search', now);
  return new VocError(
    'source.bad-response',
    'permanent',
    `Kakao refuses the search (400, code ${code ?? 'unknown'}). Check the queries in the configuration of the source.`,
    { details: { status, code } },
  );
}
