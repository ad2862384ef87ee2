import { describe, expect, it } from 'vitest';
import type { Json } from '../../../shared/sources/contract.ts';
import { naverSearch } from '../../../shared/sources/naver-search.ts';
import { linkId } from '../../../shared/sources/text/canonical-link.ts';
import { describeConnectorContract } from './harness/connector-contract.ts';
import { fetchFrom } from './harness/model-server.ts';
import { nothingCollected, runSource } from './harness/run-source.ts';
import type { ModelReply, ModelRequest, SourceModel, TestClock } from './harness/source-model.ts';

const SECRET = { clientId: 'id-of-the-application', clientSecret: 'secret-of-the-application' };
const BASE = 'https://source.example';

type Item = Record<string, unknown>;

const refusal = (status: number, errorCode: string, errorMessage = 'x'): ModelReply => ({
  status,
  body: JSON.stringify({ errorMessage, errorCode }),
});

/** The search API as documented: keys in headers, ranges with their error codes, newest first, a window by `start`. */
function searchApi(find: (vertical: string, query: string) => readonly Item[], pageSize = () => 100) {
  return ({ url, headers }: ModelRequest): ModelReply => {
    if (
      headers['x-ncp-apigw-api-key-id'] !== SECRET.clientId ||
      headers['x-ncp-apigw-api-key'] !== SECRET.clientSecret
    ) {
      return refusal(401, '024', 'Authentication failed');
    }
    const vertical = url.pathname.slice(1);
    if (!['blog', 'cafearticle', 'kin', 'news'].includes(vertical)) return refusal(404, 'SE05');
    const query = url.searchParams.get('query') ?? '';
    const display = Number(url.searchParams.get('display') ?? 10);
    const start = Number(url.searchParams.get('start') ?? 1);
    if (query === '') return refusal(400, 'SE01');
    if (!(display >= 1 && display <= 100)) return refusal(400, 'SE02');
    if (!(start >= 1 && start <= 1_000)) return refusal(400, 'SE03');
    if (url.searchParams.get('sort') !== 'date') return refusal(400, 'SE04');
    const found = find(vertical, query);
    const items = found.slice(start - 1, start - 1 + Math.min(display, pageSize()));
    const lastBuildDate = 'Mon, 02 Nov 2026 09:15:07 +0900';
    return {
      body: JSON.stringify({ lastBuildDate, total: found.length, start, display: items.length, items }),
    };
  };
}

const marked = (text: string, query: string) => text.replaceAll(query, `<b>${query}</b>`);

/** Posts of a café and a blog in turn; both queries find them. */
function searchModel(clock: TestClock): SourceModel {
  const posts: { number: number; text: string; day: string }[] = [];
  const isBlog = (number: number) => number % 2 === 0;
  const linkOf = (number: number) =>
    isBlog(number)
      ? `https://blog.naver.com/sample/${number}`
      : `https://cafe.naver.com/sample_moms/${number}`;
  const itemOf = (number: number, text: string, day: string, query: string): Item =>
    isBlog(number)
      ? {
          title: '',
          link: linkOf(number),
          description: marked(text, query),
          bloggername: '별명의 집',
          bloggerlink: 'blog.naver.com/sample',
          postdate: day.replaceAll('-', ''),
        }
      : {
          title: '',
          // Half of the queries show the address for phones.
          link: query === '본인인증' ? linkOf(number) : linkOf(number).replace('https://', 'http://m.'),
          description: marked(text, query),
          cafename: '동네 살림 모임',
          cafeurl: 'https://cafe.naver.com/sample_moms',
        };
  const model: SourceModel = {
    pageSize: 100,
    secret: SECRET,
    config: (baseUrl) => ({
      queries: ['본인인증', '안 돼요'],
      verticals: ['cafearticle', 'blog'],
      maxPages: 1_000,
      baseUrl,
    }),
    handle: searchApi(
      (vertical, query) =>
        posts
          .filter(({ number, text }) => text.includes(query) && isBlog(number) === (vertical === 'blog'))
          .toReversed()
          .map(({ number, text, day }) => itemOf(number, text, day, query)),
      () => model.pageSize,
    ),
    add(text) {
      const number = posts.length + 1;
      posts.push({ number, text, day: clock.now.toISOString().slice(0, 10) });
      return linkId(linkOf(number));
    },
    truth: () => new Map(posts.map(({ number, text }) => [linkId(linkOf(number)), text])),
  };
  return model;
}

