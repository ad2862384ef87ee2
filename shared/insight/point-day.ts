import * as z from 'zod';
import { type Aggregate, type Cell, type Dimension, TOTAL_KEY } from '../domain/aggregate.ts';
import type { Contribution } from '../domain/contribution.ts';
import type { SourceKind } from '../domain/taxonomy.ts';
import { SourceKindSchema } from '../domain/taxonomy.ts';
import { pointKey, sliceKey } from './aggregate.ts';

const CountSchema = z.tuple([z.int().min(0), z.int().min(0)]);

/** Voices of a day that are alike in who they come from: `[documents, negative]`, in all and by `code/stage`. */
const RowSchema = z.object({
  source: SourceKindSchema,
  segment: z.string().optional(),
  lifecycle: z.string().optional(),
  channel: z.string().optional(),
  version: z.string(),
  all: CountSchema,
  points: z.record(z.string(), CountSchema),
});
type Row = z.infer<typeof RowSchema>;

/**
 * What a day says of hesitation points, so that any choice of source, segment, lifecycle stage and acquisition channel
 * together can be counted. Roll-ups hold each of these alone; a row for every combination there is holds them all.
 */
export const PointDaySchema = z.array(RowSchema);
export type PointDay = z.infer<typeof PointDaySchema>;

/** Whose voices are counted; what is left out admits all. */
export interface PointFilter {
  readonly source?: SourceKind | undefined;
  readonly segment?: string | undefined;
  readonly lifecycle?: string | undefined;
  readonly channel?: string | undefined;
}

/** The rows of a day; the order of contributions does not matter to what they add up to. */
export function pointDayOf(contributions: Iterable<Contribution>): PointDay {
  const rows = new Map<string, Row & { points: Record<string, [number, number]> }>();
  for (const one of contributions) {
    const who = {
      source: one.source,
      ...(one.segment === undefined ? {} : { segment: one.segment }),
      ...(one.lifecycleStage === undefined ? {} : { lifecycle: one.lifecycleStage }),
      ...(one.acquisitionChannel === undefined ? {} : { channel: one.acquisitionChannel }),
      version: one.analysisVersion,
    };
    const name = JSON.stringify(who);
    const row = rows.get(name) ?? { ...who, all: [0, 0], points: {} };
    rows.set(name, row);
    const negative = one.sentiment === 'negative' ? 1 : 0;
    row.all = [row.all[0] + 1, row.all[1] + negative];
    for (const code of new Set(one.codes)) {
      const key = pointKey(code, one.stage);
      const [documents, ofThem] = row.points[key] ?? [0, 0];
      row.points[key] = [documents + 1, ofThem + negative];
    }
  }
  return [...rows.values()];
}

/**
 * What the rows of a filter add up to, as an aggregate whose cells know documents and negative ones only: total, codes,
 * points, the analysis versions, who the voices are from; and the point `cut` (`code/stage`) by each of these.
 */
export function pointDayAggregate(day: PointDay, filter: PointFilter, cut?: string): Aggregate {
  const cells: Partial<Record<Dimension, Record<string, Cell>>> = {};
  const add = (dimension: Dimension, key: string, [documents, negative]: [number, number]) => {
    cells[dimension] ??= {};
    const column = cells[dimension];
    const before = Object.hasOwn(column, key) ? column[key] : undefined;
    column[key] = cellOf((before?.documents ?? 0) + documents, (before?.negative ?? 0) + negative);
  };
  for (const row of day) {
    if (!admits(filter, row)) continue;
    add('total', TOTAL_KEY, row.all);
    add('analysis-version', row.version, row.all);
    const slices: [Slice, string | undefined][] = [
      ['source', row.source],
      ['segment', row.segment],
      ['lifecycle-stage', row.lifecycle],
      ['acquisition-channel', row.channel],
    ];
    const known = slices.filter((slice): slice is [Slice, string] => slice[1] !== undefined);
    for (const [dimension, value] of known) add(dimension, safeKey(value), row.all);
    for (const [point, count] of Object.entries(row.points)) {
      add('point', point, count);
      add('point-source', sliceKey(point, row.source), count);
      add('code', point.slice(0, point.indexOf('/')), count);
      if (point !== cut) continue;
      for (const [dimension, value] of known)
        if (dimension !== 'source') add(`point-${dimension}`, sliceKey(point, value), count);
    }
  }
  return { cells, arrivals: {} };
}

type Slice = 'source' | 'segment' | 'lifecycle-stage' | 'acquisition-channel';

function admits(filter: PointFilter, row: Row): boolean {
  return (['source', 'segment', 'lifecycle', 'channel'] as const).every(
    (name) => filter[name] === undefined || filter[name] === row[name],
  );
}

function cellOf(documents: number, negative: number): Cell {
  return { documents, negative, neutral: 0, positive: 0, rated: 0, ratingSum: 0 };
}

/** Attributes are free; this one would set an object's prototype. */
function safeKey(key: string): string {
  return key === '__proto__' ? '_proto_' : key;
}
