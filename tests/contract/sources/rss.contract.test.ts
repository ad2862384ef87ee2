import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { InputDocumentSchema } from '../../../shared/domain/input-document.ts';
import { rss } from '../../../shared/sources/rss.ts';
import { describeConnectorContract } from './harness/connector-contract.ts';
import { fetchFrom, startModelServer } from './harness/model-server.ts';
import { nothingCollected, type RunOptions, runSource, textsOf } from './harness/run-source.ts';
import type { ModelReply, SourceModel, TestClock } from './harness/source-model.ts';

const WINDOW = 50;
const XML = { 'content-type': 'application/xml' };

interface Entry {
  text: string;
  publishedAt: Date;
  updatedAt: Date;
}

type Format = (entries: readonly (readonly [id: string, entry: Entry])[]) => string;

const rss2: Format = (entries) =>
  `<?xml version="1.0"?><rss version="2.0"><channel><title>게시판</title>${entries
    .map(
      ([id, { text, publishedAt }]) =>
        `<item><guid isPermaLink="false">${id}</guid><title>제목</title><pubDate>${publishedAt.toUTCString()}</pubDate>
         <author>cloud@example.com (구름과자)</author><description>&lt;p&gt;${text}&lt;/p&gt;</description></item>`,
    )
    .join('')}</channel></rss>`;

const atom: Format = (entries) =>
  `<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>게시판</title>${entries
    .map(
      ([id, { text, publishedAt, updatedAt }]) =>
        `<entry><id>${id}</id><title>제목</title><published>${publishedAt.toISOString()}</published>
         <updated>${updatedAt.toISOString()}</updated><author><name>구름과자</name></author><content>${text}</content></entry>`,
    )
    .join('')}</feed>`;

/** A board that shows its newest entries, with an ETag that it understands. */
function boardModel(format: Format): (clock: TestClock) => SourceModel {
  return (clock) => {
    const entries = new Map<string, Entry>();
    let version = 0;
    let next = 0;
    return {
      pageSize: WINDOW,
      config: (baseUrl) => ({ url: `${baseUrl}/feed.xml`, app: '돌려받기' }),
      handle({ headers }) {
        const etag = `"v${version}"`;
        if (headers['if-none-match'] === etag) return { status: 304 };
        return { headers: { ...XML, etag }, body: format([...entries].reverse().slice(0, WINDOW)) };
      },
      add(text) {
        next += 1;
        version += 1;
        entries.set(`post-${next}`, { text, publishedAt: clock.now, updatedAt: clock.now });
        return `post-${next}`;
      },
      edit(id, text) {
        version += 1;
        entries.set(id, {
          publishedAt: entries.get(id)?.publishedAt ?? clock.now,
          text,
          updatedAt: clock.now,
        });
      },
      truth: () => new Map([...entries].map(([id, { text }]) => [id, text])),
    };
  };
}

describe.each([
  ['RSS 2.0', rss2],
  ['Atom', atom],
])('as %s', (_, format) => {
  describeConnectorContract(rss, boardModel(format), { window: WINDOW });
});

/** One source whose answers the test says. */
function oneFeed(more: Record<string, unknown> = {}) {
  const clock = { now: new Date('2026-11-02T01:00:00Z') };
  const collected = nothingCollected();
  const asked: Readonly<Record<string, string>>[] = [];
  const run = (reply: ModelReply, options: Partial<RunOptions> = {}) =>
    runSource({
      connector: rss,
      config: { url: 'https://board.example/feed', ...more },
      fetch: async (input, init) => {
        asked.push(Object.fromEntries(new Headers(init?.headers).entries()));
        return fetchFrom({ handle: () => reply } as unknown as SourceModel)(input, init);
      },
      clock,
      collected,
      ...options,
    });
  return { clock, collected, asked, run };
}

const item = (id: number | string, fields = '<description>환급이 늦어요</description>') =>
  `<item><guid>${id}</guid>${fields}</item>`;
const feed = (...items: string[]): ModelReply => ({
  headers: XML,
  body: `<rss version="2.0"><channel>${items.join('')}</channel></rss>`,
});

