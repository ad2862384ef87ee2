import * as z from 'zod';
import { CalendarDaySchema } from './input-document.ts';

/** That stored voices of a range of days are read again; item and progress of one such walk. */
export const ReanalysisSchema = z.object({
  id: z.string().regex(/^[0-9a-f]{16}$/),
  /** First and last day of publication, in the business time zone. */
  from: CalendarDaySchema,
  to: CalendarDaySchema,
  /** `settings`: an edition changed how texts are read, those read before are read again; `request`: all are. */
  reason: z.enum(['settings', 'request']),
  /** The edition that asked for it. */
  edition: z.int().min(0),
  at: z.iso.datetime(),
  by: z.string().min(1).max(200),
  /** Not before everybody reads by the new edition. */
  startsAt: z.iso.datetime(),
  /** `replaced`: a later walk took its work over. */
  state: z.enum(['waiting', 'running', 'done', 'replaced']),
  /** How many voices there were in these days when it was asked for. */
  of: z.int().min(0),
  /** How many were looked at, sent to be read, and had no text any more. */
  seen: z.int().min(0),
  sent: z.int().min(0),
  expired: z.int().min(0),
  /**
   * Where it goes on: a day, a shard of it, and the document there after which it goes on (absent: at the first). Days come
   * from the newest to the oldest. Null before the start and at the end.
   */
  place: z.object({ day: CalendarDaySchema, shard: z.int().min(0), after: z.string().optional() }).nullable(),
  /** When it last moved. */
  movedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
  /** Grows with every move, so that two workers do not count the same voices twice. */
  revision: z.int().min(0),
});
export type Reanalysis = z.infer<typeof ReanalysisSchema>;

/** A walk that is asked for now. */
export function newReanalysis(
  asked: Pick<Reanalysis, 'id' | 'from' | 'to' | 'reason' | 'edition' | 'at' | 'by' | 'startsAt' | 'of'>,
): Reanalysis {
  return {
    ...asked,
    state: 'waiting',
    seen: 0,
    sent: 0,
    expired: 0,
    place: null,
    movedAt: asked.at,
    finishedAt: null,
    revision: 0,
  };
}

/** Whether a walk has work to do yet. */
export function isUnderWay({ state }: Pick<Reanalysis, 'state'>): boolean {
  return state === 'waiting' || state === 'running';
}

/** The message that moves a walk on. */
export const ReanalysisMessageSchema = z.object({
  reanalysis: ReanalysisSchema.pick({ at: true, id: true }),
});

/** `GET /v1/reanalyses`: newest first. */
export const ReanalysisListSchema = z.object({
  reanalyses: z.array(ReanalysisSchema),
  nextCursor: z.string().nullable(),
});
export type ReanalysisList = z.infer<typeof ReanalysisListSchema>;

/** `POST /v1/reanalyses`. */
export const ReanalysisRequestSchema = z.strictObject({ from: CalendarDaySchema, to: CalendarDaySchema });
