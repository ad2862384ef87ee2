import { gunzipSync, gzipSync } from 'node:zlib';
import * as z from 'zod';
import { type PointDay, PointDaySchema } from '../insight/point-day.ts';
import { pointDayKey } from './keys.ts';
import { createTable, type TableDeps } from './table.ts';

/** An item may have 400 kB; days of very many segments are cut. */
const MAX_PART_BYTES = 350_000;

const PartSchema = z.object({
  sk: z.string(),
  countedAt: z.string(),
  /** How many items the day has. */
  parts: z.int().min(1),
  body: z.instanceof(Uint8Array),
});

/** What a day says of hesitation points, and when its contributions were read for it. */
export interface StoredPointDay {
  readonly countedAt: string;
  readonly rows: PointDay;
}

/**
 * What days say of hesitation points, nearly always one item a day: copies of what contributions say, made when a day is
 * swept or looked at. Whoever reads one compares `countedAt` with the day's mark. They hold counts alone.
 */
export function createPointDayRepository(deps: TableDeps) {
  const table = createTable(deps);

  return {
    /** Of those of the days that have one, by day. */
    async get(days: readonly string[]): Promise<Map<string, StoredPointDay>> {
      const heads = await table.getMany(days.map((day) => pointDayKey(day, 0)));
      const found = new Map<string, StoredPointDay>();
      for (const head of heads.map((item) => PartSchema.parse(item))) {
        const day = head.sk.slice(0, 'YYYY-MM-DD'.length);
        const others = Array.from({ length: head.parts - 1 }, (_, index) => pointDayKey(day, index + 1));
        const rest = others.length === 0 ? [] : await table.getMany(others);
        const parts = [head, ...rest.map((item) => PartSchema.parse(item))];
        // A day that is written at this moment has parts of two editions: it counts as having none.
        const isWhole = parts.length === head.parts && parts.every((one) => one.countedAt === head.countedAt);
        if (isWhole) found.set(day, { countedAt: head.countedAt, rows: parts.flatMap(rowsOf) });
      }
      return found;
    },

    /** When they were counted, of those of the days that have one. */
    async countedAt(days: readonly string[]): Promise<Map<string, string>> {
      const heads = await table.getMany(
        days.map((day) => pointDayKey(day, 0)),
        { attributes: ['sk', 'countedAt'] },
      );
      return new Map(
        heads.map((item) => {
          const { sk, countedAt } = PartSchema.pick({ sk: true, countedAt: true }).parse(item);
          return [sk, countedAt];
        }),
      );
    },

    async save(day: string, countedAt: string, rows: PointDay): Promise<void> {
      const bodies = bodiesOf(rows);
      // The head last: until it is there, the edition before stands or none does.
      for (const [part, body] of [...bodies.entries()].reverse())
        await table.put({ ...pointDayKey(day, part), countedAt, parts: bodies.length, body });
    },
  };
}

export type PointDayRepository = ReturnType<typeof createPointDayRepository>;

function bodiesOf(rows: PointDay): Uint8Array[] {
  const body = gzipSync(JSON.stringify(rows));
  if (body.length <= MAX_PART_BYTES || rows.length < 2) return [body];
  const half = Math.ceil(rows.length / 2);
  return [...bodiesOf(rows.slice(0, half)), ...bodiesOf(rows.slice(half))];
}

function rowsOf({ body }: z.infer<typeof PartSchema>): PointDay {
  return PointDaySchema.parse(JSON.parse(gunzipSync(body).toString('utf8')));
}
