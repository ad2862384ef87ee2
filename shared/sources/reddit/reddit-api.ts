import * as z from 'zod';
import { VocError } from '../../domain/errors.ts';
import { bearerGet } from '../access/bearer-get.ts';
import { parseJson, readJson } from '../access/read-json.ts';
import type { CollectContext, SourceSigns } from '../contract.ts';

/** So few requests left are not used up: the client may have other users. */
const RESERVE = 2;
/** Reddit counts over about ten minutes. */
const MAX_RESET_S = 600;
const MAX_PAUSE_MS = 10_000;

export interface RedditAccess {
  readonly baseUrl: string;
  readonly tokenUrl: string;
  readonly userAgent: string;
  readonly pauseMs: number;
}

export const RedditSecretSchema = z.object({
  clientId: z.string().regex(/^[\x21-\x39\x3b-\x7e]+$/, 'printable, without a colon'),
  clientSecret: z.string().regex(/^[\x21-\x7e]+$/),
});

const TokenSchema = z.object({ access_token: z.string().regex(/^[\x21-\x7e]+$/) });

const ListingSchema = z.object({
  data: z.object({
    after: z.string().min(1).max(200).nullish(),
    children: z.array(z.unknown()),
  }),
});

const RefusalSchema = z.object({ reason: z.enum(['private', 'banned', 'quarantined', 'gold_only']) });

/** A page of a listing. */
export interface Listing {
  readonly children: readonly unknown[];
  /** The fullname to ask after; null on the last page. */
  readonly after: string | null;
  readonly signs: SourceSigns;
}

export type RedditAsk = (
  path: string,
  parameters: Readonly<Record<string, string | null>>,
) => Promise<Listing>;

/**
 * Asks Reddit for listings, at the pace that its `X-Ratelimit` headers allow: never faster than `pauseMs`, and spread
 * over the rest of the window when little is left. What it gives throws VocError `source.rate-limited` (rate) before
 * the last requests are used up, `source.gone` (permanent) for a closed subreddit; else as `HttpFetch.get`.
 * @see https://support.reddithelp.com/hc/en-us/articles/16160319875092-Reddit-Data-API-Wiki
 */
export function redditApi(
  context: CollectContext,
  access: RedditAccess,
  secret: z.infer<typeof RedditSecretSchema>,
): RedditAsk {
  let token: string | undefined;
  let limit: { left: number; resetsAt: Date } | undefined;
  let hasAsked = false;
  const get = bearerGet(context.http, async (renew) => {
    if (token === undefined || renew) token = await requestToken(context, access, secret);
    return token;
  });

  return async (path, parameters) => {
    if (hasAsked) await context.sleep(pauseMs());
    hasAsked = true;
    const url = new URL(`${access.baseUrl.replace(/\/$/, '')}${path}`);
    // Without `raw_json`, Reddit encodes `<`, `>` and `&`.
    for (const [name, value] of Object.entries({ limit: '100', raw_json: '1', ...parameters })) {
      if (value !== null) url.searchParams.set(name, value);
    }
    const response = await get(url.href, {
      headers: { accept: 'application/json', 'user-agent': access.userAgent },
      classify: (status, _, body) => closedSubreddit(status, body),
    });
    limit = limitOf(response.headers, context.now());
    const { data } = readJson(ListingSchema, response, 'The listing of Reddit');
    const signs =
      limit === undefined ? {} : { quotaLeft: limit.left, quotaResetsAt: limit.resetsAt.toISOString() };
    return { children: data.children, after: data.after ?? null, signs };
  };

  function pauseMs(): number {
    const restMs = limit === undefined ? 0 : limit.resetsAt.getTime() - context.now().getTime();
    if (limit === undefined || restMs <= 0) return access.pauseMs;
    if (limit.left < RESERVE) {
      const message = 'The requests that Reddit allows are nearly used up. The next run goes on.';
      throw new VocError('source.rate-limited', 'rate', message, { retryAfterMs: restMs });
    }
    return Math.max(access.pauseMs, Math.min(restMs / limit.left, MAX_PAUSE_MS));
  }
}

/** RFC 6749 §4.4. The token lives longer than a run. */
async function requestToken(
  { http }: CollectContext,
  { tokenUrl, userAgent }: RedditAccess,
  { clientId, clientSecret }: z.infer<typeof RedditSecretSchema>,
): Promise<string> {
  const response = await http.post(tokenUrl, 'grant_type=client_credentials', {
    headers: {
      accept: 'application/json',
      authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
      'user-agent': userAgent,
    },
  });
  return readJson(TokenSchema, response, 'The token answer of Reddit').access_token;
}

function closedSubreddit(status: number, body: string): VocError | undefined {
  const reason = RefusalSchema.safeParse(parseJson(body)).data?.reason;
  if (reason === undefined) return undefined;
  return new VocError(
    'source.gone',
    'permanent',
    `A subreddit of this source is ${reason}. Take it out of the configuration.`,
    { details: { status, reason } },
  );
}

function limitOf(headers: Headers, now: Date): { left: number; resetsAt: Date } | undefined {
  const left = Number.parseFloat(headers.get('x-ratelimit-remaining') ?? '');
  const resetS = Number.parseFloat(headers.get('x-ratelimit-reset') ?? '');
  if (!(left >= 0 && resetS >= 0)) return undefined;
  const resetsAt = new Date(now.getTime() + Math.min(resetS, MAX_RESET_S) * 1000);
  return { left: Math.floor(left), resetsAt };
}
