import * as z from 'zod';
import { LinkStatisticsSchema } from './link-profile.ts';

/** Characters at one place of a number: one of them. */
const NumberPartSchema = z.object({
  /** The characters seen at each place, joined; more than a few stand for their whole class. */
  places: z.array(z.string().min(1).max(40)).min(1).max(40),
  /** The part reads as a day: `YYYYMMDD` or `YYMMDD`. */
  date: z.boolean(),
});
const NumberFormatSchema = z.object({
  parts: z.array(NumberPartSchema).min(1).max(20),
  /** Nothing but digits, no day and no fixed sign: only with a word for it beside may it be told from other numbers. */
  plain: z.boolean(),
});
export type NumberFormat = z.infer<typeof NumberFormatSchema>;

/**
 * How a company's numbers look, learnt from its customer file and published to the collector. Holds shapes only, no
 * number of anybody.
 */
export const LearntFormatsSchema = z.object({
  orders: z.array(NumberFormatSchema).max(50),
  userIds: z.array(NumberFormatSchema).max(50),
});
export type LearntFormats = z.infer<typeof LearntFormatsSchema>;

/** What one customer file teaches: frequencies for the linker, formats for the collector. */
export const LearntSchema = z.object({ statistics: LinkStatisticsSchema, formats: LearntFormatsSchema });
export type Learnt = z.infer<typeof LearntSchema>;
