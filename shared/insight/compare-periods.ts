import type { Change } from '../domain/insight.ts';
import { controlFalseDiscoveries, type Period, rateRatio } from './change.ts';
import { spreadsOf } from './week-spread.ts';

/** One thing that is counted: in the period that is looked at, and in each comparable period before it. */
export interface CountSeries {
  readonly now: Period;
  readonly past: readonly Period[];
}

/**
 * The change of every series against its past: ratio of rates with interval, as wide as weeks really differ
 * (`spreadsOf`), the false discovery rate held over all of them together. Keeps the order; what the counts cannot tell is
 * `too-few`. Give it everything that one page claims, so that a page of hundreds of comparisons does not invent news.
 */
export function compareWithPast(series: readonly CountSeries[]): Change[] {
  const spreads = spreadsOf(series.map(({ past }) => past));
  return controlFalseDiscoveries(
    series.map(({ now, past }, index) => {
      const before = past.reduce(
        (sum, { events, documents }) => ({
          events: sum.events + events,
          documents: sum.documents + documents,
        }),
        { events: 0, documents: 0 },
      );
      return rateRatio(now, before, spreads[index]);
    }),
  );
}
