import * as z from 'zod';
import { FOLLOW_UP_FILES } from '../../../shared/delivery/follow-up-csv.ts';
import { type FollowUps, FollowUpsSchema } from '../../../shared/domain/follow-up.ts';
import type { ApiDeps } from '../ports.ts';
import { ApiProblem } from '../problem.ts';
import { recordLookup } from '../record-lookup.ts';
import { defineRoute } from '../route.ts';

const FileParamsSchema = z.object({ file: z.enum(FOLLOW_UP_FILES) });

/** `/follow-ups`: whom to answer, whom to leave alone, who may leave. Names customers, so for cx and admin only. */
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
      const lists = await readLists(request.deps);
      await recordLookup(request, { action: 'follow-ups', customerIds: customersOf(lists) });
      return { json: lists };
    },
  }),
  defineRoute({
    method: 'get',
    path: '/follow-ups/{file}',
    summary: 'One of the lists as CSV',
    roles: ['cx', 'admin'],
    params: FileParamsSchema,
    success: { files: ['text/csv'] },
    problems: ['not-found'],
    namesCustomers: true,
    example: { params: { file: 'hold.csv' } },
    async handle(request) {
      const { file } = request.params;
      const [lists, bytes] = await Promise.all([readLists(request.deps), request.deps.followUps.read(file)]);
      if (bytes === null) throw notYet();
      await recordLookup(request, { action: 'follow-ups', customerIds: customersOf(lists) });
      const headers = { 'content-disposition': `attachment; filename="voc-${file}"` };
      return { bytes, type: 'text/csv; charset=utf-8', headers };
    },
  }),
];

async function readLists(deps: Pick<ApiDeps, 'followUps'>): Promise<FollowUps> {
  const bytes = await deps.followUps.read('follow-ups.json');
  if (bytes === null) throw notYet();
  return FollowUpsSchema.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
}

function customersOf({ fastFollows, holds, repeats, churnRisks }: FollowUps): string[] {
  return [...fastFollows, ...holds, ...repeats, ...churnRisks].map(({ customerId }) => customerId);
}

function notYet(): ApiProblem {
  return new ApiProblem('not-found', 'The lists have not been made yet; they are made every hour.');
}
