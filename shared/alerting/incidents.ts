import { compareText } from '../domain/compare-text.ts';
import type { CountPoint, Detection, DetectionInterval } from '../domain/count-point.ts';
import { createDetector } from './detector.ts';
import { ROOT_SERIES, scoresNeeded, seriesKind } from './family-gate.ts';

/** A run of counts above the usual in one series, from its alert to the return to normal. */
export interface Episode {
  readonly series: string;
  /** Start of the first interval that belongs to the rise, ISO UTC; a slow rise begins before its alert. */
  readonly startedAt: string;
  /** Start of the interval whose count raised the alert; for a series that opens nothing, of the detector's. */
  readonly alertedAt: string;
  /** End of the last unusual interval; absent while it goes on. */
  readonly endedAt?: string;
  /** Sums over the intervals of the episode. */
  readonly count: number;
  readonly expected: number;
  /** What the sum would have stayed under, had nothing happened: the limits of its intervals, added in quadrature. */
  readonly upper: number;
  /** The strongest decision of the episode, 0…1. */
  readonly score: number;
  /** Whether it opens an incident by itself; otherwise it only belongs to one that another series opened. */
  readonly opens: boolean;
}

/** Episodes of several series that are one event to a person. */
export interface IncidentDraft extends Episode {
  /** All series that rose, the leading one first. */
  readonly seriesTogether: readonly string[];
}

interface Decided {
  readonly point: CountPoint;
  readonly detection: Detection;
}

const INTERVAL_MS: Readonly<Record<DetectionInterval, number>> = {
  '5m': 300_000,
  '1h': 3_600_000,
  '1d': 86_400_000,
};
/** An episode is over when this many intervals in a row stay below the upper limit. */
const CALM_INTERVALS = 3;
/** The detector sums over at most this many intervals. */
const LONGEST_WINDOW = 24;
/** A part of the whole must be known for so long before it opens an incident alone: far tails need a known spread. */
const PART_KNOWN_MS = 21 * 86_400_000;
/** Episodes that begin this close to one another are one event. */
const MERGE_INTERVALS = 6;
/** A series explains an incident when it has at least this share of the largest excess. */
const EXPLAINING_SHARE = 0.7;
/** Of series that explain it about equally well (by this factor), the one that says most to a person leads. */
const ABOUT_EQUAL = 1.25;
const TELLING_KINDS = ['code', 'phrase', 'version', 'stage', 'source', 'all'];

/**
 * Replays the detector over whole series and gives the episodes, in the order of time. Each series must be in the
 * order of time; the series may interleave. Which episodes open an incident is decided for all series together, see
 * `scoresNeeded`.
 * @throws VocError `count-point.out-of-order` (permanent)
 */
export function episodesOf(
  points: readonly CountPoint[],
  options: { interval: DetectionInterval; timeZone: string },
): Episode[] {
  const detector = createDetector(options);
  const bySeries = new Map<string, Decided[]>();
  for (const point of points) {
    const decided = bySeries.get(point.series) ?? [];
    decided.push({ point, detection: detector.push(point) });
    bySeries.set(point.series, decided);
  }
  const intervalMs = INTERVAL_MS[options.interval];
  const needed = scoresNeeded(bySeries.keys());
  return [...bySeries]
    .flatMap(([series, decided]) => seriesEpisodes(decided, intervalMs, needed(series)))
    .sort((a, b) => compareText(a.startedAt, b.startedAt) || compareText(a.series, b.series));
}

/**
 * Merges episodes that overlap or begin close to one another: one outage is one incident, however many series it
 * moves. The incident takes times and counts of the series that explains it best, and the earliest alert.
 */
export function mergeEpisodes(episodes: readonly Episode[], interval: DetectionInterval): IncidentDraft[] {
  const gapMs = MERGE_INTERVALS * INTERVAL_MS[interval];
  const sorted = [...episodes].sort(
    (a, b) => compareText(a.startedAt, b.startedAt) || compareText(a.series, b.series),
  );
  const groups: { members: Episode[]; fromMs: number; untilMs: number }[] = [];
  for (const episode of sorted.filter(({ opens }) => opens)) {
    const startMs = Date.parse(episode.startedAt);
    const open = groups.at(-1);
    if (open !== undefined && startMs <= open.untilMs + gapMs) {
      open.members.push(episode);
      open.untilMs = Math.max(open.untilMs, endMs(episode));
    } else groups.push({ members: [episode], fromMs: startMs, untilMs: endMs(episode) });
  }
  for (const episode of sorted.filter(({ opens }) => !opens)) {
    const group = groups.find(
      ({ fromMs, untilMs }) => Date.parse(episode.startedAt) < untilMs && endMs(episode) > fromMs,
    );
    group?.members.push(episode);
  }
  return groups.map(({ members }) => draftOf(members));
}

