import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type InputDocument, InputDocumentSchema } from '../../../shared/domain/input-document.ts';
import { createHttpFetch } from '../../../shared/sources/access/http.ts';
import { BoardConfigSchema } from '../../../shared/sources/board/board-config.ts';
import { communityBoard } from '../../../shared/sources/community-board.ts';
import type { CollectContext, ItemProblem, Suspicion } from '../../../shared/sources/contract.ts';
import { type ModelServer, startModelServer } from './harness/model-server.ts';
import type { ModelReply } from './harness/source-model.ts';

const PAGES = new URL('../../../../shared/data/pages/', import.meta.url);
const EXAMPLES = new URL('../../../docs/connectors/boards/', import.meta.url);
const MAX_CONFIG_LINES = 15;
const DAY_MS = 24 * 60 * 60 * 1_000;

/** Words of menus, buttons and counters, which are in none of the saved posts. */
const DEBRIS =
  /신고하기|다음페이지|댓글쓰기|유용했나요|리뷰 기록|이전글|로그인|Keep에|네이버뉴스|^\[?\d+\]?$/;

let server: ModelServer;
let answer: (path: string) => ModelReply;

beforeAll(async () => {
  server = await startModelServer({
    pageSize: 0,
    config: () => ({}),
    handle: ({ url }) =>
      url.pathname === '/robots.txt' ? { status: 404 } : answer(url.pathname + url.search),
    add: () => '',
    truth: () => new Map(),
  });
});
afterAll(() => server.close());

interface Result {
  readonly documents: InputDocument[];
  readonly problems: ItemProblem[];
  readonly suspect: Suspicion | undefined;
}

/** One run over saved pages with an example configuration, of which only the host and the pause are others. */
async function collect(
  example: string,
  fetchedAt: string,
  change: Record<string, unknown> = {},
): Promise<Result> {
  const { listUrl, ...rest } = parse(await readFile(new URL(example, EXAMPLES), 'utf8')) as {
    listUrl: string;
  };
  const now = () => new Date(fetchedAt);
  const sleep = async () => undefined;
  const context: CollectContext = {
    http: createHttpFetch({ fetch, sleep, random: () => 0, now, attempts: 1 }),
    sleep,
    now,
    timeZone: 'Asia/Seoul',
    secret: () => Promise.reject(new Error('a board needs no secret')),
    vault: { load: async () => null, save: async () => undefined },
  };
  const local = listUrl.replace(new URL(listUrl).origin, server.url);
  const config = { ...rest, listUrl: local, delayMs: 0, maxPages: 1, ...change };
  const documents: InputDocument[] = [];
  const problems: ItemProblem[] = [];
  let suspect: Suspicion | undefined;
  for await (const page of communityBoard.collect(context, config, null)) {
    documents.push(...page.documents.map((document) => InputDocumentSchema.parse(document)));
    problems.push(...(page.problems ?? []));
    suspect = page.suspect ?? suspect;
  }
  return { documents, problems, suspect };
}

async function serve(page: string, contentType = 'text/html'): Promise<void> {
  const body = await readFile(new URL(page, PAGES));
  answer = () => ({ headers: { 'content-type': contentType }, body });
}

