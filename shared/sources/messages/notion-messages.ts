import * as z from 'zod';
import { VocError } from '../../domain/errors.ts';
import { endlessGuard } from '../access/endless-guard.ts';
import type { HttpRequest } from '../access/http.ts';
import { readConfig } from '../access/read-config.ts';
import { readItem, readJson } from '../access/read-json.ts';
import { requestPace } from '../access/request-pace.ts';
import type { CollectContext, ItemProblem } from '../contract.ts';
import type { MessageConnector, MessagePage } from './contract.ts';
import { NotionPropertySchema, valueOfProperty } from './notion-property.ts';

export const NOTION_VERSION = '2025-09-03';
/** Edit times are rounded to the minute. */
const OVERLAP_MS = 120_000;
const PAGE_SIZE = 100;
/** About three requests a second are allowed on average. */
const PAUSE_MS = 350;

const FIELDS = [
  'messageId',
  'campaign',
  'variant',
  'sentAt',
  'channel',
  'segment',
  'stage',
  'text',
  'hasImage',
  'sent',
  'delivered',
  'opened',
  'clicked',
  'converted',
  'unsubscribed',
  'complaints',
  'suggestionId',
  'tags',
] as const;

export const NotionMessagesConfigSchema = z.strictObject({
  /** The database as its address says it; the integration must be connected to it. */
  databaseId: z
    .string()
    .regex(
      /^[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}$/i,
      'the 32 digits in the address of the database',
    ),
  /** The data source of the database, where it has several. */
  dataSource: z.string().min(1).optional(),
  /** Our field → property of the database; a field that is not named has a property of its own name. */
  columns: z.partialRecord(z.enum(FIELDS), z.string().min(1)).default({}),
  /** For tests. */
  baseUrl: z.url().default('https://api.notion.com'),
});
type Config = z.infer<typeof NotionMessagesConfigSchema>;

export const NotionSecretSchema = z.object({ token: z.string().min(1) });

const CheckpointSchema = z.object({ editedSince: z.iso.datetime() });
const DatabaseSchema = z.object({
  data_sources: z.array(z.object({ id: z.string().min(1), name: z.string() })),
});
const AnswerSchema = z.object({
  results: z.array(z.unknown()),
  has_more: z.boolean(),
  next_cursor: z.string().nullish(),
  request_status: z.object({ type: z.string() }).nullish(),
});
const PageSchema = z.object({
  id: z.string().min(1),
  last_edited_time: z.iso.datetime(),
  in_trash: z.boolean().nullish(),
  archived: z.boolean().nullish(),
  properties: z.record(z.string(), NotionPropertySchema),
});
type Page = z.infer<typeof PageSchema>;

/**
 * A Notion database in which each page is a sent message: all pages once, then those edited since. Without a property
 * for `messageId` a page's own ID serves.
 * @see https://developers.notion.com/reference/query-a-data-source
 */
export const notionMessages: MessageConnector = {
  id: 'notion-messages',
  title: 'Notion database of messages',
  docsUrl: 'https://developers.notion.com/reference/query-a-data-source',
  configSchema: NotionMessagesConfigSchema,
  secretSchema: NotionSecretSchema,
  async *read(context, config, checkpoint) {
    const settings = readConfig(NotionMessagesConfigSchema, config);
    const { token } = await context.secret(NotionSecretSchema);
    const request = requestOf(token);
    const source = await dataSourceOf(context, settings, request);
    const pace = requestPace(context, PAUSE_MS);
    const guard = endlessGuard('The Notion database');
    const saved = CheckpointSchema.safeParse(checkpoint).data;
    let editedSince = saved?.editedSince ?? null;
    let cursor: string | undefined;
    for (;;) {
      await pace();
      const url = `${settings.baseUrl}/v1/data_sources/${encodeURIComponent(source)}/query`;
      const response = await context.http.post(url, bodyOf(saved?.editedSince, cursor), request);
      const answer = readJson(AnswerSchema, response, 'The query of the Notion database');
      const page = rowsOf(answer.results, settings);
      if (page.lastEdited !== undefined) editedSince = page.lastEdited;
      const done = !answer.has_more;
      cursor = answer.next_cursor ?? undefined;
      if (!done && cursor === undefined) throw noCursor();
      yield {
        rows: page.rows,
        problems: page.problems,
        checkpoint: editedSince === null ? null : { editedSince },
        done,
        ...(answer.request_status?.type === 'incomplete' ? { suspect: TRUNCATED } : {}),
      };
      if (done) return;
      guard(
        answer.results.map((raw) => JSON.stringify(raw)),
        cursor ?? '',
      );
    }
  },
};

const TRUNCATED: NonNullable<MessagePage['suspect']> = {
  kind: 'truncated',
  message:
    'Notion cut the answer off at its limit; the rest comes with the next runs. Keep fewer pages per database.',
};

function requestOf(token: string): HttpRequest {
  return {
    headers: {
      accept: 'application/json',
      'content-type': 'application/json',
      authorization: `Bearer ${token}`,
      'notion-version': NOTION_VERSION,
    },
  };
}

/** Since 2025-09-03 a database holds data sources, and these are queried. */
async function dataSourceOf(
  context: CollectContext,
  settings: Config,
  request: HttpRequest,
): Promise<string> {
  const url = `${settings.baseUrl}/v1/databases/${settings.databaseId}`;
  const { data_sources: sources } = readJson(
    DatabaseSchema,
    await context.http.get(url, request),
    'The Notion database',
  );
  const wanted = settings.dataSource;
  const found = wanted === undefined ? sources : sources.filter(({ name }) => name === wanted);
  const [only] = found;
  if (only !== undefined && found.length === 1) return only.id;
  throw new VocError(
    'source.config-invalid',
    'config',
    `The Notion database has ${sources.length} data sources, and dataSource of voc.config.yaml names none of them clearly. Name one: ${sources.map(({ name }) => name).join(', ')}.`,
  );
}

function bodyOf(editedSince: string | undefined, cursor: string | undefined): string {
  const from =
    editedSince === undefined ? undefined : new Date(Date.parse(editedSince) - OVERLAP_MS).toISOString();
  return JSON.stringify({
    page_size: PAGE_SIZE,
    sorts: [{ timestamp: 'last_edited_time', direction: 'ascending' }],
    ...(from === undefined
      ? {}
      : { filter: { timestamp: 'last_edited_time', last_edited_time: { on_or_after: from } } }),
    ...(cursor === undefined ? {} : { start_cursor: cursor }),
  });
}

function rowsOf(results: readonly unknown[], settings: Config) {
  const rows: Record<string, unknown>[] = [];
  const problems: ItemProblem[] = [];
  let lastEdited: string | undefined;
  for (const raw of results) {
    const read = readItem(PageSchema, raw);
    if (!read.ok) {
      problems.push(read.problem);
      continue;
    }
    lastEdited = new Date(read.item.last_edited_time).toISOString();
    if (read.item.in_trash !== true && read.item.archived !== true) rows.push(rowOf(read.item, settings));
  }
  return { rows, problems, lastEdited };
}

function rowOf({ id, properties }: Page, { columns }: Config): Record<string, unknown> {
  const row: Record<string, unknown> = {};
  for (const field of FIELDS) {
    const property = properties[columns[field] ?? field];
    if (property !== undefined) row[field] = valueOfProperty(property);
  }
  row.messageId ??= `notion-${id}`;
  return row;
}

function noCursor(): VocError {
  return new VocError(
    'source.bad-response',
    'transient',
    'Notion says that there is more, but gives no cursor. The next run tries again.',
  );
}
