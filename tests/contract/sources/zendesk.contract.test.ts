import { describe, expect, it } from 'vitest';
import { VocError } from '../../../shared/domain/errors.ts';
import { createHttpFetch } from '../../../shared/sources/access/http.ts';
import type { CollectContext, Page } from '../../../shared/sources/contract.ts';
import { zendesk } from '../../../shared/sources/zendesk.ts';
import { describeConnectorContract } from './harness/connector-contract.ts';
import { fetchFrom } from './harness/model-server.ts';
import { type Collected, nothingCollected, runSource, textsOf } from './harness/run-source.ts';
import type { ModelReply, ModelRequest, SourceModel, TestClock } from './harness/source-model.ts';
import { generatedTickets, MODEL_CLIENT, type ZendeskModel, zendeskModel } from './zendesk-model.ts';

describeConnectorContract(zendesk, zendeskModel);

const BASE = 'https://shop.example';

interface World {
  readonly clock: TestClock;
  readonly model: ZendeskModel;
  readonly collected: Collected;
  secret: unknown;
  config: Record<string, unknown>;
  /** Stands between the connector and the model. */
  between: (request: ModelRequest, reply: () => ModelReply) => ModelReply;
  wait(ms: number): void;
  run(options?: { stopAfterPage?: number; attempts?: number }): ReturnType<typeof runSource>;
  /** The pages of one run, or the error that it ends with. */
  collect(vault?: CollectContext['vault']): Promise<Page[]>;
}

function makeWorld(): World {
  const clock = { now: new Date('2026-11-02T00:00:00Z') };
  const model = zendeskModel(clock);
  const collected = nothingCollected();
  const served: SourceModel = {
    ...model,
    handle: (request) => world.between(request, () => model.handle(request)),
  };
  const world: World = {
    clock,
    model,
    collected,
    secret: MODEL_CLIENT,
    config: model.config(BASE),
    between: (_, reply) => reply(),
    wait(ms) {
      clock.now = new Date(clock.now.getTime() + ms);
    },
    run: (options = {}) =>
      runSource({
        connector: zendesk,
        config: world.config,
        secret: world.secret,
        fetch: fetchFrom(served),
        clock,
        collected,
        ...options,
      }),
    async collect(vault = vaultOf(collected)) {
      const context: CollectContext = {
        http: createHttpFetch({
          fetch: fetchFrom(served),
          sleep: async (ms) => world.wait(ms),
          random: () => 0,
          now: () => clock.now,
          attempts: 1,
        }),
        sleep: async (ms) => world.wait(ms),
        now: () => clock.now,
        timeZone: 'Asia/Seoul',
        secret: async (schema) => schema.parse(world.secret),
        vault,
      };
      const pages: Page[] = [];
      for await (const page of zendesk.collect(context, world.config, collected.checkpoint)) pages.push(page);
      return pages;
    },
  };
  return world;
}

function vaultOf(collected: Collected): CollectContext['vault'] {
  return {
    load: async () => collected.vault,
    save: async (text) => {
      collected.vault = text;
    },
  };
}

const pathsOf = ({ model }: World) => model.requests.map(({ url }) => url.pathname);
const exportsOf = ({ model }: World) =>
  model.requests.filter(({ url }) => url.pathname.startsWith('/api/v2/incremental'));
const grantsOf = ({ model }: World) => model.requests.filter(({ method }) => method === 'POST');
const json = (body: unknown, status = 200): ModelReply => ({ status, body: JSON.stringify(body) });

