import type { RateDifference, Verdict } from '../../domain/rate-difference.ts';
import { wilsonShare } from '../change.ts';

/** Fewer of either side, or fewer events of both, and the interval says nothing that a reader could use. */
const MIN_OF = 50;
const MIN_EVENTS = 10;

/** `events` of so many, never more than these. */
export interface Rate {
  readonly events: number;
  readonly of: number;
}

/**
 * The difference of two rates, after − before, with Newcombe's hybrid score interval (Newcombe 1998, Statistics in
 * Medicine 17:873, method 10). `wanted` says which direction is better. `too-few` where the counts cannot tell.
 */
export function rateDifference(before: Rate, after: Rate, wanted: 'more' | 'less'): RateDifference {
  const a = wilsonShare(before.events, before.of);
  const b = wilsonShare(after.events, after.of);
  const value = b.value - a.value;
  const low = value - Math.hypot(b.value - b.low, a.high - a.value);
  const high = value + Math.hypot(b.high - b.value, a.value - a.low);
  const difference = { value, low: Math.max(-1, low), high: Math.min(1, high) };
  return { before, after, difference, verdict: verdictOf(before, after, difference, wanted) };
}

function verdictOf(
  before: Rate,
  after: Rate,
  { low, high }: { readonly low: number; readonly high: number },
  wanted: 'more' | 'less',
): Verdict {
  if (Math.min(before.of, after.of) < MIN_OF || before.events + after.events < MIN_EVENTS) return 'too-few';
  if (low <= 0 && high >= 0) return 'no-clear-difference';
  return low > 0 === (wanted === 'more') ? 'better' : 'worse';
}
