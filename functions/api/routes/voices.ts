import * as z from 'zod';
import { compareText } from '../../../shared/domain/compare-text.ts';
import { CorrectionRequestSchema, CorrectionSchema } from '../../../shared/domain/correction.ts';
import {
  CorrectionListSchema,
  ROLES,
  VoiceListSchema,
  VoiceSchema,
} from '../../../shared/domain/dashboard-api.ts';
import type { StoredDocument } from '../../../shared/domain/stored-document.ts';
import {
  FunnelStageSchema,
  HesitationCodeSchema,
  SentimentLabelSchema,
  SourceKindSchema,
} from '../../../shared/domain/taxonomy.ts';
import { daysOfWeek } from '../../../shared/domain/time.ts';
import { searchWords } from '../../../shared/insight/search-words.ts';
import { countVoices } from '../count-voices.ts';
import { decodeCursor, encodeCursor, pageOf, pageParameters } from '../cursor.ts';
import { ApiProblem } from '../problem.ts';
import { recordLookup } from '../record-lookup.ts';
import { DaySchema, DocumentKeySchema, ItemIdSchema, WeekSchema } from '../request.ts';
import { defineRoute } from '../route.ts';
import { hasRole } from '../session.ts';
import { voiceView } from '../voice-view.ts';

/** A period that is chosen by its ends. */
const MAX_DAYS = 92;

const VoicesQuerySchema = z
  .strictObject({
    day: DaySchema.optional(),
    week: WeekSchema.optional(),
    from: DaySchema.optional(),
    to: DaySchema.optional(),
    code: HesitationCodeSchema.optional(),
    stage: FunnelStageSchema.optional(),
    source: SourceKindSchema.optional(),
    sentiment: SentimentLabelSchema.optional(),
    segment: z.string().min(1).max(100).optional(),
    star: z.coerce.number().int().min(0).max(5).optional(),
    /** Words that must be among the keywords of a voice. */
    q: z
      .string()
      .max(100)
      .refine((query) => searchWords(query).length > 0, { message: 'has no word' })
      .optional(),
    /** Letters that must stand in title or text, as they are; looked for in the voices of this page only. */
    contains: z.string().min(1).max(100).optional(),
    ...pageParameters({ default: 20, max: 50 }),
  })
  .refine(
    ({ day, week, from, to }) =>
      (from === undefined) === (to === undefined) &&
      [day, week, from].filter((given) => given !== undefined).length === 1,
    {
      message: 'give either day, or week, or from and to',
    },
  )
  .refine(({ from, to }) => from === undefined || to === undefined || isPeriod(from, to), {
    message: `from must not be after to, nor more than ${MAX_DAYS} days before it`,
  });
const VoiceCursorSchema = z.strictObject({
  day: DaySchema,
  bucket: z.string().max(13),
  documentKey: DocumentKeySchema,
});
const VoiceParamsSchema = z.object({ documentKey: DocumentKeySchema });