describe('rss', () => {
  it('maps an entry to an input document', async () => {
    const { run } = oneFeed({ app: '돌려받기', source: 'app-review', keepUrls: true });
    const { pages } = await run(
      feed(
        item(
          'review-7',
          `<title>수수료</title><link>https://board.example/7</link><author>cloud@example.com (구름과자)</author>
           <pubDate>Mon, 02 Nov 26 09:15:07 KST</pubDate><description>&lt;b&gt;비싸요&lt;/b&gt;</description>`,
        ),
      ),
    );
    expect(pages.flatMap(({ documents }) => documents.map((one) => InputDocumentSchema.parse(one)))).toEqual([
      {
        id: 'review-7',
        source: 'app-review',
        app: '돌려받기',
        publishedAt: '2026-11-02T09:15:07+09:00',
        title: '수수료',
        text: '비싸요',
        author: { displayName: '구름과자', email: 'cloud@example.com' },
        url: 'https://board.example/7',
      },
    ]);
  });

  it('keeps links only where the configuration says that they hold no user names', async () => {
    const { pages } = await oneFeed().run(
      feed(
        item(
          'https://blog.example/some_one/7',
          '<link>https://blog.example/some_one/7</link><title>제목</title>',
        ),
      ),
    );
    expect(JSON.stringify(pages)).not.toContain('some_one');
  });

  it('takes a time without a zone as local, and leaves out one that it cannot read', async () => {
    const { pages } = await oneFeed().run(
      feed(
        item(1, '<title>하나</title><pubDate>Mon, 02 Nov 2026 09:15:07</pubDate>'),
        item(2, '<title>둘</title><pubDate>어제</pubDate>'),
      ),
    );
    expect(pages[0]?.documents).toMatchObject([
      { publishedAt: '2026-11-02T09:15:07' },
      { publishedAt: undefined },
    ]);
  });

  it('asks only for what is newer than the last answer, and takes 304 as nothing new', async () => {
    const { run, asked, collected } = oneFeed();
    const lastModified = 'Mon, 02 Nov 2026 00:00:00 GMT';
    await run({ ...feed(item(1)), headers: { ...XML, etag: 'W/"7"', 'last-modified': lastModified } });
    const before = collected.checkpoint;
    const { pages, outcome } = await run({ status: 304 });
    expect(asked[0]).not.toHaveProperty('if-none-match');
    expect(asked[1]).toMatchObject({ 'if-none-match': 'W/"7"', 'if-modified-since': lastModified });
    expect(outcome).toBe('done');
    expect(pages).toEqual([{ documents: [], checkpoint: before, done: true }]);
  });

  it('starts anew for another address, so that no ETag of the old one hides the new feed', async () => {
    const { run, asked } = oneFeed();
    await run({ ...feed(item(1)), headers: { ...XML, etag: '"7"' } });
    const { brought, pages } = await run(feed(item(2)), { config: { url: 'https://other.example/feed' } });
    expect(asked[1]).not.toHaveProperty('if-none-match');
    expect(brought).toEqual(['2']);
    expect(pages[0]?.suspect).toBeUndefined();
  });

  it('sees an edit of RSS by its length or checksum, and dates it by when it was seen', async () => {
    const { run, clock } = oneFeed();
    await run(feed(item(1, '<title>환급 1일</title>'), item(2)));
    clock.now = new Date('2026-11-02T02:00:00Z');
    const { pages } = await run(feed(item(1, '<title>환급 2일</title>'), item(2)));
    expect(pages[0]?.documents).toMatchObject([
      { id: '1', text: '환급 2일', editedAt: '2026-11-02T02:00:00.000Z' },
    ]);
  });

  it('believes the updated of Atom: the same means the same, whatever else moves', async () => {
    const { run } = oneFeed();
    const entry = (updated: string, text: string): ModelReply => ({
      headers: XML,
      body: `<feed><entry><id>1</id><updated>${updated}</updated><content>${text}</content></entry></feed>`,
    });
    const first = await run(entry('2026-11-01T00:00:00Z', '댓글 1개'));
    expect(first.pages[0]?.documents).toMatchObject([
      { publishedAt: '2026-11-01T00:00:00Z', editedAt: undefined },
    ]);
    expect((await run(entry('2026-11-01T00:00:00Z', '댓글 2개'))).brought).toEqual([]);
    expect((await run(entry('2026-11-01T03:00:00Z', '고쳤어요'))).brought).toEqual(['1']);
  });

  it('doubts a window in which nothing is known any more, but takes it', async () => {
    const { run } = oneFeed();
    expect((await run(feed(item(1), item(2)))).pages[0]?.suspect).toBeUndefined();
    expect((await run(feed(item(3), item(2)))).pages[0]?.suspect).toBeUndefined();
    const { pages, brought } = await run(feed(item(9), item(8)));
    expect(brought).toEqual(['9', '8']);
    expect(pages[0]?.suspect).toEqual({
      kind: 'possible-gap',
      message: expect.stringContaining('more often'),
    });
  });

  it('takes an empty feed as zero for a new one, and doubts it where there were entries', async () => {
    const { run, collected } = oneFeed();
    expect((await run(feed())).pages[0]?.suspect).toBeUndefined();
    await run(feed(item(1)));
    const before = collected.checkpoint;
    const { pages } = await run({ ...feed(), headers: { ...XML, etag: '"empty"' } });
    expect(pages[0]?.suspect?.kind).toBe('silent');
    expect(collected.checkpoint).toEqual(before);
  });

  it('remembers entries that left the window, takes the first of two with one id, and stays small', async () => {
    const { run, collected } = oneFeed();
    await run(feed(...Array.from({ length: 1_200 }, (_, at) => item(at))));
    expect((await run(feed(item('new'), item(5)))).brought).toEqual(['new']);
    expect((await run(feed(item('x'), item('x', '<title>다른 글</title>'), item(5)))).brought).toEqual(['x']);
    await run(feed(item(5), ...Array.from({ length: 999 }, (_, at) => item(`later-${at}`))));
    expect(JSON.stringify(collected.checkpoint).length).toBeLessThan(100_000);
  });

  it('says how many entries it left out of a feed that is too long', async () => {
    const { pages } = await oneFeed().run(feed(...Array.from({ length: 1_007 }, (_, at) => item(at))));
    expect(pages[0]?.documents).toHaveLength(1_000);
    expect(pages[0]?.suspect).toEqual({ kind: 'truncated', message: expect.stringContaining('7 entries') });
  });

  it('reads EUC-KR, which old boards do not always declare', async () => {
    const body = Buffer.concat([
      Buffer.from('<rss><channel><item><guid>1</guid><title>'),
      Buffer.from([0xc8, 0xaf, 0xb1, 0xde]),
      Buffer.from('</title></item></channel></rss>'),
    ]);
    const { run, collected } = oneFeed();
    await run({ headers: XML, body });
    expect(textsOf(collected).get('1')).toBe('환급');
  });

  it('keeps neither words nor authors in its checkpoint', async () => {
    const { run, collected } = oneFeed();
    await run(feed(item('cloud@example.com', '<title>환급</title><author>cloud@example.com</author>')));
    expect(JSON.stringify(collected.checkpoint)).not.toMatch(/환급|cloud/);
  });

  it.each([
    ['410', { status: 410 }, { code: 'source.gone', kind: 'permanent' }],
    ['404', { status: 404 }, { code: 'source.gone', kind: 'permanent' }],
    [
      'a redirect',
      { status: 301, headers: { location: 'http://127.0.0.1/' } },
      { code: 'source.bad-response' },
    ],
    [
      'HTML',
      { body: '<html><body>점검 중</body></html>' },
      { code: 'source.bad-response', kind: 'transient' },
    ],
    ['half a feed', { body: '<rss><channel><item>' }, { code: 'source.bad-response', kind: 'transient' }],
    ['nothing', { body: '' }, { code: 'source.bad-response', kind: 'transient' }],
  ])('ends a run on %s with an error that says its kind', async (_, reply, expected) => {
    const { outcome, error } = await oneFeed().run(reply);
    expect(outcome).toBe('failed');
    expect(error).toMatchObject(expected);
  });

  const pagesDirectory = new URL('../../../../shared/data/pages/', import.meta.url);
  it.skipIf(!existsSync(pagesDirectory)).each([
    ['rss2-audioclip-geeknews-ko.xml', 10],
    ['rss2-guardian.rss', 55],
    ['atom-reddit-home.rss', 24],
  ])('reads the real feed %s (skipped where ../shared/data/pages is absent)', async (name, count) => {
    const clock = { now: new Date('2026-11-02T01:00:00Z') };
    const collected = nothingCollected();
    const body = await readFile(new URL(name, pagesDirectory));
    const model = { ...boardModel(rss2)(clock), handle: () => ({ headers: XML, body }) };
    const server = await startModelServer(model);
    try {
      const config = { url: `${server.url}/${name}` };
      const { pages, outcome } = await runSource({ connector: rss, config, fetch, clock, collected });
      expect(outcome).toBe('done');
      expect(collected.problems).toEqual([]);
      const documents = pages.flatMap((page) => page.documents.map((one) => InputDocumentSchema.parse(one)));
      expect(new Set(documents.map(({ id }) => id)).size).toBe(count);
      for (const { title, text, publishedAt, author } of documents) {
        expect(title).not.toBe('');
        expect(Date.parse(publishedAt ?? '')).toBeGreaterThan(Date.parse('2010-01-01'));
        expect(`${title}\n${text}`).not.toMatch(/<\/?[a-z]+[^>]*>|&(?:[a-z]+|#\w+);|\]\]>|CDATA/i);
        if (author?.displayName?.startsWith('/u/')) expect(text).not.toContain(author.displayName);
      }
      const second = await runSource({ connector: rss, config, fetch, clock, collected });
      expect(second.brought).toEqual([]);
    } finally {
      await server.close();
    }
  });
});
