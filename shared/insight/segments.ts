import type { Contribution } from '../domain/contribution.ts';
import type { HesitationPoint } from '../domain/insight.ts';
import { controlFalseDiscoveries, rateRatio } from './change.ts';

const MAX_SEGMENTS = 6;

type SegmentShare = HesitationPoint['segments'][number];

/**
 * The segments behind each point, most documents first, and whether a segment speaks of the point more (or less) than
 * the others do: the ratio of the two rates with its mid-P interval, the false discovery rate held over all points and
 * segments of the week together. `contributions` are all of the week; those without a segment take no part.
 */
export function segmentShares(
  groups: readonly { readonly contributions: readonly Contribution[] }[],
  contributions: readonly Contribution[],
): SegmentShare[][] {
  const totals = countSegments(contributions);
  const known = sum(totals.values());
  const rows = groups.map((group) => {
    const counts = countSegments(group.contributions);
    const inGroup = sum(counts.values());
    return [...counts].map(([segment, documents]) => {
      const total = totals.get(segment) ?? documents;
      const others = { events: inGroup - documents, documents: known - total };
      return { segment, documents, raw: rateRatio({ events: documents, documents: total }, others) };
    });
  });
  const judged = controlFalseDiscoveries(rows.flat().map(({ raw }) => raw));
  let next = 0;
  return rows.map((row) =>
    row
      .map(({ segment, documents }) => ({ segment, documents, over: judged[next++] ?? ('too-few' as const) }))
      .sort((a, b) => b.documents - a.documents || (a.segment < b.segment ? -1 : 1))
      .slice(0, MAX_SEGMENTS),
  );
}

function countSegments(contributions: readonly Contribution[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { segment } of contributions) {
    if (segment !== undefined) counts.set(segment, (counts.get(segment) ?? 0) + 1);
  }
  return counts;
}

function sum(numbers: Iterable<number>): number {
  let total = 0;
  for (const number of numbers) total += number;
  return total;
}
