import { gunzipSync, gzipSync } from 'node:zlib';
import * as z from 'zod';
import { type Aggregate, CellSchema, TOTAL_KEY } from '../domain/aggregate.ts';
import { SOURCE_KINDS, SourceKindSchema } from '../domain/taxonomy.ts';
import { addAggregate, cellAt, emptyAggregate } from '../insight/aggregate.ts';
import { DAY_TOTALS_PARTITION, dayCellsKey, dayTotalsKey } from './keys.ts';
import { fromChunk, toChunks } from './rollup-chunks.ts';
import { createTable, type TableDeps } from './table.ts';

const CountSchema = CellSchema.pick({ documents: true, negative: true });

/** Documents of a day and of each source in it. `countedAt`: when the roll-ups were read for it. */
export const DayTotalsSchema = CountSchema.extend({
  day: z.string(),
  countedAt: z.string(),
  sources: z.record(SourceKindSchema, CountSchema),
});
export type DayTotals = z.infer<typeof DayTotalsSchema>;

const CellsItemSchema = z.object({ sk: z.string(), body: z.instanceof(Uint8Array) });

/**
 * What days add up to, once their hours and shards are merged: two items a day in place of hundreds. They are copies:
 * roll-ups are the truth, and whoever reads a copy compares its `countedAt` with the day's mark.
 */
export function createDayTotalsRepository(deps: TableDeps) {
  const table = createTable(deps);

  return {
    /** The totals of days from … to, oldest first. */
    async list(from: string, to: string): Promise<DayTotals[]> {
      const totals: DayTotals[] = [];
      const items = table.partition(DAY_TOTALS_PARTITION, { low: from, high: to });
      for await (const item of items) totals.push(DayTotalsSchema.parse(item));
      return totals;
    },

    /** The cells of those of the days that have some, by day; always as old as the day's totals or newer. */
    async cells(days: readonly string[]): Promise<Map<string, Aggregate>> {
      const items = await table.getMany(days.map(dayCellsKey));
      return new Map(
        items.map((item) => {
          const { sk, body } = CellsItemSchema.parse(item);
          const chunks = z.array(z.string()).parse(JSON.parse(gunzipSync(body).toString('utf8')));
          return [sk, chunks.map((chunk) => fromChunk(chunk)).reduce(addAggregate, emptyAggregate())];
        }),
      );
    },

    /** Keeps the cells of a whole day, which were read at `countedAt`. */
    async save(day: string, countedAt: string, cells: Aggregate): Promise<void> {
      const body = gzipSync(JSON.stringify(toChunks(cells)));
      // In this order, because the totals say how old both are.
      await table.put({ ...dayCellsKey(day), body });
      await table.put({ ...dayTotalsKey(day), ...dayTotalsOf(day, countedAt, cells) });
    },
  };
}

export type DayTotalsRepository = ReturnType<typeof createDayTotalsRepository>;

export function dayTotalsOf(day: string, countedAt: string, cells: Aggregate): DayTotals {
  const { documents, negative } = cellAt(cells, 'total', TOTAL_KEY);
  const sources = Object.fromEntries(
    SOURCE_KINDS.map((source) => {
      const cell = cellAt(cells, 'source', source);
      return [source, { documents: cell.documents, negative: cell.negative }];
    }),
  ) as DayTotals['sources'];
  return { day, countedAt, documents, negative, sources };
}
