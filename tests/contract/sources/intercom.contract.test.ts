import { describe, expect, it } from 'vitest';
import { InputDocumentSchema } from '../../../shared/domain/input-document.ts';
import type { Page } from '../../../shared/sources/contract.ts';
import { intercom } from '../../../shared/sources/intercom.ts';
import { describeConnectorContract } from './harness/connector-contract.ts';
import { fetchFrom } from './harness/model-server.ts';
import { nothingCollected, type RunOptions, runSource, textsOf } from './harness/run-source.ts';
import type { ModelReply, ModelRequest, SourceModel, TestClock } from './harness/source-model.ts';

const SECRET = { accessToken: 'token-1' };

interface Stored {
  updatedAt: number;
  conversation: Record<string, unknown>;
  source: Record<string, unknown>;
  parts: Record<string, unknown>[];
  withStatistics: boolean;
}

interface IntercomModel extends SourceModel {
  readonly conversations: Map<string, Stored>;
  readonly contacts: Map<string, Record<string, unknown>>;
  readonly requests: ModelRequest[];
  intercept: (request: ModelRequest) => ModelReply | undefined;
  headers: Record<string, string>;
}

const person = (type: string, more: Record<string, unknown> = {}) => ({ type, id: `${type}-1`, ...more });
const part = (more: Record<string, unknown>) => ({ part_type: 'comment', redacted: false, ...more });

