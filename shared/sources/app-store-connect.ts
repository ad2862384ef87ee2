import * as z from 'zod';
import { VocError } from '../domain/errors.ts';
import {
  type AppStoreKey,
  AppStoreKeySchema,
  type AppStoreToken,
  appStoreToken,
  isFresh,
} from './access/app-store-token.ts';
import { bearerGet } from './access/bearer-get.ts';
import { endlessGuard } from './access/endless-guard.ts';
import { retryAfter } from './access/http.ts';
import { readConfig } from './access/read-config.ts';
import { parseJson, readJson } from './access/read-json.ts';
import type { ItemProblem, Json, SourceConnector } from './contract.ts';
import { documentOf, publishedResponses, readAppStoreReview, sightOf } from './stores/app-store-review.ts';
import { NOTHING_WALKED, startReviewWalk, type WalkMemory, WalkMemorySchema } from './stores/review-walk.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** The most that the API gives per page. */
const PAGE_LIMIT = 200;

/**
 * One app in one storefront. Take either this connector or `apple-feed` for it, never both: their ids differ, so that
 * every review would count twice (`storefrontClashes` finds it).
 */
const ConfigSchema = z.strictObject({
  /** The Apple ID of the app: the number in its App Store address. */
  appId: z.string().regex(/^\d{1,15}$/, 'the digits of the App Store address'),
  /** Three-letter territory whose reviews are collected; one source per territory. */
  territory: z
    .string()
    .regex(/^[A-Z]{3}$/, 'three capital letters')
    .default('KOR'),
  /** The name under which the app appears in reports. */
  app: z.string().min(1).optional(),
  /** Reviews of so many days are read again in each run, because the API does not say what was edited. */
  overlapDays: z.int().min(1).max(60).default(7),
  baseUrl: z.url().default('https://api.appstoreconnect.apple.com'),
  /** Apple counts about one request per second over an hour, for everything that uses the key. */
  pauseMs: z.int().min(0).default(500),
});
type Config = z.infer<typeof ConfigSchema>;

const CheckpointSchema = z.object({
  /** Whose private key has made the seals. */
  keyId: z.string(),
  walk: WalkMemorySchema,
});

const PageSchema = z.object({
  data: z.array(z.unknown()),
  included: z.array(z.unknown()).nullish(),
  links: z.object({ next: z.string().nullish() }),
});

const RefusalSchema = z.object({ errors: z.array(z.object({ code: z.string() })) });

const SILENT = {
  kind: 'silent',
  message:
    'App Store Connect gives no review although it had some before. Check the app and the territory of the source.',
} as const;

/**
 * Customer reviews of an own app from the App Store Connect API, star-only ratings excepted: the API leaves them out.
 * The list is walked from the newest on, back over the days of the overlap, in which edits and responses are found.
 * @see https://developer.apple.com/documentation/appstoreconnectapi/get-v1-apps-_id_-customerreviews
 */
