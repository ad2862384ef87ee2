import * as z from 'zod';
import { VocError } from '../../domain/errors.ts';
import { addDays, businessDay, startOfBusinessDay } from '../../domain/time.ts';
import type { HttpRequest } from '../access/http.ts';
import { parseJson } from '../access/read-json.ts';

/** Where Google's daily quotas begin anew at midnight. */
const QUOTA_ZONE = 'America/Los_Angeles';

const RefusalSchema = z.object({
  error: z.object({
    errors: z.array(z.object({ reason: z.string() })).min(1),
    details: z.array(z.object({ reason: z.string().optional() })).optional(),
  }),
});

/** Reasons that concern one video, channel or thread only. */
export const GONE_REASONS: readonly string[] = [
  'commentsDisabled',
  'videoNotFound',
  'channelNotFound',
  'commentThreadNotFound',
  'commentNotFound',
  'parentCommentNotFound',
];

/** A walk was left for so long that its token does not count any more. */
export const STALE_TOKEN_REASON = 'invalidPageToken';

/** The day that Google's quotas are counted by. */
export function quotaDay(now: Date): string {
  return businessDay(now, QUOTA_ZONE);
}

/** When Google counts anew. */
export function quotaResetsAt(now: Date): Date {
  return startOfBusinessDay(addDays(quotaDay(now), 1), QUOTA_ZONE);
}

/**
 * What a refusal of the YouTube Data API means. It says in the body what the status does not: 403 may be a quota, a
 * video without comments or a wrong key. The reason is in `details.reason` of the error.
 * @see https://developers.google.com/youtube/v3/docs/errors
 */
export function youtubeRefusal(now: Date): NonNullable<HttpRequest['classify']> {
  return (status, _, body) => {
    const refusal = RefusalSchema.safeParse(parseJson(body)).data?.error;
    const reason = refusal?.errors[0]?.reason;
    if (refusal === undefined || reason === undefined) return undefined;
    const details = { status, reason: reason.slice(0, 100) };
    if (reason === 'quotaExceeded' || reason === 'dailyLimitExceeded') {
      return new VocError(
        'source.quota-exhausted',
        'quota',
        'The daily quota of the Google project is used up. The run goes on after midnight US Pacific; a lower dailyUnits keeps below it.',
        { details, retryAfterMs: quotaResetsAt(now).getTime() - now.getTime() },
      );
    }
    if (reason === 'rateLimitExceeded' || reason === 'userRateLimitExceeded') {
      const message =
        'YouTube asks for fewer requests. The next run goes on; a longer pauseMs keeps below the limit.';
      return new VocError('source.rate-limited', 'rate', message, { details });
    }
    if (reason === 'keyInvalid' || refusal.details?.some((detail) => detail.reason === 'API_KEY_INVALID')) {
      const message = 'YouTube does not know the API key. Check apiKey in the secret of this source.';
      return new VocError('source.unauthorized', 'auth', message, { details });
    }
    if (GONE_REASONS.includes(reason)) {
      const message = 'YouTube has no comments there. Check the videoIds and the channelId of this source.';
      return new VocError('source.gone', 'permanent', message, { details });
    }
    if (reason === STALE_TOKEN_REASON) {
      const message = 'YouTube does not know its own page token any more. The next run starts the walk anew.';
      return new VocError('source.bad-response', 'transient', message, { details });
    }
    return undefined;
  };
}
