const MINUTE_MS = 60_000;
const LONGEST_WAIT_MS = 60 * MINUTE_MS;
/** A sink that has failed for this long is given up: what it would bring is no news any more. */
const GIVE_UP_MS = 24 * 60 * MINUTE_MS;

/**
 * When a delivery is tried again: after a minute, then twice as long each time up to an hour, never earlier than the
 * sink asks for; null where that is more than a day after the first failure.
 */
export function nextAttempt(failure: {
  /** Failed attempts so far, the last one included. */
  readonly attempts: number;
  readonly firstFailedAt: string;
  readonly now: Date;
  readonly retryAfterMs: number | undefined;
}): Date | null {
  const backoffMs = Math.min(LONGEST_WAIT_MS, MINUTE_MS * 2 ** Math.min(20, failure.attempts - 1));
  const at = failure.now.getTime() + Math.max(backoffMs, failure.retryAfterMs ?? 0);
  return at - Date.parse(failure.firstFailedAt) > GIVE_UP_MS ? null : new Date(at);
}
