import * as z from 'zod';
import { IntervalSchema } from './measure.ts';

export const VERDICTS = ['better', 'worse', 'no-clear-difference', 'too-few'] as const;
export const VerdictSchema = z.enum(VERDICTS);
export type Verdict = z.infer<typeof VerdictSchema>;

/** Two rates and their difference with its 95 % interval. */
export const RateDifferenceSchema = z.object({
  before: z.object({ events: z.int().min(0), of: z.int().min(0) }),
  after: z.object({ events: z.int().min(0), of: z.int().min(0) }),
  difference: IntervalSchema,
  verdict: VerdictSchema,
});
export type RateDifference = z.infer<typeof RateDifferenceSchema>;
