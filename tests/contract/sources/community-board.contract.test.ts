import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { communityBoard } from '../../../shared/sources/community-board.ts';
import { describeConnectorContract } from './harness/connector-contract.ts';
import { fetchFrom } from './harness/model-server.ts';
import { nothingCollected, type RunOptions, runSource } from './harness/run-source.ts';
import type { ModelReply, ModelRequest, SourceModel, TestClock } from './harness/source-model.ts';

interface Comment {
  text: string;
  author?: string;
}

interface Post {
  title: string;
  text: string;
  at: Date;
  comments: Map<string, Comment>;
}

interface BoardModel extends SourceModel {
  readonly posts: Map<string, Post>;
  /** What the last requests asked for. */
  readonly asked: string[];
  readonly userAgents: Set<string>;
  robots: ModelReply;
  /** Answers instead of the board where it gives something. */
  override: (request: ModelRequest) => ModelReply | undefined;
  /** Rows above the list, on every page. */
  sticky: string;
  listHead: string;
  postHead: string;
  /** How dates of the list are written. */
  dateOf: (at: Date) => string;
  comment(id: string, text: string, author?: string): string;
}

const NAVIGATION = Array.from(
  { length: 12 },
  (_, index) => `<li><a href="/menu/${index}">메뉴 ${index}</a></li>`,
).join('');

function shell(body: string, head = ''): string {
  return `<!DOCTYPE html><html lang="ko"><head><meta charset="utf-8">${head}<title>게시판</title></head><body><ul>${NAVIGATION}</ul>${body}</body></html>`;
}

function koreanTime(at: Date): string {
  const local = new Date(at.getTime() + 9 * 3_600_000).toISOString();
  return `${local.slice(0, 10).replaceAll('-', '.')} ${local.slice(11, 19)}`;
}

/** A board as most Korean ones are: numbered pages, newest first, sticky rows, ETags, "not found" for what is gone. */
function boardModel(clock: TestClock): BoardModel {
  const posts = new Map<string, Post>();
  let nextPost = 1_000;
  let nextComment = 50_000;
  const model: BoardModel = {
    posts,
    asked: [],
    userAgents: new Set(),
    robots: {
      headers: { 'content-type': 'text/plain' },
      body: 'User-agent: *\nDisallow: /menu/\nAllow: /board\n',
    },
    override: () => undefined,
    sticky: '',
    listHead: '',
    postHead: '',
    dateOf: koreanTime,
    pageSize: 20,
    config: (baseUrl) => ({
      listUrl: `${baseUrl}/board?page={page}`,
      item: 'tr.row',
      title: 'a.title',
      author: '.name',
      postedAt: '.date',
      commentCount: '.count',
      body: '.content',
      comments: { item: '.comment', text: '.words', author: '.who', postedAt: '.when' },
      contact: 'voc@example.com',
      delayMs: 1_000,
      // The whole board each time, so that an edit is seen wherever it is.
      maxPages: 500,
      recheckPages: 500,
      maxPostsPerRun: 500,
    }),
    handle(request) {
      const { url, headers } = request;
      model.asked.push(url.pathname + url.search);
      model.userAgents.add(headers['user-agent'] ?? '');
      const special = model.override(request);
      if (special !== undefined) return special;
      if (url.pathname === '/robots.txt') return model.robots;
      const html = { 'content-type': 'text/html; charset=utf-8' };
      if (url.pathname === '/board') {
        const body = shell(listOf(Number(url.searchParams.get('page'))), model.listHead);
        const etag = `"${createHash('sha256').update(body).digest('hex').slice(0, 16)}"`;
        return headers['if-none-match'] === etag ? { status: 304 } : { headers: { ...html, etag }, body };
      }
      const post = posts.get(url.searchParams.get('no') ?? '');
      if (url.pathname !== '/view' || post === undefined) return { status: 404, body: shell('없는 페이지') };
      return { headers: html, body: shell(pageOfPost(post), model.postHead) };
    },
    add(text) {
      nextPost += 1;
      posts.set(String(nextPost), { title: `제목 ${nextPost}`, text, at: clock.now, comments: new Map() });
      return String(nextPost);
    },
    edit(id, text) {
      const post = posts.get(id);
      if (post === undefined) return;
      post.title = `${post.title}!`;
      post.text = text;
    },
    erase: (id) => posts.delete(id),
    comment(id, text, author) {
      nextComment += 1;
      posts.get(id)?.comments.set(String(nextComment), { text, ...(author === undefined ? {} : { author }) });
      return `${id}#${nextComment}`;
    },
    truth: () =>
      new Map(
        [...posts].flatMap(([id, post]) => [
          [id, post.text],
          ...[...post.comments].map(([number, { text }]): [string, string] => [`${id}#${number}`, text]),
        ]),
      ),
  };
  return model;

  function listOf(page: number): string {
    const newest = [...posts].reverse().slice((page - 1) * model.pageSize, page * model.pageSize);
    const rows = newest.map(
      ([
        id,
        { title, at, comments },
      ]) => `<tr class="row"><td><a class="title" href="/view?no=${id}&page=${page}">${title}</a>
        <span class="count">[${comments.size}]</span></td><td class="name">둥근달</td><td class="date">${model.dateOf(at)}</td></tr>`,
    );
    return `<table>${model.sticky}${rows.join('')}</table>`;
  }

  function pageOfPost({ title, text, comments }: Post): string {
    const list = [...comments].map(
      ([number, comment]) =>
        `<div class="comment" id="comment_${number}"><b class="who">${comment.author ?? '지나가던이'}</b> <i class="when">방금</i><p class="words">${comment.text}</p></div>`,
    );
    return `<h1>${title}</h1><div class="content"><script>track()</script><p>${text}</p></div>${list.join('')}`;
  }
}

