import { describe, expect, it } from 'vitest';
import { InputDocumentSchema } from '../../../shared/domain/input-document.ts';
import { youtubeComments } from '../../../shared/sources/youtube-comments.ts';
import { describeConnectorContract } from './harness/connector-contract.ts';
import { fetchFrom } from './harness/model-server.ts';
import { nothingCollected, type RunOptions, runSource } from './harness/run-source.ts';
import type { ModelReply, ModelRequest, SourceModel, TestClock } from './harness/source-model.ts';

const VIDEO = 'dQ00000000A';
const OTHER_VIDEO = 'dQ00000000B';
const CHANNEL = 'UC0000000000000000000000';
const API_KEY = 'test-key';
/** How many replies a thread carries with it. */
const INCLUDED_REPLIES = 5;
const MAX_RESULTS = 100;

interface Comment {
  readonly id: string;
  readonly videoId: string;
  readonly parentId?: string;
  readonly author: string;
  text: string;
  readonly publishedAt: string;
  updatedAt: string;
}

interface Youtube extends SourceModel {
  readonly asked: ModelRequest[];
  readonly disabled: Set<string>;
  comment(text: string, more?: Partial<Comment>): string;
  edit(id: string, text: string): void;
  remove(id: string): void;
}

const json = (body: unknown, status = 200): ModelReply => ({ status, body: JSON.stringify(body) });
const refusal = (status: number, reason: string): ModelReply =>
  json(
    { error: { code: status, message: 'x', errors: [{ message: 'x', domain: 'youtube', reason }] } },
    status,
  );

/** The two lists as documented: threads by age, some replies with them, the others on request, pages by token. */
function youtubeModel(clock: TestClock): Youtube {
  const comments = new Map<string, Comment>();
  const asked: ModelRequest[] = [];
  const disabled = new Set<string>();
  let made = 0;

  const resource = ({ id, videoId, parentId, author, text, publishedAt, updatedAt }: Comment) => ({
    kind: 'youtube#comment',
    id,
    snippet: {
      videoId,
      textDisplay: text,
      textOriginal: text,
      authorDisplayName: `@${author}`,
      authorChannelId: { value: author },
      publishedAt,
      updatedAt,
      ...(parentId === undefined ? {} : { parentId }),
    },
  });
  const repliesTo = (id: string) => [...comments.values()].filter(({ parentId }) => parentId === id);

  /** A token is the id of the last item that was given, so that it does not shift when something new comes. */
  function pageOf(
    items: readonly Comment[],
    request: ModelRequest,
    show: (item: Comment) => unknown,
  ): ModelReply {
    const asked = Number(request.url.searchParams.get('maxResults') ?? 20);
    if (asked < 1 || asked > MAX_RESULTS) return refusal(400, 'invalidValue');
    const token = request.url.searchParams.get('pageToken');
    const from = token === null ? 0 : items.findIndex(({ id }) => token === `after-${id}`) + 1;
    if (token !== null && from === 0) return refusal(400, 'invalidPageToken');
    const page = items.slice(from, from + Math.min(asked, model.pageSize));
    const isLast = from + page.length >= items.length;
    const last = page.at(-1);
    return json({
      items: page.map(show),
      ...(isLast || last === undefined ? {} : { nextPageToken: `after-${last.id}` }),
    });
  }

  const model: Youtube = {
    pageSize: MAX_RESULTS,
    asked,
    disabled,
    secret: { apiKey: API_KEY },
    config: (baseUrl) => ({ videoIds: [VIDEO], app: '돌려받기', baseUrl: `${baseUrl}/youtube/v3` }),
    handle(request) {
      asked.push(request);
      const { pathname, searchParams } = request.url;
      if (request.headers['x-goog-api-key'] !== API_KEY) return refusal(403, 'forbidden');
      if (searchParams.get('textFormat') !== 'plainText') return refusal(400, 'invalidValue');
      const part = searchParams.get('part');
      if (pathname === '/youtube/v3/comments' && part === 'snippet') {
        return pageOf(repliesTo(searchParams.get('parentId') ?? ''), request, resource);
      }
      if (pathname !== '/youtube/v3/commentThreads' || part !== 'snippet,replies') return { status: 404 };
      const videoId = searchParams.get('videoId');
      const channelId = searchParams.get('allThreadsRelatedToChannelId');
      if ((videoId === null) === (channelId === null)) return refusal(400, 'invalidFilters');
      if (videoId !== null && disabled.has(videoId)) return refusal(403, 'commentsDisabled');
      if (searchParams.get('order') !== 'time') return refusal(400, 'invalidValue');
      const threads = [...comments.values()].filter(
        (one) => one.parentId === undefined && (videoId === null || one.videoId === videoId),
      );
      return pageOf(
        threads.sort((a, b) => (a.publishedAt < b.publishedAt ? 1 : -1)),
        request,
        (first) => {
          const replies = repliesTo(first.id);
          const included = replies.slice(0, INCLUDED_REPLIES).map(resource);
          return {
            kind: 'youtube#commentThread',
            id: first.id,
            snippet: {
              videoId: first.videoId,
              topLevelComment: resource(first),
              totalReplyCount: replies.length,
            },
            ...(replies.length === 0 ? {} : { replies: { comments: included } }),
          };
        },
      );
    },
    comment(text, more = {}) {
      made += 1;
      const id = more.parentId === undefined ? `Ugw${made}` : `${more.parentId}.R${made}`;
      const at = clock.now.toISOString();
      comments.set(id, {
        id,
        videoId: VIDEO,
        author: 'UCsomebody',
        text,
        publishedAt: at,
        updatedAt: at,
        ...more,
      });
      return id;
    },
    remove(id) {
      comments.delete(id);
    },
    /** Two of three are replies, most of them in one long thread. */
    add(text) {
      const [oldest, newest] = [comments.keys().next().value, [...comments.values()].findLast(isFirst)?.id];
      const parentId = made % 3 === 0 ? undefined : made % 6 === 1 ? newest : oldest;
      return model.comment(text, parentId === undefined ? {} : { parentId });
    },
    edit(id, text) {
      const comment = comments.get(id);
      if (comment !== undefined) Object.assign(comment, { text, updatedAt: clock.now.toISOString() });
    },
    truth: () => new Map([...comments.values()].map(({ id, text }) => [id, text])),
  };
  return model;
}

