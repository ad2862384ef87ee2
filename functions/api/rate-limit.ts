/** How much one person may ask of one instance: a burst, then a steady rate. */
const BURST = 80;
const PER_SECOND = 20;
/** Beyond so many people the one who was away longest is forgotten; a forgotten person starts with a full bucket. */
const MAX_PEOPLE = 10_000;

/**
 * A token bucket per person, in memory. It keeps one runaway page from using up what the stage allows all together
 * (infra/constructs/api.ts); it is per instance on purpose, because a shared counter would cost a write per request.
 */
export function createRateLimit(now: () => Date) {
  const buckets = new Map<string, { tokens: number; at: number }>();

  /** 0 where the person may go on, else the whole seconds to wait. */
  return function take(person: string): number {
    const at = now().getTime();
    const known = buckets.get(person) ?? { tokens: BURST, at };
    const tokens = Math.min(BURST, known.tokens + ((at - known.at) / 1_000) * PER_SECOND);
    buckets.delete(person);
    const [oldest] = buckets.keys();
    if (buckets.size >= MAX_PEOPLE && oldest !== undefined) buckets.delete(oldest);
    // What is refused costs nothing, else somebody who keeps asking a little too fast would never be let in again.
    buckets.set(person, { tokens: tokens < 1 ? tokens : tokens - 1, at });
    return tokens >= 1 ? 0 : Math.ceil((1 - tokens) / PER_SECOND);
  };
}
