import { type Aggregate, type Cell, type Dimension, TOTAL_KEY } from '../domain/aggregate.ts';
import type { Contribution } from '../domain/contribution.ts';

/** The identity of the monoid: the aggregate of no documents. */
export function emptyAggregate(): Aggregate {
  return { cells: {}, arrivals: {} };
}

/**
 * Adds one document to an aggregate. Equals `mergeAggregates(aggregate, aggregateOf([contribution]))`, but changes
 * `aggregate` in place and returns it, so that a recount of thousands of documents copies nothing: pass an aggregate
 * that nobody else holds.
 */
export function addContribution(aggregate: Aggregate, contribution: Contribution): Aggregate {
  const cell = cellOf(contribution);
  for (const [dimension, key] of keysOf(contribution)) {
    aggregate.cells[dimension] ??= {};
    const column = aggregate.cells[dimension];
    column[key] = sumCells(ownValue(column, key), cell);
  }
  if (contribution.arrivalSlot !== undefined) {
    aggregate.arrivals[contribution.arrivalSlot] ??= {};
    const slot = aggregate.arrivals[contribution.arrivalSlot] ?? {};
    for (const series of arrivalSeriesOf(contribution)) {
      slot[series] = sumArrivals(ownValue(slot, series), { documents: 1, negative: cell.negative });
    }
  }
  return aggregate;
}

/** The cells of some dimensions alone, without arrivals. Shares them with the aggregate. */
export function onlyDimensions(aggregate: Aggregate, dimensions: readonly Dimension[]): Aggregate {
  const cells: Aggregate['cells'] = {};
  for (const dimension of dimensions) {
    const column = aggregate.cells[dimension];
    if (column !== undefined) cells[dimension] = column;
  }
  return { cells, arrivals: {} };
}

/** Merges two aggregates into a new one; neither argument is changed. Commutative and associative. */
export function mergeAggregates(a: Aggregate, b: Aggregate): Aggregate {
  return addAggregate(addAggregate(emptyAggregate(), a), b);
}

/**
 * Adds an aggregate to another. Equals `mergeAggregates(target, source)`, but changes `target` in place and returns it,
 * so that merging the hours of a month copies nothing: pass a target that nobody else holds. `source` stays as it is.
 */
export function addAggregate(target: Aggregate, source: Aggregate): Aggregate {
  for (const [dimension, cells] of Object.entries(source.cells) as [Dimension, Record<string, Cell>][]) {
    target.cells[dimension] ??= {};
    const column = target.cells[dimension];
    for (const [key, cell] of Object.entries(cells)) column[key] = sumCells(ownValue(column, key), cell);
  }
  for (const [slot, counts] of Object.entries(source.arrivals)) {
    target.arrivals[slot] ??= {};
    const column = target.arrivals[slot] ?? {};
    for (const [series, count] of Object.entries(counts)) {
      column[series] = sumArrivals(ownValue(column, series), count);
    }
  }
  return target;
}

/** The aggregate of a set of documents; their order does not matter. */
export function aggregateOf(contributions: Iterable<Contribution>): Aggregate {
  const aggregate = emptyAggregate();
  for (const contribution of contributions) addContribution(aggregate, contribution);
  return aggregate;
}

/** A cell of an aggregate; a cell that nothing was counted in is all zero. */
export function cellAt(aggregate: Aggregate, dimension: Dimension, key: string): Cell {
  return ownValue(aggregate.cells[dimension] ?? {}, safeKey(key)) ?? EMPTY_CELL;
}

/** The key of the dimension `point`. */
export function pointKey(code: string, stage: string): string {
  return `${code}/${stage}`;
}

/** The attributes that hesitation points are cut by, and where a contribution has them. */
export const SLICES = [
  { dimension: 'source', read: (one: Contribution) => one.source },
  { dimension: 'segment', read: (one: Contribution) => one.segment },
  { dimension: 'lifecycle-stage', read: (one: Contribution) => one.lifecycleStage },
  { dimension: 'acquisition-channel', read: (one: Contribution) => one.acquisitionChannel },
] as const;

