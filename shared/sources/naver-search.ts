import * as z from 'zod';
import { VocError } from '../domain/errors.ts';
import { CalendarDaySchema } from '../domain/input-document.ts';
import type { HttpResponse } from './access/http.ts';
import { readConfig } from './access/read-config.ts';
import { parseJson, readJson } from './access/read-json.ts';
import type { CollectContext, SourceConnector } from './contract.ts';
import { checkSearches, searchesOf, searchFields } from './search/search-config.ts';
import { readSnippets, type Snippet, type SnippetFilter, snippetFilter } from './search/search-snippet.ts';
import { quotaExhausted, type Search, type SearchAnswer, walkSearches } from './search/search-walk.ts';
import { feedTime } from './text/feed-time.ts';

const PORTAL = 'NAVER search';
const DISPLAY = 100;
const MAX_START = 1_000;
/** The old host stops at midnight in Korea after this day's end, 2027-06-30 24:00. */
const LEGACY_ENDS_AT = '2027-06-30T15:00:00.000Z';

const HOSTS = {
  hub: {
    baseUrl: 'https://naverapihub.apigw.ntruss.com/search/v1',
    suffix: '',
    parameters: { format: 'json' },
    id: 'x-ncp-apigw-api-key-id',
    secret: 'x-ncp-apigw-api-key',
  },
  legacy: {
    baseUrl: 'https://openapi.naver.com/v1/search',
    suffix: '.json',
    parameters: {},
    id: 'x-naver-client-id',
    secret: 'x-naver-client-secret',
  },
} as const;

const VerticalSchema = z.enum(['blog', 'cafearticle', 'kin', 'news']);
type Vertical = z.infer<typeof VerticalSchema>;

const ConfigSchema = z
  .strictObject({
    ...searchFields,
    /** `legacy`: developers.naver.com, only with keys of before 2026-07-31 and until 2027-06-30. */
    host: z.enum(['hub', 'legacy']).default('hub'),
    /** News are not a customer's voice; they are searched only where they are asked for. */
    verticals: z.array(VerticalSchema).min(1).default(['blog', 'cafearticle', 'kin']),
    /** Pages of 100 hits per walk; 11 reach everything that the API shows. */
    maxPages: z.int().min(1).max(MAX_START).default(11),
    /** In place of the host's own. */
    baseUrl: z.url().optional(),
  })
  .superRefine(checkSearches);
type Config = z.infer<typeof ConfigSchema>;

const SecretSchema = z.object({
  /** Client ID of the application. */
  clientId: z.string().trim().min(1),
  clientSecret: z.string().trim().min(1),
});

const AnswerSchema = z.object({ total: z.int().min(0), items: z.array(z.unknown()) });
const ItemSchema = z.object({
  title: z.string(),
  link: z.string(),
  description: z.string(),
  cafename: z.string().optional(),
  postdate: z.string().optional(),
  pubDate: z.string().optional(),
});
type Item = z.infer<typeof ItemSchema>;

/** Both forms of a refusal: NAVER's own, and that of the gateway of Naver Cloud. */
const RefusalSchema = z.union([
  z.object({ errorCode: z.string() }),
  z.object({ error: z.object({ errorCode: z.string() }) }).transform(({ error }) => error),
]);

/**
 * NAVER's search of blogs, public café articles, 지식iN and news: the 1,100 newest hits of each query, as passages, not
 * whole posts. There is no cursor and no time filter, see `walkSearches`; edits and deletions do not show.
 * @see https://api.ncloud-docs.com/docs/naver-api-hub-search-cafearticle
 */
export const naverSearch: SourceConnector = {
  id: 'naver-search',
  source: 'community',
  title: 'NAVER search (blogs, cafés, 지식iN)',
  docsUrl: 'https://api.ncloud-docs.com/docs/naver-api-hub-overview',
  // Documents of blogs have no URL: it would name the blogger's account.
  keepsUrl: true,
  configSchema: ConfigSchema,
  secretSchema: SecretSchema,
  async *collect(context, config, checkpoint) {
    const settings = readConfig(ConfigSchema, config);
    const { clientId, clientSecret } = await context.secret(SecretSchema);
    const host = HOSTS[settings.host];
    const headers = { accept: 'application/json', [host.id]: clientId, [host.secret]: clientSecret };
    const isLeftOut = snippetFilter(settings);
    yield* walkSearches<Vertical>(
      context,
      {
        ...settings,
        searches: searchesOf(settings),
        ...(settings.host === 'legacy' ? { signs: { credentialExpiresAt: LEGACY_ENDS_AT } } : {}),
        ask: async (search, start) =>
          answerOf(await fetchPage(context, settings, headers, search, start), search, start, isLeftOut),
      },
      checkpoint,
    );
  },
};