/** Intercom as its API description has it: a search with filter, order and cursor; parts and contacts one by one. */
function intercomModel(clock: TestClock): IntercomModel {
  const seconds = () => Math.floor(clock.now.getTime() / 1000);
  const conversations = new Map<string, Stored>();
  const json = (value: unknown, status = 200): ModelReply => ({
    status,
    headers: model.headers,
    body: JSON.stringify(value),
  });
  const refuse = (status: number, code: string) =>
    json({ type: 'error.list', request_id: 'r', errors: [{ code, message: code }] }, status);

  function listed(stored: Stored): Record<string, unknown> {
    const count = { count_conversation_parts: stored.parts.length };
    return {
      type: 'conversation',
      ...stored.conversation,
      updated_at: stored.updatedAt,
      source: stored.source,
      ...(stored.withStatistics ? { statistics: count } : {}),
    };
  }

  function search(body: string): ModelReply {
    const { query, sort, pagination } = JSON.parse(body) as {
      query: { operator: string; value: { field: string; operator: string; value: number }[] };
      sort: { field: string; order: string };
      pagination: { per_page: number; starting_after?: string };
    };
    const [filter] = query.value;
    const isKnown = query.operator === 'AND' && filter?.field === 'updated_at' && filter.operator === '>';
    if (!isKnown || sort.order !== 'ascending' || pagination.per_page > 150)
      return refuse(400, 'parameter_invalid');
    const cursor = pagination.starting_after === undefined ? null : readCursor(pagination.starting_after);
    if (cursor === undefined) return refuse(400, 'invalid_cursor');
    const found = [...conversations]
      .sort(([a, { updatedAt: atA }], [b, { updatedAt: atB }]) => atA - atB || (a < b ? -1 : 1))
      .filter(([, { updatedAt }]) => updatedAt > filter.value)
      .filter(
        ([id, { updatedAt }]) =>
          cursor === null || updatedAt > cursor[0] || (updatedAt === cursor[0] && id > cursor[1]),
      );
    const page = found.slice(0, Math.min(pagination.per_page, model.pageSize));
    const last = page.at(-1);
    const next =
      last !== undefined && found.length > page.length
        ? {
            next: {
              page: 2,
              starting_after: Buffer.from(`${last[1].updatedAt}-${last[0]}`).toString('base64'),
            },
          }
        : {};
    return json({
      type: 'conversation.list',
      pages: { type: 'pages', page: 1, per_page: pagination.per_page, ...next },
      total_count: found.length,
      conversations: page.map(([, stored]) => listed(stored)),
    });
  }

  function readCursor(cursor: string): readonly [number, string] | undefined {
    const parts = /^(\d+)-(.+)$/.exec(Buffer.from(cursor, 'base64').toString());
    return parts === null ? undefined : [Number(parts[1]), parts[2] ?? ''];
  }

  const model: IntercomModel = {
    conversations,
    contacts: new Map(),
    requests: [],
    headers: {},
    intercept: () => undefined,
    pageSize: 150,
    secret: SECRET,
    config: (baseUrl) => ({ baseUrl }),
    handle(request) {
      model.requests.push(request);
      const { method, url, headers, body } = request;
      if (headers.authorization !== `Bearer ${SECRET.accessToken}`) return refuse(401, 'unauthorized');
      if (headers['intercom-version'] !== '2.14') return refuse(400, 'intercom_version_invalid');
      const instead = model.intercept(request);
      if (instead !== undefined) return instead;
      if (method === 'POST' && url.pathname === '/conversations/search') return search(body);
      const contact = model.contacts.get(/^\/contacts\/([^/]+)$/.exec(url.pathname)?.[1] ?? '');
      if (contact !== undefined) return json({ type: 'contact', ...contact });
      const stored = conversations.get(/^\/conversations\/([^/]+)$/.exec(url.pathname)?.[1] ?? '');
      if (stored === undefined) return refuse(404, 'not_found');
      const parts = {
        type: 'conversation_part.list',
        conversation_parts: stored.parts,
        total_count: stored.parts.length,
      };
      return json({ ...listed(stored), conversation_parts: parts });
    },
    add(text) {
      const id = String(1000 + conversations.size);
      const customer = person('user', { id: `c${id}` });
      conversations.set(id, {
        updatedAt: seconds(),
        withStatistics: conversations.size % 3 !== 0,
        conversation: {
          id,
          created_at: seconds(),
          state: 'open',
          contacts: { contacts: [{ id: `c${id}` }] },
        },
        source: {
          type: 'conversation',
          delivered_as: 'customer_initiated',
          body: `<p>${text}</p>`,
          author: customer,
          redacted: false,
        },
        parts:
          conversations.size % 2 === 0
            ? []
            : [
                part({ body: '무엇을 도와드릴까요?', author: person('bot') }),
                part({ body: '아직도 그래요', author: customer }),
                part({ part_type: 'note', body: '까다로운 고객', author: person('admin') }),
              ],
      });
      return id;
    },
    edit(id, text) {
      change(id, (stored) => {
        stored.source = { ...stored.source, body: `<p>${text}</p>`, redacted: false };
      });
    },
    erase(id) {
      change(id, (stored) => {
        stored.source = { ...stored.source, body: null, redacted: true };
        stored.parts = stored.parts.map((written) => ({ ...written, body: null, redacted: true }));
      });
    },
    truth: () =>
      new Map(
        [...conversations].flatMap(([id, { source, parts }]) => {
          const said = [
            ...(source.redacted === true ? [] : [String(source.body).replace(/<[^>]+>/g, '')]),
            ...parts.flatMap(({ body, redacted, author }) =>
              redacted === true || (author as { type: string }).type !== 'user' ? [] : [String(body)],
            ),
          ];
          return said.length === 0 ? [] : [[id, said.join('\n\n')] as const];
        }),
      ),
  };

  function change(id: string, edit: (stored: Stored) => void): void {
    const stored = conversations.get(id);
    if (stored === undefined) throw new Error(`no conversation ${id}`);
    stored.updatedAt = seconds();
    edit(stored);
  }
  return model;
}

describeConnectorContract(intercom, intercomModel);

function world() {
  const clock = { now: new Date('2026-11-02T00:00:00Z') };
  const model = intercomModel(clock);
  const collected = nothingCollected();
  return {
    clock,
    model,
    collected,
    later(ms: number) {
      clock.now = new Date(clock.now.getTime() + ms);
    },
    stored(id: string): Stored {
      const found = model.conversations.get(id);
      if (found === undefined) throw new Error(`no conversation ${id}`);
      return found;
    },
    run: (config: Record<string, unknown> = {}, more: Partial<RunOptions> = {}) =>
      runSource({
        connector: intercom,
        config: { ...model.config('https://intercom.example'), ...config },
        secret: SECRET,
        fetch: fetchFrom(model),
        clock,
        collected,
        ...more,
      }),
  };
}

const documentsOf = (pages: readonly Page[]) =>
  pages.flatMap((page) => page.documents.map((document) => InputDocumentSchema.parse(document)));