const isFirst = ({ parentId }: Comment) => parentId === undefined;

describeConnectorContract(youtubeComments, youtubeModel);

function oneSource(more: Record<string, unknown> = {}) {
  const clock = { now: new Date('2026-11-02T01:00:00Z') };
  const model = youtubeModel(clock);
  const collected = nothingCollected();
  const run = (options: Partial<RunOptions> = {}) =>
    runSource({
      connector: youtubeComments,
      config: { ...model.config('https://youtube.example'), pauseMs: 0, ...more },
      secret: model.secret,
      fetch: fetchFrom(model),
      clock,
      collected,
      ...options,
    });
  const passDays = (days: number) => {
    clock.now = new Date(clock.now.getTime() + days * 86_400_000);
  };
  return { clock, model, collected, run, passDays };
}

describe('youtube-comments', () => {
  it('maps a comment and a reply, and keeps no channel id of an author', async () => {
    const { model, run, clock } = oneSource();
    const first = model.comment('수수료가 얼마예요?');
    clock.now = new Date('2026-11-02T02:00:00Z');
    const reply = model.comment('저도 궁금해요', { parentId: first });
    model.edit(first, '수수료가 정말 얼마예요?');
    const { pages } = await run();
    const documents = pages.flatMap((page) => page.documents.map((one) => InputDocumentSchema.parse(one)));
    expect(documents).toEqual([
      {
        id: first,
        source: 'community',
        app: '돌려받기',
        publishedAt: '2026-11-02T01:00:00.000Z',
        editedAt: '2026-11-02T02:00:00.000Z',
        text: '수수료가 정말 얼마예요?',
        author: { displayName: '@UCsomebody' },
        url: `https://www.youtube.com/watch?v=${VIDEO}&lc=${first}`,
        attributes: { videoId: VIDEO },
      },
      {
        id: reply,
        source: 'community',
        app: '돌려받기',
        publishedAt: '2026-11-02T02:00:00.000Z',
        text: '저도 궁금해요',
        author: { displayName: '@UCsomebody' },
        url: `https://www.youtube.com/watch?v=${VIDEO}&lc=${reply}`,
        attributes: { videoId: VIDEO, parentId: first },
      },
    ]);
    const withoutName = JSON.stringify(pages).replaceAll('"displayName":"@UCsomebody"', '');
    expect(withoutName).not.toContain('UCsomebody');
  });

  it('sends the key in a header and never in an address', async () => {
    const { model, run } = oneSource();
    await run();
    expect(model.asked[0]?.headers['x-goog-api-key']).toBe(API_KEY);
    expect(model.asked[0]?.url.href).not.toContain(API_KEY);
    const { error } = await run({ secret: { apiKey: 'wrong' } });
    expect(error).toMatchObject({ code: 'source.unauthorized', kind: 'auth' });
    expect(error?.message).not.toContain('wrong');
  });

  it('asks for further replies only where more exist than came with the thread', async () => {
    const { model, run, collected } = oneSource();
    const short = model.comment('짧은 글');
    const long = model.comment('긴 글');
    for (let made = 0; made < INCLUDED_REPLIES; made += 1) model.comment('답글', { parentId: short });
    for (let made = 0; made < 230; made += 1) model.comment('답글', { parentId: long });
    await run();
    expect(collected.documents.size).toBe(2 + INCLUDED_REPLIES + 230);
    expect(model.asked.map(({ url }) => url.searchParams.get('parentId'))).toEqual([null, long, long, long]);
  });

  it('collects a channel, and leaves out what the company itself writes', async () => {
    const { model, run } = oneSource({ videoIds: [], channelId: CHANNEL, ownChannelId: CHANNEL });
    const first = model.comment('환급이 안 와요', { videoId: OTHER_VIDEO });
    model.comment('고객센터입니다', { parentId: first, author: CHANNEL });
    expect((await run()).brought).toEqual([first]);
    expect(model.asked[0]?.url.searchParams.get('allThreadsRelatedToChannelId')).toBe(CHANNEL);
  });

  it('reads a comment of a watched video of a watched channel once', async () => {
    const { model, run } = oneSource({ channelId: CHANNEL });
    const id = model.comment('환급이 안 와요');
    expect((await run()).brought).toEqual([id]);
  });

  it('sees edits and replies in threads of the last days, and asks for no more than those', async () => {
    const { model, run, passDays } = oneSource({ rescanDays: 3 });
    model.pageSize = 10;
    const old = Array.from({ length: 30 }, () => model.comment('오래된 글'));
    passDays(10);
    const recent = model.comment('새 글');
    await run();
    passDays(2);
    model.edit(recent, '고친 글');
    model.edit(old[0] ?? '', '너무 늦게 고친 글');
    const reply = model.comment('답글', { parentId: recent });
    model.asked.length = 0;
    expect((await run()).brought).toEqual([recent, reply]);
    expect(model.asked.length).toBeLessThanOrEqual(2);
  });

  it('goes on with a walk that was cut off, then looks for what came in the meantime', async () => {
    const { model, run, collected } = oneSource();
    model.pageSize = 10;
    for (let made = 0; made < 50; made += 1) model.comment('댓글');
    await run({ stopAfterPage: 2 });
    expect(collected.documents.size).toBe(20);
    const late = model.comment('늦은 댓글');
    model.asked.length = 0;
    const { brought, outcome } = await run();
    expect(outcome).toBe('done');
    expect(brought).toHaveLength(31);
    expect(brought.at(-1)).toBe(late);
    expect(model.asked[0]?.url.searchParams.get('pageToken')).toMatch(/^after-/);
  });

  it('starts a walk anew whose token YouTube has forgotten', async () => {
    const { model, run, collected } = oneSource();
    model.pageSize = 10;
    const ids = Array.from({ length: 50 }, () => model.comment('댓글'));
    await run({ stopAfterPage: 1 });
    model.remove(ids[40] ?? '');
    const { outcome } = await run();
    expect(outcome).toBe('done');
    expect(collected.documents.size).toBe(50);
  });

  it('counts units by the US-Pacific day, ends quietly at dailyUnits, and goes on the next day', async () => {
    const { model, run, clock, collected } = oneSource({ dailyUnits: 3 });
    model.pageSize = 10;
    for (let made = 0; made < 50; made += 1) model.comment('댓글');
    clock.now = new Date('2026-11-02T07:30:00Z'); // 23:30 of the 1st in Los Angeles, after the end of summer time
    const first = await run();
    expect(first.outcome).toBe('done');
    expect(model.asked).toHaveLength(3);
    expect(first.pages.at(-1)?.signs).toEqual({ quotaLeft: 0, quotaResetsAt: '2026-11-02T08:00:00.000Z' });
    expect((await run()).pages).toHaveLength(1);
    expect(model.asked).toHaveLength(3);
    clock.now = new Date('2026-11-02T08:00:00Z');
    await run();
    expect(model.asked).toHaveLength(6);
    expect(collected.documents.size).toBe(50);
  });

  it.each(['quotaExceeded', 'dailyLimitExceeded'])(
    'rests until midnight US Pacific after %s',
    async (reason) => {
      const { run } = oneSource();
      const { error } = await run({
        fetch: fetchFrom(youtubeModel({ now: new Date() }), () => refusal(403, reason)),
      });
      expect(error).toMatchObject({
        code: 'source.quota-exhausted',
        kind: 'quota',
        retryAfterMs: 7 * 3_600_000,
      });
    },
  );

  it.each([
    ['rateLimitExceeded', 403, { code: 'source.rate-limited', kind: 'rate' }],
    ['keyInvalid', 400, { code: 'source.unauthorized', kind: 'auth' }],
    ['accessNotConfigured', 403, { code: 'source.unauthorized', kind: 'auth' }],
  ])('takes %s as what it is', async (reason, status, expected) => {
    const { run, model } = oneSource();
    expect((await run({ fetch: fetchFrom(model, () => refusal(status, reason)) })).error).toMatchObject(
      expected,
    );
  });

  it('tells of a video that has no comments, and collects the others', async () => {
    const { model, run } = oneSource({ videoIds: [OTHER_VIDEO, VIDEO] });
    model.disabled.add(OTHER_VIDEO);
    const id = model.comment('환급이 안 와요');
    const { outcome, brought, pages } = await run();
    expect(outcome).toBe('done');
    expect(brought).toEqual([id]);
    expect(pages.at(-1)?.suspect).toEqual({
      kind: 'truncated',
      message: expect.stringContaining(`video ${OTHER_VIDEO} (commentsDisabled)`),
    });
  });

  it('ends a run whose pages lead in a circle', async () => {
    const { model, run } = oneSource();
    model.comment('댓글');
    const circle = fetchFrom(model, () => json({ items: [], nextPageToken: 'again' }));
    model.asked.length = 0;
    expect((await run({ fetch: circle })).error).toMatchObject({
      code: 'source.bad-response',
      kind: 'transient',
    });
    expect(model.asked.length).toBeLessThan(10);
  });

  it('waits between requests', async () => {
    const { model, run, clock } = oneSource({ pauseMs: 1_000 });
    model.pageSize = 10;
    for (let made = 0; made < 30; made += 1) model.comment('댓글');
    const before = clock.now.getTime();
    await run();
    expect(clock.now.getTime() - before).toBe(2_000);
  });

  it('keeps a small checkpoint without names, whatever a video is like', async () => {
    const { model, run, collected } = oneSource({ dailyUnits: 10_000 });
    for (let made = 0; made < 12_000; made += 1) model.comment('댓글');
    await run();
    const text = JSON.stringify(collected.checkpoint);
    expect(text.length).toBeLessThan(100_000);
    expect(text).not.toMatch(/UCsomebody|댓글/);
  });

  it.each([
    [{ videoIds: [] }, 'videoIds'],
    [{ videoIds: ['https://youtu.be/x'] }, 'videoIds.0'],
    [{ channelId: '@company' }, 'channelId'],
  ])('refuses %j and names the field', async (config, field) => {
    const { error } = await oneSource(config).run();
    expect(error).toMatchObject({ code: 'source.config-invalid' });
    expect(error?.message).toContain(`config.${field}`);
  });
});
