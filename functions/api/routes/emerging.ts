import * as z from 'zod';
import { ROLES } from '../../../shared/domain/dashboard-api.ts';
import { isVocError } from '../../../shared/domain/errors.ts';
import {
  EmergingDecisionRequestSchema,
  EmergingListSchema,
  EmergingProposalSchema,
} from '../../../shared/domain/settings-api.ts';
import { acceptEmerging, dismissEmerging } from '../../../shared/insight/accept-emerging.ts';
import { changeSettings, invalidSettings } from '../change-settings.ts';
import { pageOf, pageParameters } from '../cursor.ts';
import { ApiProblem } from '../problem.ts';
import { publishedEmerging } from '../published-emerging.ts';
import { ItemIdSchema, WeekSchema } from '../request.ts';
import { defineRoute } from '../route.ts';
import { personOf } from '../session.ts';

/** `/emerging`: proposals for new reasons, and what people make of them. */
export const emergingRoutes = [
  defineRoute({
    method: 'get',
    path: '/emerging',
    summary: 'What customers suddenly speak of and the taxonomy has no reason for, most said first',
    roles: ROLES,
    query: z.strictObject({ week: WeekSchema, ...pageParameters({ default: 50, max: 200 }) }),
    success: { name: 'EmergingList', schema: EmergingListSchema },
    example: { query: { week: '2026-W46' } },
    async handle({ query: { week, cursor, limit }, deps }) {
      const [published, decisions, { edition }] = await Promise.all([
        publishedEmerging(deps, week),
        deps.emergingDecisions.list(),
        deps.settings.head(),
      ]);
      const decided = new Map(decisions.map((decision) => [decision.id, decision]));
      const { items, nextCursor } = pageOf(published, {
        cursor,
        limit,
        list: { emerging: week },
        keyOf: ({ documents, id }) => `${String(documents).padStart(12, '0')} ${id}`,
      });
      const proposals = items.map((proposal) => ({ proposal, decision: decided.get(proposal.id) ?? null }));
      return { json: { week, edition, proposals, nextCursor } };
    },
  }),
  defineRoute({
    method: 'put',
    path: '/emerging/{id}',
    summary: 'Takes a proposal into the taxonomy as a new reason, or dismisses it for good',
    roles: ['marketer', 'cx', 'admin'],
    params: z.object({ id: ItemIdSchema }),
    body: EmergingDecisionRequestSchema,
    success: { name: 'EmergingProposal', schema: EmergingProposalSchema },
    problems: ['not-found', 'conflict', 'invalid-settings'],
    example: {
      params: { id: '5f3c0de100000001' },
      body: { week: '2026-W46', decision: 'dismissed' },
    },
    async handle({ params: { id }, body, session, deps }) {
      const proposal = (await publishedEmerging(deps, body.week)).find((candidate) => candidate.id === id);
      if (proposal === undefined) throw new ApiProblem('not-found', 'This week has no such proposal.');
      const by = { at: deps.now().toISOString(), by: personOf(session) };
      if (body.decision === 'dismissed') {
        const decision = dismissEmerging(proposal, by);
        await deps.emergingDecisions.decide(decision);
        return { json: { proposal, decision } };
      }
      const { week: _week, edition, decision: _accepted, ...given } = body;
      const { content, applied } = await deps.newestSettings();
      const accepted = accept(() => acceptEmerging(applied.taxonomy, content.taxonomy, proposal, given, by));
      // Accepted already: the answer was lost, or somebody tries again what is done, by an edition that is past.
      const isThere = accepted.edit === content.taxonomy;
      // First the settings: a decision without its code would hide the proposal for nothing.
      const note = `${body.week} ${proposal.name}`.slice(0, 500);
      if (!isThere)
        await changeSettings(deps, { part: 'taxonomy', value: accepted.edit }, { edition, note, session });
      await deps.emergingDecisions.decide(accepted.decision);
      return { json: { proposal, decision: accepted.decision } };
    },
  }),
];

function accept<Accepted>(work: () => Accepted): Accepted {
  try {
    return work();
  } catch (error) {
    if (!isVocError(error, 'config')) throw error;
    throw invalidSettings([
      {
        path: 'code',
        message: { ko: '이미 있는 코드입니다. 다른 코드를 적어 주세요.', en: error.message },
      },
    ]);
  }
}
