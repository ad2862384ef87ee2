import { type Aggregate, TOTAL_KEY } from '../domain/aggregate.ts';
import type { Contribution } from '../domain/contribution.ts';
import type { FunnelStep } from '../domain/funnel.ts';
import type { Change, HesitationPoint, Quote } from '../domain/insight.ts';
import { type PointTracking, PointTrackingViewSchema } from '../domain/point-tracking.ts';
import type { StoredDocument } from '../domain/stored-document.ts';
import type { FunnelStage, SourceKind } from '../domain/taxonomy.ts';
import { cellAt, pointKey } from './aggregate.ts';
import { wilsonShare } from './change.ts';
import { characteristicTerms, termCounts } from './characteristic-terms.ts';
import type { CountSeries } from './compare-periods.ts';
import { hasRisen } from './has-risen.ts';
import { dropOffOf, pointPriority } from './point-priority.ts';
import { pointSlice, type SliceCount } from './point-slices.ts';
import { type SeenStatus, statusInWeek } from './point-tracking.ts';
import { codeEvidence, codeRelevance, pickQuotes, type QuotedTexts } from './quotes.ts';
import type { ReviewWindow } from './review-window.ts';
import { segmentShares } from './segments.ts';

const MAX_TERMS = 10;
const TOP_POINTS = 5;
const QUOTES_OF_TOP_POINTS = 3;
const QUOTES_OF_OTHER_POINTS = 1;
/** Fewer documents than this are no ground for calling a point new or back. */
const MIN_DOCUMENTS_FOR_STATUS = 3;
/** A point is back when at least this many whole weeks passed without it. */
const QUIET_WEEKS = 2;

/** The documents of a week that hesitate for one reason at one stage. */
export interface PointGroup {
  readonly id: string;
  readonly code: string;
  readonly stage: FunnelStage;
  readonly contributions: readonly Contribution[];
}

/** The points of a week, most documents first; the order of contributions does not matter. */
export function groupByPoint(contributions: readonly Contribution[]): PointGroup[] {
  const groups = new Map<string, { code: string; stage: FunnelStage; contributions: Contribution[] }>();
  for (const contribution of contributions) {
    for (const code of new Set(contribution.codes)) {
      const key = pointKey(code, contribution.stage);
      const group = groups.get(key) ?? { code, stage: contribution.stage, contributions: [] };
      group.contributions.push(contribution);
      groups.set(key, group);
    }
  }
  return [...groups.values()]
    .map((group) => ({ id: pointId(group.code, group.stage), ...group }))
    .sort((a, b) => b.contributions.length - a.contributions.length || (a.id < b.id ? -1 : 1));
}

/** The identity of a point, the same in every week. Safe in URLs and file names. */
function pointId(code: string, stage: string): string {
  return `${code}.${stage}`;
}

/** The counts of a point, now and in the periods before. */
export function pointSeries(
  { code, stage }: Pick<PointGroup, 'code' | 'stage'>,
  window: ReviewWindow,
): CountSeries {
  const period = (aggregate: Aggregate) => ({
    events: cellAt(aggregate, 'point', pointKey(code, stage)).documents,
    documents: totalOf(aggregate),
  });
  return { now: period(window.current), past: window.past.map(period) };
}

/** The changes of a point and of its slices. */
export interface PointChanges {
  readonly change: Change;
  readonly slices: readonly { readonly slice: SliceCount; readonly change: Change }[];
}

/**
 * The hesitation points of a period, most documents first. `changes` are those of `groups`, in their order.
 * Terms are compared with all documents of the period; quotes come from `documents` and never repeat. Distinct
 * customers are counted over the contributions themselves, because counts of people cannot be added up.
 */
