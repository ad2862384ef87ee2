import type { Contribution } from '../domain/contribution.ts';
import { groupByPoint } from './points.ts';

const MAX_POINTS = 60;
const TOP_POINTS = 8;
/** The top points also count phrases in texts, so they get more of them. */
const DOCUMENTS_OF_TOP_POINT = 200;
const DOCUMENTS_OF_POINT = 40;
const BUSY_HOURS = 16;
const DOCUMENTS_OF_HOUR = 10;

/**
 * Which documents to load, so that the review can quote them: a bounded number per hesitation point and per busy
 * hour, whatever the size of the week. The choice is even (by key, which is a hash) and always the same for the
 * same contributions.
 */
export function evidenceKeys(contributions: readonly Contribution[]): string[] {
  const keys = new Set<string>();
  for (const [rank, group] of groupByPoint(contributions).slice(0, MAX_POINTS).entries()) {
    const limit = rank < TOP_POINTS ? DOCUMENTS_OF_TOP_POINT : DOCUMENTS_OF_POINT;
    for (const one of sample(group.contributions, limit)) keys.add(one.documentKey);
  }
  for (const hour of busyHours(contributions)) {
    for (const one of sample(hour, DOCUMENTS_OF_HOUR)) keys.add(one.documentKey);
  }
  return [...keys].sort();
}

function busyHours(contributions: readonly Contribution[]): Contribution[][] {
  const hours = new Map<string, Contribution[]>();
  for (const one of contributions) {
    if (one.sentiment !== 'negative' || !one.bucket.includes('T')) continue;
    const hour = hours.get(one.bucket);
    if (hour === undefined) hours.set(one.bucket, [one]);
    else hour.push(one);
  }
  return [...hours.entries()]
    .sort(([hourA, a], [hourB, b]) => b.length - a.length || (hourA < hourB ? -1 : 1))
    .slice(0, BUSY_HOURS)
    .map(([, ofHour]) => ofHour);
}

/** Negative voices first: they say what is wrong. */
function sample(contributions: readonly Contribution[], limit: number): Contribution[] {
  const rank = (one: Contribution) =>
    one.sentiment === 'negative' ? 0 : one.sentiment === 'neutral' ? 1 : 2;
  return [...contributions]
    .sort((a, b) => rank(a) - rank(b) || (a.documentKey < b.documentKey ? -1 : 1))
    .slice(0, limit);
}
