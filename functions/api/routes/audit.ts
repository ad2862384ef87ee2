import * as z from 'zod';
import { LookupListSchema } from '../../../shared/domain/dashboard-api.ts';
import { decodeCursor, encodeCursor, pageParameters } from '../cursor.ts';
import { defineRoute } from '../route.ts';

const MonthSchema = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'not a month (YYYY-MM)');
const LookupCursorSchema = z.strictObject({ at: z.iso.datetime(), id: z.string().max(100) });

/** `/lookups`: who looked up customers. */
export const auditRoutes = [
  defineRoute({
    method: 'get',
    path: '/lookups',
    summary: 'Who looked up customers in a month (UTC; default: this one), newest first',
    roles: ['admin'],
    query: z.strictObject({ month: MonthSchema.optional(), ...pageParameters({ default: 50, max: 200 }) }),
    success: { name: 'LookupList', schema: LookupListSchema },
    example: { query: { month: '2026-11' } },
    async handle({ query: { cursor, limit, ...query }, deps }) {
      const month = query.month ?? deps.now().toISOString().slice(0, 7);
      const list = { lookups: month };
      const before = cursor === undefined ? undefined : decodeCursor(LookupCursorSchema, cursor, list);
      const found = await deps.lookups.list(month, limit + 1, before);
      const lookups = found.slice(0, limit);
      const last = lookups.at(-1);
      const more = found.length > limit && last !== undefined;
      const nextCursor = more ? encodeCursor({ at: last.at, id: last.id }, list) : null;
      return { json: { month, lookups, nextCursor } };
    },
  }),
];
