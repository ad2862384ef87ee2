import { describe, expect, it } from 'vitest';
import type { Json } from '../../../shared/sources/contract.ts';
import { kakaoSearch } from '../../../shared/sources/kakao-search.ts';
import { linkId } from '../../../shared/sources/text/canonical-link.ts';
import { describeConnectorContract } from './harness/connector-contract.ts';
import { fetchFrom } from './harness/model-server.ts';
import { nothingCollected, runSource } from './harness/run-source.ts';
import type { ModelReply, ModelRequest, SourceModel, TestClock } from './harness/source-model.ts';

const SECRET = { restApiKey: 'key-of-the-application' };
const BASE = 'https://source.example';
const MAX_PAGE = 50;

type Item = Record<string, unknown>;

const refusal = (status: number, code: number): ModelReply => ({
  status,
  body: JSON.stringify({ code, msg: 'x' }),
});

/** Daum search as documented: the key in a header, `page` and `size` up to 50, `is_end` on the last page. */
function searchApi(find: (vertical: string, query: string) => readonly Item[], pageSize = () => MAX_PAGE) {
  return ({ url, headers }: ModelRequest): ModelReply => {
    if (headers.authorization !== `KakaoAK ${SECRET.restApiKey}`) return refusal(401, -401);
    const page = Number(url.searchParams.get('page') ?? 1);
    const asked = Number(url.searchParams.get('size') ?? 10);
    const query = url.searchParams.get('query') ?? '';
    const isValid = page >= 1 && page <= MAX_PAGE && asked >= 1 && asked <= 50 && query !== '';
    if (!isValid || url.searchParams.get('sort') !== 'recency') return refusal(400, -2);
    const size = Math.min(asked, pageSize());
    const found = find(url.pathname.slice(1), query);
    const pageable = found.slice(0, MAX_PAGE * size);
    const meta = {
      total_count: found.length,
      pageable_count: pageable.length,
      is_end: page * size >= pageable.length,
    };
    return { body: JSON.stringify({ meta, documents: pageable.slice((page - 1) * size, page * size) }) };
  };
}

/** Posts of a café and a blog in turn; both queries find them. */
function searchModel(clock: TestClock): SourceModel {
  const posts: { number: number; text: string; datetime: string }[] = [];
  const isBlog = (number: number) => number % 2 === 0;
  const linkOf = (number: number) =>
    isBlog(number) ? `https://sample.example.com/${number}` : `https://cafe.daum.net/sample/Abc1/${number}`;
  const model: SourceModel = {
    pageSize: MAX_PAGE,
    secret: SECRET,
    config: (baseUrl) => ({ queries: ['본인인증', '안 돼요'], baseUrl }),
    handle: searchApi(
      (vertical, query) =>
        posts
          .filter(({ number, text }) => text.includes(query) && isBlog(number) === (vertical === 'blog'))
          .toReversed()
          .map(({ number, text, datetime }) => ({
            title: '제목',
            contents: text.replaceAll(query, `<b>${query}</b>`),
            url:
              query === '본인인증' ? linkOf(number) : linkOf(number).replace('https://cafe', 'http://m.cafe'),
            [isBlog(number) ? 'blogname' : 'cafename']: '살림 모임',
            thumbnail: '',
            datetime,
          })),
      () => model.pageSize,
    ),
    add(text) {
      const number = posts.length + 1;
      posts.push({ number, text, datetime: clock.now.toISOString().replace('Z', '+00:00') });
      return linkId(linkOf(number));
    },
    truth: () => new Map(posts.map(({ number, text }) => [linkId(linkOf(number)), text])),
  };
  return model;
}

// With one hit a page, which the harness tries, 50 pages show 50.
describeConnectorContract(kakaoSearch, searchModel, { window: MAX_PAGE });

interface Run {
  readonly config?: Record<string, unknown>;
  readonly checkpoint?: Json | null;
  readonly now?: string;
}

