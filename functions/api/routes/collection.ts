import * as z from 'zod';
import { ErrorListSchema, ROLES, SourceListSchema } from '../../../shared/domain/dashboard-api.ts';
import { pageOf, pageParameters } from '../cursor.ts';
import { DaySchema } from '../request.ts';
import { defineRoute } from '../route.ts';

/** `/sources`, `/errors`: how the collection goes, and the lines that became no voice. */
export const collectionRoutes = [
  defineRoute({
    method: 'get',
    path: '/sources',
    summary: 'The configured sources and how their last runs went',
    roles: ROLES,
    query: z.strictObject(pageParameters({ default: 200, max: 200 })),
    success: { name: 'SourceList', schema: SourceListSchema },
    example: {},
    async handle({ query, deps }) {
      const all = await deps.sources.list();
      // Pages fall, sources stand as they are configured.
      const place = new Map(all.map((source, index) => [source, String(99_999 - index)]));
      const { items: sources, nextCursor } = pageOf(all, {
        ...query,
        cursor: query.cursor,
        list: 'sources',
        keyOf: (source) => place.get(source) ?? '',
      });
      return { json: { sources, nextCursor } };
    },
  }),
  defineRoute({
    method: 'get',
    path: '/errors',
    summary: 'The error records of a day (default: the last that has some), newest first',
    roles: ['marketer', 'cx', 'admin'],
    query: z.strictObject({ day: DaySchema.optional(), ...pageParameters({ default: 500, max: 500 }) }),
    success: { name: 'ErrorList', schema: ErrorListSchema },
    example: { query: { day: '2026-11-10' } },
    async handle({ query: { cursor, limit, ...query }, deps }) {
      const days = (await deps.quarantine.listDays()).toSorted().reverse();
      const day = query.day ?? days[0] ?? null;
      const found = day === null ? [] : await deps.quarantine.listDay(day);
      const { items: errors, nextCursor } = pageOf(found, {
        cursor,
        limit,
        list: { errors: day },
        // Of one moment, the first line comes first; the hash tells apart what came twice.
        keyOf: ({ occurredAt, line = 0, code, inputHash = '' }) =>
          `${occurredAt} ${String(9_999_999_999 - line)} ${code} ${inputHash}`.slice(0, 300),
      });
      return { json: { days, day, errors, truncated: nextCursor !== null, nextCursor } };
    },
  }),
];