describe('zendesk', () => {
  it('asks from ninety days back with side-loads, then by the cursor', async () => {
    const world = makeWorld();
    world.model.pageSize = 2;
    for (const text of ['첫째', '둘째', '셋째']) world.model.add(text);
    world.wait(61_000);
    await world.run();
    world.wait(61_000);
    await world.run();
    const asked = exportsOf(world).map(({ url }) => Object.fromEntries(url.searchParams));
    expect(asked).toEqual([
      {
        start_time: String(Date.parse('2026-08-04T00:01:01Z') / 1000),
        include: 'users,comment_count',
        per_page: '1000',
      },
      { cursor: expect.any(String), include: 'users,comment_count', per_page: '1000' },
      { cursor: expect.any(String), include: 'users,comment_count', per_page: '1000' },
    ]);
    expect(asked[1]?.cursor).not.toBe(asked[2]?.cursor);
    expect(world.collected.checkpoint).toMatchObject({ cursor: asked[2]?.cursor, collected: [] });
  });

  it('begins where the configuration says, in the zone of the business, but never in the last minute', async () => {
    const world = makeWorld();
    world.config = { ...world.config, since: '2026-10-01', perPage: 50 };
    await world.run();
    world.collected.checkpoint = null;
    world.config = { ...world.config, since: '2026-11-02T00:00:00Z' };
    await world.run();
    expect(exportsOf(world).map(({ url }) => Number(url.searchParams.get('start_time')))).toEqual([
      Date.parse('2026-10-01T00:00:00+09:00') / 1000,
      Math.floor((world.clock.now.getTime() - 61_000) / 1000),
    ]);
    expect(exportsOf(world)[0]?.url.searchParams.get('per_page')).toBe('50');
  });

  it('maps a ticket with its requester to one document', async () => {
    const world = makeWorld();
    world.config = { ...world.config, app: '환급앱' };
    const id = world.model.add('수수료가 왜 나가나요?');
    Object.assign(world.model.tickets.get(id)?.more ?? {}, { priority: 'high', tags: ['vip', 'fee'] });
    world.wait(61_000);
    const [page] = await world.collect();
    expect(page).toMatchObject({ done: true, problems: [], erasures: [] });
    expect(page?.documents).toEqual([
      {
        id,
        source: 'ticket',
        app: '환급앱',
        publishedAt: '2026-11-02T00:00:00Z',
        title: '문의드려요',
        text: '수수료가 왜 나가나요?',
        author: {
          externalId: 'M-55501',
          userId: 'M-55501',
          email: 'buyer55501@shop.example',
          phone: '+821033334444',
          displayName: '고객55501',
        },
        url: `https://shop.zendesk.com/agent/tickets/${id}`,
        attributes: { status: 'new', priority: 'high', tags: 'fee,vip', channel: 'web', brandId: '360001' },
      },
    ]);
    const rest = page?.documents.map((document) => ({ ...(document as object), author: undefined }));
    expect(JSON.stringify([rest, page?.checkpoint, page?.problems])).not.toMatch(/buyer|M-555|8210|고객555/);
  });

  it('asks for comments only where there is more than the description, and never brings those of others', async () => {
    const world = makeWorld();
    const [one, talk] = [world.model.add('카드 등록이 안 돼요'), world.model.add('두 번 결제됐어요')];
    world.wait(1_000);
    world.model.comment(talk, { text: '주문번호를 알려 주세요', by: 'agent' });
    world.model.comment(talk, { text: '진상 고객으로 보임', by: 'agent', public: false });
    world.wait(1_000);
    world.model.comment(talk, { text: '주문번호는 없어요', public: true });
    world.model.comment(talk, { text: '고객이 보낸 비공개', public: false });
    world.wait(61_000);
    await world.run();
    expect(pathsOf(world).filter((path) => path.endsWith('/comments'))).toEqual([
      `/api/v2/tickets/${talk}/comments`,
    ]);
    expect(textsOf(world.collected)).toEqual(
      new Map([
        [one, '카드 등록이 안 돼요'],
        [talk, '두 번 결제됐어요\n\n주문번호는 없어요'],
      ]),
    );
  });

  it('asks for comments where the count is not told, and for none where the first is enough', async () => {
    const world = makeWorld();
    const id = world.model.add('첫 글');
    world.model.comment(id, { text: '둘째 글' });
    world.wait(61_000);
    const withoutCount = (body: string) => body.replaceAll('"comment_count"', '"comment_counts"');
    world.between = (_, reply) => {
      const { body, ...rest } = reply();
      return { ...rest, body: withoutCount(String(body)) };
    };
    await world.run();
    expect(textsOf(world.collected).get(id)).toBe('첫 글\n\n둘째 글');

    world.collected.checkpoint = null;
    world.config = { ...world.config, comments: 'first' };
    const [page] = await world.collect();
    expect(page?.documents).toMatchObject([{ text: '첫 글' }]);
  });

  it('reads comments over several pages, in the order they were written', async () => {
    const world = makeWorld();
    const id = world.model.add('1');
    for (const text of ['2', '3', '4', '5']) {
      world.wait(1_000);
      world.model.comment(id, { text });
    }
    world.model.pageSize = 2;
    world.wait(61_000);
    await world.run();
    expect(textsOf(world.collected).get(id)).toBe('1\n\n2\n\n3\n\n4\n\n5');
    const asked = world.model.requests.filter(({ url }) => url.pathname.endsWith('/comments'));
    expect(asked.map(({ url }) => url.searchParams.get('page[after]'))).toEqual([null, 'c2', 'c4']);
    expect(asked[0]?.url.searchParams.get('page[size]')).toBe('100');
  });

  it('leaves out the channels and tags that are excluded', async () => {
    const world = makeWorld();
    world.config = { ...world.config, excludeChannels: ['phone'], excludeTags: ['spam'] };
    const [kept, byPhone, spam] = ['하나', '둘', '셋'].map((text) => world.model.add(text));
    Object.assign(world.model.tickets.get(byPhone ?? '')?.more ?? {}, { via: { channel: 'phone' } });
    Object.assign(world.model.tickets.get(spam ?? '')?.more ?? {}, { tags: ['app', 'spam'] });
    world.wait(61_000);
    expect((await world.run()).brought).toEqual([kept]);
  });

  it('tells a deleted and a scrubbed ticket as erasures with their time', async () => {
    const world = makeWorld();
    const [deleted, scrubbed] = [world.model.add('지울 글'), world.model.add('없앨 글')];
    world.wait(61_000);
    await world.run();
    const gone = world.model.tickets.get(scrubbed);
    world.model.erase?.(deleted);
    if (gone !== undefined) {
      Object.assign(gone, { subject: 'SCRUBBED' });
      world.model.touch(gone);
    }
    const erasedAt = `${world.clock.now.toISOString().slice(0, 19)}Z`;
    world.wait(61_000);
    const { pages } = await world.run();
    expect(pages[0]?.erasures).toEqual([
      { id: deleted, publishedAt: '2026-11-02T00:00:00Z', erasedAt },
      { id: scrubbed, publishedAt: '2026-11-02T00:00:00Z', erasedAt },
    ]);
    expect(textsOf(world.collected).size).toBe(0);
  });

  it('goes on with the description where a ticket is deleted before its comments are asked for', async () => {
    const world = makeWorld();
    const [talk, other] = [world.model.add('곧 지워질 글'), world.model.add('남는 글')];
    world.model.comment(talk, { text: '답이 왔어요' });
    world.wait(61_000);
    world.between = (request, reply) => {
      if (request.url.pathname.endsWith('/comments')) world.model.erase?.(talk);
      return reply();
    };
    const { outcome } = await world.run();
    expect(outcome).toBe('done');
    expect(textsOf(world.collected)).toEqual(
      new Map([
        [other, '남는 글'],
        [talk, '곧 지워질 글'],
      ]),
    );
    world.wait(61_000);
    await world.run();
    expect([...textsOf(world.collected).keys()]).toEqual([other]);
  });

  it('takes a missing list of comments for a mistake in the address', async () => {
    const world = makeWorld();
    world.model.comment(world.model.add('글'), { text: '답' });
    world.wait(61_000);
    world.between = ({ url }, reply) =>
      url.pathname.endsWith('/comments') ? json({ error: 'InvalidEndpoint' }, 404) : reply();
    await expect(world.collect()).rejects.toMatchObject({ code: 'source.gone', kind: 'permanent' });
  });

  it('brings a ticket without its part where a comment cannot be read, and says so without the words', async () => {
    const world = makeWorld();
    const id = world.model.add('처음');
    world.model.comment(id, { text: '읽을 수 없는 글' });
    world.model.comment(id, { text: '마지막' });
    world.wait(61_000);
    world.between = ({ url }, reply) => {
      const answer = reply();
      if (!url.pathname.endsWith('/comments')) return answer;
      const body = JSON.parse(String(answer.body)) as { comments: Record<string, unknown>[] };
      Object.assign(body.comments[1] ?? {}, { public: 'yes' });
      return { ...answer, body: JSON.stringify(body) };
    };
    const [page] = await world.collect();
    expect(page?.documents).toMatchObject([{ text: '처음\n\n마지막' }]);
    expect(page?.problems).toEqual([
      { id, field: 'comments.public', message: expect.not.stringContaining('읽을') },
    ]);
  });

  it('tells of a person it cannot read without saying who', async () => {
    const world = makeWorld();
    world.model.add('글');
    const [user] = world.model.users.values();
    Object.assign(user ?? {}, { id: 'buyer55501@shop.example' });
    world.wait(61_000);
    const [page] = await world.collect();
    expect(page?.documents).toHaveLength(1);
    expect(page?.problems).toEqual([{ field: 'users.id', message: expect.not.stringContaining('buyer') }]);
  });
});

