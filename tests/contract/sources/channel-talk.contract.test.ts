import { describe, expect, it } from 'vitest';
import { InputDocumentSchema } from '../../../shared/domain/input-document.ts';
import { channelTalk } from '../../../shared/sources/channel-talk.ts';
import type { Page } from '../../../shared/sources/contract.ts';
import { describeConnectorContract } from './harness/connector-contract.ts';
import { fetchFrom } from './harness/model-server.ts';
import { nothingCollected, type RunOptions, runSource, textsOf } from './harness/run-source.ts';
import type { ModelReply, ModelRequest, SourceModel, TestClock } from './harness/source-model.ts';

const SECRET = { accessKey: 'key-1', accessSecret: 'secret-1' };

interface StoredChat {
  readonly id: string;
  state: 'opened' | 'snoozed' | 'closed';
  readonly userId: string;
  readonly createdAt: number;
  updatedAt: number;
  version: number;
  messages: Record<string, unknown>[];
  more: Record<string, unknown>;
}

interface ChannelModel extends SourceModel {
  readonly chats: Map<string, StoredChat>;
  readonly users: Map<string, Record<string, unknown>>;
  readonly requests: ModelRequest[];
  /** Answers instead of the model where it gives a reply. */
  intercept: (request: ModelRequest) => ModelReply | undefined;
  headers: Record<string, string>;
}

/**
 * Channel Talk as public clients call it: a list per state, newest change first, with a cursor that stands for a place
 * in that order; messages per chat; users beside the chats.
 */
