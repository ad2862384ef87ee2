import type { CountPoint, Detection, DetectionInterval } from '../domain/count-point.ts';
import { createDetector } from './detector.ts';

/** A run of counts above the usual in one series, from its alert to the return to normal. */
export interface Episode {
  readonly series: string;
  /** Start of the interval that raised the alert, ISO UTC. */
  readonly startedAt: string;
  /** End of the last unusual interval; absent while it goes on. */
  readonly endedAt?: string;
  /** Sums over the intervals of the episode. */
  readonly count: number;
  readonly expected: number;
  readonly upper: number;
  /** The strongest decision of the episode, 0…1. */
  readonly score: number;
}

/** Episodes of several series that are one event to a person. */
export interface IncidentDraft extends Episode {
  /** All series that rose, the leading one first. */
  readonly seriesTogether: readonly string[];
}

const INTERVAL_MS: Readonly<Record<DetectionInterval, number>> = {
  '5m': 300_000,
  '1h': 3_600_000,
  '1d': 86_400_000,
};
/** An episode is over when this many intervals in a row stay below its upper limit and half of the excess is gone. */
const CALM_INTERVALS = 3;
/** Episodes that begin this close to one another are one event. */
const MERGE_INTERVALS = 6;

/**
 * Replays the detector over whole series and gives the episodes, in the order of time. Each series must be in the
 * order of time; the series may interleave.
 * @throws VocError `count-point.out-of-order` (permanent)
 */
export function episodesOf(
  points: readonly CountPoint[],
  options: { interval: DetectionInterval; timeZone: string },
): Episode[] {
  const detector = createDetector(options);
  const bySeries = new Map<string, { point: CountPoint; detection: Detection }[]>();
  for (const point of points) {
    const decided = bySeries.get(point.series) ?? [];
    decided.push({ point, detection: detector.push(point) });
    bySeries.set(point.series, decided);
  }
  const intervalMs = INTERVAL_MS[options.interval];
  return [...bySeries.values()]
    .flatMap((decided) => seriesEpisodes(decided, intervalMs))
    .sort((a, b) => compare(a.startedAt, b.startedAt) || compare(a.series, b.series));
}

/**
 * Merges episodes that overlap or begin close to one another: one outage is one incident, however many series it
 * moves. The incident takes the counts of the widest series (`all` before a source before a code, then the larger
 * count) and the time from the first start to the last end.
 */
export function mergeEpisodes(episodes: readonly Episode[], interval: DetectionInterval): IncidentDraft[] {
  const gapMs = MERGE_INTERVALS * INTERVAL_MS[interval];
  const groups: { members: Episode[]; untilMs: number }[] = [];
  for (const episode of [...episodes].sort(
    (a, b) => compare(a.startedAt, b.startedAt) || compare(a.series, b.series),
  )) {
    const startMs = Date.parse(episode.startedAt);
    const endMs = episode.endedAt === undefined ? Number.POSITIVE_INFINITY : Date.parse(episode.endedAt);
    const open = groups.at(-1);
    if (open !== undefined && startMs <= open.untilMs + gapMs) {
      open.members.push(episode);
      open.untilMs = Math.max(open.untilMs, endMs);
    } else groups.push({ members: [episode], untilMs: endMs });
  }
  return groups.map(({ members, untilMs }) => draftOf(members, untilMs));
}

function draftOf(members: readonly Episode[], untilMs: number): IncidentDraft {
  const ranked = [...members].sort(
    (a, b) => seriesRank(a.series) - seriesRank(b.series) || b.count - a.count || compare(a.series, b.series),
  );
  const lead = ranked[0] as Episode;
  const startedAt = members.map((member) => member.startedAt).sort(compare)[0] ?? lead.startedAt;
  const { endedAt: _, ...rest } = lead;
  return {
    ...rest,
    startedAt,
    ...(Number.isFinite(untilMs) ? { endedAt: new Date(untilMs).toISOString() } : {}),
    score: Math.max(...members.map((member) => member.score)),
    seriesTogether: [...new Set(ranked.map((member) => member.series))],
  };
}

function seriesRank(series: string): number {
  return series === 'all' ? 0 : series.startsWith('source:') ? 1 : 2;
}

function seriesEpisodes(
  decided: readonly { point: CountPoint; detection: Detection }[],
  intervalMs: number,
): Episode[] {
  const episodes: Episode[] = [];
  for (let index = 0; index < decided.length; index++) {
    if (decided[index]?.detection.alert !== true) continue;
    let lastUnusual = index;
    let next = index + 1;
    for (; next < decided.length && next - lastUnusual <= CALM_INTERVALS; next++) {
      const one = decided[next];
      if (one === undefined || one.detection.alert) break;
      if (isUnusual(one.point, one.detection)) lastUnusual = next;
    }
    const inside = decided.slice(index, lastUnusual + 1);
    const ongoing = next >= decided.length && next - lastUnusual <= CALM_INTERVALS;
    const first = inside[0];
    const last = inside.at(-1);
    if (first === undefined || last === undefined) continue;
    episodes.push({
      series: first.point.series,
      startedAt: new Date(first.point.timestamp).toISOString(),
      ...(ongoing ? {} : { endedAt: new Date(Date.parse(last.point.timestamp) + intervalMs).toISOString() }),
      count: inside.reduce((sum, one) => sum + one.point.count, 0),
      expected: inside.reduce((sum, one) => sum + one.detection.expected, 0),
      upper: inside.reduce((sum, one) => sum + one.detection.upper, 0),
      score: Math.max(...inside.map((one) => one.detection.score)),
    });
  }
  return episodes;
}

/** Halfway from the expected to the upper limit: an episode fades out, it does not stop at the alerting limit. */
function isUnusual(point: CountPoint, detection: Detection): boolean {
  return point.count > (detection.expected + detection.upper) / 2;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
