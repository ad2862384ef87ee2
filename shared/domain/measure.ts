import * as z from 'zod';

/** An estimate with its 95 % interval. */
export const IntervalSchema = z.object({ value: z.number(), low: z.number(), high: z.number() });
export type Interval = z.infer<typeof IntervalSchema>;

/** Change against the weeks before, as a ratio of rates; or the honest answer that the counts do not tell. */
export const ChangeSchema = z.union([
  z.object({
    ratio: z.number(),
    low: z.number(),
    high: z.number(),
    /** Whether the change stands after correction for all comparisons of the review. */
    significant: z.boolean(),
  }),
  z.literal('too-few'),
]);
export type Change = z.infer<typeof ChangeSchema>;