describeConnectorContract(communityBoard, boardModel, {});

describe('communityBoard', () => {
  function makeBoard() {
    const clock = { now: new Date('2026-11-02T00:00:00Z') };
    const model = boardModel(clock);
    const collected = nothingCollected();
    const run = async (config: Record<string, unknown> = {}, more: Partial<RunOptions> = {}) => {
      model.asked.length = 0;
      clock.now = new Date(clock.now.getTime() + 61_000);
      const result = await runSource({
        connector: communityBoard,
        config: { ...model.config('https://board.example'), recheckPages: 1, ...config },
        fetch: fetchFrom(model),
        clock,
        collected,
        ...more,
      });
      return {
        ...result,
        documents: result.pages.flatMap(({ documents }) => documents),
        erasures: result.pages.flatMap(({ erasures = [] }) => erasures),
        problems: result.pages.flatMap(({ problems = [] }) => problems),
        suspect: result.pages.at(-1)?.suspect,
        asked: [...model.asked],
      };
    };
    return { clock, model, collected, run };
  }

  describe('what becomes a document', () => {
    it('maps a post and its comments; names stand in author only', async () => {
      const { model, run } = makeBoard();
      const id = model.add('환급이 <b>안</b> 돼요<br>도와주세요 &amp; 급해요');
      const comment = model.comment(id, '저도 그래요', '산책가');
      const { documents, problems } = await run({ app: '돌려받기' });
      expect(documents).toEqual([
        {
          id,
          source: 'community',
          app: '돌려받기',
          publishedAt: '2026-11-02T00:00:00.000Z',
          title: '제목 1001',
          text: '환급이 안 돼요\n도와주세요 & 급해요',
          author: { displayName: '둥근달' },
          url: 'https://board.example/view?no=1001&page=1',
        },
        {
          id: comment,
          source: 'community',
          app: '돌려받기',
          publishedAt: '2026-11-02T00:01:00.000Z',
          text: '저도 그래요',
          author: { displayName: '산책가' },
          url: 'https://board.example/view?no=1001&page=1',
          attributes: { postId: id },
        },
      ]);
      expect(problems).toEqual([]);
    });

    it('takes the title for the text where posts are not opened, and asks for the list only', async () => {
      const { model, run } = makeBoard();
      model.add('아무도 읽지 않는 본문');
      const { documents, asked } = await run({ body: undefined, comments: undefined });
      expect(documents).toMatchObject([{ id: '1001', text: '제목 1001' }]);
      expect(documents[0]).not.toHaveProperty('title');
      expect(asked.filter((path) => path.startsWith('/view'))).toEqual([]);
    });

    it('takes the title for the text where a post is a picture', async () => {
      const { model, run } = makeBoard();
      model.add('<img src="/a.jpg" alt="화면">');
      expect((await run()).documents).toMatchObject([{ id: '1001', text: '제목 1001' }]);
    });

    it.each([
      ['어제', { date: '2026-11-01' }],
      ['5분 전', { publishedAt: '2026-11-01T23:56:00.000Z' }],
      ['언젠가', {}],
      ['2027.01.01 00:00', {}],
    ])('gives the date %s as exactly as it is written, and none that cannot be', async (written, time) => {
      const { model, run } = makeBoard();
      model.add('날짜 이야기');
      model.dateOf = () => written;
      const [document] = (await run()).documents as Record<string, unknown>[];
      expect({ ...(document?.date === undefined ? {} : { date: document.date }) }).toEqual(
        'date' in time ? { date: time.date } : {},
      );
      expect(document?.publishedAt).toBe('publishedAt' in time ? time.publishedAt : undefined);
    });

    it('prefers what the page of the post says of date and author', async () => {
      const { model, run } = makeBoard();
      const id = model.add('본문');
      model.comment(id, '댓글', '푸른숲');
      const [post] = (await run({ detail: { author: '.who', postedAt: '.none' } })).documents;
      expect(post).toMatchObject({
        author: { displayName: '푸른숲' },
        publishedAt: '2026-11-02T00:00:00.000Z',
      });
    });

    it('cuts a text that is too long and says so', async () => {
      const { model, run } = makeBoard();
      model.add('가'.repeat(30_000));
      const [document] = (await run()).documents as { text: string; attributes: unknown }[];
      expect(document?.text).toHaveLength(20_000);
      expect(document?.attributes).toEqual({ truncated: true });
    });

    it('leaves sticky rows out, and ids are not taken from paging', async () => {
      const { model, run } = makeBoard();
      model.sticky =
        '<tr class="row pinned"><td><a class="title" href="/view?no=3&page=1">공지사항</a></td></tr>';
      model.add('글');
      expect((await run({ notice: '.pinned' })).brought).toEqual(['1001']);
    });

    it('takes the id where a pattern finds it', async () => {
      const { model, run } = makeBoard();
      model.add('글');
      const { brought } = await run({ id: String.raw`no=1(\d+)` });
      expect(brought).toEqual(['001']);
    });

    it('does not follow links to other hosts, and drops what names a person from addresses', async () => {
      const { model, run } = makeBoard();
      for (let count = 0; count < 10; count += 1) model.add('글');
      model.sticky =
        '<tr class="row"><td><a class="title" href="https://ads.example/9">광고</a></td></tr>' +
        '<tr class="row"><td><a class="title" href="/view?no=1001&member_id=hong&page=1#c">제목 1001</a></td></tr>';
      const { documents, problems } = await run();
      expect(problems).toEqual([
        { id: 'ads.example/9', field: 'link', message: expect.stringContaining('another host') },
      ]);
      expect(JSON.stringify(documents)).not.toMatch(/ads\.example|hong/);
    });
  });

  describe('robots', () => {
    it('asks for robots.txt first, once, and says who asks', async () => {
      const { model, run } = makeBoard();
      model.add('글');
      const { asked } = await run();
      expect(asked[0]).toBe('/robots.txt');
      expect(asked.filter((path) => path === '/robots.txt')).toHaveLength(1);
      expect([...model.userAgents]).toEqual(['voc-collector/1.0 (+mailto:voc@example.com)']);
    });

    it('fetches nothing of a list that is forbidden to it', async () => {
      const { model, run } = makeBoard();
      model.robots = { body: 'User-agent: voc-collector\nDisallow: /board\n\nUser-agent: *\nAllow: /' };
      const { error, asked } = await run();
      expect(error).toMatchObject({ code: 'source.forbidden-address', kind: 'permanent' });
      expect(error?.message).toContain('board.example');
      expect(asked).toEqual(['/robots.txt']);
    });

    it('leaves out posts that are forbidden to it and says that they are missing', async () => {
      const { model, run } = makeBoard();
      model.robots = { body: 'User-agent: *\nDisallow: /view?*no=1001' };
      model.add('금지된 글');
      model.add('허락된 글');
      const { brought, problems, suspect, asked } = await run();
      expect(brought).toEqual(['1002']);
      expect(problems).toEqual([
        { id: '1001', field: 'robots', message: expect.stringContaining('robots.txt') },
      ]);
      expect(suspect).toMatchObject({ kind: 'truncated' });
      expect(asked).not.toContain('/view?no=1001&page=1');
    });

    it.each([
      ['a 404', { status: 404 }, 'done'],
      ['a 403', { status: 403 }, 'done'],
      ['a 503', { status: 503 }, 'failed'],
      ['a 429', { status: 429 }, 'failed'],
      ['a page instead of it', { body: '<html>홈</html>' }, 'done'],
    ])('goes on or stays away after %s for robots.txt', async (_, reply, outcome) => {
      const { model, run } = makeBoard();
      model.robots = reply;
      model.add('글');
      const result = await run();
      expect(result.outcome).toBe(outcome);
      expect(result.asked.length > 1).toBe(outcome === 'done');
    });

    it('follows a robots.txt that has moved, and gives up where it moves without end', async () => {
      const { model, run } = makeBoard();
      model.add('글');
      model.robots = { status: 301, headers: { location: '/rules' } };
      model.override = ({ url }) =>
        url.pathname === '/rules' ? { body: 'User-agent: *\nDisallow: /' } : undefined;
      expect((await run()).error).toMatchObject({ code: 'source.forbidden-address' });
      model.robots = { status: 301, headers: { location: '/robots.txt' } };
      const { error, asked } = await run();
      expect(error).toMatchObject({ code: 'source.unreachable', kind: 'transient' });
      expect(asked).toHaveLength(6);
    });

    it('waits between requests: delayMs and some more, or a longer Crawl-delay', async () => {
      const { clock, model, run } = makeBoard();
      model.add('글');
      const start = clock.now.getTime() + 61_000;
      await run({ delayMs: 2_000 });
      const perRequest = (clock.now.getTime() - start) / (model.asked.length - 1);
      expect(perRequest).toBeGreaterThanOrEqual(2_000);
      expect(perRequest).toBeLessThanOrEqual(3_000);

      model.robots = { body: 'User-agent: *\nCrawl-delay: 10' };
      model.add('글');
      const second = clock.now.getTime() + 61_000;
      await run({ delayMs: 2_000 });
      expect(clock.now.getTime() - second).toBeGreaterThanOrEqual(20_000);

      model.robots = { body: 'User-agent: *\nCrawl-delay: 3600' };
      expect((await run()).error).toMatchObject({ code: 'source.forbidden-address' });
    });

    it.each([
      ['a meta', { postHead: '<meta name="robots" content="noindex, nofollow">' }],
      ['a meta for us', { postHead: '<meta name="VOC-Collector" content="none">' }],
    ])('stores no post with %s that forbids it, unless there is an agreement', async (_, change) => {
      const { model, run } = makeBoard();
      Object.assign(model, change);
      model.add('보관하지 마세요');
      const { documents, problems, suspect } = await run();
      expect(documents).toEqual([]);
      expect(problems).toMatchObject([{ id: '1001', field: 'robots' }]);
      expect(suspect).toMatchObject({ kind: 'truncated' });
      model.edit?.('1001', '보관하지 마세요');
      expect((await run({ agreement: '운영자 승인 2026-11-01' })).brought).toEqual(['1001']);
    });

    it('respects X-Robots-Tag, and lets go of a post that is marked later', async () => {
      const { model, run } = makeBoard();
      const id = model.add('글');
      const comment = model.comment(id, '댓글');
      expect((await run()).brought).toEqual([id, comment]);
      model.edit?.(id, '글');
      model.override = (request) => {
        if (request.url.pathname !== '/view') return undefined;
        model.override = () => undefined;
        const reply = model.handle(request);
        return { ...reply, headers: { ...reply.headers, 'x-robots-tag': 'googlebot: nofollow, noarchive' } };
      };
      expect((await run()).erasures.map((erasure) => erasure.id)).toEqual([id, comment]);
    });

    it('stores nothing of a list that forbids it where posts are not opened', async () => {
      const { model, run } = makeBoard();
      model.listHead = '<meta name="robots" content="noarchive">';
      model.add('글');
      const { documents, suspect } = await run({ body: undefined, comments: undefined });
      expect(documents).toEqual([]);
      expect(suspect).toMatchObject({ kind: 'truncated' });
    });
  });

  describe('the next run', () => {
    it('asks whether the list has changed, and for nothing more where it has not', async () => {
      const { model, run } = makeBoard();
      for (let count = 0; count < 3; count += 1) model.add('글');
      await run();
      const { asked, outcome, brought } = await run();
      expect([outcome, brought, asked]).toEqual(['done', [], ['/robots.txt', '/board?page=1']]);
    });

    it('walks to a page that shows nothing new and not further', async () => {
      const { model, run } = makeBoard();
      model.pageSize = 5;
      for (let count = 0; count < 30; count += 1) model.add('글');
      await run();
      for (let count = 0; count < 7; count += 1) model.add('새 글');
      const { asked, brought } = await run();
      expect(brought).toHaveLength(7);
      expect(asked.filter((path) => path.startsWith('/board'))).toEqual([
        '/board?page=1',
        '/board?page=2',
        '/board?page=3',
      ]);
    });

    it('reads a post again for a new comment and brings only the comment', async () => {
      const { model, run } = makeBoard();
      const id = model.add('글');
      model.comment(id, '첫 댓글');
      await run();
      const second = model.comment(id, '둘째 댓글');
      expect((await run()).brought).toEqual([second]);
    });

    it('gives an edited post with the time at which the edit was seen', async () => {
      const { clock, model, run } = makeBoard();
      const id = model.add('글');
      await run();
      model.edit?.(id, '고친 글');
      const { documents } = await run();
      expect(documents).toMatchObject([{ id, text: '고친 글', editedAt: expect.any(String) }]);
      const { editedAt } = documents[0] as { editedAt: string };
      expect(clock.now.getTime() - Date.parse(editedAt)).toBeLessThan(10_000);
    });

    it('stops after maxPostsPerRun and goes on where it was', async () => {
      const { model, run } = makeBoard();
      model.pageSize = 5;
      for (let count = 0; count < 23; count += 1) model.add('글');
      const brought: string[] = [];
      for (const expected of [7, 7, 7, 2, 0]) {
        const result = await run({ maxPostsPerRun: 7 });
        expect(result.brought).toHaveLength(expected);
        expect(result.outcome).toBe('done');
        brought.push(...result.brought);
      }
      expect(new Set(brought).size).toBe(23);
    });

    it('comes to the end of a board that is larger than what it remembers', async () => {
      const { model, run, collected } = makeBoard();
      model.pageSize = 100;
      for (let count = 0; count < 1_500; count += 1) model.add('글');
      let seen = 0;
      for (let round = 0; round < 5; round += 1) {
        seen += (await run({ maxPostsPerRun: 300, body: undefined, comments: undefined })).brought.length;
      }
      expect(seen).toBe(1_000);
      expect(JSON.stringify(collected.checkpoint).length).toBeLessThan(100_000);
      model.add('새 글');
      expect((await run({ body: undefined, comments: undefined })).brought).toEqual(['2501']);
    });

    it('keeps a checkpoint small for long ids and many comments', async () => {
      const { model, run, collected } = makeBoard();
      model.pageSize = 200;
      for (let count = 0; count < 400; count += 1) {
        const id = model.add('글');
        for (let comment = 0; comment < 20; comment += 1) model.comment(id, '댓글');
      }
      await run({ id: 'no=(.*)' });
      expect(JSON.stringify(collected.checkpoint).length).toBeLessThan(100_000);
    });

    it('starts anew with a checkpoint that it cannot read', async () => {
      const { model, run, collected } = makeBoard();
      model.add('글');
      await run();
      collected.checkpoint = { known: 'x' };
      expect((await run()).brought).toEqual(['1001']);
    });

    it('tells a possible gap where all pages that it may read are new', async () => {
      const { model, run } = makeBoard();
      model.pageSize = 5;
      for (let count = 0; count < 5; count += 1) model.add('글');
      expect((await run({ maxPages: 2 })).suspect).toBeUndefined();
      for (let count = 0; count < 20; count += 1) model.add('글');
      expect((await run({ maxPages: 2 })).suspect).toMatchObject({ kind: 'possible-gap' });
    });

    it('goes from page to page by a link, and ends where it leads back', async () => {
      const { model, run } = makeBoard();
      model.pageSize = 2;
      for (let count = 0; count < 5; count += 1) model.add('글');
      const origin = model.handle;
      model.override = (request) => {
        if (request.url.pathname !== '/board') return undefined;
        const page = Number(request.url.searchParams.get('page'));
        model.override = () => undefined;
        const reply = origin(request);
        const body = String(reply.body).replace(
          '</table>',
          `</table><a class="next" href="?page=${Math.min(3, page + 1)}">다음</a>`,
        );
        model.override = override;
        return { ...reply, body };
      };
      const { override } = model;
      const { brought, asked } = await run({
        listUrl: 'https://board.example/board?page=1',
        nextPage: 'a.next',
      });
      expect(brought).toHaveLength(5);
      expect(asked.filter((path) => path.startsWith('/board')).length).toBeGreaterThanOrEqual(3);
    });

    it('takes "not found" and the same page again for the end of the list', async () => {
      const { model, run } = makeBoard();
      model.add('글');
      model.override = ({ url }) => (url.search === '?page=2' ? { status: 404 } : undefined);
      expect((await run({ recheckPages: 3 })).outcome).toBe('done');
      model.override = (request) => {
        if (request.url.search !== '?page=2') return undefined;
        return model.handle({ ...request, url: new URL('/board?page=1', request.url), headers: {} });
      };
      model.add('글');
      const { outcome, asked } = await run({ recheckPages: 9 });
      expect(outcome).toBe('done');
      expect(asked).not.toContain('/board?page=3');
    });
  });

  describe('what is gone', () => {
    it('asks for a known post that is missing between its neighbours and erases it with its comments', async () => {
      const { clock, model, run } = makeBoard();
      const ids = Array.from({ length: 6 }, () => model.add('글'));
      const gone = ids[2] ?? '';
      const comment = model.comment(gone, '댓글');
      await run({ app: '돌려받기' });
      model.erase?.(gone);
      const { erasures } = await run({ app: '돌려받기' });
      const erasedAt = clock.now.toISOString();
      expect(erasures).toEqual([
        { id: gone, app: '돌려받기', erasedAt },
        { id: comment, app: '돌려받기', erasedAt },
      ]);
      expect((await run()).erasures).toEqual([]);
    });

    it('does not erase a post that has only left the list', async () => {
      const { model, run } = makeBoard();
      const ids = Array.from({ length: 6 }, () => model.add('글'));
      await run();
      const moved = model.posts.get(ids[2] ?? '');
      model.erase?.(ids[2] ?? '');
      model.override = ({ url }) =>
        url.searchParams.get('no') === ids[2]
          ? { body: shell(`<div class="content">${moved?.text} 삭제된 글이라고 떠요</div>`) }
          : undefined;
      expect((await run()).erasures).toEqual([]);
    });

    it.each([
      ['a page without the text', shell('<p>삭제된 게시물입니다.</p>')],
      ['an alert', '<script>alert("존재하지 않는 게시물입니다"); history.back();</script></html>'],
      ['a notice in its place', shell('<div class="content">삭제된 글입니다.</div>')],
    ])('erases a known post that is answered with %s', async (_, body) => {
      const { model, run } = makeBoard();
      const id = model.add('글');
      await run();
      model.comment(id, '댓글 하나');
      model.override = ({ url }) => (url.pathname === '/view' ? { body } : undefined);
      expect((await run()).erasures).toMatchObject([{ id }]);
      expect((await run()).erasures).toEqual([]);
    });

    it('erases nothing where only the selector of the text has moved, though scripts know the notice', async () => {
      const { model, run } = makeBoard();
      const id = model.add('글');
      await run();
      model.comment(id, '댓글');
      model.postHead = '<script>const messages = ["삭제된 게시물입니다"];</script>';
      const { erasures, suspect } = await run({ body: '.moved' });
      expect([erasures, suspect?.kind]).toEqual([[], 'selector-drift']);
    });

    it('reads a post whose writer quotes such a notice', async () => {
      const { model, run } = makeBoard();
      model.add('제 글을 누르면 삭제된 글이라고 나오는데 저는 지운 적이 없어요. 어떻게 된 일인가요?');
      expect((await run()).brought).toEqual(['1001']);
    });

    it('erases a post whose row says that it is gone, also without a link', async () => {
      const { model, run } = makeBoard();
      const id = model.add('글');
      model.add('다른 글');
      await run();
      const post = model.posts.get(id);
      if (post !== undefined) post.title = '삭제된 게시물입니다';
      model.sticky = '<tr class="row"><td><a class="title">삭제된 글입니다</a></td></tr>';
      const { erasures, problems } = await run();
      expect(erasures).toMatchObject([{ id }]);
      expect(problems).toEqual([]);
    });

    it('erases a comment that its author took away', async () => {
      const { model, run } = makeBoard();
      const id = model.add('글');
      const comment = model.comment(id, '지울 댓글');
      await run();
      model.posts.get(id)?.comments.set(comment.split('#')[1] ?? '', { text: '삭제된 댓글입니다.' });
      const other = model.comment(id, '다른 댓글');
      const { brought, erasures } = await run();
      expect(brought).toEqual([other]);
      expect(erasures).toMatchObject([{ id: comment }]);
    });
  });

  describe('when something is wrong', () => {
    it('takes no document from a list whose titles have moved', async () => {
      const { model, run } = makeBoard();
      for (let count = 0; count < 5; count += 1) model.add('글');
      await run();
      model.add('새 글');
      const { documents, suspect, asked } = await run({ title: '.subject' });
      expect(documents).toEqual([]);
      expect(suspect).toMatchObject({
        kind: 'selector-drift',
        message: expect.stringContaining('6 of 6 rows'),
      });
      expect(asked).toEqual(['/robots.txt', '/board?page=1']);
      expect((await run()).brought).toEqual(['1006']);
    });

    it('takes no empty documents where the text of posts has moved, asks for few, and reads them later', async () => {
      const { model, run } = makeBoard();
      for (let count = 0; count < 30; count += 1) model.add('글');
      for (let round = 0; round < 8; round += 1) {
        const { documents, suspect, asked } = await run({ body: '.moved' });
        expect(documents).toEqual([]);
        expect(suspect).toMatchObject({ kind: 'selector-drift' });
        expect(asked.filter((path) => path.startsWith('/view'))).toHaveLength(5);
      }
      expect((await run()).brought).toHaveLength(30);
    });

    it('reads one odd post in a few runs and then tells that it is left out', async () => {
      const { model, run } = makeBoard();
      for (let count = 0; count < 10; count += 1) model.add('글');
      model.override = ({ url }) =>
        url.searchParams.get('no') === '1004' ? { body: shell('<p>회원만 볼 수 있습니다</p>') } : undefined;
      expect((await run()).brought).toHaveLength(9);
      const problems: unknown[] = [];
      for (let round = 0; round < 6; round += 1) problems.push(...(await run()).problems);
      expect(problems).toEqual([{ id: '1004', field: 'body', message: expect.stringContaining('left out') }]);
    });

    it.each([
      ['no row but a page of the board', {}, shell('<p>새 단장</p>'), { kind: 'selector-drift' }],
      ['an empty page', {}, '<html><body></body></html>', { kind: 'silent' }],
    ])('doubts a list with %s where there were posts', async (_, config, body, suspect) => {
      const { model, run } = makeBoard();
      model.add('글');
      await run();
      model.override = ({ url }) => (url.pathname === '/board' ? { body } : undefined);
      const result = await run(config);
      expect(result.suspect).toMatchObject(suspect);
      model.override = () => undefined;
      model.add('새 글');
      expect((await run()).brought).toEqual(['1002']);
    });

    it.each([
      ['401', { status: 401 }],
      ['403', { status: 403 }],
      [
        'a captcha',
        { body: '<html><body><div class="g-recaptcha"></div>자동등록방지 문자를 넣으세요</body></html>' },
      ],
      ['a captcha as 503', { status: 503, body: '<title>보안문자 확인</title>' }],
    ])('stops on %s for the list', async (_, reply) => {
      const { model, run } = makeBoard();
      model.add('글');
      model.override = ({ url }) => (url.pathname === '/board' ? reply : undefined);
      expect((await run()).error).toMatchObject({ code: 'source.unauthorized', kind: 'auth' });
    });

    it('stops on 403 for a post, keeps what it has read, and passes the post after a few runs', async () => {
      const { model, run } = makeBoard();
      for (let count = 0; count < 4; count += 1) model.add('글');
      model.override = ({ url }) => (url.searchParams.get('no') === '1003' ? { status: 403 } : undefined);
      const first = await run();
      expect(first.error).toMatchObject({ kind: 'auth' });
      expect(first.brought).toEqual(['1004']);
      for (let round = 0; round < 4; round += 1) expect((await run()).outcome).toBe('failed');
      const last = await run();
      expect([last.outcome, last.brought]).toEqual(['done', ['1002', '1001']]);
    });

    it('goes past a post that leads elsewhere', async () => {
      const { model, run } = makeBoard();
      for (let count = 0; count < 5; count += 1) model.add('글');
      model.override = ({ url }) =>
        url.searchParams.get('no') === '1003' ? { status: 302, headers: { location: '/login' } } : undefined;
      const { brought, outcome } = await run();
      expect([brought.length, outcome]).toEqual([4, 'done']);
    });

    it('takes a page of maintenance or half a page for no end of the list', async () => {
      const { model, run } = makeBoard();
      model.pageSize = 5;
      for (let count = 0; count < 12; count += 1) model.add('글');
      const half = (request: ModelRequest) => {
        model.override = () => undefined;
        const body = String(model.handle(request).body);
        return { body: body.slice(0, body.length / 2) };
      };
      for (const broken of [() => ({ body: '<html>점검 중</html>' }), half]) {
        model.override = (request) => (request.url.search === '?page=2' ? broken(request) : undefined);
        expect((await run()).error).toMatchObject({ code: 'source.bad-response', kind: 'transient' });
      }
      model.override = () => undefined;
      await run();
      expect((await run()).brought).toEqual([]);
    });

    it('lives through a page that nests without end', async () => {
      const { model, run } = makeBoard();
      for (let count = 0; count < 5; count += 1) model.add('글');
      const body = `${'<div>'.repeat(2_000)}깊은 글`;
      model.override = ({ url }) => (url.searchParams.get('no') === '1003' ? { body } : undefined);
      expect((await run()).brought).toHaveLength(4);
      model.override = ({ url }) => (url.pathname === '/board' ? { body } : undefined);
      expect((await run()).error).toMatchObject({ code: 'source.bad-response', kind: 'permanent' });
    });

    it('says which row lacks what and reads the others', async () => {
      const { model, run } = makeBoard();
      for (let count = 0; count < 10; count += 1) model.add('글');
      model.sticky = '<tr class="row"><td><a class="title" href="/view?no=1&page=1"></a></td></tr>';
      const { problems, brought } = await run();
      expect(problems).toEqual([{ id: '1', field: 'title', message: expect.any(String) }]);
      expect(brought).toHaveLength(10);
    });
  });

  describe('the configuration', () => {
    it.each([
      ['a delay that is too short', { delayMs: 500 }, 'delayMs'],
      ['no contact', { contact: undefined }, 'contact'],
      ['a contact that is none', { contact: '홍보팀' }, 'contact'],
      ['a selector that is none', { item: 'tr[' }, 'item'],
      ['a pattern that is none', { id: '(' }, 'id'],
      ['comments without a body', { body: undefined }, 'body'],
      ['an address that is none', { listUrl: 'ftp://board.example/' }, 'listUrl'],
    ])('refuses %s', async (_, config, field) => {
      const { run } = makeBoard();
      const { error } = await run(config);
      expect(error).toMatchObject({ code: 'source.config-invalid' });
      expect(error?.message).toContain(`config.${field}`);
    });

    it('allows any delay for a board on this machine', async () => {
      const { model, run } = makeBoard();
      model.add('글');
      const { outcome } = await run({ listUrl: 'http://127.0.0.1:8080/board?page={page}', delayMs: 0 });
      expect(outcome).toBe('done');
    });
  });
});