function channelModel(clock: TestClock): ChannelModel {
  const chats = new Map<string, StoredChat>();
  let made = 0;
  const cursorOf = ({ updatedAt, id }: StoredChat) => Buffer.from(`${updatedAt}-${id}`).toString('base64url');
  const message = (more: Record<string, unknown>) => {
    made += 1;
    const now = clock.now.getTime();
    return {
      id: `m${made}`,
      state: 'sent',
      options: [],
      createdAt: now,
      updatedAt: now,
      version: 1,
      ...more,
    };
  };
  const json = (value: unknown, status = 200): ModelReply => ({
    status,
    headers: model.headers,
    body: JSON.stringify(value),
  });

  /** Undefined where it is none that the model has given. */
  function readCursor(cursor: string | null): readonly [number, string] | null | undefined {
    const parts = cursor === null ? null : /^(\d+)-(.+)$/.exec(Buffer.from(cursor, 'base64url').toString());
    if (cursor === null) return null;
    return parts === null ? undefined : [Number(parts[1]), parts[2] ?? ''];
  }

  function list(query: URLSearchParams): ModelReply {
    const limit = Number(query.get('limit'));
    if (!(limit >= 1 && limit <= 500) || query.get('sortOrder') !== 'desc') return json({ status: 422 }, 422);
    const after = readCursor(query.get('since'));
    if (after === undefined) return json({ status: 400 }, 400);
    const sorted = [...chats.values()]
      .filter(({ state }) => state === query.get('state'))
      .sort((a, b) => b.updatedAt - a.updatedAt || (a.id < b.id ? 1 : -1))
      .filter(
        (chat) =>
          after === null || chat.updatedAt < after[0] || (chat.updatedAt === after[0] && chat.id < after[1]),
      );
    const page = sorted.slice(0, Math.min(limit, model.pageSize));
    const last = page.at(-1);
    return json({
      prev: null,
      ...(last !== undefined && sorted.length > page.length ? { next: cursorOf(last) } : {}),
      userChats: page.map(({ messages: _, more, ...chat }) => ({
        channelId: 'ch',
        tags: [],
        ...chat,
        ...more,
      })),
      sessions: [],
      messages: page.flatMap(({ messages }) => messages.slice(-1)),
      users: page.map(({ userId }) => model.users.get(userId) ?? { id: userId, type: 'lead', profile: {} }),
      managers: [],
    });
  }

  function messagesOf(chat: StoredChat, query: URLSearchParams): ModelReply {
    const from = Number(query.get('since') ?? 0);
    const size = Math.min(Number(query.get('limit')), model.pageSize * 2);
    const page = chat.messages.slice(from, from + size);
    return json({
      messages: page,
      ...(from + size < chat.messages.length ? { next: String(from + size) } : {}),
    });
  }

  const model: ChannelModel = {
    chats,
    users: new Map(),
    requests: [],
    headers: {},
    intercept: () => undefined,
    pageSize: 100,
    secret: SECRET,
    config: (baseUrl) => ({ baseUrl: `${baseUrl}/open/v5` }),
    handle(request) {
      model.requests.push(request);
      const { url, headers } = request;
      if (
        headers['x-access-key'] !== SECRET.accessKey ||
        headers['x-access-secret'] !== SECRET.accessSecret
      ) {
        return json({ status: 401 }, 401);
      }
      const instead = model.intercept(request);
      if (instead !== undefined) return instead;
      if (url.pathname === '/open/v5/user-chats') return list(url.searchParams);
      const id = /^\/open\/v5\/user-chats\/([^/]+)\/messages$/.exec(url.pathname)?.[1];
      const chat = chats.get(decodeURIComponent(id ?? ''));
      return chat === undefined ? json({ status: 404 }, 404) : messagesOf(chat, url.searchParams);
    },
    add(text) {
      made += 1;
      const id = `chat${made}`;
      const now = clock.now.getTime();
      const states = ['opened', 'closed', 'closed', 'snoozed'] as const;
      chats.set(id, {
        id,
        state: states[chats.size % 4] ?? 'opened',
        userId: `u${made}`,
        createdAt: now,
        updatedAt: now,
        version: 1,
        messages: [
          message({ personType: 'bot', plainText: '무엇을 도와드릴까요?', supportBot: { id: 'b' } }),
          message({ personType: 'user', plainText: text }),
          message({ personType: 'manager', plainText: '블랙컨슈머 의심', options: ['private'] }),
        ],
        more: {},
      });
      return id;
    },
    edit(id, text) {
      change(id, (written) => ({ ...written, plainText: text, state: 'sent' }));
    },
    erase(id) {
      change(id, (written) => ({ ...written, state: 'removed', plainText: '' }));
    },
    truth: () =>
      new Map(
        [...chats.values()].flatMap(({ id, messages }) => {
          const text = messages
            .filter(({ personType, state }) => personType === 'user' && state !== 'removed')
            .map(({ plainText }) => plainText)
            .join('\n\n');
          return text === '' ? [] : [[id, text] as const];
        }),
      ),
  };

  function change(id: string, edit: (message: Record<string, unknown>) => Record<string, unknown>): void {
    const chat = chats.get(id);
    if (chat === undefined) throw new Error(`no chat ${id}`);
    chat.updatedAt = clock.now.getTime();
    chat.version += 1;
    chat.messages = chat.messages.map((written) =>
      written.personType === 'user' ? { ...edit(written), updatedAt: chat.updatedAt } : written,
    );
  }
  return model;
}

describeConnectorContract(channelTalk, channelModel);