describe('zendesk and its limits', () => {
  it('asks for ten pages a minute and two hundred lists of comments, and tells what is left', async () => {
    const world = makeWorld();
    world.model.pageSize = 2;
    for (let made = 0; made < 6; made += 1) {
      world.model.comment(world.model.add(`글 ${made}`), { text: '답', by: 'agent' });
    }
    world.wait(61_000);
    const times = new Map<string, number[]>();
    world.between = ({ url }, reply) => {
      const kind = url.pathname.split('/').at(-1) ?? '';
      times.set(kind, [...(times.get(kind) ?? []), world.clock.now.getTime()]);
      return reply();
    };
    const pages = await world.collect();
    const gaps = (kind: string) =>
      (times.get(kind) ?? []).slice(1).map((at, index) => at - (times.get(kind)?.[index] ?? 0));
    expect(gaps('cursor')).toEqual([6_000, 6_000]);
    expect(Math.min(...gaps('comments'))).toBe(300);
    const lastPageAt = times.get('cursor')?.at(-1) ?? 0;
    expect(pages.at(-1)?.signs).toEqual({
      quotaLeft: 699,
      quotaResetsAt: new Date(lastPageAt + 41_000).toISOString(),
    });
  });

  it('hands on what it has while it asks for many comments, and goes on there after a stop', async () => {
    const world = makeWorld();
    for (let made = 0; made < 80; made += 1) {
      world.wait(1_000);
      world.model.comment(world.model.add(`글 ${made}`), { text: `답 ${made}` });
    }
    world.wait(61_000);
    const first = await world.run({ stopAfterPage: 1 });
    expect(first.outcome).toBe('stopped');
    expect(first.brought.length).toBeGreaterThan(20);
    expect(first.brought.length).toBeLessThan(60);
    expect(JSON.stringify(world.collected.checkpoint)).not.toMatch(/[가-힣]/);
    const second = await world.run();
    expect(second.outcome).toBe('done');
    expect(new Set([...first.brought, ...second.brought]).size).toBe(80);
    expect(first.brought.length + second.brought.length).toBe(80);
    expect(world.collected.checkpoint).toMatchObject({ collected: [] });
  });

  it('brings a ticket again that changed while its page was half collected', async () => {
    const world = makeWorld();
    const ids = Array.from({ length: 60 }, (_, made) => {
      world.wait(1_000);
      const id = world.model.add(`글 ${made}`);
      world.model.comment(id, { text: '답' });
      return id;
    });
    world.wait(61_000);
    await world.run({ stopAfterPage: 1 });
    world.model.comment(ids[0] ?? '', { text: '하나 더' });
    world.wait(61_000);
    await world.run();
    expect(textsOf(world.collected)).toEqual(world.model.truth());
  });

  it('asks for nothing but pages where no ticket has comments, at one pace for any number', async () => {
    const clock = { now: new Date('2026-11-02T00:00:00Z') };
    const model = generatedTickets(20_500, 1_000);
    const collected = nothingCollected();
    const started = clock.now.getTime();
    let requests = 0;
    const counted = fetchFrom(model, (reply) => {
      requests += 1;
      return reply;
    });
    const { outcome } = await runSource({
      connector: zendesk,
      config: model.config(BASE),
      secret: model.secret,
      fetch: counted,
      clock,
      collected,
    });
    expect(outcome).toBe('done');
    expect(requests).toBe(21);
    expect(clock.now.getTime() - started).toBe(20 * 6_000);
    expect(textsOf(collected)).toEqual(model.truth());
  });

  it('waits once where the start is too recent for the clock of the server', async () => {
    const world = makeWorld();
    world.config = { ...world.config, since: '2026-11-02T00:00:00Z' };
    world.model.add('글');
    const waits: number[] = [];
    let refusals = 0;
    world.between = ({ url }, reply) => {
      waits.push(world.clock.now.getTime());
      if (url.pathname.includes('incremental') && refusals < 1) {
        refusals += 1;
        return json({ error: 'StartTimeTooRecent' }, 400);
      }
      return reply();
    };
    expect((await world.run()).outcome).toBe('done');
    expect(waits.at(-1)).toBe((waits.at(-2) ?? 0) + 61_000);
    world.collected.checkpoint = null;
    refusals = Number.NEGATIVE_INFINITY;
    await expect(world.collect()).rejects.toMatchObject({ code: 'source.bad-response', kind: 'permanent' });
  });

  it('says what to do where the server refuses a cursor', async () => {
    const world = makeWorld();
    world.collected.checkpoint = { startTime: 1, cursor: 'unknown', collected: [] };
    await expect(world.collect()).rejects.toThrow(/delete the checkpoint/);
  });

  it('halves the page where an answer is larger than it may be', async () => {
    const world = makeWorld();
    for (let made = 0; made < 4; made += 1) world.model.add(`글 ${made}`);
    world.wait(61_000);
    world.between = ({ url }, reply) =>
      Number(url.searchParams.get('per_page')) > 300 ? { body: ' '.repeat(10 * 1024 * 1024 + 1) } : reply();
    expect((await world.run()).outcome).toBe('done');
    expect(exportsOf(world).map(({ url }) => url.searchParams.get('per_page'))).toEqual(['250']);
    expect(textsOf(world.collected)).toEqual(world.model.truth());
  });

  it.each([
    ['a cursor that repeats', () => ({ tickets: [], after_cursor: 'same', end_of_stream: false })],
    ['no cursor', () => ({ tickets: [], after_cursor: null, end_of_stream: false })],
    [
      'empty pages without end',
      (asked: number) => ({ tickets: [], after_cursor: `c${asked}`, end_of_stream: false }),
    ],
    [
      'two cursors in turn',
      (asked: number) => ({ tickets: [{}], after_cursor: `c${asked % 2}`, end_of_stream: false }),
    ],
  ])('ends a run that is given %s', async (_, answer) => {
    const world = makeWorld();
    let asked = 0;
    world.between = ({ method }, reply) => {
      if (method === 'POST') return reply();
      asked += 1;
      return json(answer(asked));
    };
    await expect(world.collect()).rejects.toMatchObject({ code: 'source.bad-response', kind: 'transient' });
    expect(asked).toBeLessThan(10);
  });

  it('ends a list of comments that repeats its cursor', async () => {
    const world = makeWorld();
    world.model.comment(world.model.add('글'), { text: '답' });
    world.wait(61_000);
    world.between = ({ url }, reply) =>
      url.pathname.endsWith('/comments')
        ? json({ comments: [], meta: { has_more: true, after_cursor: 'same' } })
        : reply();
    await expect(world.collect()).rejects.toMatchObject({ code: 'source.bad-response', kind: 'transient' });
  });

  it('keeps its place where the end of the stream gives no cursor', async () => {
    const world = makeWorld();
    world.between = ({ method }, reply) =>
      method === 'POST' ? reply() : json({ tickets: [], after_cursor: null, end_of_stream: true });
    const [page] = await world.collect();
    expect(page).toMatchObject({ done: true, checkpoint: { cursor: null } });
  });

  it.each([
    ['429', { status: 429, headers: { 'retry-after': '93' } }, { kind: 'rate', retryAfterMs: 93_000 }],
    ['503', { status: 503 }, { code: 'source.unreachable', kind: 'transient' }],
    [
      '403',
      { status: 403 },
      { code: 'source.unauthorized', message: expect.stringContaining('administrator') },
    ],
  ])('ends a run on %s with an error that says its kind', async (_, answer, error) => {
    const world = makeWorld();
    world.between = ({ method }, reply) => (method === 'POST' ? reply() : answer);
    await expect(world.collect()).rejects.toMatchObject(error);
  });
});

