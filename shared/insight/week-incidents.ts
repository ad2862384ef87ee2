import { addCount, type HourCount, type HourlyCounts, hourlyPoints } from '../alerting/hourly-series.ts';
import { episodesOf, type IncidentDraft, mergeEpisodes } from '../alerting/incidents.ts';
import { type Aggregate, type BucketAggregate, type Dimension, TOTAL_KEY } from '../domain/aggregate.ts';
import type { Contribution } from '../domain/contribution.ts';
import type { CountPoint } from '../domain/count-point.ts';
import type { Incident } from '../domain/insight.ts';
import type { StoredDocument } from '../domain/stored-document.ts';
import { cellAt } from './aggregate.ts';
import { describeIncident, isOfSeries } from './describe-incident.ts';

/**
 * Hourly counts over the buckets: all together, per source, code, stage and app version. Hours between the first and the
 * last hour bucket of a day with hourly documents are zero where nothing was said; days without any hourly document are
 * missing. Day buckets stay out: their hour is not known.
 */
export function hourlyNegatives(buckets: readonly BucketAggregate[]): CountPoint[] {
  const hours: HourlyCounts = new Map();
  for (const { bucket, aggregate } of buckets) {
    const atMs = hourMs(bucket);
    if (atMs === undefined) continue;
    for (const [series, cell] of seriesCells(aggregate)) addCount(hours, atMs, series, cell);
  }
  return hourlyPoints(hours, Math.max(...hours.keys()));
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
    .map((draft) => incidentOf(draft, input));
}

function incidentOf(
  draft: IncidentDraft,
  { contributions, documents, untilMs }: Parameters<typeof weekIncidents>[0],
): Incident {
  const inside = contributions.filter(
    (one) => one.sentiment === 'negative' && within(one.bucket, draft) && isOfSeries(draft.series, one),
  );
  return describeIncident(draft, inside, contributions, {
    documents,
    spellings: [],
    // The review has sections of its own for campaigns and sources.
    surroundings: { campaigns: [], findings: [] },
    now: new Date(untilMs),
  });
}

function within(bucket: string, { startedAt, endedAt }: IncidentDraft): boolean {
  const atMs = hourMs(bucket);
  if (atMs === undefined || atMs < Date.parse(startedAt)) return false;
  return endedAt === undefined || atMs < Date.parse(endedAt);
}

function hourMs(bucket: string | undefined): number | undefined {
  return bucket?.includes('T') ? Date.parse(`${bucket}:00:00.000Z`) : undefined;
}

function seriesCells(aggregate: Aggregate): [string, HourCount][] {
  const of = (dimension: Dimension, kind: string): [string, HourCount][] =>
    Object.entries(aggregate.cells[dimension] ?? {}).map(([key, cell]) => [`${kind}:${key}`, cell]);
  return [
    ['all', cellAt(aggregate, 'total', TOTAL_KEY)],
    ...of('source', 'source'),
    ...of('code', 'code'),
    ...of('stage', 'stage'),
    ...of('app-version', 'version'),
  ];
}
