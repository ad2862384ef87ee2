import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { InputDocumentSchema } from '../../../shared/domain/input-document.ts';
import { createHttpFetch } from '../../../shared/sources/access/http.ts';
import { appleFeed } from '../../../shared/sources/apple-feed.ts';
import type { CollectContext, Json, Page } from '../../../shared/sources/contract.ts';
import { describeConnectorContract } from './harness/connector-contract.ts';
import { type FeedServer, startFeedServer } from './harness/feed-server.ts';
import type { SourceModel, TestClock } from './harness/source-model.ts';

const fixture = async (name: string): Promise<Record<string, unknown>> =>
  JSON.parse(await readFile(new URL(`../../fixtures/sources/apple-feed/${name}`, import.meta.url), 'utf8'));

let server: FeedServer;
let appEntry: Record<string, unknown>;
let model: Record<string, unknown>;
let waits: number[];

beforeAll(async () => {
  server = await startFeedServer();
  appEntry = await fixture('app-entry.json');
  model = await fixture('review.json');
});
afterAll(() => server.close());
beforeEach(() => {
  server.requests.length = 0;
  waits = [];
});

const review = (id: number, change: Record<string, unknown> = {}) => ({
  ...model,
  id: { label: String(id) },
  ...change,
});
const feed = (entry?: unknown) => ({
  body: JSON.stringify({ feed: { author: {}, ...(entry === undefined ? {} : { entry }) } }),
});
const pageOf = (path: string) => Number(/page=(\d+)/.exec(path)?.[1]);

/** A storefront that shows these reviews, newest first, 50 a page. */
function show(reviews: readonly object[]): void {
  server.answer = (path) => {
    const page = pageOf(path);
    const entries = reviews.slice((page - 1) * 50, page * 50);
    if (page > 10) return { status: 400 };
    return feed(entries.length === 0 ? undefined : page === 1 ? [appEntry, ...entries] : entries);
  };
}

async function collect(checkpoint: Json | null = null, stopAfterPages = Number.POSITIVE_INFINITY) {
  const http = createHttpFetch({
    fetch,
    sleep: async (ms) => {
      waits.push(ms);
    },
    random: () => 0,
    now: () => new Date('2026-11-02T00:00:00Z'),
    timeoutMs: 2_000,
    maxBytes: 1_000_000,
  });
  const context: CollectContext = {
    http,
    sleep: async () => undefined,
    now: () => new Date('2026-11-02T00:00:00Z'),
    timeZone: 'Asia/Seoul',
    secret: () => Promise.reject(new Error('the feed needs no secret')),
    vault: { load: async () => null, save: async () => undefined },
  };
  const config = { appId: '100', storefront: 'kr', baseUrl: server.url };
  const pages: Page[] = [];
  for await (const page of appleFeed.collect(context, config, checkpoint)) {
    pages.push(page);
    if (pages.length >= stopAfterPages) break;
  }
  const documents = pages.flatMap((page) =>
    page.documents.map((document) => InputDocumentSchema.parse(document)),
  );
  return {
    pages,
    documents,
    ids: documents.map(({ id }) => Number(id)),
    checkpoint: pages.at(-1)?.checkpoint ?? null,
  };
}

const range = (from: number, to: number) => Array.from({ length: from - to + 1 }, (_, index) => from - index);

/** The feed as it is known: 50 a page, 10 pages, newest or newly edited first, everything in labels. */
function feedModel(clock: TestClock): SourceModel {
  const reviews = new Map<string, { text: string; updated: string }>();
  let next = 13_000_000_000;
  return {
    pageSize: 50,
    config: (baseUrl) => ({ appId: '100', baseUrl }),
    handle({ url }) {
      const page = pageOf(url.pathname);
      const newest = [...reviews].sort(([, a], [, b]) => (a.updated < b.updated ? 1 : -1));
      const entries = newest.slice((page - 1) * 50, page * 50).map(([id, { text, updated }]) => ({
        id: { label: id },
        author: { name: { label: '별명' } },
        updated: { label: updated },
        'im:rating': { label: '2' },
        title: { label: '제목' },
        content: { label: text },
      }));
      return entries.length === 0 ? feed() : feed(entries.length === 1 ? entries[0] : entries);
    },
    add(text) {
      next += 1;
      reviews.set(String(next), { text, updated: clock.now.toISOString() });
      return String(next);
    },
    edit(id, text) {
      reviews.set(id, { text, updated: clock.now.toISOString() });
    },
    truth: () => new Map([...reviews].map(([id, { text }]) => [id, text])),
  };
}

describeConnectorContract(appleFeed, feedModel, { window: 500 });

