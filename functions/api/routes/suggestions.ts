import * as z from 'zod';
import { draftCsv } from '../../../shared/delivery/review-csv.ts';
import { ROLES } from '../../../shared/domain/dashboard-api.ts';
import { isVocError } from '../../../shared/domain/errors.ts';
import type { KeywordSuggestion } from '../../../shared/domain/insight.ts';
import { present } from '../../../shared/domain/present.ts';
import {
  SuggestionDecisionRequestSchema,
  SuggestionListSchema,
  type SuggestionRecord,
  type SuggestionView,
  SuggestionViewSchema,
} from '../../../shared/domain/suggestion-record.ts';
import {
  decide,
  decidedSince,
  newSuggestionRecord,
} from '../../../shared/insight/messages/suggestion-decisions.ts';
import { acceptedDraft } from '../accepted-draft.ts';
import { pageOf, pageParameters } from '../cursor.ts';
import { ApiProblem } from '../problem.ts';
import { newestPublishedWeek } from '../published-review.ts';
import { messagePartsOf } from '../published-suggestions.ts';
import { ItemIdSchema, WeekSchema } from '../request.ts';
import { defineRoute } from '../route.ts';
import { personOf } from '../session.ts';

/** `/suggestions`: message keywords, and what people decide on them. */
export const suggestionRoutes = [
  defineRoute({
    method: 'get',
    path: '/suggestions',
    summary: 'Message keywords of a week with what people have decided, most said first',
    roles: ROLES,
    query: z.strictObject({ week: WeekSchema, ...pageParameters({ default: 100, max: 200 }) }),
    success: { name: 'SuggestionList', schema: SuggestionListSchema },
    example: { query: { week: '2026-W46' } },
    async handle({ query: { week, cursor, limit }, deps }) {
      const [{ keywords, points }, records, newest] = await Promise.all([
        messagePartsOf(deps, week),
        deps.suggestions.list(),
        newestPublishedWeek(deps),
      ]);
      // What was tried in this week is told by later reviews.
      const latest =
        newest === null || newest === week ? points : (await messagePartsOf(deps, newest)).points;
      const outcomes = latest.flatMap((point) => point.outcomes);
      const byId = new Map(records.map((record) => [record.suggestion.id, record]));
      const { items, nextCursor } = pageOf(keywords, {
        cursor,
        limit,
        list: { suggestions: week },
        keyOf: ({ said, id }) => `${String(said).padStart(12, '0')} ${id}`,
      });
      const views = items.map((suggestion) => {
        const code = points.find(({ id }) => id === suggestion.pointId)?.code;
        const outcome = outcomes.find(({ suggestionId }) => suggestionId === suggestion.id);
        return {
          ...viewOf(suggestion, byId.get(suggestion.id)),
          ...present('code', code),
          ...present('outcome', outcome),
        };
      });
      return { json: { week, suggestions: views, nextCursor, draftTools: [...deps.draftTools] } };
    },
  }),
  defineRoute({
    method: 'put',
    path: '/suggestions/{id}',
    summary:
      'Accepts, edits or rejects a suggestion; an accepted text goes to the messaging tools as a draft',
    roles: ['marketer', 'admin'],
    params: z.object({ id: ItemIdSchema }),
    body: SuggestionDecisionRequestSchema,
    success: { name: 'Suggestion', schema: SuggestionViewSchema },
    problems: ['not-found', 'draft-not-ready', 'conflict'],
    example: {
      params: { id: '5f3c0de100000001' },
      body: { week: '2026-W46', revision: 0, decision: 'accepted', text: '수수료는 신청 전에 보여 드려요.' },
    },
    async handle({ params: { id }, body: { week, revision, ...decision }, session, deps }) {
      const [{ keywords, points }, stored] = await Promise.all([
        messagePartsOf(deps, week),
        deps.suggestions.get(id),
      ]);
      const suggestion = keywords.find((candidate) => candidate.id === id);
      const point = points.find((candidate) => candidate.id === suggestion?.pointId);
      if (suggestion === undefined || point === undefined)
        throw new ApiProblem('not-found', 'This week has no such suggestion.');
      const before = stored ?? newSuggestionRecord(suggestion, week);
      const act = { by: personOf(session), at: deps.now().toISOString() };
      const after = decided(() => decide(before, decision, act));
      // The same decision once more is no conflict: it may be a second try of one whose answer got lost.
      if (after !== before) {
        if (decidedSince(before, revision)) throw conflict();
        if (!(await deps.suggestions.save(after, stored?.revision))) throw conflict();
      }
      if (after.text !== undefined) await deps.publishDraft(acceptedDraft(after, point.code));
      return { json: viewOf(suggestion, after) };
    },
  }),
  defineRoute({
    method: 'get',
    path: '/suggestions/{suggestionId}/draft.csv',
    summary:
      'The accepted text of a suggestion as a draft for a tool without an API: with its tag and its test',
    roles: ROLES,
    params: z.object({ suggestionId: ItemIdSchema }),
    success: { files: ['text/csv'] },
    problems: ['not-found', 'draft-not-ready'],
    example: { params: { suggestionId: '5f3c0de100000009' } },
    async handle({ params: { suggestionId }, deps }) {
      const record = await deps.suggestions.get(suggestionId);
      if (record === undefined) throw new ApiProblem('not-found', 'Nobody has decided on such a suggestion.');
      const draft = decided(() => acceptedDraft(record, codeOfPoint(record.suggestion.pointId)));
      return {
        bytes: Buffer.from(draftCsv(draft, { language: deps.language }), 'utf8'),
        type: 'text/csv; charset=utf-8',
        headers: { 'content-disposition': `attachment; filename="voc-draft-${draft.id}.csv"` },
      };
    },
  }),
];

/** The reason of a point by its ID, `<code>.<stage>`. */
function codeOfPoint(pointId: string): string {
  return pointId.slice(0, pointId.lastIndexOf('.'));
}

function viewOf(suggestion: KeywordSuggestion, record: SuggestionRecord | undefined): SuggestionView {
  const { state, text, history, revision } = record ?? newSuggestionRecord(suggestion, '');
  return { suggestion, state, ...(text === undefined ? {} : { text }), history, revision };
}

function decided<Result>(decision: () => Result): Result {
  try {
    return decision();
  } catch (error) {
    if (isVocError(error, 'permanent')) throw new ApiProblem('draft-not-ready', error.message);
    throw error;
  }
}

function conflict(): ApiProblem {
  return new ApiProblem('conflict', 'Somebody else has decided on this suggestion. Read it again.');
}
