import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import {
  newReanalysis,
  ReanalysisListSchema,
  ReanalysisRequestSchema,
  ReanalysisSchema,
} from '../../../shared/domain/reanalysis.ts';
import { decodeCursor, encodeCursor, pageParameters } from '../cursor.ts';
import { sumOf } from '../day-totals.ts';
import { ApiProblem } from '../problem.ts';
import { defineRoute } from '../route.ts';
import { personOf } from '../session.ts';

const PlaceSchema = z.strictObject({ at: z.iso.datetime(), id: z.string().max(40) });

/** `/reanalyses`: stored voices that are read again. */
export const reanalysisRoutes = [
  defineRoute({
    method: 'get',
    path: '/reanalyses',
    summary: 'When stored voices were read again, and how far that is; newest first',
    roles: ['marketer', 'cx', 'admin'],
    query: z.strictObject(pageParameters({ default: 20, max: 50 })),
    success: { name: 'ReanalysisList', schema: ReanalysisListSchema },
    example: {},
    async handle({ query: { cursor, limit }, deps }) {
      const list = 'reanalyses';
      const before = cursor === undefined ? undefined : decodeCursor(PlaceSchema, cursor, list);
      const found = await deps.reanalyses.list(limit + 1, before);
      const reanalyses = found.slice(0, limit);
      const last = reanalyses.at(-1);
      const more = found.length > limit && last !== undefined;
      return {
        json: { reanalyses, nextCursor: more ? encodeCursor({ at: last.at, id: last.id }, list) : null },
      };
    },
  }),
  defineRoute({
    method: 'post',
    path: '/reanalyses',
    summary: 'Has all stored voices of these days of publication read again',
    roles: ['admin'],
    body: ReanalysisRequestSchema,
    success: { status: 202, name: 'Reanalysis', schema: ReanalysisSchema },
    example: { body: { from: '2026-11-01', to: '2026-11-15' } },
    async handle({ body: { from, to }, session, deps }) {
      if (from > to) throw new ApiProblem('bad-request', 'to: is before from.');
      const totals = (await deps.totals.all()).filter(({ day }) => day >= from && day <= to);
      const at = deps.now().toISOString();
      const walk = newReanalysis({
        id: randomBytes(8).toString('hex'),
        from,
        to,
        reason: 'request',
        edition: (await deps.settings.head()).edition,
        at,
        by: personOf(session),
        startsAt: at,
        of: sumOf(totals).documents,
      });
      await deps.reanalyses.add(walk);
      await deps.moveReanalysis(walk);
      return { json: walk };
    },
  }),
];
