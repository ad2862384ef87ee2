import { type Aggregate, TOTAL_KEY } from '../domain/aggregate.ts';
import type { Contribution } from '../domain/contribution.ts';
import type { FunnelStep } from '../domain/funnel.ts';
import type { Change, HesitationPoint } from '../domain/insight.ts';
import type { PointTracking } from '../domain/point-tracking.ts';
import type { StoredDocument } from '../domain/stored-document.ts';
import { cellAt } from './aggregate.ts';
import { type CountSeries, compareWithPast } from './compare-periods.ts';
import { sliceSeries, slicesOf } from './point-slices.ts';
import { groupByPoint, hesitationPoints, type PointGroup, pointSeries, totalOf } from './points.ts';
import { noQuotesYet } from './quotes.ts';
import type { ReviewWindow } from './review-window.ts';

/** What a period says: all together, by code, by point; every change corrected together with all the others. */
export interface PeriodFindings {
  /** Of the share of negative voices. */
  readonly overall: Change;
  /** Codes seen now or before, most documents first. */
  readonly codes: readonly { readonly code: string; readonly change: Change }[];
  readonly groups: readonly PointGroup[];
  readonly points: readonly HesitationPoint[];
}

/** Measures the window of a period. `contributions`, `documents` and `funnel` are of the period alone. */
export function findingsOf(input: {
  window: ReviewWindow;
  contributions: readonly Contribution[];
  documents: ReadonlyMap<string, StoredDocument>;
  funnel: readonly FunnelStep[];
  trackings: readonly PointTracking[];
  /** The end of the period, an ISO time. */
  until: string;
}): PeriodFindings {
  const { window, contributions } = input;
  const groups = groupByPoint(contributions);
  const slices = groups.map(slicesOf);
  const codes = codesOf(window);
  const changes = compareWithPast([
    negativeSeries(window),
    ...codes.map((code) => codeSeries(code, window)),
    ...groups.map((group) => pointSeries(group, window)),
    ...groups.flatMap((group, index) =>
      (slices[index] ?? []).map((slice) => sliceSeries(group, slice, window)),
    ),
  ]).values();
  const next = (): Change => changes.next().value ?? 'too-few';
  const overall = next();
  const ofCodes = codes.map((code) => ({ code, change: next() }));
  const ofGroups = groups.map(next);
  const ofSlices = slices.map((counts) => counts.map((slice) => ({ slice, change: next() })));
  const points = hesitationPoints({
    ...input,
    groups,
    changes: ofGroups.map((change, index) => ({ change, slices: ofSlices[index] ?? [] })),
    quoted: noQuotesYet(),
  });
  return { overall, codes: ofCodes, groups, points };
}

/** Codes seen in the window, most documents of the period first. */
function codesOf(window: ReviewWindow): string[] {
  const seen = new Set([window.current, window.before].flatMap((part) => Object.keys(part.cells.code ?? {})));
  const documents = (code: string) => cellAt(window.current, 'code', code).documents;
  return [...seen].sort((a, b) => documents(b) - documents(a) || (a < b ? -1 : 1));
}

function codeSeries(code: string, window: ReviewWindow): CountSeries {
  const period = (aggregate: Aggregate) => ({
    events: cellAt(aggregate, 'code', code).documents,
    documents: totalOf(aggregate),
  });
  return { now: period(window.current), past: window.past.map(period) };
}

function negativeSeries(window: ReviewWindow): CountSeries {
  const period = (aggregate: Aggregate) => ({
    events: cellAt(aggregate, 'total', TOTAL_KEY).negative,
    documents: totalOf(aggregate),
  });
  return { now: period(window.current), past: window.past.map(period) };
}
