import { incompleteBeta } from '../alerting/incomplete-beta.ts';
import type { Change, Interval } from '../domain/insight.ts';
import { normalQuantile, normalTail, studentQuantile, studentTail } from './tails.ts';

const Z95 = 1.959964;
const ALPHA = 0.05;
/** Below this many documents of both periods together the interval says nothing that a reader could use. */
const MIN_EVENTS = 10;
/** Below this many documents in either period a share is an anecdote. */
const MIN_DOCUMENTS = 20;
/** Stands for "no upper bound": nothing was seen before, so no ratio can be excluded. JSON has no infinity. */
export const UNBOUNDED_RATIO = 1_000;

/** `events` of `documents` in a period. */
export interface Period {
  readonly events: number;
  readonly documents: number;
}

/** How much more counts vary from week to week than chance alone makes them; see `spreadOf` in week-spread.ts. */
export interface Spread {
  /** Variance as a multiple of that of independent voices, at least 1. */
  readonly factor: number;
  /** Degrees of freedom behind the estimate; infinite where it is not estimated. */
  readonly degrees: number;
}

/** Voices that are independent of each other. */
export const INDEPENDENT_VOICES: Spread = { factor: 1, degrees: Number.POSITIVE_INFINITY };

/** A change before the correction for many comparisons. */
export type RawChange = { ratio: number; low: number; high: number; pValue: number } | 'too-few';

/**
 * A share with its 95 % Wilson score interval (Wilson 1927; Brown, Cai and DasGupta 2001).
 * Nothing of nothing is 0 with the interval 0…1.
 */
export function wilsonShare(events: number, documents: number): Interval {
  if (documents === 0) return { value: 0, low: 0, high: 1 };
  const share = events / documents;
  const shrink = 1 + (Z95 * Z95) / documents;
  const centre = (share + (Z95 * Z95) / (2 * documents)) / shrink;
  const half =
    (Z95 / shrink) * Math.sqrt((share * (1 - share)) / documents + (Z95 * Z95) / (4 * documents * documents));
  return {
    value: share,
    low: events === 0 ? 0 : Math.max(0, centre - half),
    high: events === documents ? 1 : Math.min(1, centre + half),
  };
}

/**
 * The ratio of two rates per document, with the mid-P interval of the conditional binomial test: given the sum of
 * both counts, the newer is binomial with p = ratio·n₁ / (ratio·n₁ + n₀) (Przyborowski and Wilenski 1940; mid-P after
 * Berry and Armitage 1995). `too-few` where the counts cannot tell. A ratio whose earlier count is zero is computed
 * with half an event added, and its upper end is {@link UNBOUNDED_RATIO}.
 *
 * Voices come in clusters, so counts are first divided by the factor of `spread`: what is left counts as independent
 * (the design effect of Rao and Scott 1992). Tails become those of Student's t with the degrees of freedom of that
 * factor, because it is itself an estimate.
 */
export function rateRatio(now: Period, before: Period, spread: Spread = INDEPENDENT_VOICES): RawChange {
  const fewDocuments = Math.min(now.documents, before.documents) < MIN_DOCUMENTS;
  if (now.events + before.events < MIN_EVENTS || fewDocuments) return 'too-few';
  const exposure = now.documents / before.documents;
  const toRatio = (p: number) => Math.min(UNBOUNDED_RATIO, p >= 1 ? UNBOUNDED_RATIO : p / (1 - p) / exposure);
  const x = now.events / spread.factor;
  const events = (now.events + before.events) / spread.factor;
  const tailOfInterval = normalTail(studentQuantile(ALPHA / 2, spread.degrees));
  const low = x === 0 ? 0 : toRatio(solve((p) => upperMidTail(x, events, p), tailOfInterval));
  const high =
    before.events === 0
      ? UNBOUNDED_RATIO
      : toRatio(solve((p) => upperMidTail(x, events, p), 1 - tailOfInterval));
  const ratio =
    before.events === 0
      ? (now.events + 0.5) / now.documents / (0.5 / before.documents)
      : now.events / now.documents / (before.events / before.documents);
  const tail = upperMidTail(x, events, exposure / (exposure + 1));
  const pValue = Math.min(1, 2 * studentTail(normalQuantile(Math.min(tail, 1 - tail)), spread.degrees));
  return { ratio, low, high, pValue };
}

/**
 * Marks which changes stand, with the false discovery rate held at 5 % over all of them together
 * (Benjamini and Hochberg 1995). Comparisons without enough counts do not take part. Keeps the order.
 */
export function controlFalseDiscoveries(changes: readonly RawChange[]): Change[] {
  const pValues = changes
    .flatMap((change) => (change === 'too-few' ? [] : [change.pValue]))
    .sort((a, b) => a - b);
  let threshold = -1;
  for (const [index, pValue] of pValues.entries()) {
    if (pValue <= (ALPHA * (index + 1)) / pValues.length) threshold = pValue;
  }
  return changes.map((change) =>
    change === 'too-few'
      ? change
      : { ratio: change.ratio, low: change.low, high: change.high, significant: change.pValue <= threshold },
  );
}

/** P(X > x) + P(X = x)/2 of a binomial, continued to numbers that are not whole; grows with p from 0 to 1. */
function upperMidTail(x: number, trials: number, p: number): number {
  const atLeast = x <= 0 ? 1 : incompleteBeta(p, x, trials - x + 1);
  const more = trials - x <= 0 ? 0 : incompleteBeta(p, x + 1, trials - x);
  return (atLeast + more) / 2;
}

/** The p at which an increasing function of p reaches `target`, by bisection. */
function solve(increasing: (p: number) => number, target: number): number {
  let low = 0;
  let high = 1;
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (increasing(middle) < target) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
