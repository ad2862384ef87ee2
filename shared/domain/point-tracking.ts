import * as z from 'zod';
import { CalendarDaySchema } from './input-document.ts';
import { FunnelStageSchema, HesitationCodeSchema } from './taxonomy.ts';

export const POINT_STATUSES = ['new', 'known', 'addressing', 'resolved', 'back'] as const;
export const PointStatusSchema = z.enum(POINT_STATUSES);
export type PointStatus = z.infer<typeof PointStatusSchema>;

/** How many changes of a point are kept; the item stays far below what a table takes. */
export const MAX_POINT_HISTORY = 50;

/** What a person may write on a point. Null empties a field; what is left out stays. */
export const PointWishSchema = z.strictObject({
  status: z.enum(['known', 'addressing', 'resolved']).optional(),
  owner: z.string().trim().min(1).max(100).nullable().optional(),
  note: z.string().trim().min(1).max(1_000).nullable().optional(),
  /** When an answer is due. */
  dueDate: CalendarDaySchema.nullable().optional(),
  /** The experiment (A/B test, campaign, ticket) that should help: an ID or a link. */
  experiment: z.string().trim().min(1).max(300).nullable().optional(),
});
export type PointWish = z.infer<typeof PointWishSchema>;

/** One change: by a person, or by the weekly review itself (`by` is `review YYYY-Www`). */
export const PointEventSchema = PointWishSchema.extend({
  status: PointStatusSchema.optional(),
  at: z.iso.datetime(),
  by: z.string().min(1).max(200),
});
export type PointEvent = z.infer<typeof PointEventSchema>;

/** The life of a point across weeks. */
export const PointTrackingSchema = z.object({
  code: HesitationCodeSchema,
  stage: FunnelStageSchema,
  status: PointStatusSchema,
  /** Since when it has this status. */
  since: z.iso.datetime(),
  owner: z.string().nullable(),
  note: z.string().nullable(),
  dueDate: z.string().nullable(),
  experiment: z.string().nullable(),
  /** Oldest first, at most 50. */
  history: z.array(PointEventSchema),
  /** Grows by one with every change. */
  version: z.int().min(1),
});
export type PointTracking = z.infer<typeof PointTrackingSchema>;

/** What the review shows of it. */
export const PointTrackingViewSchema = PointTrackingSchema.pick({
  since: true,
  owner: true,
  note: true,
  dueDate: true,
  experiment: true,
});