const MINUTE = 60_000;

describe('intercom', () => {
  it('maps a conversation to one document: its customer, and nothing of teammates, bots and notes', async () => {
    const { model, run, stored } = world();
    const id = model.add('');
    const conversation = stored(id);
    conversation.updatedAt += 300;
    conversation.conversation = {
      ...conversation.conversation,
      state: 'closed',
      tags: {
        type: 'tag.list',
        tags: [
          { id: '2', name: '환불' },
          { id: '1', name: '결제' },
        ],
      },
      conversation_rating: { rating: 2, remark: '답이 너무 늦었어요' },
      ai_agent_participated: true,
    };
    conversation.source = {
      ...conversation.source,
      type: 'email',
      subject: '환불 문의',
      body: '<p>안녕하세요<br>결제가 &lt;두 번&gt; 됐어요</p><p>확인 &amp; 환불 부탁드려요</p>',
      author: person('lead', { id: 'c1', name: '방문자', email: 'typed@example.com' }),
    };
    conversation.parts = [
      part({ body: '담당자입니다', author: person('admin') }),
      part({ body: '네\n감사합니다', author: person('user', { id: 'c1' }) }),
      part({ part_type: 'note', body: '내부 메모', author: person('user', { id: 'c1' }) }),
      part({ body: 'Fin 답변', author: person('bot') }),
      part({ part_type: 'assignment', body: null, author: person('admin') }),
    ];
    model.contacts.set('c1', {
      id: 'c1',
      external_id: 'member-9',
      email: 'haneul@example.com',
      phone: '+821012345678',
      name: '김하늘',
    });
    const { pages } = await run({ app: '쇼핑앱' });
    expect(documentsOf(pages)).toEqual([
      {
        id,
        source: 'ticket',
        app: '쇼핑앱',
        publishedAt: '2026-11-02T00:00:00.000Z',
        editedAt: '2026-11-02T00:05:00.000Z',
        title: '환불 문의',
        text: '안녕하세요\n결제가 <두 번> 됐어요\n\n확인 & 환불 부탁드려요\n\n네\n감사합니다\n\n답이 너무 늦었어요',
        author: {
          externalId: 'member-9',
          userId: 'member-9',
          displayName: '김하늘',
          email: 'haneul@example.com',
          phone: '+821012345678',
        },
        attributes: {
          state: 'closed',
          tags: '결제,환불',
          channel: 'email',
          deliveredAs: 'customer_initiated',
          conversationRating: 2,
          aiAgent: true,
        },
      },
    ]);
    const withoutAuthors = pages.map((page) => ({
      ...page,
      documents: page.documents.map((document) => ({ ...(document as object), author: undefined })),
    }));
    expect(JSON.stringify(withoutAuthors)).not.toMatch(
      /haneul|typed@|12345678|member-9|하늘|메모|담당자|Fin/,
    );
  });

  it('searches by what was updated, oldest first, 150 at once, and asks for parts only where there are some', async () => {
    const { model, run } = world();
    for (let count = 0; count < 6; count += 1) model.add(`문의 ${count}`);
    for (const { source } of model.conversations.values()) source.author = person('user', { id: null });
    for (const { conversation } of model.conversations.values()) conversation.contacts = null;
    await run({ since: '2026-10-01' });
    const [search, ...others] = model.requests;
    expect(search).toMatchObject({ method: 'POST' });
    expect(JSON.parse(search?.body ?? '')).toEqual({
      query: {
        operator: 'AND',
        value: [{ field: 'updated_at', operator: '>', value: Date.parse('2026-09-30T15:00:00Z') / 1000 - 1 }],
      },
      sort: { field: 'updated_at', order: 'ascending' },
      pagination: { per_page: 150 },
    });
    // 0, 3: without statistics; 1, 3, 5: with parts.
    expect(others.map(({ url }) => `${url.pathname}${url.search}`)).toEqual(
      ['1000', '1001', '1003', '1005'].map((id) => `/conversations/${id}?display_as=plaintext`),
    );
  });

  it('asks for each contact once per run, and not at all where the configuration says so', async () => {
    const { model, run, later } = world();
    for (let count = 0; count < 5; count += 1) {
      const id = model.add(`문의 ${count}`);
      const found = model.conversations.get(id);
      if (found !== undefined) found.source.author = person('user', { id: 'same', email: 'a@example.com' });
    }
    model.contacts.set('same', { external_id: 'member-1' });
    const { pages } = await run();
    expect(model.requests.filter(({ url }) => url.pathname === '/contacts/same')).toHaveLength(1);
    expect(documentsOf(pages).every(({ author }) => author?.userId === 'member-1')).toBe(true);

    later(MINUTE);
    model.requests.length = 0;
    const id = model.add('새 문의');
    const found = model.conversations.get(id);
    if (found !== undefined) found.source.author = person('user', { id: 'same', email: 'a@example.com' });
    const { pages: more } = await run({ fetchContacts: false });
    expect(model.requests.some(({ url }) => url.pathname.startsWith('/contacts'))).toBe(false);
    expect(documentsOf(more)[0]?.author).toEqual({ email: 'a@example.com' });
  });

  it('takes the author from the conversation where the contact was merged away', async () => {
    const { model, run, stored } = world();
    stored(model.add('로그인 오류')).source.author = person('user', {
      id: 'gone',
      name: '하늘',
      email: 'h@example.com',
    });
    const { pages } = await run();
    expect(documentsOf(pages)[0]?.author).toEqual({ displayName: '하늘', email: 'h@example.com' });
  });

  it('takes the answer to a campaign, but not the campaign', async () => {
    const { model, run, stored } = world();
    const id = model.add('');
    const answered = stored(id);
    answered.source = {
      ...answered.source,
      delivered_as: 'campaign',
      body: '<p>50% 쿠폰이 도착했어요!</p>',
      author: person('admin'),
    };
    answered.parts = [part({ body: '쿠폰이 적용되지 않아요', author: person('user', { id: 'c9' }) })];
    const { pages } = await run();
    expect(documentsOf(pages)).toMatchObject([
      { id, text: '쿠폰이 적용되지 않아요', attributes: { deliveredAs: 'campaign' } },
    ]);
  });

  it('leaves out what only bots and teammates have said, without a problem', async () => {
    const { model, run, stored, collected } = world();
    const unanswered = stored(model.add(''));
    unanswered.source = { ...unanswered.source, body: '<p>무엇을 도와드릴까요?</p>', author: person('bot') };
    unanswered.parts = [part({ body: '답변이 없네요', author: person('admin') })];
    stored(model.add('')).parts = [];
    const emoji = stored(model.add(''));
    emoji.source.body = '<p>👍</p>';
    await run();
    expect(collected).toMatchObject({
      problems: [],
      documents: new Map(),
    });
  });

  it('drops the redacted messages, and erases a conversation of which nothing is left', async () => {
    const { model, run, stored, later, clock, collected } = world();
    model.add('문의');
    const id = model.add('제 카드 번호는요');
    const conversation = stored(id);
    await run();
    later(MINUTE);
    conversation.source = {
      ...conversation.source,
      body: '<p>이 메시지는 삭제되었습니다</p>',
      redacted: true,
    };
    conversation.updatedAt = Math.floor(clock.now.getTime() / 1000);
    later(MINUTE);
    await run();
    expect(textsOf(collected).get(id)).toBe('아직도 그래요');
    later(MINUTE);
    conversation.parts = conversation.parts.map((written) => ({ ...written, redacted: true }));
    conversation.updatedAt = Math.floor(clock.now.getTime() / 1000);
    later(MINUTE);
    const { pages } = await run({ app: '쇼핑앱' });
    expect(pages.flatMap(({ erasures }) => erasures ?? [])).toEqual([
      { id, app: '쇼핑앱', publishedAt: '2026-11-02T00:00:00.000Z', erasedAt: '2026-11-02T00:03:00.000Z' },
    ]);
  });

  it('sees two changes of one second apart where the statistics tell', async () => {
    const { model, run, stored, collected, later } = world();
    model.add('첫 문의');
    const id = model.add('문의');
    await run();
    stored(id).parts.push(part({ body: '그 사이에 하나 더', author: person('user', { id: 'c1' }) }));
    later(MINUTE);
    expect((await run()).brought).toEqual([id]);
    expect(textsOf(collected).get(id)).toContain('그 사이에 하나 더');
  });

  it.each([
    ['us', 'api.intercom.io'],
    ['eu', 'api.eu.intercom.io'],
    ['au', 'api.au.intercom.io'],
  ])('asks the host of the region %s', async (region, host) => {
    const { model, run } = world();
    await run({ region, baseUrl: undefined });
    expect(model.requests[0]?.url.host).toBe(host);
  });

  it('begins the search anew where the cursor of an earlier run is refused', async () => {
    const { model, run, later, collected } = world();
    for (let count = 0; count < 30; count += 1) model.add(`문의 ${count}`);
    const first = await run({ pageSize: 10 }, { stopAfterPage: 1 });
    const asOfThen = JSON.parse(
      JSON.stringify(collected.checkpoint).replace(/"position":"[^"]+"/, '"position":"old"'),
    );
    collected.checkpoint = asOfThen;
    later(MINUTE);
    const second = await run({ pageSize: 10 });
    expect(second.outcome).toBe('done');
    expect([...first.brought, ...second.brought].sort()).toEqual([...model.conversations.keys()].sort());
  });

  it('pauses between requests, tells what is left of the limit, and waits until it resets', async () => {
    const { model, run, clock, later } = world();
    model.add('안녕하세요');
    model.headers = {
      'x-ratelimit-limit': '10000',
      'x-ratelimit-remaining': '9990',
      'x-ratelimit-reset': '1793577610',
    };
    const before = clock.now.getTime();
    const { pages } = await run({ pauseMs: 100 });
    expect(clock.now.getTime() - before).toBe((model.requests.length - 1) * 100);
    expect(pages.at(-1)?.signs).toEqual({ quotaLeft: 9990, quotaResetsAt: '2026-11-02T00:00:10.000Z' });
    later(MINUTE);
    model.intercept = () => ({
      status: 429,
      headers: { 'x-ratelimit-reset': String(Math.floor(clock.now.getTime() / 1000) + 9) },
    });
    expect((await run()).error).toMatchObject({
      code: 'source.rate-limited',
      kind: 'rate',
      retryAfterMs: 9_000 - (clock.now.getTime() % 1000),
    });
  });

  it('tells of one unreadable conversation, part and detail, and brings the others', async () => {
    const { model, run, stored, collected } = world();
    const ids = ['가', '나', '다', '라'].map((text) => model.add(`문의 ${text}`));
    stored(ids[0] ?? '').conversation.created_at = '어제';
    stored(ids[1] ?? '').parts.push({ part_type: 'comment', body: ['비밀'], author: person('user') });
    model.intercept = ({ url }) =>
      url.pathname === `/conversations/${ids[3]}`
        ? { body: JSON.stringify({ id: ids[3], created_at: null }) }
        : undefined;
    const { outcome } = await run();
    expect(outcome).toBe('done');
    expect([...textsOf(collected).values()]).toEqual(['문의 나\n\n아직도 그래요', '문의 다']);
    expect(collected.problems).toMatchObject([
      { id: ids[0], field: 'created_at' },
      { id: ids[1], field: 'conversation_parts.body' },
      { id: ids[3], field: 'created_at' },
    ]);
    expect(JSON.stringify(collected.problems)).not.toMatch(/비밀|어제/);
  });

  it('ends a search that gives the same cursor again', async () => {
    const { model, run } = world();
    model.intercept = () => ({
      body: JSON.stringify({ conversations: [], pages: { next: { starting_after: 'same' } } }),
    });
    expect((await run()).error).toMatchObject({ code: 'source.bad-response', kind: 'transient' });
    expect(model.requests.length).toBeLessThan(10);
  });

  it('stops at a refused token as a matter of the credentials', async () => {
    const { run } = world();
    const { error } = await run({}, { secret: { accessToken: 'wrong-token' } });
    expect(error).toMatchObject({ code: 'source.unauthorized', kind: 'auth' });
    expect(JSON.stringify(error)).not.toContain('wrong-token');
  });

  it('lives through markup that is nested deeper than a stack', async () => {
    const { model, run, stored, collected } = world();
    const id = model.add('');
    stored(id).source.body = `${'<div>'.repeat(50_000)}깊어요`;
    await run();
    expect(textsOf(collected).get(id)).toBe('깊어요');
  });
});