/** The key of the dimensions `point-…`: a point and the value it is cut by. */
export function sliceKey(point: string, value: string): string {
  return `${point}/${value}`;
}

/** Whether a voice is not content and the taxonomy has no reason for it: there new reasons hide. */
export function isUnexplained(one: Pick<Contribution, 'codes' | 'sentiment'>): boolean {
  return one.codes.length === 0 && one.sentiment !== 'positive';
}

const EMPTY_CELL: Cell = Object.freeze({
  documents: 0,
  negative: 0,
  neutral: 0,
  positive: 0,
  rated: 0,
  ratingSum: 0,
});

function cellOf(contribution: Contribution): Cell {
  return {
    documents: 1,
    negative: contribution.sentiment === 'negative' ? 1 : 0,
    neutral: contribution.sentiment === 'neutral' ? 1 : 0,
    positive: contribution.sentiment === 'positive' ? 1 : 0,
    rated: contribution.rating === undefined ? 0 : 1,
    ratingSum: contribution.rating === undefined ? 0 : roundRating(contribution.rating),
  };
}

function keysOf(contribution: Contribution): [Dimension, string][] {
  const keys: [Dimension, string][] = [
    ['total', TOTAL_KEY],
    ['source', contribution.source],
    ['language', contribution.language],
    ['stage', contribution.stage],
    ['urgency', contribution.urgency],
    ['analysis-version', contribution.analysisVersion],
  ];
  const optional: [Dimension, string | undefined][] = [
    ['app', contribution.app],
    ['app-version', contribution.appVersion],
    ['segment', contribution.segment],
    ['lifecycle-stage', contribution.lifecycleStage],
    ['acquisition-channel', contribution.acquisitionChannel],
  ];
  for (const [dimension, key] of optional) if (key !== undefined) keys.push([dimension, key]);
  for (const code of new Set(contribution.codes)) {
    keys.push(['code', code], ['point', pointKey(code, contribution.stage)]);
    keys.push(['code-source', `${code}/${contribution.source}`]);
    if (contribution.segment !== undefined) keys.push(['code-segment', `${code}/${contribution.segment}`]);
    for (const { dimension, read } of SLICES) {
      const value = read(contribution);
      if (value !== undefined)
        keys.push([`point-${dimension}`, sliceKey(pointKey(code, contribution.stage), value)]);
    }
  }
  const unexplained = isUnexplained(contribution);
  for (const term of new Set(contribution.terms)) {
    keys.push(['term', term]);
    if (unexplained) keys.push(['open-term', term]);
  }
  return keys.map(([dimension, key]) => [dimension, safeKey(key)]);
}

function arrivalSeriesOf(contribution: Contribution): string[] {
  const codes = [...new Set(contribution.codes)];
  const series = ['all', `source:${contribution.source}`, `stage:${contribution.stage}`];
  if (contribution.appVersion !== undefined) series.push(`version:${contribution.appVersion}`);
  return [...series, ...codes.map((code) => `code:${code}`)];
}

function sumCells(a: Cell | undefined, b: Cell): Cell {
  if (a === undefined) return { ...b };
  return {
    documents: a.documents + b.documents,
    negative: a.negative + b.negative,
    neutral: a.neutral + b.neutral,
    positive: a.positive + b.positive,
    rated: a.rated + b.rated,
    ratingSum: roundRating(a.ratingSum + b.ratingSum),
  };
}

function sumArrivals(
  a: { documents: number; negative: number } | undefined,
  b: { documents: number; negative: number },
): { documents: number; negative: number } {
  return { documents: (a?.documents ?? 0) + b.documents, negative: (a?.negative ?? 0) + b.negative };
}

/** Thousandths: sums of fractional ratings stay exactly associative. */
function roundRating(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}

/** Keys come from customers' words and from free attributes; this one would set an object's prototype. */
function safeKey(key: string): string {
  return key === '__proto__' ? '_proto_' : key;
}

function ownValue<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
