import * as z from 'zod';
import { AUDIENCE_FILES } from '../../../shared/delivery/audience-files.ts';
import { FOLLOW_UP_FILES } from '../../../shared/delivery/follow-up-csv.ts';
import { type FollowUps, FollowUpsSchema } from '../../../shared/domain/follow-up.ts';
import {
  FOLLOW_UP_LISTS,
  FollowUpListNameSchema,
  FollowUpOverviewSchema,
  type FollowUpPage,
  FollowUpPageSchema,
} from '../../../shared/domain/follow-up-list.ts';
import { decodeCursor, encodeCursor, pageParameters } from '../cursor.ts';
import { entriesOf, readLists, type StoredLists, type WholeList } from '../follow-up-lists.ts';
import { ApiProblem } from '../problem.ts';
import { recordLookup } from '../record-lookup.ts';
import { defineRoute } from '../route.ts';

const [, ...AUDIENCE_TABLES] = AUDIENCE_FILES;
const FileParamsSchema = z.object({ file: z.enum([...FOLLOW_UP_FILES, ...AUDIENCE_TABLES]) });
/** When the list was made, and how many of it came before: a list that was made anew begins anew. */
const PlaceSchema = z.strictObject({ made: z.iso.datetime(), after: z.int().min(1) });

/** `/follow-ups`, `/follow-up-lists`: whom to answer, whom to leave alone, who may leave. For cx and admin only. */
export const followUpRoutes = [
  defineRoute({
    method: 'get',
    path: '/follow-ups',
    summary: 'Whom to answer, whom to leave alone, who may leave',
    roles: ['cx', 'admin'],
    success: { name: 'FollowUps', schema: FollowUpsSchema },
    problems: ['not-found'],
    namesCustomers: true,
    example: {},
    async handle(request) {
      const { followUps } = await readLists(request.deps);
      if (followUps === null) throw notYet();
      await recordLookup(request, { action: 'follow-ups', customerIds: customersOf(followUps) });
      return { json: followUps };
    },
  }),
  defineRoute({
    method: 'get',
    path: '/follow-ups/{file}',
    summary: 'One of the lists as a file: CSV, or the bodies of requests to Braze',
    roles: ['cx', 'admin'],
    params: FileParamsSchema,
    success: { files: ['text/csv', 'application/x-ndjson'] },
    problems: ['not-found'],
    namesCustomers: true,
    example: { params: { file: 'hold.csv' } },
    async handle(request) {
      const { file } = request.params;
      const [lists, bytes] = await Promise.all([readLists(request.deps), request.deps.followUps.read(file)]);
      if (bytes === null) throw notYet();
      await recordLookup(request, { action: 'follow-ups', customerIds: customersOfFile(lists, file) });
      const headers = { 'content-disposition': `attachment; filename="voc-${file}"` };
      const type = file.endsWith('.csv') ? 'text/csv; charset=utf-8' : 'application/x-ndjson';
      return { bytes, type, headers };
    },
  }),
  defineRoute({
    method: 'get',
    path: '/follow-up-lists',
    summary: 'Which lists of customers there are, when they were made and how long they are; names nobody',
    roles: ['cx', 'admin'],
    success: { name: 'FollowUpOverview', schema: FollowUpOverviewSchema },
    example: {},
    async handle({ deps }) {
      const lists = await readLists(deps);
      const nobody = { withoutConsent: 0, onHold: 0, wantsFewer: 0, overCap: 0 };
      return {
        json: {
          lists: FOLLOW_UP_LISTS.map((list) => {
            const found = entriesOf(lists, list);
            return {
              list,
              generatedAt: found?.generatedAt ?? null,
              customers: new Set(found?.entries.map(({ customerId }) => customerId)).size,
              files: list === 'audience' ? [...AUDIENCE_TABLES] : [`${list}.csv`],
            };
          }),
          withoutAnalyticsConsent: lists.followUps?.withoutConsent ?? 0,
          notWrittenTo: lists.audience?.excluded ?? nobody,
          emptyBecause: lists.audience?.emptyBecause ?? null,
        },
      };
    },
  }),
  defineRoute({
    method: 'get',
    path: '/follow-up-lists/{list}',
    summary: 'One list of customers in pages; who reads it is recorded',
    roles: ['cx', 'admin'],
    params: z.object({ list: FollowUpListNameSchema }),
    query: z.strictObject(pageParameters({ default: 50, max: 200 })),
    success: { name: 'FollowUpPage', schema: FollowUpPageSchema },
    problems: ['not-found'],
    namesCustomers: true,
    example: { params: { list: 'fast-follow' } },
    async handle(request) {
      const { params, query, deps } = request;
      const found = entriesOf(await readLists(deps), params.list);
      if (found === null) throw notYet();
      const page = pageFrom(found, params.list, query);
      const customerIds = page.entries.map(({ customerId }) => customerId);
      await recordLookup(request, { action: 'follow-ups', customerIds });
      return { json: page };
    },
  }),
];

/** The lists have an order of their own (due, score), so that a place in one is a number. */
function pageFrom(
  { generatedAt, entries }: WholeList,
  list: FollowUpPage['list'],
  { cursor, limit }: { readonly cursor?: string | undefined; readonly limit: number },
): FollowUpPage {
  const place = cursor === undefined ? undefined : decodeCursor(PlaceSchema, cursor, { list });
  const from = place?.made === generatedAt ? place.after : 0;
  const until = from + limit;
  const nextCursor =
    until < entries.length ? encodeCursor({ made: generatedAt, after: until }, { list }) : null;
  return { list, generatedAt, entries: entries.slice(from, until), nextCursor } as FollowUpPage;
}

function customersOfFile(lists: StoredLists, file: string): string[] {
  const list = FollowUpListNameSchema.safeParse(file.replace(/\.csv$/, '')).data ?? 'audience';
  const entries = entriesOf(lists, list)?.entries ?? [];
  if (list !== 'audience') return entries.map(({ customerId }) => customerId);
  // The file for Braze also names who has left.
  return [...entries.map(({ customerId }) => customerId), ...(lists.audience?.left ?? [])];
}

function customersOf({ fastFollows, holds, repeats, churnRisks }: FollowUps): string[] {
  return [...fastFollows, ...holds, ...repeats, ...churnRisks].map(({ customerId }) => customerId);
}

function notYet(): ApiProblem {
  return new ApiProblem('not-found', 'The lists have not been made yet; they are made every hour.');
}