describeConnectorContract(naverSearch, searchModel, { window: 1_000 });

interface Run {
  readonly config?: Record<string, unknown>;
  readonly checkpoint?: Json | null;
  readonly now?: string;
  readonly attempts?: number;
}

async function run(handle: (request: ModelRequest) => ModelReply, options: Run = {}) {
  const requests: ModelRequest[] = [];
  const clock = { now: new Date(options.now ?? '2026-11-02T00:00:00Z') };
  const collected = { ...nothingCollected(), checkpoint: options.checkpoint ?? null };
  const model = {
    handle: (request: ModelRequest) => {
      requests.push(request);
      return handle(request);
    },
  } as SourceModel;
  const { attempts } = options;
  const result = await runSource({
    connector: naverSearch,
    config: { queries: ['환급도우미'], verticals: ['cafearticle'], baseUrl: BASE, ...options.config },
    secret: SECRET,
    fetch: fetchFrom(model),
    clock,
    collected,
    ...(attempts === undefined ? {} : { attempts }),
  });
  return {
    ...result,
    requests,
    clock,
    checkpoint: collected.checkpoint,
    problems: collected.problems,
    documents: result.pages.flatMap(({ documents }) => documents) as Record<string, unknown>[],
    suspects: result.pages.flatMap(({ suspect }) => (suspect === undefined ? [] : [suspect])),
  };
}

const answer = (...items: unknown[]): ModelReply => ({
  body: JSON.stringify({ total: items.length, start: 1, display: items.length, items }),
});
const cafePost: Item = {
  title: '<b>환급도우미</b> 문자 받았는데 눌러도 되나요?',
  link: 'http://m.cafe.naver.com/sample_moms/1203344?utm_source=search#reply',
  description: '오늘 <b>환급도우미</b>에서 &quot;수수료&quot; 문자가 왔는데 &lt;10만원&gt; 고민... ',
  cafename: '동네 살림 &amp; 모임',
  cafeurl: 'https://cafe.naver.com/sample_moms',
};
const blogPost: Item = {
  title: '<b>환급도우미</b> 후기',
  link: 'https://m.blog.naver.com/secret_account/223000000001',
  description: '신청은 쉬웠는데 인증에서 막혔어요',
  bloggername: '홍길동의 하루',
  bloggerlink: 'blog.naver.com/secret_account',
  postdate: '20261101',
};
const newsItem: Item = {
  title: '&quot;<b>환급도우미</b>&quot; 이용 늘어',
  originallink: 'https://news.example.com/1',
  link: 'https://n.news.example.com/article/1',
  description: '이용자가 늘고 있다...',
  pubDate: 'Mon, 02 Nov 2026 09:15:07 +0900',
};

