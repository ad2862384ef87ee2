import * as z from 'zod';
import { CalendarDaySchema } from './input-document.ts';

/** That stored voices of a range of days are read again; item and progress of one such walk. */
export const ReanalysisSchema = z.object({
  id: z.string().regex(/^[0-9a-f]{16}$/),
  /** First and last day of publication, in the business time zone. */
  from: CalendarDaySchema,
  to: CalendarDaySchema,
  /** `settings`: an edition changed how texts are read, those read otherwise are read again; `request`: all are. */
  reason: z.enum(['settings', 'request']),
  /** The edition that asked for it. */
  edition: z.int().min(0),
  at: z.iso.datetime(),
  by: z.string().min(1).max(200),
  /** Not before everybody reads by the new edition. */
  startsAt: z.iso.datetime(),
  /** `replaced`: a later edition began another walk over the same days. */
  state: z.enum(['waiting', 'running', 'done', 'replaced']),
  /** How many voices there were in these days when it was asked for. */
  of: z.int().min(0),
  /** How many were looked at, sent to be read, and had no text any more. */
  seen: z.int().min(0),
  sent: z.int().min(0),
  expired: z.int().min(0),
  /** The day at which it is; days are walked from the newest to the oldest. Null before the start and at the end. */
  day: CalendarDaySchema.nullable(),
  finishedAt: z.iso.datetime().nullable(),
});
export type Reanalysis = z.infer<typeof ReanalysisSchema>;

/** `GET /v1/reanalyses`: newest first. */
export const ReanalysisListSchema = z.object({
  reanalyses: z.array(ReanalysisSchema),
  nextCursor: z.string().nullable(),
});
export type ReanalysisList = z.infer<typeof ReanalysisListSchema>;

/** `POST /v1/reanalyses`. */
export const ReanalysisRequestSchema = z
  .strictObject({ from: CalendarDaySchema, to: CalendarDaySchema })
  .refine(({ from, to }) => from <= to, { path: ['to'], message: 'is before from' });
