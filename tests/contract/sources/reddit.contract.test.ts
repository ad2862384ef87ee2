import { describe, expect, it } from 'vitest';
import { InputDocumentSchema } from '../../../shared/domain/input-document.ts';
import { reddit } from '../../../shared/sources/reddit.ts';
import { describeConnectorContract } from './harness/connector-contract.ts';
import { fetchFrom } from './harness/model-server.ts';
import { nothingCollected, type RunOptions, runSource, textsOf } from './harness/run-source.ts';
import type { ModelReply, ModelRequest, SourceModel, TestClock } from './harness/source-model.ts';

const USER_AGENT = 'server:com.example.voc:v1.0 (by /u/dollyeobatgi)';
const SECRET = { clientId: 'client', clientSecret: 'secret' };
/** What a listing ever shows. */
const DEPTH = 1_000;
const LIMIT = 100;

interface Post {
  readonly name: string;
  subreddit: string;
  author: string;
  title: string;
  words: string;
  createdS: number;
  edited: false | number;
  removedBy: string | null;
  permalink: string;
}

interface Reddit extends SourceModel {
  readonly asked: ModelRequest[];
  /** Names that `/api/info` does not find. */
  readonly lost: Set<string>;
  headers: Record<string, string>;
  post(words: string, more?: Partial<Post>): string;
  change(name: string, more: Partial<Post>): void;
  edit(id: string, text: string): void;
  erase(id: string): void;
}

const json = (body: unknown, headers: Readonly<Record<string, string>> = {}, status = 200): ModelReply => ({
  status,
  headers,
  body: JSON.stringify(body),
});

