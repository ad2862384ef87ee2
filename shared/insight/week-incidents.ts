import { episodesOf, type IncidentDraft, mergeEpisodes } from '../alerting/incidents.ts';
import { type Aggregate, type BucketAggregate, TOTAL_KEY } from '../domain/aggregate.ts';
import type { Contribution } from '../domain/contribution.ts';
import type { CountPoint } from '../domain/count-point.ts';
import type { Incident } from '../domain/insight.ts';
import type { StoredDocument } from '../domain/stored-document.ts';
import { cellAt } from './aggregate.ts';
import { describeIncident, isOfSeries } from './describe-incident.ts';

const HOUR_MS = 3_600_000;
/** A code or source with fewer negative voices in the whole window is no series of its own. */
const MIN_SERIES_COUNT = 20;

/**
 * Hourly negative counts over the buckets: all together, per source, per code. Hours between the first and the last
 * hour bucket of a day with hourly documents are zero where nothing was said; days without any hourly document are
 * missing. Day buckets stay out: their hour is not known.
 */
export function hourlyNegatives(buckets: readonly BucketAggregate[]): CountPoint[] {
  const hours = new Map<string, BucketAggregate[]>();
  const series = new Map<string, number>();
  for (const bucket of buckets) {
    if (!bucket.bucket.includes('T')) continue;
    hours.set(bucket.bucket, [...(hours.get(bucket.bucket) ?? []), bucket]);
    for (const [name, count] of seriesCounts(bucket.aggregate))
      series.set(name, (series.get(name) ?? 0) + count);
  }
  const names = [...series]
    .filter(([name, count]) => name === 'all' || count >= MIN_SERIES_COUNT)
    .map(([name]) => name);
  const sorted = [...hours.keys()].sort();
  const first = hourMs(sorted[0]);
  const last = hourMs(sorted.at(-1));
  if (first === undefined || last === undefined) return [];
  const utcDays = new Set(sorted.map((hour) => hour.slice(0, 10)));
  const points: CountPoint[] = [];
  for (let atMs = first; atMs <= last; atMs += HOUR_MS) {
    const timestamp = new Date(atMs).toISOString();
    if (!utcDays.has(timestamp.slice(0, 10))) continue;
    const counts = new Map<string, number>();
    for (const { aggregate } of hours.get(timestamp.slice(0, 13)) ?? []) {
      for (const [name, count] of seriesCounts(aggregate)) counts.set(name, (counts.get(name) ?? 0) + count);
    }
    for (const name of names.sort()) points.push({ series: name, timestamp, count: counts.get(name) ?? 0 });
  }
  return points;
}

/** The incidents that began in the review's week, oldest first, with what customers said in their hours. */
export function weekIncidents(input: {
  buckets: readonly BucketAggregate[];
  contributions: readonly Contribution[];
  documents: ReadonlyMap<string, StoredDocument>;
  timeZone: string;
  /** UTC instants of the week. */
  fromMs: number;
  untilMs: number;
}): Incident[] {
  const episodes = episodesOf(hourlyNegatives(input.buckets), { interval: '1h', timeZone: input.timeZone });
  return mergeEpisodes(episodes, '1h')
    .filter(({ startedAt }) => Date.parse(startedAt) >= input.fromMs && Date.parse(startedAt) < input.untilMs)
    .map((draft) => incidentOf(draft, input.contributions, input.documents));
}

function incidentOf(
  draft: IncidentDraft,
  contributions: readonly Contribution[],
  documents: ReadonlyMap<string, StoredDocument>,
): Incident {
  const inside = contributions.filter(
    (one) => one.sentiment === 'negative' && within(one.bucket, draft) && isOfSeries(draft.series, one),
  );
  return describeIncident(draft, inside, contributions, documents);
}

function within(bucket: string, { startedAt, endedAt }: IncidentDraft): boolean {
  const atMs = hourMs(bucket);
  if (atMs === undefined || atMs < Date.parse(startedAt)) return false;
  return endedAt === undefined || atMs < Date.parse(endedAt);
}

function hourMs(bucket: string | undefined): number | undefined {
  return bucket?.includes('T') ? Date.parse(`${bucket}:00:00.000Z`) : undefined;
}

function seriesCounts(aggregate: Aggregate): [string, number][] {
  const of = (dimension: 'source' | 'code'): [string, number][] =>
    Object.entries(aggregate.cells[dimension] ?? {}).map(([key, cell]) => [
      `${dimension}:${key}`,
      cell.negative,
    ]);
  return [['all', cellAt(aggregate, 'total', TOTAL_KEY).negative], ...of('source'), ...of('code')];
}
