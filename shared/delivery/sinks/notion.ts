import * as z from 'zod';
import { isVocError } from '../../domain/errors.ts';
import { briefOf } from '../brief.ts';
import { sinkFailed } from '../delivery-failed.ts';
import { NOTION_LIMITS, notionBlocks, notionTitle } from '../notion-blocks.ts';
import type { Delivery } from '../sink.ts';
import { createSinkHttp, type ReadRefusal } from '../sink-http.ts';
import type { MakeSink } from './make-sink.ts';
import { SinkUrlSchema } from './sink-config.ts';
import { sinkSecret } from './sink-secret.ts';

const API = 'https://api.notion.com/v1';
/** Pages below a data source, `in_trash`: https://developers.notion.com/reference/changes-by-version */
const VERSION = '2026-03-11';
const SecretSchema = z.object({ token: z.string().min(1), apiUrl: SinkUrlSchema.default(API) });
const PageSchema = z.object({ id: z.string().min(1), url: z.httpUrl().optional().catch(undefined) });

/**
 * Makes a page for each delivery in a data source that is shared with the integration. A page that an attempt left half
 * done goes to the trash when the next one makes it whole; a finished page, on which people may have written, stays.
 * A draft's page fills the text property `suggestionId` where the data source has one, so that a page that becomes a
 * message of the archive is known there; the page names the tag in any case.
 */
export const notion: MakeSink<'notion'> = (config, deps) => {
  const send = createSinkHttp(config.id, deps.http, readRefusal);
  return {
    id: config.id,
    carries: config.carries,
    draftTool: 'notion',
    async deliver(delivery, { receipt, keep }) {
      const { token, apiUrl } = await sinkSecret(SecretSchema, config, deps);
      const headers = { authorization: `Bearer ${token}`, 'notion-version': VERSION };
      const brief = briefOf(delivery, deps);
      const blocks = notionBlocks(brief);
      const create = (properties: object) =>
        send({
          url: `${apiUrl}/pages`,
          headers,
          body: {
            parent: { type: 'data_source_id', data_source_id: config.dataSourceId },
            // The title property of every data source has this ID, whatever its name.
            properties: { title: { title: notionTitle(brief) }, ...properties },
            children: blocks.slice(0, NOTION_LIMITS.children),
          },
        });
      const response = await create(suggestionProperty(delivery)).catch((error: unknown) => {
        if (isVocError(error) && error.details.reason === NO_PROPERTY) return create({});
        throw error;
      });
      const { id, url } = pageOf(config.id, response.text);
      const unfinished = receipt?.unfinished;
      keep({ unfinished: id });
      for (let at = NOTION_LIMITS.children; at < blocks.length; at += NOTION_LIMITS.children) {
        await send({
          url: `${apiUrl}/blocks/${id}/children`,
          method: 'PATCH',
          headers,
          body: { children: blocks.slice(at, at + NOTION_LIMITS.children) },
        });
      }
      keep({ page: id, reference: id, ...(url === undefined ? {} : { url }) });
      if (unfinished !== undefined) {
        await send({
          url: `${apiUrl}/pages/${unfinished}`,
          method: 'PATCH',
          headers,
          body: { in_trash: true },
        });
      }
    },
  };
};

const SUGGESTION_PROPERTY = 'suggestionId';
const NO_PROPERTY = 'no-suggestion-property';

function suggestionProperty(delivery: Delivery): object {
  if (delivery.kind !== 'draft') return {};
  const content = delivery.draft.suggestionId;
  return { [SUGGESTION_PROPERTY]: { rich_text: [{ type: 'text', text: { content } }] } };
}

function pageOf(sink: string, text: string): z.infer<typeof PageSchema> {
  try {
    return PageSchema.parse(JSON.parse(text));
  } catch {
    throw sinkFailed({ sink, kind: 'transient', reason: 'unreadable-answer' });
  }
}

const ErrorSchema = z.object({
  object: z.literal('error'),
  code: z.string().regex(/^[a-z_]{3,40}$/),
  message: z.string().optional(),
});

/** https://developers.notion.com/reference/status-codes: 409 passes by itself, 529 asks to come again. */
const readRefusal: ReadRefusal = (status, body) => {
  let parsed: ReturnType<typeof ErrorSchema.safeParse>;
  try {
    parsed = ErrorSchema.safeParse(JSON.parse(body));
  } catch {
    return undefined;
  }
  if (!parsed.success) return undefined;
  const { code: reason, message = '' } = parsed.data;
  // "suggestionId is not a property that exists." or "… is expected to be …": the message names the property.
  if (reason === 'validation_error' && message.includes(SUGGESTION_PROPERTY))
    return { kind: 'permanent', reason: NO_PROPERTY };
  if (status === 409) return { kind: 'transient', reason };
  if (status === 429 || status === 529) return { kind: 'rate', reason };
  if (status >= 500) return { kind: 'transient', reason };
  return { kind: status === 401 || status === 403 ? 'auth' : 'permanent', reason };
};
