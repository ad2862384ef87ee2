import { Hono } from 'hono';
import * as z from 'zod';
import type { SourceList, Status, WeekList, WeekSummary } from '../../shared/domain/dashboard-api.ts';
import { SOURCE_KINDS } from '../../shared/domain/taxonomy.ts';
import { businessDay, daysOfWeek, isoWeek } from '../../shared/domain/time.ts';
import { CursorParameterSchema, decodeCursor, encodeCursor } from './cursor.ts';
import { createDayTotals, sumOf } from './day-totals.ts';
import type { ApiDeps } from './ports.ts';
import { readQuery, WeekSchema } from './request.ts';
import type { ApiEnv } from './session.ts';

const WeeksQuerySchema = z.strictObject({ cursor: CursorParameterSchema.optional() });
const WeekCursorSchema = z.strictObject({ before: WeekSchema });
const WEEKS_PER_PAGE = 26;

/** `/status`, `/weeks`, `/sources`: what is there. */
export function statusRoutes(deps: ApiDeps): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>();
  const totalsOf = createDayTotals(deps);

  routes.get('/status', async (context) => {
    const days = (await deps.rollups.listDays()).toSorted();
    const totals = (await totalsOf(days)).filter((day) => day.documents > 0);
    const last = totals.at(-1)?.day ?? null;
    const session = context.get('session');
    return context.json({
      ...sumOf(totals),
      sources: SOURCE_KINDS.map((source) => ({ source, ...sumOf(totals.map((day) => day.sources[source])) })),
      days: totals.length,
      firstDay: totals[0]?.day ?? null,
      lastDay: last,
      lastWeek: last === null ? null : isoWeek(last),
      today: businessDay(deps.now(), deps.timeZone),
      timeZone: deps.timeZone,
      session: { name: session.name, roles: [...session.roles] },
    } satisfies Status);
  });

  routes.get('/weeks', async (context) => {
    const { cursor } = readQuery(context, WeeksQuerySchema);
    const before = cursor === undefined ? undefined : decodeCursor(WeekCursorSchema, cursor).before;
    const [days, reviews] = await Promise.all([deps.rollups.listDays(), deps.insights.listReviews()]);
    const published = new Set(reviews.map((review) => review.week));
    const daysByWeek = Map.groupBy(days, isoWeek);
    const weeks = [...daysByWeek.keys()]
      .filter((week) => before === undefined || week < before)
      .sort()
      .reverse();
    const page: WeekSummary[] = [];
    for (const week of weeks.slice(0, WEEKS_PER_PAGE)) {
      const totals = (await totalsOf(daysByWeek.get(week) ?? [])).filter((day) => day.documents > 0);
      if (totals.length === 0) continue;
      const calendar = daysOfWeek(week);
      page.push({
        week,
        from: calendar[0] ?? '',
        to: calendar[6] ?? '',
        ...sumOf(totals),
        daysWithDocuments: totals.length,
        published: published.has(week),
      });
    }
    const last = weeks[WEEKS_PER_PAGE - 1];
    const nextCursor =
      weeks.length > WEEKS_PER_PAGE && last !== undefined ? encodeCursor({ before: last }) : null;
    return context.json({ weeks: page, nextCursor } satisfies WeekList);
  });

  routes.get('/sources', async (context) => {
    readQuery(context, z.strictObject({}));
    return context.json({ sources: await deps.sources.list() } satisfies SourceList);
  });

  return routes;
}
