import type { HolderCounts } from '../domain/link-profile.ts';

/** People outside the file, in numbers of customers: about three of ten who write about a shop are in no customer file. */
export const OUTSIDE = 0.5;
/** Of a kind of value that was hardly seen, nothing is rare. */
const UNSEEN_SHARE = 0.5;
const PRIOR_VALUES = 20;

/**
 * How many other people outside the customer file are expected to hold a value that `inside` customers hold: Good–Turing
 * (Good 1953) says what a value seen r times is worth in another sample of the same size, r* = (r+1) N(r+1) / N(r),
 * needed only for r = 1, where it differs much from r: a handle with a number is hardly ever seen twice, "행복한사람" often.
 */
export function expectedOutside(inside: number, counts: HolderCounts | undefined): number {
  if (inside > 1) return OUTSIDE * inside;
  const { once = 0, twice = 0 } = counts ?? {};
  return (
    (OUTSIDE * 2 * (twice + UNSEEN_SHARE * (once < PRIOR_VALUES ? PRIOR_VALUES - once : 0))) /
    Math.max(once, PRIOR_VALUES)
  );
}
