import * as z from 'zod';
import {
  ErrorListSchema,
  ROLES,
  SourceListSchema,
  SourceRunRequestedSchema,
} from '../../../shared/domain/dashboard-api.ts';
import { pageOf, pageParameters } from '../cursor.ts';
import { ApiProblem } from '../problem.ts';
import { DaySchema, ItemIdSchema } from '../request.ts';
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
    method: 'post',
    path: '/sources/{id}/runs',
    summary: 'Has a source read now, also one that is left alone after failures',
    roles: ['cx', 'admin'],
    params: z.object({ id: ItemIdSchema }),
    success: { status: 202, name: 'SourceRunRequested', schema: SourceRunRequestedSchema },
    problems: ['not-found', 'source-off', 'source-running'],
    example: { params: { id: 'apple-kr' } },
    async handle({ params: { id }, deps }) {
      const source = (await deps.sources.list()).find((one) => one.id === id);
      if (source === undefined)
        throw new ApiProblem('not-found', 'voc.config.yaml has no such source. Add it and deploy.');
      if (!source.enabled)
        throw new ApiProblem(
          'source-off',
          'Set enabled: true for this source in voc.config.yaml and deploy.',
        );
      if (source.running)
        throw new ApiProblem('source-running', 'A run is under way. Look at its result when it has ended.');
      const requestedAt = deps.now().toISOString();
      await deps.requestRun(source);
      return { json: { id, requestedAt } };
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
