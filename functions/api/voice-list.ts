import type { Dimension } from '../../shared/domain/aggregate.ts';
import { TOTAL_KEY } from '../../shared/domain/aggregate.ts';
import type { Contribution } from '../../shared/domain/contribution.ts';
import type { FunnelStage, SentimentLabel, SourceKind } from '../../shared/domain/taxonomy.ts';
import { countOf } from './day-totals.ts';
import type { ApiDeps } from './ports.ts';

/** What the voices are narrowed by; an absent one admits all. */
export interface VoiceFilter {
  readonly code?: string | undefined;
  readonly stage?: FunnelStage | undefined;
  readonly source?: SourceKind | undefined;
  readonly sentiment?: SentimentLabel | undefined;
}

/** Where a page ended: the order is day, bucket, document key, all falling. */
export interface VoicePosition {
  readonly day: string;
  readonly bucket: string;
  readonly documentKey: string;
}

/**
 * One page of matching contributions of the given days, newest first, and whether more follow. Reads no more days than
 * the page needs.
 */
export async function pageOfVoices(
  contributions: ApiDeps['contributions'],
  request: { days: readonly string[]; filter: VoiceFilter; after?: VoicePosition | undefined; limit: number },
): Promise<{ page: Contribution[]; more: boolean }> {
  const { after, filter, limit } = request;
  const days = request.days
    .filter((day) => after === undefined || day <= after.day)
    .toSorted()
    .reverse();
  const page: Contribution[] = [];
  for (const day of days) {
    const found = (await contributions.listDay(day)).filter(
      (contribution) =>
        matches(contribution, filter) && (after === undefined || comparePositions(contribution, after) > 0),
    );
    page.push(...found.sort(comparePositions));
    if (page.length > limit) return { page: page.slice(0, limit), more: true };
  }
  return { page, more: false };
}

/**
 * How many documents of the days match, from the rollups alone; null for a combination that they do not count.
 */
export async function countVoices(
  rollups: ApiDeps['rollups'],
  days: readonly string[],
  filter: VoiceFilter,
): Promise<number | null> {
  const cell = countingCell(filter);
  if (cell === null) return null;
  const buckets = (await Promise.all(days.map((day) => rollups.readDay(day)))).flat();
  const aggregates = buckets.map((bucket) => bucket.aggregate);
  if (filter.sentiment === undefined) return countOf(aggregates, cell.dimension, cell.key).documents;
  const { sentiment } = filter;
  return aggregates.reduce(
    (sum, aggregate) => sum + (aggregate.cells[cell.dimension]?.[cell.key]?.[sentiment] ?? 0),
    0,
  );
}

function countingCell({ code, stage, source }: VoiceFilter): { dimension: Dimension; key: string } | null {
  if (source !== undefined) {
    return code === undefined && stage === undefined ? { dimension: 'source', key: source } : null;
  }
  if (code !== undefined && stage !== undefined) return { dimension: 'point', key: `${code}/${stage}` };
  if (code !== undefined) return { dimension: 'code', key: code };
  if (stage !== undefined) return { dimension: 'stage', key: stage };
  return { dimension: 'total', key: TOTAL_KEY };
}

function matches(contribution: Contribution, filter: VoiceFilter): boolean {
  return (
    (filter.code === undefined || contribution.codes.includes(filter.code)) &&
    (filter.stage === undefined || contribution.stage === filter.stage) &&
    (filter.source === undefined || contribution.source === filter.source) &&
    (filter.sentiment === undefined || contribution.sentiment === filter.sentiment)
  );
}

function comparePositions(a: VoicePosition, b: VoicePosition): number {
  return (
    descending(a.day, b.day) || descending(a.bucket, b.bucket) || descending(a.documentKey, b.documentKey)
  );
}

function descending(a: string, b: string): number {
  return a < b ? 1 : a > b ? -1 : 0;
}