describe('zendesk and its credentials', () => {
  const refresh = { ...MODEL_CLIENT, refreshToken: 'refresh-0' };

  it('asks for one token in a run and for the next one when its time is up', async () => {
    const world = makeWorld();
    world.model.pageSize = 1;
    for (let made = 0; made < 3; made += 1) world.model.add(`글 ${made}`);
    world.wait(61_000);
    await world.run();
    expect(grantsOf(world)).toHaveLength(1);
    expect(JSON.parse(grantsOf(world)[0]?.body ?? '')).toEqual({
      grant_type: 'client_credentials',
      client_id: 'voc',
      client_secret: MODEL_CLIENT.clientSecret,
      scope: 'read',
    });
    world.config = { ...world.config, exportRequestsPerMinute: 1 };
    world.collected.checkpoint = null;
    for (let made = 0; made < 40; made += 1) world.model.add(`글 ${made}`);
    world.wait(61_000);
    expect((await world.run()).outcome).toBe('done');
    expect(grantsOf(world).length).toBeGreaterThan(2);
    expect(world.collected.vault).toBeNull();
  });

  it('renews once in the middle of a run, and no more', async () => {
    const world = makeWorld();
    world.model.pageSize = 1;
    for (const text of ['하나', '둘', '셋']) world.model.add(text);
    world.wait(61_000);
    let exports = 0;
    world.between = ({ url }, reply) => {
      if (url.pathname.includes('incremental')) {
        exports += 1;
        if (exports === 2) world.model.expireAccess();
      }
      return reply();
    };
    expect((await world.run()).outcome).toBe('done');
    expect(grantsOf(world)).toHaveLength(2);
    expect(textsOf(world.collected)).toEqual(world.model.truth());

    world.between = ({ method }, reply) => (method === 'POST' ? reply() : { status: 401 });
    await expect(world.collect()).rejects.toMatchObject({ code: 'source.unauthorized', kind: 'auth' });
    expect(grantsOf(world)).toHaveLength(4);
  });

  it('takes a legacy API token and tells when its kind ends', async () => {
    const world = makeWorld();
    world.secret = { email: 'agent@shop.example', apiToken: 'legacy' };
    world.model.add('글');
    world.wait(61_000);
    const [page] = await world.collect();
    expect(page?.signs?.credentialExpiresAt).toBe('2027-04-30T00:00:00Z');
    expect(page?.documents).toHaveLength(1);
    world.secret = { email: 'agent@shop.example', apiToken: 'wrong' };
    await expect(world.collect()).rejects.toMatchObject({ code: 'source.unauthorized' });
    expect(grantsOf(world)).toHaveLength(0);
  });

  it.each([
    [{}, ['clientId', 'clientSecret']],
    [{ clientId: 'voc' }, ['clientSecret']],
    [{ email: 'agent@shop.example' }, ['apiToken']],
  ])('names the fields that the secret %j lacks', (secret, fields) => {
    const issues = zendesk.secretSchema?.safeParse(secret).error?.issues ?? [];
    expect(issues.map(({ path }) => path.join('.'))).toEqual(fields);
  });

  it('begins with the refresh token of the secret, keeps each new pair sealed, and uses it again while it lives', async () => {
    const world = makeWorld();
    world.secret = refresh;
    world.model.add('글');
    world.wait(61_000);
    await world.run();
    const { vault } = world.collected;
    expect(vault).toMatch(/^v1\./);
    expect(vault).not.toMatch(/access-|refresh-/);
    world.wait(20 * 60_000);
    await world.run();
    expect(grantsOf(world)).toHaveLength(1);
    world.wait(15 * 60_000);
    expect((await world.run()).outcome).toBe('done');
    expect(
      grantsOf(world).map(({ body }) => (JSON.parse(body) as { refresh_token: string }).refresh_token),
    ).toEqual(['refresh-0', 'refresh-1']);
  });

  it('has saved the new pair before it uses it: a run that dies in between costs nothing', async () => {
    const world = makeWorld();
    world.secret = refresh;
    world.model.add('글');
    world.wait(61_000);
    const died = new VocError('source.unreachable', 'transient', 'The run of the test dies here.');
    world.between = ({ method }, reply) => {
      if (method === 'GET') throw died;
      return reply();
    };
    await expect(world.collect()).rejects.toMatchObject({ code: 'source.unreachable' });
    expect(world.model.refreshToken).toBe('refresh-1');
    world.between = (_, reply) => reply();
    expect((await world.run()).outcome).toBe('done');
    expect(grantsOf(world)).toHaveLength(1);
  });

  it('spends no token when its lease is lost', async () => {
    const world = makeWorld();
    world.secret = refresh;
    const lost = new VocError('source.lease-lost', 'transient', 'Another run goes on.');
    const vault = { load: async () => null, save: () => Promise.reject(lost) };
    await expect(world.collect(vault)).rejects.toBe(lost);
    expect(world.model.requests).toEqual([]);
  });

  it('ends and does not use the new pair when the lease is lost while it is given', async () => {
    const world = makeWorld();
    world.secret = refresh;
    const lost = new VocError('source.lease-lost', 'transient', 'Another run goes on.');
    let saves = 0;
    const vault = {
      load: async () => null,
      async save() {
        saves += 1;
        if (saves === 2) throw lost;
      },
    };
    await expect(world.collect(vault)).rejects.toBe(lost);
    expect(pathsOf(world)).toEqual(['/oauth/tokens']);
  });

  it('never repeats a refresh by itself', async () => {
    const world = makeWorld();
    world.secret = refresh;
    let posts = 0;
    world.between = ({ method }, reply) => {
      if (method !== 'POST') return reply();
      posts += 1;
      return { status: 503 };
    };
    const { outcome, error } = await world.run({ attempts: 4 });
    expect([outcome, error?.kind]).toEqual(['failed', 'transient']);
    expect(posts).toBe(1);
    world.between = (_, reply) => reply();
    expect((await world.run()).outcome).toBe('done');
  });

  it('refreshes once after a 401 in the middle of a run', async () => {
    const world = makeWorld();
    world.secret = refresh;
    world.model.pageSize = 1;
    for (const text of ['하나', '둘']) world.model.add(text);
    world.wait(61_000);
    let exports = 0;
    world.between = ({ url }, reply) => {
      if (url.pathname.includes('incremental')) {
        exports += 1;
        if (exports === 2) world.model.expireAccess();
      }
      return reply();
    };
    expect((await world.run()).outcome).toBe('done');
    expect(grantsOf(world)).toHaveLength(2);
    await world.run();
    expect(grantsOf(world)).toHaveLength(2);
  });

  it('says what to do when the chain of tokens is broken, and begins anew with the next one in the secret', async () => {
    const world = makeWorld();
    world.secret = refresh;
    await world.run();
    world.model.refreshToken = 'made-by-somebody-else';
    world.wait(40 * 60_000);
    const { error } = await world.run();
    expect(error).toMatchObject({ code: 'source.unauthorized', kind: 'auth' });
    expect(error?.message).toMatch(/Authorise .* again .* refreshToken/);
    expect(error?.message).not.toMatch(/refresh-\d|access-\d/);
    world.secret = { ...MODEL_CLIENT, refreshToken: 'made-by-somebody-else' };
    expect((await world.run()).outcome).toBe('done');
  });

  it('tries the seed where the seal is damaged, and keeps a seal that a mistyped client secret cannot read', async () => {
    const world = makeWorld();
    world.secret = refresh;
    world.collected.vault = 'v1.AAAA.AAAA.AAAA';
    expect((await world.run()).outcome).toBe('done');
    const { vault } = world.collected;

    world.wait(40 * 60_000);
    world.secret = { ...refresh, clientSecret: 'mistyped' };
    const { error } = await world.run();
    expect(error).toMatchObject({
      code: 'source.unauthorized',
      message: expect.stringContaining('client secret'),
    });
    expect(world.collected.vault).toBe(vault);
    world.secret = refresh;
    expect((await world.run()).outcome).toBe('done');
  });
});