/** OAuth, listings by age of about 1,000 with `after`, `/api/info`, and words that give way to `[deleted]`. */
function redditModel(clock: TestClock): Reddit {
  const posts = new Map<string, Post>();
  const asked: ModelRequest[] = [];
  const lost = new Set<string>();
  let made = 0;
  let token = '';

  const thing = (post: Post) => {
    const isComment = post.name.startsWith('t1');
    return {
      kind: post.name.slice(0, 2),
      data: {
        id: post.name.slice(3),
        name: post.name,
        subreddit: post.subreddit,
        author: post.author,
        ...(isComment ? { body: post.words } : { title: post.title, selftext: post.words }),
        created_utc: post.createdS,
        edited: post.edited,
        permalink: post.permalink,
        removed_by_category: post.removedBy,
        score: 1,
      },
    };
  };
  const listing = (children: readonly Post[], after: string | null) =>
    json({ kind: 'Listing', data: { after, children: children.map(thing) } }, model.headers);

  const model: Reddit = {
    pageSize: LIMIT,
    headers: {},
    asked,
    lost,
    secret: SECRET,
    config: (baseUrl) => ({
      approved: true,
      userAgent: USER_AGENT,
      subreddits: ['korea'],
      app: '돌려받기',
      recheckHours: 0,
      baseUrl,
      tokenUrl: `${baseUrl}/api/v1/access_token`,
    }),
    handle(request) {
      asked.push(request);
      const { pathname, searchParams } = request.url;
      if (request.headers['user-agent'] !== USER_AGENT) return { status: 429 };
      if (pathname === '/api/v1/access_token') {
        const basic = `Basic ${Buffer.from('client:secret').toString('base64')}`;
        if (request.headers.authorization !== basic || request.method !== 'POST') return { status: 401 };
        if (request.body !== 'grant_type=client_credentials')
          return json({ error: 'unsupported_grant_type' });
        token = `token-${asked.length}`;
        return json({ access_token: token, token_type: 'bearer', expires_in: 86_400, scope: '*' });
      }
      if (request.headers.authorization !== `Bearer ${token}`) return { status: 401 };
      if (searchParams.get('raw_json') !== '1') return { status: 400 };
      if (pathname === '/api/info') {
        const names = (searchParams.get('id') ?? '').split(',');
        if (names.length > LIMIT) return { status: 414 };
        return listing(
          names.flatMap((name) => (lost.has(name) ? [] : (posts.get(name) ?? []))),
          null,
        );
      }
      const [, , subreddit = '', kind] = pathname.split('/');
      if (subreddit === 'closed')
        return json({ reason: 'private', message: 'Forbidden', error: 403 }, {}, 403);
      const query = searchParams.get('q');
      const shown = [...posts.values()]
        .filter(({ name }) => name.startsWith(kind === 'comments' ? 't1' : 't3'))
        .filter((post) => pathname === '/search' || post.subreddit === subreddit)
        .filter(({ words, title }) => query === null || `${title} ${words}`.includes(query))
        .sort((a, b) => b.createdS - a.createdS)
        .slice(0, DEPTH);
      const after = searchParams.get('after');
      const from = after === null ? 0 : shown.findIndex(({ name }) => name === after) + 1;
      // Reddit answers with an empty page where the post of `after` is gone.
      if (after !== null && from === 0) return listing([], null);
      const size = Math.min(Number(searchParams.get('limit') ?? 25), LIMIT, model.pageSize);
      const page = shown.slice(from, from + size);
      return listing(page, from + page.length < shown.length ? (page.at(-1)?.name ?? null) : null);
    },
    post(words, more = {}) {
      made += 1;
      const name = more.name ?? `t3_p${made.toString(36)}`;
      const subreddit = more.subreddit ?? 'korea';
      posts.set(name, {
        name,
        subreddit,
        author: 'cloud_candy',
        title: '환급 질문',
        words,
        createdS: clock.now.getTime() / 1000,
        edited: false,
        removedBy: null,
        permalink: `/r/${subreddit}/comments/${name.slice(3)}/question/`,
        ...more,
      });
      return name;
    },
    change(name, more) {
      const post = posts.get(name);
      if (post !== undefined) Object.assign(post, more);
    },
    add: (text) => model.post(text),
    edit(id, text) {
      model.change(id, { words: text, edited: clock.now.getTime() / 1000 });
    },
    erase(id) {
      model.change(id, { words: '[deleted]', author: '[deleted]' });
    },
    truth: () =>
      new Map(
        [...posts.values()]
          .filter(({ words }) => words !== '[deleted]')
          .map(({ name, words }) => [name, words]),
      ),
  };
  return model;
}

describeConnectorContract(reddit, redditModel, { window: DEPTH });

function oneSource(more: Record<string, unknown> = {}) {
  const clock = { now: new Date('2026-11-02T01:00:00Z') };
  const model = redditModel(clock);
  const collected = nothingCollected();
  const run = (options: Partial<RunOptions> = {}) =>
    runSource({
      connector: reddit,
      config: { ...model.config('https://reddit.example'), pauseMs: 0, ...more },
      secret: SECRET,
      fetch: fetchFrom(model),
      clock,
      collected,
      ...options,
    });
  const pass = (hours: number) => {
    clock.now = new Date(clock.now.getTime() + hours * 3_600_000);
  };
  const paths = () => model.asked.map(({ url }) => url.pathname);
  return { clock, model, collected, run, pass, paths };
}

