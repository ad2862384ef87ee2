import * as z from 'zod';
import { VocError } from '../domain/errors.ts';
import { addDays, businessDay, startOfBusinessDay } from '../domain/time.ts';
import { bearerGet } from './access/bearer-get.ts';
import { endlessGuard } from './access/endless-guard.ts';
import { GoogleKeySchema, googleAccessToken } from './access/google-token.ts';
import { retryAfter } from './access/http.ts';
import { readConfig } from './access/read-config.ts';
import { parseJson, readJson } from './access/read-json.ts';
import type { ItemProblem, Json, SourceConnector, Suspicion } from './contract.ts';
import { documentOf, readPlayReview, sightOf } from './stores/google-play-review.ts';
import { NOTHING_WALKED, startReviewWalk, type WalkMemory, WalkMemorySchema } from './stores/review-walk.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Google shows what was written or edited in the last seven days. */
const WINDOW_MS = 7 * DAY_MS;
/** The most that the API gives per page. */
const PAGE_LIMIT = 100;
const SCOPE = 'https://www.googleapis.com/auth/androidpublisher';
/** Where Google's daily quotas begin anew at midnight. */
const QUOTA_ZONE = 'America/Los_Angeles';

const ConfigSchema = z.strictObject({
  /** The application id: the `id` in the address of the store page. */
  packageName: z.string().regex(/^[A-Za-z]\w*(\.[A-Za-z]\w*)+$/, 'an application id such as com.example.app'),
  /** The name under which the app appears in reports. */
  app: z.string().min(1).optional(),
  baseUrl: z.url().default('https://androidpublisher.googleapis.com'),
  tokenUrl: z.url().default('https://oauth2.googleapis.com/token'),
  pauseMs: z.int().min(0).default(500),
});
type Config = z.infer<typeof ConfigSchema>;

const CheckpointSchema = z.object({ walk: WalkMemorySchema });

const PageSchema = z.object({
  // Nothing at all, not even the list, where the window holds no review.
  reviews: z.array(z.unknown()).nullish(),
  // Missing on the last page.
  tokenPagination: z.object({ nextPageToken: z.string().nullish() }).nullish(),
});

const RefusalSchema = z.object({
  error: z.object({
    status: z.string().optional(),
    message: z.string().optional(),
    errors: z.array(z.object({ reason: z.string().optional() })).optional(),
  }),
});
const QUOTA_REASONS: readonly string[] = [
  'rateLimitExceeded',
  'userRateLimitExceeded',
  'quotaExceeded',
  'dailyLimitExceeded',
];

const SILENT = {
  kind: 'silent',
  message:
    'Google Play gives no review although some of the last days were known. Check the app and the account.',
} as const;

/**
 * Reviews of an own app from the Android Publisher API: those with text, written or edited in the last seven days, of
 * production tracks. An edit moves a review to the top, so a walk ends at the first page without news.
 * @see https://developers.google.com/android-publisher/reply-to-reviews
 */
