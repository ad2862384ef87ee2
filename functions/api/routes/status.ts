import * as z from 'zod';
import { ROLES, StatusSchema, WeekListSchema } from '../../../shared/domain/dashboard-api.ts';
import { SOURCE_KINDS } from '../../../shared/domain/taxonomy.ts';
import { businessDay, daysOfWeek, isoWeek } from '../../../shared/domain/time.ts';
import { pageOf, pageParameters } from '../cursor.ts';
import { sumOf } from '../day-totals.ts';
import { defineRoute } from '../route.ts';

/** `/status`, `/weeks`: what is there. */
export const statusRoutes = [
  defineRoute({
    method: 'get',
    path: '/status',
    summary: 'How much is there, and who asks',
    roles: ROLES,
    success: { name: 'Status', schema: StatusSchema },
    example: {},
    async handle({ session, deps }) {
      const totals = await deps.totals.all();
      const last = totals.at(-1)?.day ?? null;
      return {
        json: {
          ...sumOf(totals),
          sources: SOURCE_KINDS.map((source) => ({
            source,
            ...sumOf(totals.map((day) => day.sources[source])),
          })),
          days: totals.length,
          firstDay: totals[0]?.day ?? null,
          lastDay: last,
          lastWeek: last === null ? null : isoWeek(last),
          today: businessDay(deps.now(), deps.timeZone),
          timeZone: deps.timeZone,
          session: { name: session.name, roles: [...session.roles] },
        },
      };
    },
  }),
  defineRoute({
    method: 'get',
    path: '/weeks',
    summary: 'Weeks with documents, newest first',
    roles: ROLES,
    query: z.strictObject(pageParameters({ default: 26, max: 53 })),
    success: { name: 'WeekList', schema: WeekListSchema },
    example: { query: { limit: '10' } },
    async handle({ query, deps }) {
      const [totals, reviews] = await Promise.all([deps.totals.all(), deps.insights.listReviews()]);
      const published = new Set(reviews.map((review) => review.week));
      const { items, nextCursor } = pageOf([...Map.groupBy(totals, ({ day }) => isoWeek(day))], {
        ...query,
        cursor: query.cursor,
        list: 'weeks',
        keyOf: ([week]) => week,
      });
      const weeks = items.map(([week, days]) => {
        const calendar = daysOfWeek(week);
        return {
          week,
          from: calendar[0] ?? '',
          to: calendar[6] ?? '',
          ...sumOf(days),
          daysWithDocuments: days.length,
          published: published.has(week),
        };
      });
      return { json: { weeks, nextCursor } };
    },
  }),
];