/** Each has an id of its own, words of its own and an author, and a date within so many days before the fetch. */
function expectSensible(documents: readonly InputDocument[], fetchedAt: string, days: number): void {
  expect(new Set(documents.map(({ id }) => id)).size).toBe(documents.length);
  expect(new Set(documents.map(({ text }) => text)).size).toBe(documents.length);
  const end = Date.parse(fetchedAt) + 60_000;
  for (const { text, author, publishedAt, date, source, url } of documents) {
    expect(text.trim().length).toBeGreaterThan(1);
    expect(text).not.toMatch(DEBRIS);
    expect(text).not.toMatch(/\n|\s{2}/);
    expect(source).toBe('community');
    expect(url).toMatch(/^https?:\/\//);
    expect(author?.displayName).toMatch(/^[^/|[\]]{2,30}$/);
    const at = publishedAt ?? date;
    if (at === undefined) continue;
    expect(Date.parse(at)).toBeLessThanOrEqual(end);
    expect(Date.parse(at)).toBeGreaterThan(end - days * DAY_MS);
  }
}

const dated = (documents: readonly InputDocument[]) =>
  documents.filter(({ publishedAt, date }) => (publishedAt ?? date) !== undefined).length;

describe('the example configurations of boards', async () => {
  const examples = await readdir(EXAMPLES);

  it.each(examples)('%s has at most 15 lines and is valid as it stands', async (example) => {
    const text = await readFile(new URL(example, EXAMPLES), 'utf8');
    const lines = text.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'));
    expect(lines.length).toBeLessThanOrEqual(MAX_CONFIG_LINES);
    expect(BoardConfigSchema.safeParse(parse(text)).error).toBeUndefined();
  });
});

describe.skipIf(!existsSync(PAGES))(
  'saved pages of real boards (skipped where ../shared/data/pages is absent)',
  () => {
    it.each([
      ['ppomppu-list-2026.html', 'text/html'],
      ['ppomppu-list-2026.cp949.html', 'text/html'],
      ['ppomppu-list-2026.cp949.html', 'text/html; charset=euc-kr'],
      // What servers with a wrong header say.
      ['ppomppu-list-2026.cp949.html', 'text/html; charset=utf-8'],
      ['ppomppu-list-2026.html', 'text/html; charset=euc-kr'],
    ])('reads the 21 posts of %s as %s, and 26 with the rows of other boards', async (page, contentType) => {
      const fetchedAt = '2026-02-05T03:00:00Z';
      await serve(page, contentType);
      const { documents, problems, suspect } = await collect('ppomppu.yaml', fetchedAt);
      expect([documents.length, dated(documents), problems, suspect]).toEqual([21, 21, [], undefined]);
      expectSensible(documents, fetchedAt, 2);
      expect(documents.every(({ publishedAt }) => publishedAt !== undefined)).toBe(true);
      // One title was broken before it was saved.
      expect(documents.filter(({ text }) => text.includes('\uFFFD')).length).toBeLessThanOrEqual(1);
      expect(documents.filter(({ text }) => /[가-힣]/.test(text))).toHaveLength(21);

      const all = await collect('ppomppu.yaml', fetchedAt, { notice: undefined });
      expect(all.documents).toHaveLength(26);
      expectSensible(all.documents, fetchedAt, 2);
    });

    it('reads the 30 posts of Clien, also those whose author is a picture, and 31 with its notice', async () => {
      const fetchedAt = '2019-07-04T09:00:00Z';
      await serve('clien-list-2019.html');
      const { documents, problems, suspect } = await collect('clien.yaml', fetchedAt);
      expect([documents.length, dated(documents), problems, suspect]).toEqual([30, 30, [], undefined]);
      expectSensible(documents, fetchedAt, 1);
      expect(documents.every(({ id }) => /^13677\d{3}$/.test(id))).toBe(true);

      const all = await collect('clien.yaml', fetchedAt, { notice: undefined });
      expect(all.documents).toHaveLength(31);
      expectSensible(all.documents, fetchedAt, 1_000);
    });

    it('stores nothing of FM Korea, whose pages are marked noarchive', async () => {
      await serve('fmkorea-list-2026.html');
      const { documents, suspect } = await collect('fmkorea.yaml', '2026-07-03T02:30:00Z');
      expect([documents, suspect?.kind]).toEqual([[], 'truncated']);
    });

    const agreement = 'a test of saved pages';
    const listOnly = { agreement, body: undefined, detail: undefined, comments: undefined };

    it('reads its 25 posts where there is an agreement, and 27 with its notices', async () => {
      const fetchedAt = '2026-07-03T02:30:00Z';
      await serve('fmkorea-list-2026.html');
      const { documents, problems, suspect } = await collect('fmkorea.yaml', fetchedAt, listOnly);
      // The popular posts above the list carry no date.
      expect([documents.length, dated(documents), problems, suspect]).toEqual([25, 20, [], undefined]);
      expectSensible(documents, fetchedAt, 1);

      const all = await collect('fmkorea.yaml', fetchedAt, { ...listOnly, notice: undefined });
      expect(all.documents).toHaveLength(27);
      expectSensible(all.documents, fetchedAt, 1);
    });

    it('reads a post of FM Korea: title, text, author and time, and nothing of the page around it', async () => {
      const fetchedAt = '2026-02-04T03:30:00Z';
      const body = await readFile(new URL('fmkorea-post-2026.html', PAGES));
      const isOpen = (path: string) => path.startsWith('/index.php?mid=') || path === '/9455290107';
      answer = (path) =>
        isOpen(path) ? { headers: { 'content-type': 'text/html' }, body } : { status: 404 };
      const { documents, problems, suspect } = await collect('fmkorea.yaml', fetchedAt, { agreement });
      expect([documents.length, problems, suspect]).toEqual([1, [], undefined]);
      const [post] = documents;
      expect(post).toMatchObject({ id: '9455290107', publishedAt: '2026-02-04T03:12:00.000Z' });
      expect(post?.title).toMatch(/^\S.{5,60}$/);
      expect(post?.text.split('\n').filter((line) => line !== '')).toHaveLength(2);
      expect(post?.text).toMatch(/[가-힣]/);
      expect(post?.text).not.toMatch(/serverLog|http|adsbygoogle|첨부파일/);
      expect(post?.author?.displayName).toMatch(/^사용자-[0-9a-f]{8}$/);
    });

    it('reads the 40 reviews of a store page that holds them itself', async () => {
      const fetchedAt = '2022-09-01T00:00:00Z';
      await serve('googleplay-app-ko-2022.html');
      const { documents, problems, suspect } = await collect('google-play-page.yaml', fetchedAt);
      expect([documents.length, dated(documents), problems, suspect]).toEqual([40, 40, [], undefined]);
      expectSensible(documents, fetchedAt, 1_500);
      expect(documents.every(({ id }) => /^[0-9a-f-]{36}$/.test(id))).toBe(true);
    });

    it('reads the 10 hits of a search whose links lead elsewhere, and the second of three notes that is a date', async () => {
      const fetchedAt = '2026-05-24T09:00:00Z';
      await serve('naver-news-search-2026.html');
      const { documents, problems, suspect } = await collect('naver-news-search.yaml', fetchedAt);
      expect([documents.length, dated(documents), problems, suspect]).toEqual([10, 10, [], undefined]);
      expectSensible(documents, fetchedAt, 1);
    });
  },
);