describe('naverSearch', () => {
  it('maps a café post: no time, the café as its place, the canonical link', async () => {
    const { documents } = await run(() => answer(cafePost));
    expect(documents).toEqual([
      {
        id: linkId('https://cafe.naver.com/sample_moms/1203344'),
        source: 'community',
        title: '환급도우미 문자 받았는데 눌러도 되나요?',
        text: '오늘 환급도우미에서 "수수료" 문자가 왔는데 <10만원> 고민...',
        url: 'https://cafe.naver.com/sample_moms/1203344',
        attributes: {
          query: '환급도우미',
          vertical: 'cafearticle',
          snippet: true,
          place: '동네 살림 & 모임',
        },
      },
    ]);
  });

  it('maps a blog post: the day, and nothing that names the blogger', async () => {
    const { documents, pages } = await run(() => answer(blogPost), { config: { verticals: ['blog'] } });
    expect(documents).toEqual([
      {
        id: linkId('https://blog.naver.com/secret_account/223000000001'),
        source: 'community',
        date: '2026-11-01',
        title: '환급도우미 후기',
        text: '신청은 쉬웠는데 인증에서 막혔어요',
        attributes: { query: '환급도우미', vertical: 'blog', snippet: true },
      },
    ]);
    expect(JSON.stringify(pages)).not.toMatch(/secret_account|홍길동/);
  });

  it('maps a question of 지식iN without a time, and news with theirs', async () => {
    const { documents } = await run(
      ({ url }) =>
        url.pathname === '/kin'
          ? answer({ ...cafePost, link: 'https://kin.naver.com/qna/detail.naver?docId=3&d1id=4' })
          : answer(newsItem),
      { config: { verticals: ['kin', 'news'] } },
    );
    expect(documents).toMatchObject([
      { url: 'https://kin.naver.com/qna/detail.naver?d1id=4&docId=3', attributes: { vertical: 'kin' } },
      { publishedAt: '2026-11-02T09:15:07+09:00', title: '"환급도우미" 이용 늘어', url: newsItem.link },
    ]);
    expect(documents[0]).not.toHaveProperty('publishedAt');
    expect(documents[0]).not.toHaveProperty('date');
    expect(documents[0]).not.toHaveProperty('attributes.place');
  });

  it.each([
    ['blog', { ...blogPost, postdate: '20261301' }],
    ['blog', { ...blogPost, postdate: undefined }],
    ['news', { ...newsItem, pubDate: '어제' }],
  ])('leaves the time to the first sight where %s gives one that is none', async (vertical, item) => {
    const { documents, problems } = await run(() => answer(item), { config: { verticals: [vertical] } });
    expect(documents).toHaveLength(1);
    expect(documents[0]).not.toHaveProperty('publishedAt');
    expect(documents[0]).not.toHaveProperty('date');
    expect(problems).toEqual([]);
  });

  it('asks the hub with its headers, the newest first, a hundred at a time; blogs, cafés and 지식iN by default', async () => {
    const { requests } = await run(() => answer(), {
      config: { queries: ['환급 도우미'], verticals: undefined },
    });
    expect(requests.map(({ url }) => url.href)).toEqual(
      ['blog', 'cafearticle', 'kin'].map(
        (vertical) =>
          `${BASE}/${vertical}?query=%ED%99%98%EA%B8%89+%EB%8F%84%EC%9A%B0%EB%AF%B8&display=100&start=1&sort=date&format=json`,
      ),
    );
    expect(requests[0]?.headers).toMatchObject({
      'x-ncp-apigw-api-key-id': SECRET.clientId,
      'x-ncp-apigw-api-key': SECRET.clientSecret,
    });
  });

  it('asks the old host in its own way, and says when that ends', async () => {
    const { requests, pages } = await run(() => answer(), { config: { host: 'legacy' } });
    expect(requests[0]?.url.pathname).toBe('/cafearticle.json');
    expect(requests[0]?.url.searchParams.has('format')).toBe(false);
    expect(requests[0]?.headers).toMatchObject({
      'x-naver-client-id': SECRET.clientId,
      'x-naver-client-secret': SECRET.clientSecret,
    });
    expect(pages[0]?.signs?.credentialExpiresAt).toBe('2027-06-30T15:00:00.000Z');
    expect((await run(() => answer())).pages[0]?.signs).not.toHaveProperty('credentialExpiresAt');
  });

  it.each([
    ['hub', 'https://naverapihub.apigw.ntruss.com/search/v1/cafearticle'],
    ['legacy', 'https://openapi.naver.com/v1/search/cafearticle.json'],
  ])('knows the address of the host %s', async (host, address) => {
    const { requests } = await run(() => answer(), { config: { host, baseUrl: undefined } });
    expect(requests[0]?.url.href.split('?')[0]).toBe(address);
  });

  it('walks 1, 101, … 901 and 1000, never beyond, and doubts a later walk that met nothing known', async () => {
    const posts = (from: number) =>
      Array.from({ length: 3_000 }, (_, index) => ({
        ...cafePost,
        link: `https://cafe.naver.com/a/${from - index}`,
      }));
    const first = await run(searchApi(() => posts(10_000)));
    expect(first.requests.map(({ url }) => Number(url.searchParams.get('start')))).toEqual([
      1, 101, 201, 301, 401, 501, 601, 701, 801, 901, 1_000,
    ]);
    expect(new Set(first.brought).size).toBe(1_099);
    expect(first.brought).toHaveLength(1_099);
    expect(first.suspects).toEqual([]);

    const soon = await run(
      searchApi(() => posts(10_250)),
      { checkpoint: first.checkpoint },
    );
    expect(soon.brought).toHaveLength(250);
    expect(soon.requests).toHaveLength(4);
    const late = await run(
      searchApi(() => posts(20_000)),
      { checkpoint: soon.checkpoint },
    );
    expect(late.brought).toHaveLength(1_099);
    expect(late.suspects).toMatchObject([{ kind: 'possible-gap' }]);
    expect(JSON.stringify(late.checkpoint).length).toBeLessThan(5_000);
  });

  it('goes on behind what came where a page holds fewer hits than asked for', async () => {
    const posts = Array.from({ length: 130 }, (_, index) => ({
      ...cafePost,
      link: `https://cafe.naver.com/a/${index}`,
    }));
    const { brought, requests } = await run(
      searchApi(
        () => posts,
        () => 99,
      ),
    );
    expect(brought).toHaveLength(130);
    expect(requests.map(({ url }) => url.searchParams.get('start'))).toEqual(['1', '100']);
  });

  it('doubts a search that finds nothing where it found something before', async () => {
    const first = await run(() => answer(cafePost));
    const { suspects, outcome } = await run(() => answer(), { checkpoint: first.checkpoint });
    expect(outcome).toBe('done');
    expect(suspects).toMatchObject([
      { kind: 'silent', message: expect.stringContaining('"환급도우미" in cafearticle') },
    ]);
  });

  it('gives a post that several queries find once, as found by the first', async () => {
    const { documents } = await run(() => answer(cafePost), {
      config: { queries: ['환급도우미', '환급 문자'] },
    });
    expect(documents).toMatchObject([{ attributes: { query: '환급도우미' } }]);
  });

  it('leaves out configured places, and hits without a needed word, in the title or the text', async () => {
    const other = {
      ...cafePost,
      title: '도우미 구해요',
      description: '집안일',
      link: 'https://cafe.naver.com/b/1',
    };
    const ours = { ...cafePost, link: 'https://cafe.naver.com/our_cafe/5' };
    const reply = answer(cafePost, other, ours);
    const config = { exclude: ['m.cafe.naver.com/our_cafe'], mustContain: ['환급 도우미'] };
    const first = await run(() => reply, { config });
    expect(first.brought).toEqual([linkId('https://cafe.naver.com/sample_moms/1203344')]);
    expect(first.problems).toEqual([]);
    const again = await run(() => reply, { config, checkpoint: first.checkpoint });
    expect(again.brought).toEqual([]);
    expect(again.requests).toHaveLength(1);
  });

  it('tells what is wrong with an item without its words, and takes the others', async () => {
    const { brought, problems, checkpoint } = await run(() =>
      answer(
        { ...cafePost, link: 'javascript:alert(1)' },
        { ...cafePost, link: 'https://cafe.naver.com/a/1', title: 7 },
        { ...cafePost, link: 'https://cafe.naver.com/a/2', title: '', description: '<b> </b>' },
        '본인인증',
        { ...cafePost, link: 'https://cafe.naver.com/a/3' },
      ),
    );
    expect(brought).toEqual([linkId('https://cafe.naver.com/a/3')]);
    expect(problems.map(({ field }) => field)).toEqual(['link', 'title', 'text', 'item']);
    expect(JSON.stringify([problems, checkpoint])).not.toMatch(/환급|본인|cafe\.naver/);
  });

  it('cuts what is longer than the pipeline takes, and says so', async () => {
    const { documents, problems } = await run(() =>
      answer({ ...cafePost, description: '가'.repeat(20_001) }),
    );
    expect(documents).toMatchObject([{ text: '가'.repeat(20_000), attributes: { truncated: true } }]);
    expect(problems).toEqual([]);
  });

  it('waits between calls', async () => {
    const start = '2026-11-02T00:00:00Z';
    const { clock } = await run(() => answer(), {
      now: start,
      config: { queries: ['a', 'b', 'c'], pauseMs: 300 },
    });
    expect(clock.now.getTime() - Date.parse(start)).toBe(600);
  });

  it('ends with its budget and says when it goes on; next day the rest comes', async () => {
    const api = searchApi((_, query) =>
      Array.from({ length: 150 }, (_, index) => ({
        ...cafePost,
        link: `https://cafe.naver.com/${query}/${index}`,
      })),
    );
    const config = { queries: ['a', 'b'], dailyBudget: 3, maxPages: 3 };
    const first = await run(api, { config });
    expect(first.outcome).toBe('done');
    expect(first.brought).toHaveLength(250);
    expect(first.pages.at(-1)?.signs).toEqual({ quotaLeft: 0, quotaResetsAt: '2026-11-02T15:00:00.000Z' });
    const sameDay = await run(api, { config, checkpoint: first.checkpoint });
    expect(sameDay.requests).toEqual([]);
    const nextDay = await run(api, { config, checkpoint: sameDay.checkpoint, now: '2026-11-02T15:00:01Z' });
    expect(nextDay.brought).toHaveLength(50);
  });

  it('takes a 429 that does not pass within seconds for the daily quota, until midnight in Korea', async () => {
    const { error, requests, checkpoint } = await run(() => refusal(429, '012'), {
      now: '2026-11-02T14:00:00Z',
      attempts: 3,
    });
    expect(error).toMatchObject({ code: 'source.quota-exhausted', kind: 'quota' });
    // The seconds of waiting are gone from the hour.
    expect(error?.retryAfterMs).toBeGreaterThan(3_590_000);
    expect(error?.retryAfterMs).toBeLessThan(3_600_000);
    expect(requests).toHaveLength(3);
    expect(checkpoint).toBeNull();
  });

  it('waits out a 429 that passes, and believes a Retry-After', async () => {
    let calls = 0;
    const passing = await run(
      () => {
        calls += 1;
        return calls === 1 ? refusal(429, '012') : answer(cafePost);
      },
      { attempts: 3 },
    );
    expect(passing.brought).toHaveLength(1);
    const { error } = await run(() => ({ ...refusal(429, '012'), headers: { 'retry-after': '90' } }));
    expect(error).toMatchObject({ code: 'source.rate-limited', kind: 'rate', retryAfterMs: 90_000 });
  });

  it.each([
    ['a bad query', refusal(400, 'SE01'), 'source.bad-response', 'permanent', 'SE01: the query'],
    ['a bad encoding', refusal(400, 'SE06'), 'source.bad-response', 'permanent', 'SE06'],
    ['an unknown vertical', refusal(404, 'SE05'), 'source.bad-response', 'permanent', 'SE05'],
    ['wrong keys', refusal(401, '024'), 'source.unauthorized', 'auth', '024'],
    ['an API that is not ticked', refusal(403, '024'), 'source.unauthorized', 'auth', 'ticked'],
    [
      'a refusal of the gateway',
      { status: 401, body: JSON.stringify({ error: { errorCode: '200', message: 'x', details: 'x' } }) },
      'source.unauthorized',
      'auth',
      '200',
    ],
    [
      'a refusal without a body',
      { status: 400 },
      'source.bad-response',
      'permanent',
      'without an error code',
    ],
    ['a fault of NAVER', refusal(500, 'SE99'), 'source.unreachable', 'transient', '500'],
  ])('ends a run on %s with an error that says its kind', async (_, reply, code, kind, words) => {
    const { error, requests } = await run(() => reply);
    expect(error).toMatchObject({ code, kind });
    expect(error?.message).toContain(words);
    expect(requests).toHaveLength(1);
  });

  it('repeats nothing of what the other side says but a code', async () => {
    const { error } = await run(() => refusal(400, 'user@example.com', '홍길동'));
    expect(JSON.stringify([error?.message, error?.details])).not.toMatch(/example\.com|홍길동/);
  });

  it('fails on an empty page that claims hits', async () => {
    const { error } = await run(() => ({ body: JSON.stringify({ total: 5, items: [] }) }));
    expect(error).toMatchObject({ code: 'source.bad-response', kind: 'transient' });
  });

  it.each([
    ['no queries', { queries: [] }, 'config.queries'],
    ['a query twice', { queries: ['a', ' a '] }, 'config.queries'],
    [
      'more searches than the checkpoint holds',
      { queries: Array.from({ length: 16 }, (_, n) => `${n}`), verticals: ['blog', 'kin', 'news'] },
      'config.queries',
    ],
    ['a budget below one walk', { dailyBudget: 10 }, 'config.dailyBudget'],
    ['a place that is none', { exclude: ['our blog'] }, 'config.exclude.0'],
    ['an unknown vertical', { verticals: ['shop'] }, 'config.verticals.0'],
  ])('refuses %s', async (_, config, field) => {
    const { error } = await run(() => answer(), { config });
    expect(error).toMatchObject({ code: 'source.config-invalid' });
    expect(error?.message).toContain(field);
  });
});