async function fetchPage(
  context: CollectContext,
  settings: Config,
  headers: Record<string, string>,
  { query, vertical }: Search<Vertical>,
  start: number,
): Promise<HttpResponse> {
  const host = HOSTS[settings.host];
  const url = new URL(`${(settings.baseUrl ?? host.baseUrl).replace(/\/$/, '')}/${vertical}${host.suffix}`);
  const parameters = { query, display: `${DISPLAY}`, start: `${start}`, sort: 'date', ...host.parameters };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  try {
    return await context.http.get(url.href, {
      headers,
      classify: (status, _, body) => refusalOf(status, body),
    });
  } catch (error) {
    // The same status means too many a second and too many a day. What does not pass within seconds is the day.
    const daily = error instanceof VocError && error.kind === 'rate' && error.retryAfterMs === undefined;
    throw daily ? quotaExhausted(PORTAL, context.now()) : error;
  }
}

function answerOf(
  response: HttpResponse,
  search: Search<Vertical>,
  start: number,
  isLeftOut: SnippetFilter,
): SearchAnswer {
  const { total, items } = readJson(AnswerSchema, response, 'The NAVER search');
  const shown = start - 1 + items.length;
  // The total is an estimate: a full page is not taken for the last one.
  const isLast = items.length === 0 || (items.length < DISPLAY && shown >= total);
  return {
    ...readSnippets(items, ItemSchema, (item) => snippetOf(item, search.vertical), search, isLeftOut),
    items: items.length,
    // A page may hold fewer hits than asked for; going on behind what came leaves none out.
    next: isLast || start >= MAX_START ? undefined : Math.min(shown + 1, MAX_START),
    hasMore: shown < total,
  };
}

function snippetOf(item: Item, vertical: Vertical): Snippet {
  return {
    link: item.link,
    title: item.title,
    passage: item.description,
    place: vertical === 'cafearticle' ? item.cafename : undefined,
    time: timeOf(item, vertical),
    keepsUrl: vertical !== 'blog',
  };
}

/** Only blogs (a day) and news (a time) have one; a time that cannot be read counts as none. */
function timeOf({ postdate = '', pubDate = '' }: Item, vertical: Vertical): Snippet['time'] {
  if (vertical === 'blog') {
    const day = CalendarDaySchema.safeParse(postdate.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3')).data;
    return day === undefined ? {} : { date: day };
  }
  const at = vertical === 'news' ? feedTime(pubDate) : undefined;
  return at === undefined ? {} : { publishedAt: at };
}

/** What the error codes of NAVER mean; undefined for the usual error of a status. */
function refusalOf(status: number, body: string): VocError | undefined {
  if (status < 400 || status === 429 || status >= 500) return undefined;
  const errorCode = RefusalSchema.safeParse(parseJson(body)).data?.errorCode ?? '';
  // An outside text gets into an error only where it can be no more than a code.
  const code = /^[A-Za-z]{0,4}\d{1,6}$/.test(errorCode) ? errorCode : 'without an error code';
  const details = { status, code };
  if (status === 401 || status === 403) {
    return new VocError(
      'source.unauthorized',
      'auth',
      `NAVER refuses the key (${status}, ${code}). Check clientId and clientSecret, that they belong to the configured host, and that the search API is ticked in the application.`,
      { details },
    );
  }
  return new VocError(
    'source.bad-response',
    'permanent',
    `NAVER refuses the search (${status}, ${code}${MEANINGS[code] ?? ''}). Correct the configuration of the source.`,
    { details },
  );
}

const MEANINGS: Readonly<Record<string, string>> = {
  SE01: ': the query',
  SE02: ': the page size',
  SE03: ': the start',
  SE04: ': the order',
  SE05: ': no such vertical',
  SE06: ': the encoding of the query',
};