export function hesitationPoints(input: {
  groups: readonly PointGroup[];
  changes: readonly PointChanges[];
  window: ReviewWindow;
  contributions: readonly Contribution[];
  documents: ReadonlyMap<string, StoredDocument>;
  quoted: QuotedTexts;
  /** Of the period. */
  funnel: readonly FunnelStep[];
  trackings: readonly PointTracking[];
  /** The end of the period, an ISO time. */
  until: string;
}): HesitationPoint[] {
  const { groups, changes, window, contributions, documents, quoted } = input;
  const counts = termCounts(contributions);
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const evidence = quotesOf(groups, documents, quoted);
  const segments = segmentShares(groups, contributions);
  const trackings = new Map(input.trackings.map((one) => [pointKey(one.code, one.stage), one]));
  return groups.map((group, index) => {
    const { change, slices } = changes[index] ?? { change: 'too-few' as const, slices: [] };
    const tracking = trackings.get(pointKey(group.code, group.stage));
    return {
      ...countedPoint(group, { window, change, funnel: input.funnel, tracking, until: input.until }),
      customers: new Set(group.contributions.flatMap((one) => one.customerRef ?? [])).size,
      sources: countBy(group.contributions, (one) => one.source) as Partial<Record<SourceKind, number>>,
      segments: segments[index] ?? [],
      slices: slices.map((one) => pointSlice(one.slice, window, one.change)),
      terms: characteristicTerms(group.contributions, counts, total, MAX_TERMS).map((entry) => ({
        term: entry.term,
        documents: entry.documents,
      })),
      evidence: evidence.get(group.id) ?? [],
    };
  });
}

/** What the counts of its window say of a point, without anybody's words. */
export type CountedPoint = Omit<
  HesitationPoint,
  'customers' | 'sources' | 'segments' | 'slices' | 'terms' | 'evidence'
>;

/** A point as its counts and what people wrote on it have it. */
export function countedPoint(
  { code, stage }: Pick<PointGroup, 'code' | 'stage'>,
  of: {
    window: ReviewWindow;
    change: Change;
    /** Of the period. */
    funnel: readonly FunnelStep[];
    tracking: PointTracking | undefined;
    /** The end of the period, an ISO time; only a tracking needs it. */
    until?: string;
  },
): CountedPoint {
  const { window, change, tracking } = of;
  const key = pointKey(code, stage);
  const cell = cellAt(window.current, 'point', key);
  const measured = {
    documents: cell.documents,
    share: wilsonShare(cell.documents, totalOf(window.current)),
    change,
    negativeShare: cell.documents === 0 ? 0 : cell.negative / cell.documents,
    dropOff: dropOffOf(stage, of.funnel),
  };
  return {
    id: pointId(code, stage),
    code,
    stage,
    period: window.period,
    ...measured,
    daily: window.allDays.map((day) => ({
      day,
      documents: cellAt(window.dayAggregate(day), 'point', key).documents,
    })),
    status: statusInWeek(seenStatus(key, window, change), tracking, {
      week: window.period,
      until: of.until ?? '',
    }),
    priority: pointPriority(measured),
    ...(tracking === undefined ? {} : { tracking: PointTrackingViewSchema.parse(tracking) }),
  };
}

/** A text is quoted once. The smallest points choose first: the large ones have others to choose from. */
function quotesOf(
  groups: readonly PointGroup[],
  documents: ReadonlyMap<string, StoredDocument>,
  quoted: QuotedTexts,
): Map<string, Quote[]> {
  const evidence = new Map<string, Quote[]>();
  for (const [index, group] of [...groups.entries()].reverse()) {
    const quotes = pickQuotes({
      candidates: group.contributions.flatMap((one) => documents.get(one.documentKey) ?? []),
      limit: index < TOP_POINTS ? QUOTES_OF_TOP_POINTS : QUOTES_OF_OTHER_POINTS,
      highlight: (document) => codeEvidence(document, group.code),
      relevance: (document) => codeRelevance(document, group.code),
      quoted,
    });
    evidence.set(group.id, quotes);
  }
  return evidence;
}

/** The documents of an aggregate. */
export function totalOf(aggregate: Aggregate): number {
  return cellAt(aggregate, 'total', TOTAL_KEY).documents;
}

/** Without earlier weeks nobody can tell new from known: then it is `known`. */
function seenStatus(key: string, window: ReviewWindow, change: Change): SeenStatus {
  const rises = hasRisen(change);
  const { documents: now } = cellAt(window.current, 'point', key);
  if (window.weeksBefore === 0 || now < MIN_DOCUMENTS_FOR_STATUS) return { status: 'known', rises };
  const perWeek = window.past.map((aggregate) => cellAt(aggregate, 'point', key).documents);
  if (perWeek.every((documents) => documents === 0)) return { status: 'new', rises };
  const quiet =
    perWeek.length > QUIET_WEEKS && perWeek.slice(-QUIET_WEEKS).every((documents) => documents === 0);
  return { status: quiet ? 'back' : 'known', rises };
}

function countBy(contributions: readonly Contribution[], key: (one: Contribution) => string | undefined) {
  const counts = new Map<string, number>();
  for (const contribution of contributions) {
    const name = key(contribution);
    if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return Object.fromEntries(counts);
}
