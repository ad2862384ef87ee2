import type { Severity } from '../domain/insight.ts';

/** What the severity of an incident is read from. */
export interface Extent {
  readonly count: number;
  readonly expected: number;
  /** What the count would have stayed under, had nothing happened. */
  readonly upper: number;
  /** How long it has lasted, in hours. */
  readonly hours: number;
}

/**
 * Severity from distance and persistence. Distance is the excess in multiples of the distance from the expected count
 * to its limit: 1 is where an alert begins. What lasts three hours or more weighs half as much again. A handful of
 * voices is never severe, whatever their ratio.
 */
export function severityOf({ count, expected, upper, hours }: Extent): Severity {
  const distance = (count - expected) / Math.max(1, upper - expected);
  const weight = distance * (hours >= 3 ? 1.5 : 1);
  if (weight >= 4 && count - expected >= 20) return 'severe';
  return weight >= 2 && count - expected >= 8 ? 'warning' : 'notice';
}