function world(start = '2026-11-02T00:00:00Z') {
  const clock = { now: new Date(start) };
  const model = channelModel(clock);
  const collected = nothingCollected();
  return {
    clock,
    model,
    collected,
    later(ms: number) {
      clock.now = new Date(clock.now.getTime() + ms);
    },
    run: (config: Record<string, unknown> = {}, more: Partial<RunOptions> = {}) =>
      runSource({
        connector: channelTalk,
        config: { ...model.config('https://channel.example'), ...config },
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
const DAY = 86_400_000;

describe('channelTalk', () => {
  it('maps a chat to one document: its customer, the campaign that opened it, and nothing else', async () => {
    const { model, clock, run } = world();
    const id = model.add('본인인증 문자가 안 와요');
    const chat = model.chats.get(id);
    if (chat === undefined) throw new Error('no chat');
    model.users.set(chat.userId, {
      id: chat.userId,
      type: 'member',
      memberId: 'member-77',
      name: '김하늘',
      profile: { email: 'haneul@example.com', mobileNumber: '+821012345678' },
    });
    chat.state = 'closed';
    chat.more = {
      name: '김하늘',
      firstAskedAt: clock.now.getTime() + 5_000,
      closedAt: clock.now.getTime() + 60_000,
      tags: ['인증', '문자'],
      source: {
        page: 'https://shop.example/orders/20261102001/pay?phone=01012345678',
        marketing: { id: 'cmp-11', type: 'campaign' },
      },
    };
    chat.updatedAt += 60_000;
    const { pages } = await run();
    expect(documentsOf(pages)).toEqual([
      {
        id,
        source: 'ticket',
        publishedAt: '2026-11-02T00:00:05.000Z',
        editedAt: '2026-11-02T00:01:00.000Z',
        text: '본인인증 문자가 안 와요',
        author: {
          externalId: 'member-77',
          userId: 'member-77',
          displayName: '김하늘',
          email: 'haneul@example.com',
          phone: '+821012345678',
        },
        attributes: {
          state: 'closed',
          tags: '문자,인증',
          campaign: 'cmp-11',
          campaignType: 'campaign',
          page: '/orders/*/pay',
        },
      },
    ]);
    const withoutAuthors = pages.map((page) => ({
      ...page,
      documents: page.documents.map((document) => ({ ...(document as object), author: undefined })),
    }));
    expect(JSON.stringify(withoutAuthors)).not.toMatch(
      /haneul|1012345678|member-77|하늘|블랙컨슈머|도와드릴까요/,
    );
  });

  it('asks for the three states apart, newest first, at most 500 at once, and names no other', async () => {
    const { model, run } = world();
    for (let count = 0; count < 8; count += 1) model.add('결제가 안 돼요');
    await run({ pageSize: 500 });
    const lists = model.requests.filter(({ url }) => url.pathname.endsWith('/user-chats'));
    expect(lists.map(({ url }) => url.searchParams.get('state'))).toEqual(['opened', 'snoozed', 'closed']);
    expect(new Set(lists.map(({ url }) => url.searchParams.get('limit')))).toEqual(new Set(['500']));
    expect((await run({ pageSize: 501 })).error).toMatchObject({ code: 'source.config-invalid' });
  });

  it('reads all pages of the messages of a long chat', async () => {
    const { model, run, collected } = world();
    const id = model.add('첫 질문');
    const chat = model.chats.get(id);
    for (let count = 1; count <= 7; count += 1) {
      chat?.messages.push({ personType: 'user', plainText: `질문 ${count}`, options: [] });
    }
    model.pageSize = 2;
    await run();
    expect(textsOf(collected).get(id)).toBe(
      ['첫 질문', ...Array.from({ length: 7 }, (_, index) => `질문 ${index + 1}`)].join('\n\n'),
    );
  });

  it('leaves a chat out in which only bots have spoken, without a problem, until the customer says something', async () => {
    const { model, run, later, collected, clock } = world();
    const id = model.add('...');
    const chat = model.chats.get(id);
    if (chat === undefined) throw new Error('no chat');
    chat.messages = chat.messages.filter(({ personType }) => personType !== 'user');
    await run();
    expect(collected).toMatchObject({ problems: [], documents: new Map() });
    later(MINUTE);
    chat.messages.push({
      personType: 'user',
      plainText: '상담원 연결해 주세요',
      createdAt: clock.now.getTime(),
    });
    chat.updatedAt = clock.now.getTime();
    later(MINUTE);
    await run();
    expect(textsOf(collected).get(id)).toBe('상담원 연결해 주세요');
  });

  it('finds a chat that was opened again after months, although it was closed beyond the watermark', async () => {
    const { model, run, later, collected, clock } = world();
    const id = model.add('환불은 언제 되나요');
    const chat = model.chats.get(id);
    if (chat === undefined) throw new Error('no chat');
    chat.state = 'closed';
    await run();
    later(60 * DAY);
    await run();
    chat.state = 'opened';
    chat.updatedAt = clock.now.getTime();
    chat.messages.push({ personType: 'user', plainText: '아직도 안 됐어요', createdAt: chat.updatedAt });
    later(MINUTE);
    const { brought } = await run();
    expect(brought).toEqual([id]);
    expect(textsOf(collected).get(id)).toBe('환불은 언제 되나요\n\n아직도 안 됐어요');
  });

  it('stops at chats that were closed before the rescanned days', async () => {
    const { model, run, later } = world();
    for (let count = 0; count < 40; count += 1) model.add('배송이 늦어요');
    for (const chat of model.chats.values()) chat.state = 'closed';
    await run({ pageSize: 10 });
    later(30 * DAY);
    await run({ pageSize: 10 });
    later(30 * DAY);
    model.requests.length = 0;
    expect((await run({ pageSize: 10 })).brought).toEqual([]);
    expect(model.requests).toHaveLength(3);
  });

  it('reads unchanged chats again once a day: a removed message need not move its chat', async () => {
    const { model, run, later, collected } = world();
    const id = model.add('제 번호로 전화 주세요');
    const other = model.add('인증 오류');
    await run();
    const chat = model.chats.get(id);
    for (const message of chat?.messages ?? []) if (message.personType === 'user') message.state = 'removed';
    later(60 * MINUTE);
    model.requests.length = 0;
    await run();
    expect(model.requests.filter(({ url }) => url.pathname.endsWith('/messages'))).toEqual([]);
    later(DAY);
    const { pages, brought } = await run();
    expect(brought).toEqual([]);
    expect(pages.flatMap(({ erasures }) => erasures ?? [])).toMatchObject([{ id }]);
    expect([...textsOf(collected).keys()]).toEqual([other]);
    later(MINUTE);
    expect((await run()).pages.flatMap(({ erasures }) => erasures ?? [])).toEqual([]);
  });

  it('begins the walk anew where the cursor of an earlier run has expired, and queues nothing twice', async () => {
    const { model, run, later, collected } = world();
    for (let count = 0; count < 40; count += 1) model.add(`문의 ${count}`);
    const first = await run({ pageSize: 5 }, { stopAfterPage: 1 });
    later(MINUTE);
    let refused = 0;
    model.intercept = ({ url }) => {
      if (refused > 0 || !url.searchParams.has('since')) return undefined;
      refused += 1;
      return { status: 400, body: '{"errors":[]}' };
    };
    const second = await run({ pageSize: 5 });
    expect(second.outcome).toBe('done');
    expect(refused).toBe(1);
    expect(new Set([...first.brought, ...second.brought]).size).toBe(
      first.brought.length + second.brought.length,
    );
    expect(Object.fromEntries(textsOf(collected))).toEqual(Object.fromEntries(model.truth()));
  });

  it('hands on what it has after ten seconds, so that a run that is cut off does not begin the page again', async () => {
    const { model, run, later } = world();
    for (let count = 0; count < 30; count += 1) model.add(`문의 ${count}`);
    for (const chat of model.chats.values()) chat.state = 'opened';
    const first = await run({ pauseMs: 1_000 }, { stopAfterPage: 2 });
    expect(first.outcome).toBe('stopped');
    expect(first.brought.length).toBeGreaterThan(5);
    later(MINUTE);
    const second = await run({ pauseMs: 1_000 });
    expect([...first.brought, ...second.brought].sort()).toEqual([...model.chats.keys()].sort());
  });

  it('pauses between requests and tells what is left of the rate limit', async () => {
    const { model, run, clock } = world();
    model.add('안녕하세요');
    model.headers = {
      'x-ratelimit-remaining': '987',
      'x-ratelimit-reset': String(clock.now.getTime() + 90_000),
    };
    const before = clock.now.getTime();
    const { pages } = await run({ pauseMs: 300 });
    expect(clock.now.getTime() - before).toBe((model.requests.length - 1) * 300);
    expect(pages.at(-1)?.signs).toEqual({ quotaLeft: 987, quotaResetsAt: '2026-11-02T00:01:30.000Z' });
  });

  it.each([
    ['seconds since 1970', String(Date.parse('2026-11-02T00:02:00Z') / 1000)],
    ['milliseconds since 1970', String(Date.parse('2026-11-02T00:02:00Z'))],
    ['seconds from now', '120'],
  ])('takes from a 429 without Retry-After when the limit ends, in %s', async (_, reset) => {
    const { model, run } = world();
    const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset };
    model.intercept = () => ({ status: 429, headers });
    const { error } = await run();
    expect(error).toMatchObject({ code: 'source.rate-limited', kind: 'rate', retryAfterMs: 120_000 });
  });

  it('stops at wrong keys as a matter of the credentials, and does not repeat them', async () => {
    const { run } = world();
    const { error } = await run({}, { secret: { accessKey: 'key-1', accessSecret: 'wrong-secret' } });
    expect(error).toMatchObject({ code: 'source.unauthorized', kind: 'auth' });
    expect(JSON.stringify(error)).not.toContain('wrong-secret');
    const { error: missing } = await run({}, { secret: { accessKey: 'key-1' } });
    expect(missing).toMatchObject({ code: 'source.secret-missing', kind: 'auth' });
  });

  it('ends a list that gives the same cursor again', async () => {
    const { model, run } = world();
    model.intercept = () => ({
      body: JSON.stringify({ userChats: [], users: [], next: String(model.requests.length) }),
    });
    expect((await run()).error).toMatchObject({ code: 'source.bad-response', kind: 'transient' });
    model.add('문의');
    model.intercept = ({ url }) =>
      url.pathname.endsWith('/messages')
        ? { body: JSON.stringify({ messages: [{ id: 'm' }], next: 'same' }) }
        : undefined;
    expect((await run()).error).toMatchObject({ code: 'source.bad-response', kind: 'transient' });
    expect(model.requests.length).toBeLessThan(50);
  });

  it('tells of one unreadable chat, message and user, and brings the others', async () => {
    const { model, run, collected } = world();
    const ids = [model.add('첫 번째'), model.add('두 번째'), model.add('세 번째')];
    const [bad, half, good] = ids.map((id) => model.chats.get(id));
    if (bad === undefined || half === undefined || good === undefined) throw new Error('no chat');
    bad.more = { createdAt: '어제' };
    half.messages.push({ personType: 'user', plainText: { 이름: '김하늘' } });
    model.users.set(good.userId, { id: 17, name: '김하늘' });
    const { outcome } = await run();
    expect(outcome).toBe('done');
    expect([...textsOf(collected).values()].sort()).toEqual(['두 번째', '세 번째']);
    expect(collected.problems.map(({ field }) => field).sort()).toEqual([
      'createdAt',
      'messages.plainText',
      'users.id',
    ]);
    expect(JSON.stringify(collected.problems)).not.toMatch(/하늘|어제/);
  });

  it('doubts a channel that is empty although it had chats, and goes past nothing', async () => {
    const { model, run, later, collected } = world();
    const id = model.add('문의');
    await run();
    const kept = new Map(model.chats);
    model.chats.clear();
    later(MINUTE);
    const { pages } = await run();
    expect(pages.at(-1)?.suspect).toMatchObject({ kind: 'silent' });
    for (const [key, chat] of kept) model.chats.set(key, chat);
    later(MINUTE);
    expect((await run()).brought).toEqual([]);
    expect(textsOf(collected).has(id)).toBe(true);
  });

  it('keeps its checkpoint below 100 kB for a busy channel, without anything of the customers', async () => {
    const { model, run, later, collected } = world();
    for (let count = 0; count < 3_000; count += 1) {
      model.chats.set(`5f0c2b7a9d3e4f${String(count).padStart(10, '0')}`, {
        id: `5f0c2b7a9d3e4f${String(count).padStart(10, '0')}`,
        state: 'closed',
        userId: `u${count}`,
        createdAt: Date.parse('2026-11-01T00:00:00Z') + count * 20_000,
        updatedAt: Date.parse('2026-11-01T00:00:00Z') + count * 20_000,
        version: 3,
        messages: [
          {
            id: 'm',
            personType: 'user',
            plainText: '홍길동인데요',
            options: [],
            createdAt: 1_780_000_000_000,
          },
        ],
        more: {},
      });
    }
    expect((await run({ pauseMs: 0, pageSize: 500 })).brought).toHaveLength(3_000);
    const size = JSON.stringify(collected.checkpoint).length;
    expect(size).toBeLessThan(100_000);
    expect(JSON.stringify(collected.checkpoint)).not.toMatch(/길동|u\d/);
    later(MINUTE);
    expect((await run({ pauseMs: 0, pageSize: 500 })).brought).toEqual([]);
  });
});