async function run(handle: (request: ModelRequest) => ModelReply, options: Run = {}) {
  const requests: ModelRequest[] = [];
  const collected = { ...nothingCollected(), checkpoint: options.checkpoint ?? null };
  const model = {
    handle: (request: ModelRequest) => {
      requests.push(request);
      return handle(request);
    },
  } as SourceModel;
  const result = await runSource({
    connector: kakaoSearch,
    config: { queries: ['환급도우미'], verticals: ['cafe'], baseUrl: BASE, ...options.config },
    secret: SECRET,
    fetch: fetchFrom(model),
    clock: { now: new Date(options.now ?? '2026-11-02T00:00:00Z') },
    collected,
  });
  return {
    ...result,
    requests,
    checkpoint: collected.checkpoint,
    problems: collected.problems,
    documents: result.pages.flatMap(({ documents }) => documents) as Record<string, unknown>[],
    suspects: result.pages.flatMap(({ suspect }) => (suspect === undefined ? [] : [suspect])),
  };
}

const answer = (...documents: unknown[]): ModelReply => ({
  body: JSON.stringify({
    meta: { total_count: documents.length, pageable_count: documents.length, is_end: true },
    documents,
  }),
});
const cafePost: Item = {
  title: '<b>환급도우미</b> 써 보신 분',
  contents: '<b>환급도우미</b> 수수료가 &lt;20%&gt; 라던데 맞나요?',
  url: 'http://m.cafe.daum.net/sample/Abc1/345?svc=cafeapi&utm_source=x',
  cafename: '살림 모임',
  thumbnail: 'https://search1.example.com/thumb',
  datetime: '2026-11-02T09:15:07.000+09:00',
};

