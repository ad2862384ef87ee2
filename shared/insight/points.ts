import { type Aggregate, TOTAL_KEY } from '../domain/aggregate.ts';
import type { Contribution } from '../domain/contribution.ts';
import type { Change, HesitationPoint, PointStatus, Quote } from '../domain/insight.ts';
import type { StoredDocument } from '../domain/stored-document.ts';
import type { FunnelStage, SourceKind } from '../domain/taxonomy.ts';
import { cellAt, pointKey } from './aggregate.ts';
import { type RawChange, rateRatio, wilsonShare } from './change.ts';
import { characteristicTerms, termCounts } from './characteristic-terms.ts';
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

/** The change of a point against the weeks before, before correction for many comparisons. */
export function pointChange(group: PointGroup, window: ReviewWindow): RawChange {
  const key = pointKey(group.code, group.stage);
  return rateRatio(
    { events: cellAt(window.current, 'point', key).documents, documents: totalOf(window.current) },
    { events: cellAt(window.before, 'point', key).documents, documents: totalOf(window.before) },
  );
}

/**
 * The hesitation points of the review, most documents first. `changes` are those of `groups`, in their order.
 * Terms are compared with all documents of the week; quotes come from `documents` and never repeat.
 */
export function hesitationPoints(input: {
  groups: readonly PointGroup[];
  changes: readonly Change[];
  window: ReviewWindow;
  contributions: readonly Contribution[];
  documents: ReadonlyMap<string, StoredDocument>;
  quoted: QuotedTexts;
}): HesitationPoint[] {
  const { groups, changes, window, contributions, documents, quoted } = input;
  const counts = termCounts(contributions);
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const evidence = quotesOf(groups, documents, quoted);
  const segments = segmentShares(groups, contributions);
  return groups.map((group, index) => {
    const key = pointKey(group.code, group.stage);
    const cell = cellAt(window.current, 'point', key);
    return {
      id: group.id,
      code: group.code,
      stage: group.stage,
      period: window.week,
      documents: cell.documents,
      customers: new Set(group.contributions.flatMap((one) => one.customerRef ?? [])).size,
      share: wilsonShare(cell.documents, totalOf(window.current)),
      change: changes[index] ?? 'too-few',
      negativeShare: cell.documents === 0 ? 0 : cell.negative / cell.documents,
      sources: countBy(group.contributions, (one) => one.source) as Partial<Record<SourceKind, number>>,
      segments: segments[index] ?? [],
      terms: characteristicTerms(group.contributions, counts, total, MAX_TERMS).map((entry) => ({
        term: entry.term,
        documents: entry.documents,
      })),
      daily: window.allDays.map((day) => ({
        day,
        documents: cellAt(window.dayAggregate(day), 'point', key).documents,
      })),
      status: statusOf(group, window),
      evidence: evidence.get(group.id) ?? [],
    };
  });
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
function statusOf(group: PointGroup, window: ReviewWindow): PointStatus {
  if (window.weeksBefore === 0 || group.contributions.length < MIN_DOCUMENTS_FOR_STATUS) return 'known';
  const key = pointKey(group.code, group.stage);
  const perWeek = window.weeks
    .slice(0, -1)
    .filter(({ aggregate }) => totalOf(aggregate) > 0)
    .map(({ aggregate }) => cellAt(aggregate, 'point', key).documents);
  if (perWeek.every((documents) => documents === 0)) return 'new';
  const quiet =
    perWeek.length > QUIET_WEEKS && perWeek.slice(-QUIET_WEEKS).every((documents) => documents === 0);
  return quiet ? 'back' : 'known';
}

function countBy(contributions: readonly Contribution[], key: (one: Contribution) => string | undefined) {
  const counts = new Map<string, number>();
  for (const contribution of contributions) {
    const name = key(contribution);
    if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return Object.fromEntries(counts);
}
