import * as z from 'zod';
import { acknowledgeIncident, muteSeries } from '../../../shared/alerting/answer-incident.ts';
import { INCIDENT_DAYS, MuteSchema } from '../../../shared/domain/alert.ts';
import {
  IncidentListSchema,
  MuteListSchema,
  MuteRequestSchema,
  ROLES,
} from '../../../shared/domain/dashboard-api.ts';
import { IncidentSchema } from '../../../shared/domain/insight.ts';
import { decodeCursor, encodeCursor, pageOf, pageParameters } from '../cursor.ts';
import type { ApiDeps } from '../ports.ts';
import { ApiProblem } from '../problem.ts';
import { ItemIdSchema } from '../request.ts';
import { defineRoute } from '../route.ts';
import { personOf } from '../session.ts';

const DAY_MS = 86_400_000;
/** Longer mutes are forgotten, and then nobody hears of anything. */
const MAX_MUTE_DAYS = 31;

const IncidentParamsSchema = z.object({ incidentId: ItemIdSchema });
const SeriesParamsSchema = z.object({ series: ItemIdSchema });
const IncidentCursorSchema = z.strictObject({ startedAt: z.iso.datetime(), id: z.string().max(100) });

/** `/incidents`, `/mutes`: what rose, who takes it, and what nobody is to hear of. */
export const alertRoutes = [
  defineRoute({
    method: 'get',
    path: '/incidents',
    summary: `Incidents of the last ${INCIDENT_DAYS} days, newest first`,
    roles: ROLES,
    query: z.strictObject(pageParameters({ default: 100, max: 200 })),
    success: { name: 'IncidentList', schema: IncidentListSchema },
    example: {},
    async handle({ query: { cursor, limit }, deps }) {
      const before =
        cursor === undefined ? undefined : decodeCursor(IncidentCursorSchema, cursor, 'incidents');
      const found = await deps.alerts.listNewestIncidents(oldestShown(deps), limit + 1, before);
      const incidents = found.slice(0, limit);
      const last = incidents.at(-1);
      const nextCursor =
        found.length > limit && last !== undefined
          ? encodeCursor({ startedAt: last.startedAt, id: last.id }, 'incidents')
          : null;
      return { json: { incidents, nextCursor } };
    },
  }),
  defineRoute({
    method: 'get',
    path: '/incidents/{incidentId}',
    summary: 'One incident, by the ID in the link of its alert',
    roles: ROLES,
    params: IncidentParamsSchema,
    success: { name: 'Incident', schema: IncidentSchema },
    problems: ['not-found'],
    example: { params: { incidentId: 'i1' } },
    async handle({ params: { incidentId }, deps }) {
      return { json: await incidentOf(deps, incidentId) };
    },
  }),
  defineRoute({
    method: 'put',
    path: '/incidents/{incidentId}/acknowledgement',
    summary: 'Takes an incident: people hear of it only when it turns severe, ends or returns. Idempotent',
    roles: ['cx', 'admin'],
    params: IncidentParamsSchema,
    success: { name: 'Incident', schema: IncidentSchema },
    problems: ['not-found'],
    example: { params: { incidentId: 'i1' } },
    async handle({ params: { incidentId }, session, deps }) {
      const found = await incidentOf(deps, incidentId);
      const answered = await acknowledgeIncident(deps.alerts, found, personOf(session), deps.now());
      if (answered === undefined) throw noIncident();
      // Every attempt lost against another writer.
      if (answered.status === 'open') throw new ApiProblem('busy', 'The incident is changing. Try again.', 1);
      return { json: answered };
    },
  }),
  defineRoute({
    method: 'get',
    path: '/mutes',
    summary: 'The series that nobody is told about now',
    roles: ROLES,
    query: z.strictObject(pageParameters({ default: 100, max: 200 })),
    success: { name: 'MuteList', schema: MuteListSchema },
    example: {},
    async handle({ query: { cursor, limit }, deps }) {
      const { items: mutes, nextCursor } = pageOf(await deps.alerts.listMutes(deps.now()), {
        cursor,
        limit,
        list: 'mutes',
        keyOf: ({ series }) => series,
      });
      return { json: { mutes, nextCursor } };
    },
  }),
  defineRoute({
    method: 'put',
    // The series is the rest of the path: a phrase may hold any character.
    path: '/mutes/{series+}',
    summary: `Tells nobody of incidents led by a series (or of any: all) until a time, ${MAX_MUTE_DAYS} days ahead at most`,
    roles: ['cx', 'admin'],
    params: SeriesParamsSchema,
    body: MuteRequestSchema,
    success: { name: 'Mute', schema: MuteSchema },
    example: { params: { series: 'code:auth' }, body: { until: '2026-11-16T08:00:00.000Z' } },
    async handle({ params: { series }, body, session, deps }) {
      const now = deps.now();
      const until = new Date(body.until);
      const ahead = until.getTime() - now.getTime();
      if (ahead <= 0 || ahead > MAX_MUTE_DAYS * DAY_MS) {
        throw new ApiProblem('bad-request', `until: not within the next ${MAX_MUTE_DAYS} days.`);
      }
      return { json: await muteSeries(deps.alerts, { series, until }, personOf(session), now) };
    },
  }),
  defineRoute({
    method: 'delete',
    path: '/mutes/{series+}',
    summary: 'Ends a mute; an incident that still goes on is told as new. Idempotent',
    roles: ['cx', 'admin'],
    params: SeriesParamsSchema,
    success: { name: 'Mute', schema: MuteSchema },
    example: { params: { series: 'code:auth' } },
    async handle({ params: { series }, session, deps }) {
      // Kept as a mute that ends now, with who ended it.
      const now = deps.now();
      return { json: await muteSeries(deps.alerts, { series, until: now }, personOf(session), now) };
    },
  }),
];

/** @throws ApiProblem `not-found` where there is none that is recent enough */
async function incidentOf(deps: Pick<ApiDeps, 'alerts' | 'now'>, id: string) {
  const found = await deps.alerts.findIncident(id, oldestShown(deps));
  if (found === undefined) throw noIncident();
  return found;
}

function noIncident(): ApiProblem {
  return new ApiProblem('not-found', `There is no such incident in the last ${INCIDENT_DAYS} days.`);
}

function oldestShown({ now }: Pick<ApiDeps, 'now'>): string {
  return new Date(now().getTime() - INCIDENT_DAYS * DAY_MS).toISOString();
}
