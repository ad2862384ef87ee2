import * as z from 'zod';
import { messagesCsv } from '../../../shared/delivery/messages-csv.ts';
import { ROLES } from '../../../shared/domain/dashboard-api.ts';
import {
  MessageDetailSchema,
  MessageEffectListSchema,
  MessageListSchema,
} from '../../../shared/domain/message-archive.ts';
import { FunnelStageSchema } from '../../../shared/domain/taxonomy.ts';
import { featuresOf } from '../../../shared/insight/messages/message-features.ts';
import { campaignEcho } from '../campaign-echo.ts';
import { pageOf, pageParameters } from '../cursor.ts';
import { filterMessages, messagePlace } from '../message-archive.ts';
import { ApiProblem } from '../problem.ts';
import { newestMessageParts } from '../published-suggestions.ts';
import { ItemIdSchema } from '../request.ts';
import { defineRoute } from '../route.ts';

const FilterFields = {
  channel: z.string().min(1).max(100).optional(),
  segment: z.string().min(1).max(200).optional(),
  stage: FunnelStageSchema.optional(),
  campaign: z.string().min(1).max(300).optional(),
  /** Letters in text or campaign, in any case and spacing. */
  text: z.string().trim().min(1).max(200).optional(),
};
/** A table for a spreadsheet, not a copy of the archive. */
const MAX_ROWS = 10_000;

/** `/messages`: what we sent and what it did. */
export const messageRoutes = [
  defineRoute({
    method: 'get',
    path: '/messages',
    summary: 'Messages that we sent, newest first, with their results',
    roles: ROLES,
    query: z.strictObject({ ...FilterFields, ...pageParameters({ default: 50, max: 200 }) }),
    success: { name: 'MessageList', schema: MessageListSchema },
    example: { query: {} },
    async handle({ query: { cursor, limit, ...filter }, deps }) {
      const archive = await deps.messages();
      const found = filterMessages(archive.messages, filter);
      const { items, nextCursor } = pageOf(found, {
        cursor,
        limit,
        list: { messages: filter },
        keyOf: messagePlace,
      });
      const { channels, segments, stages } = archive.facets;
      return {
        json: {
          messages: items.map(archive.shown),
          total: found.length,
          facets: { channels: [...channels], segments: [...segments], stages: [...stages] },
          nextCursor,
        },
      };
    },
  }),
  defineRoute({
    method: 'get',
    path: '/messages/{messageId+}',
    summary: 'One message: results, features, who doubts it, and the suggestion that it tries out',
    roles: ROLES,
    params: z.object({ messageId: ItemIdSchema }),
    success: { name: 'MessageDetail', schema: MessageDetailSchema },
    problems: ['not-found'],
    example: { params: { messageId: 'M20261103-01' } },
    async handle({ params: { messageId }, deps }) {
      const archive = await deps.messages();
      const message = archive.byId.get(messageId);
      if (message === undefined) throw new ApiProblem('not-found', 'The archive has no such message.');
      const [echo, { points }] = await Promise.all([campaignEcho(deps, message), newestMessageParts(deps)]);
      const outcome = points
        .flatMap(({ outcomes }) => outcomes)
        .find(({ messageIds }) => messageIds.includes(messageId));
      // A message without a tag is known by its words, and only the outcome tells of it.
      const suggestionId = message.suggestionId ?? outcome?.suggestionId;
      const record = suggestionId === undefined ? undefined : await deps.suggestions.get(suggestionId);
      const { tone: _tone, topics: _topics, ...features } = featuresOf(message);
      return {
        json: {
          message: archive.shown(message),
          features,
          siblings: archive.messages
            .filter((other) => other.campaign === message.campaign && other !== message)
            .map(archive.shown),
          ...echo,
          suggestion:
            record === undefined
              ? null
              : {
                  id: record.suggestion.id,
                  week: record.week,
                  phrase: record.suggestion.phrase,
                  state: record.state,
                },
          outcome: outcome ?? null,
        },
      };
    },
  }),
  defineRoute({
    method: 'get',
    path: '/message-archive.csv',
    summary: 'The messages that fit the filters as a table',
    roles: ROLES,
    query: z.strictObject(FilterFields),
    success: { files: ['text/csv'] },
    example: { query: {} },
    async handle({ query, deps }) {
      const archive = await deps.messages();
      const lines = filterMessages(archive.messages, query).slice(0, MAX_ROWS).map(archive.line);
      return {
        bytes: messagesCsv(lines, deps.language),
        type: 'text/csv; charset=utf-8',
        headers: { 'content-disposition': 'attachment; filename="voc-messages.csv"' },
      };
    },
  }),
  defineRoute({
    method: 'get',
    path: '/message-effects',
    summary: 'What words and features of our messages did, as the newest review found it',
    roles: ROLES,
    success: { name: 'MessageEffectList', schema: MessageEffectListSchema },
    example: {},
    async handle({ deps }) {
      const { week, effects } = await newestMessageParts(deps);
      return { json: { week, effects } };
    },
  }),
];
