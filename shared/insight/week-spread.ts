import type { Spread } from './change.ts';

/** One past period of a series: `events` of `documents`. */
export interface PastPeriod {
  readonly events: number;
  readonly documents: number;
}

/** Variance of the rate between weeks, relative to its square, that is taken for granted: weeks differ by some 14 %. */
const USUAL_VARIANCE = 0.02;
/** How many degrees of freedom that assumption weighs. */
const USUAL_WEIGHT = 6;
/** How many degrees of freedom what all series share weighs against what one series shows. */
const SHARED_WEIGHT = 11;

/**
 * How much more than by chance each series varies between its past periods. A review has four of them, too few to
 * judge a series alone, so the variance is squeezed towards what all series of the review show, and that towards what
 * is usual (Smyth 2004, "Linear models and empirical Bayes methods", section 3). Variance = mean + v·mean²: the
 * factor grows with the count, as real weeks do. Never below chance.
 */
export function spreadsOf(series: readonly (readonly PastPeriod[])[]): Spread[] {
  const seen = series.map(dispersionOf);
  let weighted = USUAL_WEIGHT * USUAL_VARIANCE;
  let weights = USUAL_WEIGHT;
  for (const { mean, degrees, factor } of seen) {
    if (degrees === 0 || mean === 0) continue;
    // Small counts vary by chance alone and say next to nothing of the weeks.
    const reliability = ((USUAL_VARIANCE * mean) / (1 + USUAL_VARIANCE * mean)) ** 2;
    weighted += degrees * reliability * ((factor - 1) / mean);
    weights += degrees * reliability;
  }
  const shared = Math.max(0, weighted / weights);
  return seen.map(({ mean, degrees, factor }) => {
    const prior = 1 + shared * mean;
    return {
      factor: Math.max(1, (SHARED_WEIGHT * prior + degrees * factor) / (SHARED_WEIGHT + degrees)),
      degrees: SHARED_WEIGHT + degrees,
    };
  });
}

/** Pearson's statistic per degree of freedom (McCullagh and Nelder 1989, section 4.5). */
function dispersionOf(periods: readonly PastPeriod[]): { mean: number; degrees: number; factor: number } {
  const spoken = periods.filter(({ documents }) => documents > 0);
  const events = spoken.reduce((sum, period) => sum + period.events, 0);
  const documents = spoken.reduce((sum, period) => sum + period.documents, 0);
  const mean = spoken.length === 0 ? 0 : events / spoken.length;
  const rate = documents === 0 ? 0 : events / documents;
  if (spoken.length < 2 || rate === 0 || rate >= 1) return { mean, degrees: 0, factor: 1 };
  let pearson = 0;
  for (const period of spoken) {
    const expected = period.documents * rate;
    pearson += (period.events - expected) ** 2 / (expected * (1 - rate));
  }
  return { mean, degrees: spoken.length - 1, factor: pearson / (spoken.length - 1) };
}
