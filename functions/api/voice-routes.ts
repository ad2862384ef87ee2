import { Hono } from 'hono';
import * as z from 'zod';
import type { ErrorList, VoiceList } from '../../shared/domain/dashboard-api.ts';
import {
  FunnelStageSchema,
  HesitationCodeSchema,
  SentimentLabelSchema,
  SourceKindSchema,
} from '../../shared/domain/taxonomy.ts';
import { daysOfWeek } from '../../shared/domain/time.ts';
import { CursorParameterSchema, decodeCursor, encodeCursor } from './cursor.ts';
import type { ApiDeps } from './ports.ts';
import { ApiProblem } from './problem.ts';
import { DaySchema, DocumentKeySchema, readParams, readQuery, WeekSchema } from './request.ts';
import { type ApiEnv, requireRole } from './session.ts';
import { countVoices, pageOfVoices } from './voice-list.ts';
import { voiceView } from './voice-view.ts';

const VoicesQuerySchema = z
  .strictObject({
    day: DaySchema.optional(),
    week: WeekSchema.optional(),
    code: HesitationCodeSchema.optional(),
    stage: FunnelStageSchema.optional(),
    source: SourceKindSchema.optional(),
    sentiment: SentimentLabelSchema.optional(),
    cursor: CursorParameterSchema.optional(),
    limit: z.coerce.number().int().min(1).max(50).default(20),
  })
  .refine((query) => (query.day === undefined) !== (query.week === undefined), {
    message: 'give either day or week',
  });
const VoiceCursorSchema = z.strictObject({
  day: DaySchema,
  bucket: z.string().max(13),
  documentKey: DocumentKeySchema,
});
const ErrorsQuerySchema = z.strictObject({ day: DaySchema.optional() });

/** The page shows at most this many error records of a day; the command line has the rest. */
const MAX_ERRORS = 500;

/** `/voices` and `/errors`: single documents, and the lines that became none. */
export function voiceRoutes(deps: ApiDeps): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>();

  routes.get('/voices', async (context) => {
    const { day, week, cursor, limit, ...filter } = readQuery(context, VoicesQuerySchema);
    const after = cursor === undefined ? undefined : decodeCursor(VoiceCursorSchema, cursor);
    const days = day === undefined ? daysOfWeek(week ?? '') : [day];
    const [{ page, more }, total] = await Promise.all([
      pageOfVoices(deps.contributions, { days, filter, after, limit }),
      countVoices(deps.rollups, days, filter),
    ]);
    const documents = await deps.documents.getMany(page.map((contribution) => contribution.documentKey));
    const last = page.at(-1);
    // A contribution outlives its text: where the text has expired, there is nothing to show. Contributions know the
    // hour at most, so within the page the documents say which came first.
    const voices = page
      .flatMap((contribution) => documents.get(contribution.documentKey) ?? [])
      .filter(({ record }) => record.erased !== true)
      .map((document) => voiceView(document, context.get('session')))
      .sort((a, b) => (a.publishedAt < b.publishedAt ? 1 : a.publishedAt > b.publishedAt ? -1 : 0));
    return context.json({
      voices,
      total,
      nextCursor:
        more && last !== undefined
          ? encodeCursor({ day: last.day, bucket: last.bucket, documentKey: last.documentKey })
          : null,
    } satisfies VoiceList);
  });

  routes.get('/voices/:documentKey', async (context) => {
    const { documentKey } = readParams(context, z.object({ documentKey: DocumentKeySchema }));
    const document = await deps.documents.get(documentKey);
    if (document === undefined || document.record.erased === true) {
      throw new ApiProblem('not-found', 'There is no such voice, or its text has expired or was deleted.');
    }
    return context.json(voiceView(document, context.get('session')));
  });

  routes.get('/errors', requireRole('marketer', 'cx', 'admin'), async (context) => {
    const query = readQuery(context, ErrorsQuerySchema);
    const days = (await deps.quarantine.listDays()).toSorted().reverse();
    const day = query.day ?? days[0] ?? null;
    const errors = day === null ? [] : await deps.quarantine.listDay(day);
    errors.sort((a, b) =>
      a.occurredAt === b.occurredAt ? (a.line ?? 0) - (b.line ?? 0) : a.occurredAt < b.occurredAt ? 1 : -1,
    );
    return context.json({
      days,
      day,
      errors: errors.slice(0, MAX_ERRORS),
      truncated: errors.length > MAX_ERRORS,
    } satisfies ErrorList);
  });

  return routes;
}
