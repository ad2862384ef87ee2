import * as z from 'zod';

const CountSchema = z.int().min(0);

/** Documents of one cell, split by sentiment; ratings as a sum, so that cells merge. */
export const CellSchema = z.object({
  documents: CountSchema,
  negative: CountSchema,
  neutral: CountSchema,
  positive: CountSchema,
  rated: CountSchema,
  ratingSum: z.number().min(0),
});
export type Cell = z.infer<typeof CellSchema>;

/** What the counts are cut by. `point` is `code/stage`; `point-…` and `code-…` cut once more by the named attribute;
 * `open-term` is `term` of the voices that are not content and have no code. */
export const DIMENSIONS = [
  'total',
  'source',
  'app',
  'app-version',
  'language',
  'code',
  'stage',
  'point',
  'code-source',
  'segment',
  'code-segment',
  'lifecycle-stage',
  'acquisition-channel',
  'point-source',
  'point-segment',
  'point-lifecycle-stage',
  'point-acquisition-channel',
  'urgency',
  'analysis-version',
  'term',
  'open-term',
] as const;
export const DimensionSchema = z.enum(DIMENSIONS);
export type Dimension = z.infer<typeof DimensionSchema>;

/** The only key of the dimension `total`. */
export const TOTAL_KEY = 'all';

/**
 * Counts of any set of documents: a commutative monoid under `emptyAggregate`, `addContribution`, `mergeAggregates`
 * (shared/insight/aggregate.ts), so hour → day → week is merging, in any order and grouping.
 */
export const AggregateSchema = z.object({
  cells: z.partialRecord(DimensionSchema, z.record(z.string(), CellSchema)),
  /** Arrivals per 5-minute slot (ISO UTC) and series, for alerting: `{documents, negative}`. */
  arrivals: z.record(
    z.string(),
    z.record(z.string(), z.object({ documents: CountSchema, negative: CountSchema })),
  ),
});
export type Aggregate = z.infer<typeof AggregateSchema>;

/** The aggregate of one bucket of time. */
export const BucketAggregateSchema = z.object({
  day: z.string(),
  bucket: z.string(),
  aggregate: AggregateSchema,
});
export type BucketAggregate = z.infer<typeof BucketAggregateSchema>;