describe('appleFeed', () => {
  it('maps a review to an input document and leaves out the account in its URI', async () => {
    show([review(7)]);
    const { documents, pages } = await collect();
    expect(documents).toEqual([
      {
        id: '7',
        source: 'app-review',
        app: '100',
        publishedAt: '2026-10-30T18:02:11-07:00',
        title: '인증이 안 돼요',
        text: '본인인증 화면에서 계속 멈춰요',
        rating: 2,
        author: { displayName: '구름과자' },
        appVersion: '5.12.0',
        url: 'https://apps.apple.com/kr/app/id100',
      },
    ]);
    expect(JSON.stringify(pages)).not.toContain('555');
  });

  it('walks the pages to the end and never asks for the eleventh', async () => {
    show(range(620, 1).map((id) => review(id)));
    const { ids, pages } = await collect();
    expect(ids).toEqual(range(620, 121));
    expect(server.requests.map(pageOf)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(pages.map(({ done }) => done)).toEqual([...Array(9).fill(false), true]);
  });

  it('brings only what is new or edited in the second run, and stops at what it knows', async () => {
    show(range(120, 1).map((id) => review(id)));
    const first = await collect();
    const edited = review(40, {
      content: { label: '이제 됩니다' },
      updated: { label: '2026-11-01T01:00:00-07:00' },
    });
    show([
      review(121),
      edited,
      ...range(120, 1)
        .filter((id) => id !== 40)
        .map((id) => review(id)),
    ]);
    server.requests.length = 0;
    const second = await collect(first.checkpoint);
    expect(second.ids).toEqual([121, 40]);
    expect(second.documents[1]).toMatchObject({ text: '이제 됩니다', editedAt: '2026-11-01T01:00:00-07:00' });
    expect(server.requests.map(pageOf)).toEqual([1]);
  });

  it('loses nothing when a walk is cut off: the next run goes past what is queued already', async () => {
    show(range(200, 1).map((id) => review(id)));
    const first = await collect(null, 2);
    expect(first.ids).toEqual(range(200, 101));
    const second = await collect(first.checkpoint);
    expect(second.ids).toEqual(range(100, 1));
    show([review(201), ...range(200, 1).map((id) => review(id))]);
    expect((await collect(second.checkpoint)).ids).toEqual([201]);
  });

  it('reads a single review, which the feed gives as an object, and a review without a time', async () => {
    const { updated: _, ...undated } = review(5) as Record<string, unknown>;
    server.answer = (path) => (pageOf(path) === 1 ? feed(undated) : feed());
    const { documents } = await collect();
    expect(documents).toMatchObject([{ id: '5' }]);
    expect(documents[0]?.publishedAt).toBeUndefined();
  });

  it('takes an empty feed as zero for a new app, and as suspect where reviews were known', async () => {
    server.answer = () => feed();
    expect((await collect()).pages).toEqual([
      { documents: [], problems: [], checkpoint: { known: {}, pending: {} }, done: true },
    ]);
    show([review(7)]);
    const { checkpoint } = await collect();
    server.answer = () => feed();
    const { pages } = await collect(checkpoint);
    expect(pages).toEqual([
      {
        documents: [],
        checkpoint,
        done: true,
        suspect: { kind: 'silent', message: expect.stringContaining('empty') },
      },
    ]);
  });

  it('keeps the words out of its checkpoint', async () => {
    show([review(7)]);
    expect(JSON.stringify((await collect()).checkpoint)).not.toMatch(/인증|구름/);
  });

  it('waits as long as the server asks, then goes on', async () => {
    let calls = 0;
    server.answer = (path) => {
      calls += 1;
      if (calls === 1) return { status: 429, headers: { 'retry-after': '7' } };
      if (calls === 2) return { status: 503, headers: { 'retry-after': 'Mon, 02 Nov 2026 00:00:09 GMT' } };
      if (calls === 3) return { status: 502 };
      return pageOf(path) === 1 ? feed([review(1)]) : feed();
    };
    expect((await collect()).ids).toEqual([1]);
    expect(waits.slice(0, 2)).toEqual([7_000, 9_000]);
  });

  it.each([
    ['429 without end', { status: 429 }, { code: 'source.rate-limited', kind: 'rate' }, 4],
    [
      '429 with a long wait',
      { status: 429, headers: { 'retry-after': '3600' } },
      { kind: 'rate', retryAfterMs: 3_600_000 },
      1,
    ],
    ['5xx without end', { status: 500 }, { code: 'source.unreachable', kind: 'transient' }, 4],
    ['403', { status: 403 }, { code: 'source.unauthorized', kind: 'auth' }, 1],
    ['404', { status: 404 }, { code: 'source.gone', kind: 'permanent' }, 1],
    [
      'a redirect',
      { status: 302, headers: { location: 'http://127.0.0.1:1/' } },
      { code: 'source.bad-response' },
      1,
    ],
    [
      'HTML instead of JSON',
      { body: '<html>점검 중</html>' },
      { code: 'source.bad-response', kind: 'transient' },
      1,
    ],
    ['truncated JSON', { body: '{"feed":{"entry":[' }, { code: 'source.bad-response', kind: 'transient' }, 1],
    [
      'a cut connection',
      { body: '{"feed":', cut: true },
      { code: 'source.unreachable', kind: 'transient' },
      4,
    ],
    ['JSON of another shape', { body: '{"error":"x"}' }, { code: 'source.bad-response' }, 1],
    [
      'an endless body',
      { body: ' '.repeat(1_000_001) },
      { code: 'source.bad-response', kind: 'permanent' },
      1,
    ],
  ])('ends a run on %s with an error that says its kind', async (_, answer, error, requests) => {
    server.answer = () => answer;
    await expect(collect()).rejects.toMatchObject({ name: 'VocError', ...error });
    expect(server.requests).toHaveLength(requests);
  });
});