export const appStoreConnect: SourceConnector = {
  id: 'app-store-connect',
  source: 'app-review',
  title: 'App Store reviews (App Store Connect)',
  docsUrl: 'https://developer.apple.com/documentation/appstoreconnectapi/customer-reviews',
  keepsUrl: false,
  configSchema: ConfigSchema,
  secretSchema: AppStoreKeySchema,
  async *collect(context, config, checkpoint) {
    const settings = readConfig(ConfigSchema, config);
    const key = await context.secret(AppStoreKeySchema);
    const get = bearerGet(context.http, tokensOf(key, context.now));
    // The same key may be written with other line breaks one day, which must not change the seals.
    const sealKey = key.privateKey.replace(/\\n|\s/g, '');
    const app = settings.app ?? settings.appId;
    const before = readCheckpoint(checkpoint, key);
    const startedAt = context.now();
    const walk = startReviewWalk(before, {
      overlapMs: settings.overlapDays * DAY_MS,
      editsComeFirst: false,
      startedAt,
    });
    const guard = endlessGuard('App Store Connect');
    const checkpointOf = (memory: WalkMemory): Json => ({ keyId: key.keyId, walk: memory });

    let url: string | undefined = firstUrl(settings);
    for (let page = 1; url !== undefined; page += 1) {
      if (page > 1) await context.sleep(settings.pauseMs);
      const response = await get(url, {
        headers: { accept: 'application/json' },
        classify: quotaError(context.now),
      });
      const answer = readJson(PageSchema, response, 'The review list of App Store Connect');
      const signs = { quotaLeft: quotaLeft(response.headers) };
      if (page === 1 && answer.data.length === 0 && before.known.length > 0) {
        yield { documents: [], checkpoint: checkpointOf(before), done: true, suspect: SILENT, signs };
        return;
      }

      const responses = publishedResponses(answer.included ?? []);
      const documents: unknown[] = [];
      const problems: ItemProblem[] = [];
      const ids: string[] = [];
      for (const raw of answer.data) {
        const read = readAppStoreReview(raw, responses);
        if (!read.ok) {
          problems.push(read.problem);
          continue;
        }
        ids.push(read.item.id);
        const verdict = walk.see(sightOf(read.item, sealKey));
        if (verdict.fresh) documents.push(documentOf(read.item, verdict, app, context.now()));
      }
      const next = nextUrl(answer.links.next, settings);
      const done = walk.endPage() || next === undefined;
      if (!done) guard(ids, next);
      yield {
        documents,
        problems,
        checkpoint: checkpointOf(done ? walk.finishedMemory() : walk.memory()),
        done,
        signs,
      };
      url = done ? undefined : next;
    }
  },
};

/** Tokens signed when needed. */
function tokensOf(key: AppStoreKey, now: () => Date): (renew: boolean) => string {
  let kept: AppStoreToken | undefined;
  return (renew) => {
    if (kept === undefined || renew || !isFresh(kept, now())) kept = appStoreToken(key, now());
    return kept.token;
  };
}

function firstUrl(settings: Config): string {
  const url = new URL(`${settings.baseUrl.replace(/\/$/, '')}/v1/apps/${settings.appId}/customerReviews`);
  url.searchParams.set('filter[territory]', settings.territory);
  url.searchParams.set('sort', '-createdDate');
  url.searchParams.set('limit', String(PAGE_LIMIT));
  url.searchParams.set('include', 'response');
  return url.href;
}

/** The next page. Its address comes from outside, and the token goes with it: only to where it belongs. */
function nextUrl(next: string | null | undefined, settings: Config): string | undefined {
  if (next === null || next === undefined) return undefined;
  const url = URL.parse(next);
  if (url !== null && url.origin === new URL(settings.baseUrl).origin) return url.href;
  throw new VocError(
    'source.bad-response',
    'transient',
    'App Store Connect names a next page that is not its own; it is not followed. The next run tries again.',
    { details: { host: new URL(settings.baseUrl).host } },
  );
}

/** Apple counts a rolling hour: after one hour without requests all of it is there again. */
function quotaError(now: () => Date) {
  return (status: number, headers: Headers, body: string): VocError | undefined => {
    const codes = RefusalSchema.safeParse(parseJson(body)).data?.errors.map(({ code }) => code) ?? [];
    if (status !== 429 || !codes.includes('RATE_LIMIT_EXCEEDED')) return undefined;
    return new VocError(
      'source.quota-exhausted',
      'quota',
      'The requests of this hour to App Store Connect are used up. The next run goes on; other tools may use the same key.',
      { details: { status }, retryAfterMs: retryAfter(headers.get('retry-after'), now()) ?? HOUR_MS },
    );
  };
}

/** What `user-hour-lim:3500;user-hour-rem:500;` leaves. */
function quotaLeft(headers: Headers): number | undefined {
  const left = /user-hour-rem:(\d{1,9})/.exec(headers.get('x-rate-limit') ?? '')?.[1];
  return left === undefined ? undefined : Number(left);
}

/** An unreadable checkpoint starts anew. Seals of another key cannot be compared, which is no sign of an edit. */
function readCheckpoint(checkpoint: Json | null, key: AppStoreKey): WalkMemory {
  const read = CheckpointSchema.safeParse(checkpoint).data;
  if (read === undefined) return NOTHING_WALKED;
  if (read.keyId === key.keyId) return read.walk;
  const known: WalkMemory['known'] = read.walk.known.map(([id, at, , ...first]) => [id, at, null, ...first]);
  return { ...read.walk, known };
}
