import * as z from 'zod';
import { PointListSchema, ROLES } from '../../../shared/domain/dashboard-api.ts';
import { HesitationPointSchema } from '../../../shared/domain/insight.ts';
import { PointTrackingSchema, PointWishSchema } from '../../../shared/domain/point-tracking.ts';
import { FunnelStageSchema, HesitationCodeSchema } from '../../../shared/domain/taxonomy.ts';
import { pageOf, pageParameters } from '../cursor.ts';
import { ApiProblem } from '../problem.ts';
import { publishedPoints } from '../published-points.ts';
import { ItemIdSchema, WeekSchema } from '../request.ts';
import { defineRoute } from '../route.ts';

/** `/points`: what was found. */
export const insightRoutes = [
  defineRoute({
    method: 'get',
    path: '/points',
    summary: 'Hesitation points of a week, most documents first',
    roles: ROLES,
    query: z.strictObject({ week: WeekSchema, ...pageParameters({ default: 200, max: 200 }) }),
    success: { name: 'PointList', schema: PointListSchema },
    example: { query: { week: '2026-W46' } },
    async handle({ query: { week, cursor, limit }, deps }) {
      const { items: points, nextCursor } = pageOf(await publishedPoints(deps, week), {
        cursor,
        limit,
        list: { points: week },
        keyOf: (point) => `${String(point.documents).padStart(12, '0')} ${point.id}`,
      });
      return { json: { week, points, nextCursor } };
    },
  }),
  defineRoute({
    method: 'get',
    // The ID is the rest of the path, so that it may hold any character.
    path: '/points/{week}/{id+}',
    summary: 'One hesitation point',
    roles: ROLES,
    params: z.object({ week: WeekSchema, id: ItemIdSchema }),
    success: { name: 'HesitationPoint', schema: HesitationPointSchema },
    problems: ['not-found'],
    example: { params: { week: '2026-W46', id: 'price/purchase' } },
    async handle({ params: { week, id }, deps }) {
      const point = (await publishedPoints(deps, week)).find((candidate) => candidate.id === id);
      if (point === undefined) throw new ApiProblem('not-found', 'This week has no such hesitation point.');
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
    example: {
      params: { code: 'price', stage: 'purchase' },
      body: { status: 'addressing', owner: 'CX 2팀', dueDate: '2026-11-20' },
    },
    async handle({ params, body, session, deps }) {
      const by = { at: deps.now().toISOString(), by: session.name ?? session.subject };
      return { json: await deps.trackings.change(params, body, by) };
    },
  }),
];
