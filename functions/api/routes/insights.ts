import * as z from 'zod';
import {
  PointDetailSchema,
  PointListSchema,
  PointSortSchema,
  ROLES,
} from '../../../shared/domain/dashboard-api.ts';
import { PointTrackingSchema, PointWishSchema } from '../../../shared/domain/point-tracking.ts';
import { FunnelStageSchema, HesitationCodeSchema } from '../../../shared/domain/taxonomy.ts';
import { pageOf, pageParameters } from '../cursor.ts';
import { requireKnownCode } from '../known-code.ts';
import { pointDetail } from '../point-detail.ts';
import { listPoints, sortKey } from '../point-list.ts';
import {
  isOnePeriod,
  isShortEnough,
  ONE_PERIOD,
  PERIOD_PARAMETERS,
  PeriodNameSchema,
  POINT_FILTERS,
  periodOf,
  SHORT_ENOUGH,
} from '../point-period.ts';
import { ApiProblem } from '../problem.ts';
import { ItemIdSchema } from '../request.ts';
import { defineRoute } from '../route.ts';
import { personOf } from '../session.ts';

const PointsQuerySchema = z
  .strictObject({
    ...PERIOD_PARAMETERS,
    ...POINT_FILTERS,
    stage: FunnelStageSchema.optional(),
    code: HesitationCodeSchema.optional(),
    sort: PointSortSchema.default('priority'),
    ...pageParameters({ default: 200, max: 200 }),
  })
  .refine(isOnePeriod, ONE_PERIOD)
  .refine(isShortEnough, SHORT_ENOUGH);

/** `/points`: what was found. */
export const insightRoutes = [
  defineRoute({
    method: 'get',
    path: '/points',
    summary:
      'Hesitation points of a week, day or range, narrowed by who speaks of them, most important first',
    roles: ROLES,
    query: PointsQuerySchema,
    success: { name: 'PointList', schema: PointListSchema },
    example: { query: { week: '2026-W46' } },
    async handle({ query: { cursor, limit, ...query }, deps }) {
      const { stage, code, sort, source, segment, lifecycle, channel } = query;
      const period = periodOf(query);
      const { points, ...found } = await listPoints(deps, period, {
        source,
        segment,
        lifecycle,
        channel,
      });
      const { items, nextCursor } = pageOf(
        points.filter(
          (point) =>
            (stage === undefined || point.stage === stage) && (code === undefined || point.code === code),
        ),
        { cursor, limit, list: { points: query }, keyOf: (point) => sortKey(point, sort) },
      );
      return { json: { ...period, ...found, points: items, nextCursor } };
    },
  }),
  defineRoute({
    method: 'get',
    // The ID is the rest of the path, so that it may hold any character.
    path: '/points/{period}/{id+}',
    summary: 'One hesitation point of a week, a day or a range (from~to) with its evidence',
    roles: ROLES,
    params: z.object({ period: PeriodNameSchema, id: ItemIdSchema }),
    query: z.strictObject(POINT_FILTERS),
    success: { name: 'PointDetail', schema: PointDetailSchema },
    problems: ['not-found'],
    example: { params: { period: '2026-W46', id: 'price/purchase' } },
    async handle({ params: { period, id }, query, deps }) {
      const point = await pointDetail(deps, period, query, id);
      if (point === null) throw new ApiProblem('not-found', 'This period has no such hesitation point.');
      return { json: point };
    },
  }),
  defineRoute({
    method: 'put',
    // A point is tracked across weeks, so its address here has none.
    path: '/points/{code}/{stage}/tracking',
    summary:
      'Writes status, owner, note, due date or experiment on a hesitation point; what is left out stays',
    roles: ['marketer', 'cx', 'admin'],
    params: z.object({ code: HesitationCodeSchema, stage: FunnelStageSchema }),
    body: PointWishSchema,
    success: { name: 'PointTracking', schema: PointTrackingSchema },
    problems: ['not-found'],
    example: {
      params: { code: 'price', stage: 'purchase' },
      body: { status: 'addressing', owner: 'CX 2팀', dueDate: '2026-11-20' },
    },
    async handle({ params, body, session, deps }) {
      await requireKnownCode(deps, params.code);
      const by = { at: deps.now().toISOString(), by: personOf(session) };
      return { json: await deps.trackings.change(params, body, by) };
    },
  }),
];