describe('reddit', () => {
  it('does nothing before somebody says that Reddit has approved it, and says why', async () => {
    const { run, model } = oneSource({ approved: false });
    const { error } = await run();
    expect(error).toMatchObject({ code: 'source.config-invalid', kind: 'config' });
    expect(error?.message).toMatch(/config\.approved: .*Responsible Builder Policy.*approved: true/);
    expect(model.asked).toEqual([]);
  });

  it.each([
    [{ userAgent: 'node' }, 'userAgent'],
    [{ subreddits: [] }, 'subreddits'],
    [{ subreddits: ['/r/korea'] }, 'subreddits.0'],
  ])('refuses %j and names the field', async (config, field) => {
    expect((await oneSource(config).run()).error?.message).toContain(`config.${field}`);
  });

  it('maps a post, whose title is its text where it has no other', async () => {
    const { model, run, pass } = oneSource();
    const link = model.post('', { title: '환급 3일 걸렸어요' });
    pass(1);
    const text = model.post('수수료가 &lt;10%&gt;?\n\n&#x200B;\n\n맞나요', { edited: 1_793_581_200 });
    const { pages } = await run();
    const documents = pages.flatMap((page) => page.documents.map((one) => InputDocumentSchema.parse(one)));
    expect(documents).toEqual([
      {
        id: text,
        source: 'community',
        app: '돌려받기',
        publishedAt: '2026-11-02T02:00:00.000Z',
        editedAt: new Date(1_793_581_200_000).toISOString(),
        title: '환급 질문',
        text: '수수료가 &lt;10%&gt;?\n\n맞나요',
        author: { displayName: 'cloud_candy' },
        url: `https://www.reddit.com/r/korea/comments/${text.slice(3)}/question/`,
        attributes: { kind: 'post', subreddit: 'korea' },
      },
      expect.objectContaining({ id: link, text: '환급 3일 걸렸어요' }),
    ]);
    expect(documents[1]?.title).toBeUndefined();
  });

  it('keeps no trace of an account in the address and place of a post on a profile', async () => {
    const { model, run } = oneSource({ subreddits: [], searches: [{ q: '환급' }] });
    model.post('환급', { subreddit: 'u_cloud_candy', permalink: '/r/u_cloud_candy/comments/p1/a/' });
    model.post('환급', { subreddit: 'u_cloud_candy', permalink: '/user/cloud_candy/comments/p2/a/' });
    const { pages, brought } = await run();
    expect(brought).toHaveLength(2);
    expect(JSON.stringify(pages).replaceAll('"displayName":"cloud_candy"', '')).not.toContain('cloud_candy');
  });

  it('collects searches and, where wanted, comments', async () => {
    const { model, run, paths } = oneSource({
      comments: true,
      searches: [{ q: '환급', subreddit: 'hanguk' }, { q: '환급' }],
    });
    model.post('환급 됐나요', { subreddit: 'hanguk' });
    model.post('환급 됐어요', { subreddit: 'other' });
    model.post('날씨', { subreddit: 'other', title: '비' });
    const comment = model.post('저도요', { name: 't1_c1' });
    const { brought, pages } = await run();
    expect(brought).toHaveLength(3);
    expect(brought).toContain(comment);
    expect(paths().slice(1, 5)).toEqual(['/r/korea/new', '/r/korea/comments', '/r/hanguk/search', '/search']);
    expect(JSON.stringify(pages)).toContain('"kind":"comment"');
  });

  it('takes a token by client credentials once a run, and another one when it is refused', async () => {
    const { model, run, paths } = oneSource();
    model.post('환급');
    await run();
    expect(paths().filter((path) => path.endsWith('access_token'))).toHaveLength(1);
    let refusals = 0;
    const expiring = fetchFrom(model, (reply, { url }) => {
      if (url.pathname !== '/r/korea/new' || refusals > 0) return reply;
      refusals += 1;
      return { status: 401 };
    });
    expect((await run({ fetch: expiring })).outcome).toBe('done');
    const { error } = await run({ secret: { clientId: 'client', clientSecret: 'wrong' } });
    expect(error).toMatchObject({ code: 'source.unauthorized', kind: 'auth' });
  });

  it('tells what is left of its requests, slows down, and stops before the last', async () => {
    const { model, run, clock } = oneSource();
    model.pageSize = 1;
    model.post('하나');
    model.post('둘');
    model.headers = { 'x-ratelimit-remaining': '100.0', 'x-ratelimit-reset': '300', 'x-ratelimit-used': '0' };
    const before = clock.now.getTime();
    const { pages } = await run();
    expect(pages[0]?.signs).toEqual({ quotaLeft: 100, quotaResetsAt: '2026-11-02T01:05:00.000Z' });
    expect(clock.now.getTime() - before).toBeGreaterThanOrEqual(2 * 3_000);
    model.headers = { 'x-ratelimit-remaining': '1.0', 'x-ratelimit-reset': '120' };
    expect((await run()).error).toMatchObject({
      code: 'source.rate-limited',
      kind: 'rate',
      retryAfterMs: 120_000,
    });
  });

  it.each([
    ['a post whose author deleted it', { words: '[deleted]', author: '[deleted]' }],
    ['a post that a moderator removed', { words: '[removed]', removedBy: 'moderator' }],
    ['a link that was removed', { removedBy: 'deleted' }],
  ])('erases %s, with the same app and time', async (_, change) => {
    const { model, run, collected, pass } = oneSource();
    const id = model.post('환급이 안 와요');
    model.post('다른 글');
    await run();
    model.change(id, change);
    pass(48);
    const { pages } = await run();
    expect(pages.flatMap(({ erasures = [] }) => erasures)).toEqual([
      { id, app: '돌려받기', publishedAt: '2026-11-02T01:00:00.000Z', erasedAt: '2026-11-04T01:00:00.000Z' },
    ]);
    expect([...textsOf(collected).values()]).toEqual(['다른 글']);
    expect((await run()).pages.flatMap(({ erasures = [] }) => erasures)).toEqual([]);
  });

  it('erases a post that was deleted after a run died with its words on the way', async () => {
    const { model, run, collected } = oneSource();
    const id = model.post('환급이 안 와요');
    await run({ crashAtPage: 2 });
    expect([...textsOf(collected).keys()]).toEqual([id]);
    model.change(id, { subreddit: 'gone' });
    model.lost.add(id);
    await run();
    expect(textsOf(collected).size).toBe(0);
  });

  it('brings back a post that a moderator has let through again', async () => {
    const { model, run, collected, pass } = oneSource();
    const id = model.post('환급이 안 와요');
    await run();
    model.change(id, { removedBy: 'moderator' });
    pass(1);
    await run();
    expect(textsOf(collected).size).toBe(0);
    model.change(id, { removedBy: null });
    pass(1);
    expect((await run()).pages.flatMap(({ documents }) => documents)).toMatchObject([
      { id, editedAt: '2026-11-02T03:00:00.000Z' },
    ]);
    expect((await run()).brought).toEqual([]);
  });

  it('erases what is not there any more', async () => {
    const { model, run, collected } = oneSource();
    const id = model.post('환급이 안 와요');
    const other = model.post('다른 글');
    await run();
    model.lost.add(id);
    await run();
    expect([...textsOf(collected).keys()]).toEqual([other]);
  });

  it('does not collect what was gone before it was seen', async () => {
    const { model, run } = oneSource();
    model.post('[removed]', { removedBy: 'moderator' });
    const { pages } = await run();
    expect(pages.flatMap(({ documents, erasures = [] }) => [...documents, ...erasures])).toEqual([]);
  });

  it('believes that many posts are gone at once only when Reddit says so three times', async () => {
    const { model, run, collected } = oneSource();
    const ids = Array.from({ length: 30 }, () => model.post('글'));
    await run();
    for (const id of ids) model.lost.add(id);
    for (const _ of [1, 2]) {
      expect((await run()).pages.at(-1)?.suspect?.kind).toBe('silent');
      expect(textsOf(collected).size).toBe(30);
    }
    await run();
    expect(textsOf(collected).size).toBe(0);
  });

  it('takes the author off a post whose account was deleted', async () => {
    const { model, run, pass } = oneSource();
    const id = model.post('환급이 안 와요');
    await run();
    model.change(id, { author: '[deleted]' });
    pass(5);
    const { pages } = await run();
    expect(pages.flatMap(({ documents }) => documents)).toMatchObject([
      { id, text: '환급이 안 와요', author: undefined, editedAt: '2026-11-02T06:00:00.000Z' },
    ]);
    expect((await run()).brought).toEqual([]);
  });

  it('looks again only as often as it is told, at posts of the last days, 100 at a time', async () => {
    const { model, run, pass, paths } = oneSource({ recheckHours: 24, recheckDays: 5 });
    for (let made = 0; made < 150; made += 1) model.post('글');
    const looks = async () => {
      model.asked.length = 0;
      await run();
      return paths().filter((path) => path === '/api/info').length;
    };
    expect(await looks()).toBe(0);
    pass(12);
    expect(await looks()).toBe(0);
    pass(12);
    expect(await looks()).toBe(2);
    expect(await looks()).toBe(0);
    pass(24 * 5);
    expect(await looks()).toBe(0);
  });

  it('walks only to where the last whole walk began, with a day of overlap', async () => {
    const { model, run, pass, paths } = oneSource({ recheckHours: 1_000 });
    model.pageSize = 10;
    for (let made = 0; made < 100; made += 1) {
      model.post('글');
      pass(1);
    }
    await run();
    const late = model.post('늦게 보인 글', { createdS: Date.parse('2026-11-05T20:00:00Z') / 1000 });
    model.asked.length = 0;
    expect((await run()).brought).toEqual([late]);
    expect(paths().filter((path) => path === '/r/korea/new')).toHaveLength(4);
  });

  it('walks again where the post that it asked after was deleted', async () => {
    const { model, run, collected } = oneSource({ recheckHours: 1_000 });
    model.pageSize = 10;
    const ids = Array.from({ length: 30 }, () => model.post('글'));
    let asked = 0;
    const deleting = fetchFrom(model, (reply, { url }) => {
      if (url.pathname === '/r/korea/new' && ++asked === 1) model.change(ids[9] ?? '', { subreddit: 'gone' });
      return reply;
    });
    await run({ fetch: deleting });
    expect(collected.documents.size).toBe(10);
    await run();
    expect(collected.documents.size).toBe(30);
  });

  it('doubts a listing that has moved on by more than it shows', async () => {
    const { model, run, pass } = oneSource({ recheckHours: 1_000 });
    model.post('글');
    expect((await run()).pages.at(-1)?.suspect).toBeUndefined();
    pass(100);
    for (let made = 0; made < DEPTH + 50; made += 1) model.post('글');
    expect((await run()).pages.at(-1)?.suspect?.kind).toBe('possible-gap');
  });

  it('names a subreddit that is closed as the reason', async () => {
    const { error } = await oneSource({ subreddits: ['closed'] }).run();
    expect(error).toMatchObject({ code: 'source.gone', kind: 'permanent', details: { reason: 'private' } });
  });

  it('keeps a small checkpoint of ids and times only', async () => {
    const { model, run, collected, pass } = oneSource({
      subreddits: ['a1', 'a2', 'a3'],
      recheckHours: 1_000,
    });
    for (let made = 0; made < 2_900; made += 1) {
      model.post('글', {
        name: `t3_abcdefgh${made.toString(36)}`,
        subreddit: `a${1 + (made % 3)}`,
        edited: 1_793_581_200,
      });
      if (made % 100 === 0) pass(1);
    }
    const { pages } = await run();
    expect(pages.at(-1)?.suspect?.kind).toBe('truncated');
    const text = JSON.stringify(collected.checkpoint);
    expect(text.length).toBeLessThan(100_000);
    expect(text).not.toMatch(/cloud_candy|[가-힣]/);
  });

  it.each([
    ['', 'cloud_candy'],
    ['wrong', 'secret'],
  ])('keeps names and secrets out of its errors', async (clientSecret, secret) => {
    const { run } = oneSource();
    const { error } = await run({ secret: { ...SECRET, clientSecret } });
    expect(JSON.stringify([error?.message, error?.details])).not.toContain(`"${secret}"`);
  });
});
