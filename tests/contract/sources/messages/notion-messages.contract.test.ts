import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SentMessageSchema } from '../../../../shared/domain/sent-message.ts';
import { NOTION_VERSION, notionMessages } from '../../../../shared/sources/messages/notion-messages.ts';
import { type ModelServer, startModelServer } from '../harness/model-server.ts';
import type { ModelReply, ModelRequest } from '../harness/source-model.ts';
import { type KnownMessages, noMessages, runMessages } from './run-messages.ts';

const DATABASE = '0123456789abcdef0123456789abcdef';
const rich = (text: string) => [{ plain_text: text.slice(0, 3) }, { plain_text: text.slice(3) }];

/** Databases with their data sources and the query as documented: ascending by the time of the last edit. */
class NotionModel {
  pageSize = 2;
  sources = [{ id: 'ds1', name: '메시지' }];
  incomplete = false;
  readonly pages: {
    id: string;
    last_edited_time: string;
    in_trash: boolean;
    properties: Record<string, unknown>;
  }[] = [];

  put(id: string, edited: string, more: Record<string, unknown> = {}): void {
    this.pages.push({
      id,
      last_edited_time: edited,
      in_trash: false,
      properties: {
        캠페인: { id: 'a', type: 'title', title: rich(`가을 캠페인 ${id}`) },
        문안: { id: 'b', type: 'rich_text', rich_text: rich('수수료를 미리 보여 드려요') },
        발송일: { id: 'c', type: 'date', date: { start: '2026-10-20T10:00:00.000+09:00', end: null } },
        채널: { id: 'd', type: 'select', select: { id: 'x', name: '알림톡' } },
        단계: { id: 'e', type: 'status', status: { id: 'x', name: 'purchase' } },
        이미지: { id: 'f', type: 'checkbox', checkbox: true },
        sent: { id: 'g', type: 'number', number: 1000 },
        delivered: { id: 'h', type: 'number', number: 970 },
        clicked: { id: 'i', type: 'formula', formula: { type: 'number', number: 40 } },
        converted: { id: 'j', type: 'number', number: null },
        ...more,
      },
    });
  }

  handle({ method, url, headers, body }: ModelRequest): ModelReply {
    const error = (status: number, code: string) => ({
      status,
      body: JSON.stringify({ object: 'error', status, code, message: code }),
    });
    if (headers.authorization !== 'Bearer right') return error(401, 'unauthorized');
    if (headers['notion-version'] !== NOTION_VERSION) return error(400, 'missing_version');
    if (method === 'GET' && url.pathname === `/v1/databases/${DATABASE}`)
      return { body: JSON.stringify({ object: 'database', data_sources: this.sources }) };
    if (method !== 'POST' || url.pathname !== '/v1/data_sources/ds1/query')
      return error(404, 'object_not_found');
    const asked = JSON.parse(body) as {
      start_cursor?: string;
      page_size: number;
      filter?: { last_edited_time: { on_or_after: string } };
    };
    const from = asked.filter?.last_edited_time.on_or_after ?? '';
    const all = this.pages
      .filter(({ last_edited_time: at }) => at >= from)
      .sort((a, b) => (a.last_edited_time < b.last_edited_time ? -1 : 1));
    const start = Number(asked.start_cursor ?? 0);
    const results = all.slice(start, start + Math.min(asked.page_size, this.pageSize));
    const more = start + results.length < all.length;
    return {
      body: JSON.stringify({
        object: 'list',
        results,
        has_more: more,
        next_cursor: more ? String(start + results.length) : null,
        request_status: this.incomplete
          ? { type: 'incomplete', incomplete_reason: 'query_result_limit_reached' }
          : { type: 'complete' },
      }),
    };
  }
}

const clock = { now: new Date('2026-11-01T00:00:00.000Z') };
let model: NotionModel;
let server: ModelServer;
let known: KnownMessages;

beforeEach(async () => {
  model = new NotionModel();
  server = await startModelServer(model as never);
  known = noMessages();
  model.put('p1', '2026-10-21T00:00:00.000Z');
  model.put('p2', '2026-10-22T00:00:00.000Z');
  model.put('p3', '2026-10-23T00:00:00.000Z');
});
afterEach(() => server.close());

const columns = {
  campaign: '캠페인',
  text: '문안',
  sentAt: '발송일',
  channel: '채널',
  stage: '단계',
  hasImage: '이미지',
};
const run = (config: object = {}, token = 'right', stopAfterPage?: number) =>
  runMessages({
    connector: notionMessages,
    config: { databaseId: DATABASE, columns, baseUrl: server.url, ...config },
    secret: { token },
    clock,
    known,
    ...(stopAfterPage === undefined ? {} : { stopAfterPage }),
  });

describe('a Notion database of messages', () => {
  it('brings each page as a message, by the columns of the configuration, ready for the archive', async () => {
    await run();
    expect([...known.rows.keys()]).toEqual(['notion-p1', 'notion-p2', 'notion-p3']);
    const row = known.rows.get('notion-p1');
    expect(row).toMatchObject({
      campaign: '가을 캠페인 p1',
      text: '수수료를 미리 보여 드려요',
      channel: '알림톡',
      clicked: 40,
      hasImage: true,
    });
    expect(SentMessageSchema.parse(row)).toMatchObject({ stage: 'purchase', converted: 0, delivered: 970 });
  });

  it('brings next time only what was edited, and goes on where the time of a run was up', async () => {
    await run({}, 'right', 1);
    expect(known.rows.size).toBe(2);
    await run();
    expect(known.rows.size).toBe(3);
    model.put('p4', '2026-10-30T00:00:00.000Z');
    const { pages } = await run();
    expect(pages.flatMap(({ rows }) => rows.map(({ messageId }) => messageId))).toEqual([
      'notion-p3',
      'notion-p4',
    ]);
  });

  it('uses the property that holds an ID, leaves the trash out, and names a page that it cannot read', async () => {
    model.put('p5', '2026-10-24T00:00:00.000Z', {
      messageId: { id: 'k', type: 'rich_text', rich_text: rich('M-2026-1') },
    });
    model.pages.push({
      id: 'gone',
      last_edited_time: '2026-10-25T00:00:00.000Z',
      in_trash: true,
      properties: {},
    });
    model.pages.push({
      id: 'odd',
      last_edited_time: '2026-10-26T00:00:00.000Z',
      in_trash: false,
      properties: 5 as never,
    });
    await run();
    expect([...known.rows.keys()]).toEqual(['notion-p1', 'notion-p2', 'notion-p3', 'M-2026-1']);
    expect(known.problems).toEqual(['odd properties']);
  });

  it('doubts an answer that Notion has cut off', async () => {
    model.incomplete = true;
    expect((await run()).pages[0]?.suspect?.kind).toBe('truncated');
  });

  it('asks which data source is meant where there are several', async () => {
    model.sources.push({ id: 'ds2', name: '보관' });
    expect((await run()).error).toMatchObject({ code: 'source.config-invalid', kind: 'config' });
    expect((await run({ dataSource: '메시지' })).error).toBeUndefined();
  });

  it.each([
    ['429 with Retry-After', 'rate'],
    ['500', 'transient'],
    ['truncated JSON', 'transient'],
  ] as const)('ends the run on %s and loses nothing', async (fault, kind) => {
    server.faults.push(undefined, undefined, fault);
    expect((await run()).error?.kind).toBe(kind);
    await run();
    expect(known.rows.size).toBe(3);
  });

  it('says what to do about a wrong token', async () => {
    expect((await run({}, 'wrong')).error).toMatchObject({ code: 'source.unauthorized', kind: 'auth' });
  });
});