/** `/voices`, `/corrections`: single documents, and what people say of how they were read. */
export const voiceRoutes = [
  defineRoute({
    method: 'get',
    path: '/voices',
    summary: 'Voices of a period, newest first, narrowed by labels, stars, segment and words',
    roles: ROLES,
    query: VoicesQuerySchema,
    success: { name: 'VoiceList', schema: VoiceListSchema },
    example: { query: { week: '2026-W46', sentiment: 'negative', q: '수수료', limit: '20' } },
    async handle({ query: { cursor, limit, contains, ...query }, session, deps }) {
      const { day, week, from, to, q, ...labels } = query;
      const days = week === undefined ? [day ?? from ?? ''] : daysOfWeek(week);
      const period = { from: days[0] ?? '', to: to ?? days.at(-1) ?? '' };
      const filter = { ...labels, words: q === undefined ? [] : searchWords(q) };
      const after = cursor === undefined ? undefined : decodeCursor(VoiceCursorSchema, cursor, query);
      const [{ found, next }, total] = await Promise.all([
        deps.search({ ...period, filter, after, limit }),
        countsAlone(filter)
          ? deps.totals.cells(period.from, period.to).then((cells) => countVoices(cells, filter))
          : null,
      ]);
      const documents = await deps.documents.getMany(found.map(({ documentKey }) => documentKey));
      // The index outlives the text: where the text has expired, there is nothing to show. The index knows the hour at
      // most, so within the page the documents say which came first.
      const voices = found
        .flatMap(({ documentKey }) => documents.get(documentKey) ?? [])
        .filter((document) => isThere(document) && holds(document, contains))
        .map((document) => voiceView(document, { session, inList: true }))
        .sort((a, b) => compareText(b.publishedAt, a.publishedAt));
      const nextCursor = next === null ? null : encodeCursor(next, query);
      return { json: { voices, total: contains === undefined ? total : null, nextCursor } };
    },
  }),
  defineRoute({
    method: 'get',
    path: '/voices/{documentKey}',
    summary: 'One voice; who sees its customer is recorded',
    roles: ROLES,
    params: VoiceParamsSchema,
    success: { name: 'Voice', schema: VoiceSchema },
    problems: ['not-found'],
    namesCustomers: true,
    example: { params: { documentKey: '1'.padStart(64, '0') } },
    async handle(request) {
      const { params, session, deps } = request;
      const [document, correction] = await Promise.all([
        deps.documents.get(params.documentKey),
        deps.corrections.get(params.documentKey),
      ]);
      if (document === undefined || !isThere(document)) throw gone();
      const voice = voiceView(document, { session, correction, inList: false });
      const { customerId } = voice.link;
      if (hasRole(session, 'cx', 'admin') && typeof customerId === 'string')
        await recordLookup(request, { action: 'voice', customerIds: [customerId], ...params });
      return { json: voice };
    },
  }),
  defineRoute({
    method: 'put',
    path: '/voices/{documentKey}/correction',
    summary:
      'Says how a voice should have been read; kept beside the reading, used for evaluation and training',
    roles: ['marketer', 'cx', 'admin'],
    params: VoiceParamsSchema,
    body: CorrectionRequestSchema,
    success: { name: 'Correction', schema: CorrectionSchema },
    problems: ['not-found'],
    example: {
      params: { documentKey: '1'.padStart(64, '0') },
      body: { sentiment: 'negative', codes: ['price'], stage: 'purchase' },
    },
    async handle({ params: { documentKey }, body: labels, session, deps }) {
      const document = await deps.documents.get(documentKey);
      if (document === undefined || !isThere(document)) throw gone();
      const { sentiment, hesitations, stage, analysisVersion } = document.reading;
      const codes = hesitations.map(({ code }) => code).slice(0, 5);
      const correction = {
        documentKey,
        labels,
        read: { sentiment: sentiment.label, codes, stage, analysisVersion },
        by: session.subject,
        at: deps.now().toISOString(),
      };
      await deps.corrections.save(correction);
      return { json: correction };
    },
  }),
  defineRoute({
    method: 'delete',
    path: '/voices/{documentKey}/correction',
    summary: 'Takes a correction back; the reading stands alone again',
    roles: ['marketer', 'cx', 'admin'],
    params: VoiceParamsSchema,
    success: { name: 'CorrectionRemoved', schema: z.object({ documentKey: z.string() }) },
    example: { params: { documentKey: '1'.padStart(64, '0') } },
    async handle({ params: { documentKey }, deps }) {
      await deps.corrections.remove(documentKey);
      return { json: { documentKey } };
    },
  }),
  defineRoute({
    method: 'get',
    path: '/corrections',
    summary: 'What people corrected, the last one first',
    roles: ['marketer', 'cx', 'admin'],
    query: z.strictObject({ by: ItemIdSchema.optional(), ...pageParameters({ default: 50, max: 200 }) }),
    success: { name: 'CorrectionList', schema: CorrectionListSchema },
    example: { query: { limit: '10' } },
    async handle({ query: { cursor, limit, by }, deps }) {
      const all = await deps.corrections.list();
      const { items: corrections, nextCursor } = pageOf(
        all.filter((correction) => by === undefined || correction.by === by),
        { cursor, limit, list: { corrections: by }, keyOf: ({ at, documentKey }) => `${at} ${documentKey}` },
      );
      return { json: { corrections, nextCursor } };
    },
  }),
];

/** Words and stars are counted by nothing but the search itself. */
function countsAlone({ words, star }: { words: readonly string[]; star?: number | undefined }): boolean {
  return words.length === 0 && star === undefined;
}

function isThere({ record }: StoredDocument): boolean {
  return record.erased !== true;
}

function holds({ record }: StoredDocument, letters: string | undefined): boolean {
  if (letters === undefined) return true;
  return `${record.title ?? ''}\n${record.text}`
    .toLowerCase()
    .includes(letters.normalize('NFC').toLowerCase());
}

function isPeriod(from: string, to: string): boolean {
  const days = (Date.parse(to) - Date.parse(from)) / 86_400_000;
  return days >= 0 && days < MAX_DAYS;
}

function gone(): ApiProblem {
  return new ApiProblem('not-found', 'There is no such voice, or its text has expired or was deleted.');
}
