import { Hono } from 'hono';
import * as z from 'zod';
import type { IncidentList, PointList } from '../../shared/domain/dashboard-api.ts';
import { daysOfWeek } from '../../shared/domain/time.ts';
import type { ReportFile } from '../../shared/storage/keys.ts';
import type { ApiDeps } from './ports.ts';
import { ApiProblem } from './problem.ts';
import { ItemIdSchema, readParams, readQuery, WeekSchema } from './request.ts';
import { REVIEW_PAGE_POLICY } from './security-headers.ts';
import { type ApiEnv, requireRole } from './session.ts';

/** Formats of a review by the last part of its address. */
const FORMATS = {
  html: { file: 'review.html', type: 'text/html; charset=utf-8' },
  pdf: { file: 'review.pdf', type: 'application/pdf' },
  'hesitations.csv': { file: 'hesitations.csv', type: 'text/csv; charset=utf-8' },
  'keywords.csv': { file: 'keywords.csv', type: 'text/csv; charset=utf-8' },
} as const satisfies Record<string, { file: ReportFile; type: string }>;

/** How far back the list of incidents reaches. */
const INCIDENT_DAYS = 400;

const WeekParamsSchema = z.object({ week: WeekSchema });
const FormatParamsSchema = z.object({
  week: WeekSchema,
  format: z.enum(Object.keys(FORMATS) as [keyof typeof FORMATS, ...(keyof typeof FORMATS)[]]),
});
const PointParamsSchema = z.object({ week: WeekSchema, id: ItemIdSchema });

/** `/reviews`, `/points`, `/incidents`: what the insights say. */
export function reviewRoutes(deps: ApiDeps): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>();

  routes.get('/reviews/:week', async (context) => {
    const { week } = readParams(context, WeekParamsSchema);
    const review = await deps.reports.read(week, 'review.json');
    if (review === null) throw await notBuilt(week);
    return context.body(new Uint8Array(review), 200, { 'content-type': 'application/json; charset=utf-8' });
  });

  routes.post('/reviews/:week', requireRole('marketer', 'cx', 'admin'), async (context) => {
    const { week } = readParams(context, WeekParamsSchema);
    if (!(await hasDocuments(week))) throw await notBuilt(week);
    await deps.requestReview(week);
    return context.json({ week, requested: true }, 202, { location: `/v1/reviews/${week}` });
  });

  routes.get('/reviews/:week/:format', async (context) => {
    const { week, format } = readParams(context, FormatParamsSchema);
    const { file, type } = FORMATS[format];
    const body = await deps.reports.read(week, file);
    if (body === null) {
      if ((await deps.reports.read(week, 'review.json')) === null) throw await notBuilt(week);
      throw new ApiProblem(
        'file-not-ready',
        'The review is there, this file of it is still being made. Try again in a minute.',
      );
    }
    const name = `voc-${week}-${file}`;
    return context.body(new Uint8Array(body), 200, {
      'content-type': type,
      ...(format === 'html' ? { 'content-security-policy': REVIEW_PAGE_POLICY } : {}),
      'content-disposition': `${format === 'html' ? 'inline' : 'attachment'}; filename="${name}"`,
    });
  });

  routes.get('/points', async (context) => {
    const { week } = readQuery(context, z.strictObject({ week: WeekSchema }));
    const points = await deps.insights.listPoints(week);
    points.sort((a, b) => b.documents - a.documents || (a.id < b.id ? -1 : 1));
    return context.json({ week, points } satisfies PointList);
  });

  // The ID is the rest of the path, so that it may hold any character.
  routes.get('/points/:week/:id{.+}', async (context) => {
    const { week, id } = readParams(context, PointParamsSchema);
    const point = (await deps.insights.listPoints(week)).find((candidate) => candidate.id === id);
    if (point === undefined) throw new ApiProblem('not-found', 'This week has no such hesitation point.');
    return context.json(point);
  });

  routes.get('/incidents', async (context) => {
    readQuery(context, z.strictObject({}));
    const to = deps.now();
    const from = new Date(to.getTime() - INCIDENT_DAYS * 86_400_000);
    const incidents = await deps.insights.listIncidents(from.toISOString(), to.toISOString());
    incidents.sort((a, b) => (a.startedAt < b.startedAt ? 1 : -1));
    return context.json({ incidents } satisfies IncidentList);
  });

  async function hasDocuments(week: string): Promise<boolean> {
    const days = new Set(daysOfWeek(week));
    return (await deps.rollups.listDays()).some((day) => days.has(day));
  }

  async function notBuilt(week: string): Promise<ApiProblem> {
    return (await hasDocuments(week))
      ? new ApiProblem(
          'review-not-built',
          `Ask for it with POST /v1/reviews/${week}, then read it again in a few seconds.`,
        )
      : new ApiProblem('no-documents', 'Load documents of this week, or choose one of GET /v1/weeks.');
  }

  return routes;
}
