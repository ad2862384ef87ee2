import { VocError } from '../../domain/errors.ts';
import type { SourceSigns } from '../contract.ts';

const SECONDS_SINCE_1970 = 1e9;
const MS_SINCE_1970 = 1e12;

/** What `X-RateLimit-Remaining` and `X-RateLimit-Reset` tell; undefined where there are none. */
export function rateLimitSigns(headers: Headers, now: Date): SourceSigns | undefined {
  const quotaLeft = wholeNumber(headers.get('x-ratelimit-remaining'));
  const resetsAt = resetTime(headers, now)?.toISOString();
  if (quotaLeft === undefined && resetsAt === undefined) return undefined;
  return {
    ...(quotaLeft === undefined ? {} : { quotaLeft }),
    ...(resetsAt === undefined ? {} : { quotaResetsAt: resetsAt }),
  };
}

/**
 * The error for a 429 that says only in `X-RateLimit-Reset` how long to wait: a `classify` of `HttpRequest`. Undefined
 * for every other answer, also where there is a `Retry-After`.
 * @param what names the provider in the error
 */
export function rateLimitRefusal(what: string, now: () => Date) {
  return (status: number, headers: Headers): VocError | undefined => {
    if (status !== 429 || headers.has('retry-after')) return undefined;
    const at = resetTime(headers, now());
    if (at === undefined) return undefined;
    const retryAfterMs = Math.max(0, at.getTime() - now().getTime());
    return new VocError(
      'source.rate-limited',
      'rate',
      `${what} asks for fewer requests (429). The next run goes on.`,
      { details: { status }, retryAfterMs },
    );
  };
}

/** The header is a time in seconds or milliseconds since 1970, or the seconds until then: providers differ. */
function resetTime(headers: Headers, now: Date): Date | undefined {
  const value = wholeNumber(headers.get('x-ratelimit-reset'));
  if (value === undefined) return undefined;
  if (value >= MS_SINCE_1970) return new Date(value);
  return new Date(value >= SECONDS_SINCE_1970 ? value * 1000 : now.getTime() + value * 1000);
}

function wholeNumber(header: string | null): number | undefined {
  return header !== null && /^\d{1,13}$/.test(header.trim()) ? Number(header) : undefined;
}