export const googlePlay: SourceConnector = {
  id: 'google-play',
  source: 'app-review',
  title: 'Google Play reviews',
  docsUrl: 'https://developers.google.com/android-publisher/reply-to-reviews',
  keepsUrl: false,
  configSchema: ConfigSchema,
  secretSchema: GoogleKeySchema,
  losesDataAfterHours: 24 * 6,
  async *collect(context, config, checkpoint) {
    const settings = readConfig(ConfigSchema, config);
    const key = await context.secret(GoogleKeySchema);
    const { http, now } = context;
    const get = bearerGet(
      http,
      googleAccessToken({ http, now, key, scope: SCOPE, tokenUrl: settings.tokenUrl }),
    );
    const before = CheckpointSchema.safeParse(checkpoint).data?.walk ?? NOTHING_WALKED;
    const startedAt = now();
    const walk = startReviewWalk(before, { overlapMs: WINDOW_MS, editsComeFirst: true, startedAt });
    const guard = endlessGuard('Google Play');
    const gap = gapSince(before, startedAt);
    const checkpointOf = (memory: WalkMemory): Json => ({ walk: memory });

    let token: string | undefined;
    for (let page = 1; ; page += 1) {
      if (page > 1) await context.sleep(settings.pauseMs);
      const response = await get(pageUrl(settings, token), {
        headers: { accept: 'application/json' },
        classify: (status, headers, body) => quotaError(status, headers, body, now()),
      });
      const answer = readJson(PageSchema, response, 'The review list of Google Play');
      const reviews = answer.reviews ?? [];
      token = answer.tokenPagination?.nextPageToken || undefined;
      if (page === 1 && token === undefined && reviews.length === 0 && expectsReviews(before, startedAt)) {
        yield { documents: [], checkpoint: checkpointOf(before), done: true, suspect: gap ?? SILENT };
        return;
      }

      const documents: unknown[] = [];
      const problems: ItemProblem[] = [];
      const ids: string[] = [];
      for (const raw of reviews) {
        const read = readPlayReview(raw);
        if (!read.ok) {
          problems.push(read.problem);
          continue;
        }
        ids.push(read.item.id);
        const verdict = walk.see(sightOf(read.item));
        if (verdict.fresh)
          documents.push(documentOf(read.item, verdict, settings.app ?? settings.packageName));
      }
      const done = walk.endPage() || token === undefined;
      if (!done) guard(ids, token ?? '');
      yield {
        documents,
        problems,
        checkpoint: checkpointOf(done ? walk.finishedMemory() : walk.memory()),
        done,
        ...(done && gap !== undefined ? { suspect: gap } : {}),
      };
      if (done) return;
    }
  },
};

/** Without `translationLanguage`: it would give us Google's translation instead of the customer's words. */
function pageUrl(settings: Config, token: string | undefined): string {
  const base = settings.baseUrl.replace(/\/$/, '');
  const url = new URL(`${base}/androidpublisher/v3/applications/${settings.packageName}/reviews`);
  url.searchParams.set('maxResults', String(PAGE_LIMIT));
  if (token !== undefined) url.searchParams.set('token', token);
  return url.href;
}

/** What may have passed through the window since the last finished walk began. */
function gapSince({ walkedAt }: WalkMemory, now: Date): Suspicion | undefined {
  if (walkedAt === null || now.getTime() - walkedAt <= WINDOW_MS) return undefined;
  const since = new Date(walkedAt).toISOString().slice(0, 10);
  return {
    kind: 'possible-gap',
    message:
      `Google Play shows seven days, and the last complete run was on ${since}: reviews in between may be missing. ` +
      'Load the monthly review file of the Play Console for that time.',
  };
}

/** Whether a review that we know should still be in the window, with a day to spare. */
function expectsReviews({ known }: WalkMemory, now: Date): boolean {
  return known.some(([, at]) => now.getTime() - at < WINDOW_MS - DAY_MS);
}

/**
 * The refusals that mean a quota, which the status alone does not say: 200 requests in an hour for reviews, 200,000 in
 * a day for the whole API.
 */
function quotaError(status: number, headers: Headers, body: string, now: Date): VocError | undefined {
  if (status !== 403 && status !== 429) return undefined;
  const error = RefusalSchema.safeParse(parseJson(body)).data?.error;
  const reasons = error?.errors?.map(({ reason }) => reason ?? '') ?? [];
  if (error?.status !== 'RESOURCE_EXHAUSTED' && !reasons.some((reason) => QUOTA_REASONS.includes(reason))) {
    return undefined;
  }
  const daily = reasons.includes('dailyLimitExceeded') || /per day|daily/i.test(error?.message ?? '');
  const untilReset = daily ? msToMidnight(now) : HOUR_MS - (now.getTime() % HOUR_MS);
  return new VocError(
    'source.quota-exhausted',
    'quota',
    `The quota of the Android Publisher API for this ${daily ? 'day' : 'hour'} is used up. A later run goes on; other ` +
      'tools of the same Google Cloud project share it.',
    { details: { status, daily }, retryAfterMs: retryAfter(headers.get('retry-after'), now) ?? untilReset },
  );
}

function msToMidnight(now: Date): number {
  const tomorrow = addDays(businessDay(now, QUOTA_ZONE), 1);
  return startOfBusinessDay(tomorrow, QUOTA_ZONE).getTime() - now.getTime();
}