describe('kakaoSearch', () => {
  it('maps a café post: with its time, the café as its place, the canonical link', async () => {
    const { documents } = await run(() => answer(cafePost));
    expect(documents).toEqual([
      {
        id: linkId('https://cafe.daum.net/sample/Abc1/345?svc=cafeapi'),
        source: 'community',
        publishedAt: '2026-11-02T09:15:07.000+09:00',
        title: '환급도우미 써 보신 분',
        text: '환급도우미 수수료가 <20%> 라던데 맞나요?',
        url: 'https://cafe.daum.net/sample/Abc1/345?svc=cafeapi',
        attributes: { query: '환급도우미', vertical: 'cafe', snippet: true, place: '살림 모임' },
      },
    ]);
  });

  it('maps a blog post without anything that names the blogger', async () => {
    const { cafename: _, ...rest } = cafePost;
    const post = { ...rest, url: 'https://secret-account.example.com/77', blogname: '홍길동의 하루' };
    const { documents, pages } = await run(() => answer(post), { config: { verticals: ['blog'] } });
    expect(documents).toMatchObject([
      {
        id: linkId('https://secret-account.example.com/77'),
        attributes: { vertical: 'blog', snippet: true },
      },
    ]);
    expect(JSON.stringify(pages)).not.toMatch(/secret-account|홍길동/);
  });

  it.each(['', '어제', '2026-13-01T00:00:00+09:00', undefined])(
    'leaves the time to the first sight where it is %j',
    async (datetime) => {
      const { documents, problems } = await run(() => answer({ ...cafePost, datetime }));
      expect(documents).toHaveLength(1);
      expect(documents[0]).not.toHaveProperty('publishedAt');
      expect(problems).toEqual([]);
    },
  );

  it('asks with the key in the header, the newest first, fifty at a time; cafés and blogs by default', async () => {
    const { requests } = await run(() => answer(), { config: { verticals: undefined } });
    expect(requests.map(({ url }) => url.href)).toEqual(
      ['cafe', 'blog'].map(
        (vertical) =>
          `${BASE}/${vertical}?query=%ED%99%98%EA%B8%89%EB%8F%84%EC%9A%B0%EB%AF%B8&sort=recency&page=1&size=50`,
      ),
    );
    expect(requests[0]?.headers.authorization).toBe(`KakaoAK ${SECRET.restApiKey}`);
  });

  it('knows the address of Kakao', async () => {
    const { requests } = await run(() => answer(), { config: { baseUrl: undefined } });
    expect(requests[0]?.url.href).toContain('https://dapi.kakao.com/v2/search/cafe?');
  });

  it('never asks for page 51, and doubts a later walk that met nothing known', async () => {
    const posts = (from: number) =>
      Array.from({ length: 4_000 }, (_, index) => ({
        ...cafePost,
        url: `https://cafe.daum.net/a/b/${from - index}`,
      }));
    const first = await run(searchApi(() => posts(10_000)));
    expect(first.requests.at(-1)?.url.searchParams.get('page')).toBe('50');
    expect(new Set(first.brought).size).toBe(2_500);
    expect(first.suspects).toEqual([]);
    const soon = await run(
      searchApi(() => posts(10_120)),
      { checkpoint: first.checkpoint },
    );
    expect(soon.brought).toHaveLength(120);
    expect(soon.requests).toHaveLength(4);
    const late = await run(
      searchApi(() => posts(20_000)),
      { checkpoint: soon.checkpoint },
    );
    expect(late.suspects).toMatchObject([{ kind: 'possible-gap' }]);
  });

  it('stops at is_end', async () => {
    const posts = Array.from({ length: 120 }, (_, index) => ({
      ...cafePost,
      url: `https://cafe.daum.net/a/b/${index}`,
    }));
    const { requests, brought } = await run(searchApi(() => posts));
    expect(requests).toHaveLength(3);
    expect(brought).toHaveLength(120);
  });

  it('leaves out configured places and hits without a needed word', async () => {
    const { brought } = await run(
      () =>
        answer(
          cafePost,
          { ...cafePost, url: 'https://cafe.daum.net/ours/1' },
          { ...cafePost, title: '', contents: '도우미', url: 'https://cafe.daum.net/a/1' },
        ),
      { config: { exclude: ['cafe.daum.net/ours'], mustContain: ['환급'] } },
    );
    expect(brought).toEqual([linkId('https://cafe.daum.net/sample/Abc1/345?svc=cafeapi')]);
  });

  it('doubts a search that finds nothing where it found something before', async () => {
    const first = await run(() => answer(cafePost));
    const { suspects } = await run(() => answer(), { checkpoint: first.checkpoint });
    expect(suspects).toMatchObject([{ kind: 'silent' }]);
  });

  it('knows a used-up quota, which comes as 400 with −10, and parks until midnight in Korea', async () => {
    const { error, requests } = await run(() => refusal(400, -10), { now: '2026-11-02T14:00:00Z' });
    expect(error).toMatchObject({ code: 'source.quota-exhausted', kind: 'quota', retryAfterMs: 3_600_000 });
    expect(requests).toHaveLength(1);
  });

  it.each([
    ['a bad query', refusal(400, -2), 'source.bad-response', 'permanent', '-2'],
    [
      'a refusal without a body',
      { status: 400, body: '홍길동' },
      'source.bad-response',
      'permanent',
      'unknown',
    ],
    ['a wrong key', refusal(401, -401), 'source.unauthorized', 'auth', '401'],
    ['too many requests', refusal(429, -10), 'source.rate-limited', 'rate', '429'],
    ['a fault of Kakao', refusal(503, -603), 'source.unreachable', 'transient', '503'],
  ])('ends a run on %s with an error that says its kind', async (_, reply, code, kind, words) => {
    const { error } = await run(() => reply);
    expect(error).toMatchObject({ code, kind });
    expect(error?.message).toContain(words);
    expect(error?.message).not.toContain('홍길동');
  });

  it('fails on an empty page that is not the end', async () => {
    const meta = { total_count: 9, pageable_count: 9, is_end: false };
    const { error } = await run(() => ({ body: JSON.stringify({ meta, documents: [] }) }));
    expect(error).toMatchObject({ code: 'source.bad-response', kind: 'transient' });
  });

  it('ends with its budget and says when it goes on; next day the rest comes', async () => {
    const api = searchApi((_, query) =>
      Array.from({ length: 75 }, (_, index) => ({
        ...cafePost,
        url: `https://cafe.daum.net/${query}/b/${index}`,
      })),
    );
    const config = { queries: ['a', 'b'], dailyBudget: 3, maxPages: 3 };
    const first = await run(api, { config });
    expect(first.brought).toHaveLength(125);
    expect(first.pages.at(-1)?.signs).toEqual({ quotaLeft: 0, quotaResetsAt: '2026-11-02T15:00:00.000Z' });
    const nextDay = await run(api, { config, checkpoint: first.checkpoint, now: '2026-11-02T15:00:01Z' });
    expect(nextDay.brought).toHaveLength(25);
  });
});
