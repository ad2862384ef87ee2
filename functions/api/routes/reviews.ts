import * as z from 'zod';
import { REPORT_CONTENT_TYPES } from '../../../shared/delivery/report-content-types.ts';
import { ReviewRequestedSchema, ROLES } from '../../../shared/domain/dashboard-api.ts';
import { WeeklyReviewSchema } from '../../../shared/domain/insight.ts';
import { daysOfWeek } from '../../../shared/domain/time.ts';
import { REPORT_FILES, type ReportFile } from '../../../shared/storage/keys.ts';
import type { ApiDeps } from '../ports.ts';
import { ApiProblem } from '../problem.ts';
import { WeekSchema } from '../request.ts';
import { defineRoute } from '../route.ts';
import { REVIEW_PAGE_POLICY } from '../security-headers.ts';

/** A file of a review by the last part of its address: a table by its own name, the page as `html`, the print as `pdf`. */
const FORMATS = new Map<string, ReportFile>([
  ['html', 'review.html'],
  ['pdf', 'review.pdf'],
  ...REPORT_FILES.filter((file) => file.endsWith('.csv')).map((file) => [file, file] as const),
]);

const WeekParamsSchema = z.object({ week: WeekSchema });
const FormatParamsSchema = z.object({
  week: WeekSchema,
  format: z.enum([...FORMATS.keys()]),
});
/** `made` is the time of the review that a page shows: another one makes the browser ask anew. */
const FileQuerySchema = z.strictObject({ made: z.iso.datetime().optional() });

/** `/reviews`: the weekly review, as data and as files. */
export const reviewRoutes = [
  defineRoute({
    method: 'get',
    path: '/reviews/{week}',
    summary: 'The review of a week as data',
    roles: ROLES,
    params: WeekParamsSchema,
    success: { name: 'WeeklyReview', schema: WeeklyReviewSchema },
    problems: ['review-not-built', 'no-documents'],
    example: { params: { week: '2026-W46' } },
    async handle({ params: { week }, deps }) {
      const review = await deps.reports.read(week, 'review.json');
      if (review === null) throw await notBuilt(deps, week);
      // As it was published: the publisher has checked it, and reading it again would cost more than all the rest.
      return { bytes: review, type: 'application/json; charset=utf-8' };
    },
  }),
  defineRoute({
    method: 'post',
    path: '/reviews/{week}',
    summary: 'Asks for the review of a week to be built; asking twice is harmless',
    roles: ['marketer', 'cx', 'admin'],
    params: WeekParamsSchema,
    success: { status: 202, name: 'ReviewRequested', schema: ReviewRequestedSchema },
    problems: ['no-documents'],
    example: { params: { week: '2026-W46' } },
    async handle({ params: { week }, deps }) {
      if (!(await hasDocuments(deps, week))) throw await notBuilt(deps, week);
      await deps.requestReview(week);
      return { json: { week, requested: true as const }, headers: { location: `/v1/reviews/${week}` } };
    },
  }),
  defineRoute({
    method: 'get',
    path: '/reviews/{week}/{format}',
    summary: 'The review of a week as a file',
    roles: ROLES,
    params: FormatParamsSchema,
    query: FileQuerySchema,
    success: { files: ['text/html', 'application/pdf', 'text/csv'] },
    problems: ['review-not-built', 'no-documents', 'file-not-ready'],
    example: { params: { week: '2026-W46', format: 'hesitations.csv' } },
    async handle({ params: { week, format }, deps }) {
      const file = FORMATS.get(format) ?? 'review.html';
      const type = REPORT_CONTENT_TYPES[file];
      const bytes = await deps.reports.read(week, file);
      if (bytes === null) throw await missingFile(deps, week);
      const headers = {
        ...(format === 'html' ? { 'content-security-policy': REVIEW_PAGE_POLICY } : {}),
        'content-disposition': `${format === 'html' ? 'inline' : 'attachment'}; filename="voc-${week}-${file}"`,
      };
      return { bytes, type, headers };
    },
  }),
];

type Deps = Pick<ApiDeps, 'reports' | 'rollups'>;

async function missingFile(deps: Deps, week: string): Promise<ApiProblem> {
  if ((await deps.reports.read(week, 'review.json')) === null) return notBuilt(deps, week);
  return new ApiProblem(
    'file-not-ready',
    'The review is there, this file of it is still being made. Try again in a minute.',
  );
}

async function notBuilt(deps: Deps, week: string): Promise<ApiProblem> {
  return (await hasDocuments(deps, week))
    ? new ApiProblem(
        'review-not-built',
        `Ask for it with POST /v1/reviews/${week}, then read it again in a few seconds.`,
      )
    : new ApiProblem('no-documents', 'Load documents of this week, or choose one of GET /v1/weeks.');
}

async function hasDocuments({ rollups }: Pick<Deps, 'rollups'>, week: string): Promise<boolean> {
  const days = new Set(daysOfWeek(week));
  return (await rollups.listDays()).some((day) => days.has(day));
}