function endMs({ endedAt }: Episode): number {
  return endedAt === undefined ? Number.POSITIVE_INFINITY : Date.parse(endedAt);
}

function draftOf(members: readonly Episode[]): IncidentDraft {
  const ranked = [...members].sort((a, b) => excess(b) - excess(a) || compareText(a.series, b.series));
  const lead = bestExplaining(ranked);
  // Something else that began shortly before may have been merged in; the lead was not alerted before it began.
  const alerts = members.flatMap(({ opens, alertedAt }) =>
    opens && alertedAt >= lead.startedAt ? [alertedAt] : [],
  );
  return {
    ...lead,
    alertedAt: alerts.sort(compareText)[0] ?? lead.alertedAt,
    score: Math.max(...members.map((member) => member.score)),
    opens: true,
    seriesTogether: [...new Set([lead.series, ...ranked.map((member) => member.series)])],
  };
}

function excess({ count, expected }: Episode): number {
  return count - expected;
}

/**
 * The series that an outage is about: it has most of what is too much, and little of what is usual. `all` has all of
 * the excess but much that is usual, a reason that hit a few voices little of either.
 */
function bestExplaining(ranked: readonly Episode[]): Episode {
  const largest = ranked[0] as Episode;
  const concentration = ({ count, expected }: Episode) => (count + 1) / (expected + 1);
  const explaining = ranked.filter((one) => excess(one) >= EXPLAINING_SHARE * excess(largest));
  const best = Math.max(...explaining.map(concentration));
  const telling = ({ series }: Episode) => TELLING_KINDS.indexOf(seriesKind(series));
  const [lead] = explaining
    .filter((one) => concentration(one) * ABOUT_EQUAL >= best)
    .sort((a, b) => telling(a) - telling(b) || concentration(b) - concentration(a));
  return lead ?? largest;
}

function seriesEpisodes(decided: readonly Decided[], intervalMs: number, needed: number): Episode[] {
  const episodes: Episode[] = [];
  const start = decided[0]?.point;
  const opensFromMs =
    start === undefined || start.series === ROOT_SERIES ? 0 : Date.parse(start.timestamp) + PART_KNOWN_MS;
  for (let index = 0; index < decided.length; index++) {
    if (decided[index]?.detection.alert !== true) continue;
    let lastUnusual = index;
    let next = index + 1;
    for (; next < decided.length && next - lastUnusual <= CALM_INTERVALS; next++) {
      const one = decided[next];
      if (one === undefined || one.detection.alert) break;
      if (isHigh(one) || (next === lastUnusual + 1 && isRaised(one))) lastUnusual = next;
    }
    const begin = beginningOf(decided, index);
    const inside = decided.slice(begin, lastUnusual + 1);
    const ongoing = next >= decided.length && next - lastUnusual <= CALM_INTERVALS;
    const first = inside[0];
    const last = inside.at(-1);
    if (first === undefined || last === undefined) continue;
    const expected = inside.reduce((sum, one) => sum + one.detection.expected, 0);
    const opening = decided
      .slice(index, lastUnusual + 1)
      .find(
        ({ point, detection }) => detection.score >= needed && Date.parse(point.timestamp) >= opensFromMs,
      );
    const alerting = opening ?? decided[index] ?? first;
    episodes.push({
      series: first.point.series,
      startedAt: new Date(first.point.timestamp).toISOString(),
      alertedAt: new Date(alerting.point.timestamp).toISOString(),
      ...(ongoing ? {} : { endedAt: new Date(Date.parse(last.point.timestamp) + intervalMs).toISOString() }),
      count: inside.reduce((sum, one) => sum + one.point.count, 0),
      expected,
      upper: expected + Math.hypot(...inside.map(({ detection }) => detection.upper - detection.expected)),
      score: Math.max(...inside.map((one) => one.detection.score)),
      opens: opening !== undefined,
    });
  }
  return episodes;
}

/**
 * A sudden rise begins with the hours next to the alert that are raised too. A slow one, raised by a sum of ordinary
 * hours, begins with the first of those hours that was above the expected count.
 */
function beginningOf(decided: readonly Decided[], alert: number): number {
  const atAlert = decided[alert];
  const sudden = atAlert !== undefined && isHigh(atAlert);
  let begin = alert;
  for (let index = alert - 1; index >= Math.max(0, alert - LONGEST_WINDOW + 1); index--) {
    const one = decided[index];
    if (one === undefined || one.detection.alert) break;
    if (sudden) {
      if (!isRaised(one)) break;
      begin = index;
    } else if (one.point.count > one.detection.expected + 0.5) begin = index;
  }
  return begin;
}

function isHigh({ point, detection }: Decided): boolean {
  return point.count > detection.upper;
}

/** Halfway from the expected to the upper limit: an episode fades in and out. */
function isRaised({ point, detection }: Decided): boolean {
  return point.count > (detection.expected + detection.upper) / 2;
}
