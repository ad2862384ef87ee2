import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { InputDocumentSchema } from '../../../shared/domain/input-document.ts';
import { appStoreConnect } from '../../../shared/sources/app-store-connect.ts';
import { describeConnectorContract } from './harness/connector-contract.ts';
import { fetchFrom } from './harness/model-server.ts';
import { nothingCollected, type RunOptions, runSource, textsOf } from './harness/run-source.ts';
import type { ModelReply, ModelRequest, SourceModel, TestClock } from './harness/source-model.ts';
import { verifiedJwt } from './verify-jwt.ts';

const pair = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
const privateKey = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const SECRET = { issuerId: '57246542-0000-0000-0000-000000000000', keyId: 'K1', privateKey };
const BASE_URL = 'https://source.example';
const DAY_MS = 86_400_000;

interface ModelReview {
  rating: number;
  title: string | null;
  body: string | null;
  reviewerNickname: string;
  createdDate: string;
  territory: string;
  response?: { responseBody: string; lastModifiedDate: string; state: string };
}

interface AppStoreModel extends SourceModel {
  readonly reviews: Map<string, ModelReview>;
  readonly requests: ModelRequest[];
  readonly tokens: string[];
  /** The next requests that get 401, whatever the token. */
  refuse: number;
  /** Whether an edit moves `createdDate`; Apple does not say. */
  editsMove: boolean;
}

/** The review list of App Store Connect: signed tokens, cursors in absolute links, no filter by time. */
function appStoreModel(clock: TestClock): AppStoreModel {
  const reviews = new Map<string, ModelReview>();
  const model: AppStoreModel = {
    reviews,
    requests: [],
    tokens: [],
    refuse: 0,
    editsMove: false,
    secret: SECRET,
    pageSize: 200,
    config: (baseUrl) => ({ appId: '100', baseUrl }),
    handle(request) {
      model.requests.push(request);
      if (!isAuthorized(request)) return refusal(401, 'NOT_AUTHORIZED');
      const { url } = request;
      if (url.pathname !== '/v1/apps/100/customerReviews') return refusal(404, 'NOT_FOUND');
      const limit = Number(url.searchParams.get('limit'));
      if (!(limit >= 1 && limit <= 200)) return refusal(400, 'PARAMETER_ERROR.INVALID');
      const territory = url.searchParams.get('filter[territory]');
      const newest = [...reviews]
        .filter(([, review]) => territory === null || review.territory === territory)
        .sort(([a, { createdDate: at }], [b, { createdDate: bt }]) =>
          Date.parse(at) === Date.parse(bt) ? (a < b ? 1 : -1) : Date.parse(bt) - Date.parse(at),
        );
      if (url.searchParams.get('sort') !== '-createdDate') newest.reverse();
      const cursor = url.searchParams.get('cursor');
      const start = cursor === null ? 0 : newest.findIndex(([id]) => id === cursor) + 1;
      const page = newest.slice(start, start + Math.min(limit, model.pageSize));
      const last = page.at(-1)?.[0];
      const next = new URL(url);
      next.searchParams.set('cursor', last ?? '');
      const more = start + page.length < newest.length;
      return json(
        {
          data: page.map(([id, { response, ...attributes }]) => ({
            type: 'customerReviews',
            id,
            attributes,
            relationships: {
              response: response ? { data: { type: 'customerReviewResponses', id: `r-${id}` } } : {},
            },
          })),
          included: page.flatMap(([id, { response }]) =>
            response ? [{ type: 'customerReviewResponses', id: `r-${id}`, attributes: response }] : [],
          ),
          links: { self: url.href, ...(more ? { next: next.href } : {}) },
          meta: { paging: { total: newest.length, limit } },
        },
        { 'x-rate-limit': 'user-hour-lim:3500;user-hour-rem:500;' },
      );
    },
    add(text) {
      const id = `00000012-a1b2-0000-0000-${String(reviews.size + 1).padStart(12, '0')}`;
      reviews.set(id, review({ body: text, createdDate: pacific(clock.now) }));
      return id;
    },
    edit(id, text) {
      const before = reviews.get(id);
      if (before === undefined) throw new Error('no such review');
      reviews.set(id, {
        ...before,
        body: text,
        ...(model.editsMove ? { createdDate: pacific(clock.now) } : {}),
      });
    },
    truth: () => new Map([...reviews].map(([id, { body, title }]) => [id, body ?? title ?? ''])),
  };
  return model;

  function isAuthorized({ headers }: ModelRequest): boolean {
    if (model.refuse > 0) {
      model.refuse -= 1;
      return false;
    }
    const token = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1] ?? '';
    if (model.tokens.at(-1) !== token) model.tokens.push(token);
    const jwt = verifiedJwt(token, pair.publicKey);
    const now = clock.now.getTime() / 1000;
    const [issued, expires] = [Number(jwt?.claims.iat), Number(jwt?.claims.exp)];
    return (
      jwt?.header.alg === 'ES256' &&
      jwt.header.typ === 'JWT' &&
      jwt.header.kid === 'K1' &&
      jwt.claims.iss === SECRET.issuerId &&
      jwt.claims.aud === 'appstoreconnect-v1' &&
      issued <= now + 60 &&
      expires > now &&
      expires - issued <= 1200
    );
  }
}

const json = (body: unknown, headers: Record<string, string> = {}): ModelReply => ({
  body: JSON.stringify(body),
  headers,
});
const refusal = (status: number, code: string, headers: Record<string, string> = {}): ModelReply => ({
  status,
  headers,
  body: JSON.stringify({ errors: [{ id: 'e', status: String(status), code, title: 't', detail: 'd' }] }),
});
const review = (change: Partial<ModelReview> = {}): ModelReview => ({
  rating: 1,
  title: '수수료 안내가 없어요',
  body: '결제 직전에 알았습니다',
  reviewerNickname: '구름과자',
  createdDate: '2026-10-31T04:20:00-07:00',
  territory: 'KOR',
  ...change,
});

/** As Apple writes times: with the offset of California (here without its summer time) and without parts of a second. */
function pacific(time: Date): string {
  return `${new Date(time.getTime() - 8 * 3_600_000).toISOString().slice(0, 19)}-08:00`;
}

describeConnectorContract(appStoreConnect, appStoreModel);

describe('appStoreConnect', () => {
  function world() {
    const clock = { now: new Date('2026-11-02T00:00:00Z') };
    const model = appStoreModel(clock);
    const collected = nothingCollected();
    const run = async (more: Partial<RunOptions> = {}) => {
      const result = await runSource({
        connector: appStoreConnect,
        config: model.config(BASE_URL),
        secret: model.secret,
        fetch: fetchFrom(model),
        clock,
        collected,
        ...more,
      });
      const documents = result.pages.flatMap(({ documents: found }) => found) as Record<string, unknown>[];
      return { ...result, documents };
    };
    return { clock, model, collected, run };
  }
  const answering = (reply: ModelReply): Partial<RunOptions> => ({
    fetch: fetchFrom(world().model, () => reply),
  });

  it('maps a review to an input document', async () => {
    const { model, run } = world();
    model.reviews.set('00000012-a1b2-0000-0000-000000000000', review());
    const { documents } = await run();
    expect(documents.map((document) => InputDocumentSchema.parse(document))).toEqual([
      {
        id: '00000012-a1b2-0000-0000-000000000000',
        source: 'app-review',
        app: '100',
        publishedAt: '2026-10-31T11:20:00.000Z',
        title: '수수료 안내가 없어요',
        text: '결제 직전에 알았습니다',
        rating: 1,
        author: { displayName: '구름과자' },
        attributes: { territory: 'KOR' },
      },
    ]);
  });

  it('asks newest first, 200 a page, for one territory, with the responses', async () => {
    const { model, run } = world();
    model.reviews.set('kr', review());
    model.reviews.set('us', review({ territory: 'USA' }));
    expect((await run()).brought).toEqual(['kr']);
    const config = { appId: '100', baseUrl: BASE_URL, territory: 'USA', app: '돌려받기' };
    const { documents } = await run({ config, collected: nothingCollected() });
    expect(documents).toMatchObject([{ id: 'us', app: '돌려받기', attributes: { territory: 'USA' } }]);
    expect(Object.fromEntries(model.requests[0]?.url.searchParams ?? [])).toEqual({
      'filter[territory]': 'KOR',
      sort: '-createdDate',
      limit: '200',
      include: 'response',
    });
  });

  it('takes the title for the text where there is no body, and tells of a review without words', async () => {
    const { model, run, collected } = world();
    model.reviews.set('title-only', review({ body: null }));
    model.reviews.set('empty', review({ title: '', body: ' ' }));
    const { documents } = await run();
    expect(documents).toMatchObject([{ id: 'title-only', title: undefined, text: '수수료 안내가 없어요' }]);
    expect(collected.problems).toEqual([
      { id: 'empty', field: 'attributes.body', message: expect.stringContaining('neither title nor body') },
    ]);
  });

  it('keeps that and when the company has responded, never what it wrote', async () => {
    const { model, run, clock, collected } = world();
    model.reviews.set('a', review());
    await run();
    const response = {
      responseBody: '불편을 드려 죄송합니다',
      lastModifiedDate: '2026-11-01T20:00:00-08:00',
    };
    model.reviews.set('a', review({ response: { ...response, state: 'PENDING_PUBLISH' } }));
    expect((await run()).documents).toEqual([]);
    model.reviews.set('a', review({ response: { ...response, state: 'PUBLISHED' } }));
    clock.now = new Date('2026-11-02T05:00:00Z');
    const { documents, pages } = await run();
    expect(documents).toMatchObject([
      {
        id: 'a',
        text: '결제 직전에 알았습니다',
        // Newer than the first sight, so that this revision is the one that stays.
        editedAt: '2026-11-02T05:00:00.000Z',
        attributes: { territory: 'KOR', responded: true, respondedAt: '2026-11-02T04:00:00.000Z' },
      },
    ]);
    expect(JSON.stringify([pages, collected.checkpoint])).not.toContain('죄송');
    expect((await run()).documents).toEqual([]);
  });

  it('finds the response by either relation, also one that does not say when', async () => {
    const { run } = world();
    const type = 'customerReviews';
    const included = [
      { type: 'customerReviewResponses', id: 'r1', attributes: { responseBody: '감사합니다' } },
      {
        type: 'customerReviewResponses',
        id: 'r2',
        attributes: { state: 'PUBLISHED' },
        relationships: { review: { data: { type, id: 'b' } } },
      },
      { type: 'territories', id: 'KOR' },
    ];
    const relationships = { response: { data: { type: 'customerReviewResponses', id: 'r1' } } };
    const data = [
      { type, id: 'a', attributes: review(), relationships },
      { type, id: 'b', attributes: review() },
      { type, id: 'c', attributes: review() },
    ];
    const { documents } = await run(answering(json({ data, included, links: {} })));
    expect(documents.map(({ attributes }) => attributes)).toEqual([
      { territory: 'KOR', responded: true },
      { territory: 'KOR', responded: true },
      { territory: 'KOR' },
    ]);
  });

  it('finds an edit that changes no length, no rating and no time', async () => {
    const { model, run, clock } = world();
    model.reviews.set('a', review({ body: '환급이 안 돼요' }));
    await run();
    model.reviews.set('a', review({ body: '환급이 잘 돼요' }));
    clock.now = new Date('2026-11-02T01:00:00Z');
    expect((await run()).documents).toMatchObject([
      {
        text: '환급이 잘 돼요',
        publishedAt: '2026-10-31T11:20:00.000Z',
        editedAt: '2026-11-02T01:00:00.000Z',
      },
    ]);
  });

  it('keeps the first time of publication where an edit moves the date of the review', async () => {
    const { model, run, clock } = world();
    model.editsMove = true;
    const id = model.add('본인인증이 안 돼요');
    await run();
    clock.now = new Date('2026-11-03T00:00:00Z');
    model.edit?.(id, '이제 됩니다');
    expect((await run()).documents).toMatchObject([
      { text: '이제 됩니다', publishedAt: '2026-11-02T00:00:00.000Z', editedAt: '2026-11-03T00:00:00.000Z' },
    ]);
    expect((await run()).documents).toEqual([]);
  });

  it('reads the days of the overlap again and stops before older reviews', async () => {
    const { model, run, clock } = world();
    model.pageSize = 10;
    for (let day = 30; day > 0; day -= 1) {
      const createdDate = pacific(new Date(clock.now.getTime() - day * DAY_MS));
      model.reviews.set(`d${String(day).padStart(2, '0')}`, review({ createdDate }));
    }
    await run();
    model.requests.length = 0;
    model.reviews.set('d05', { ...review(), ...model.reviews.get('d05'), body: '고쳐 썼어요' });
    model.reviews.set('d20', { ...review(), ...model.reviews.get('d20'), body: '고쳐 썼어요' });
    expect((await run()).brought).toEqual(['d05']);
    expect(model.requests).toHaveLength(1);
  });

  it('finds a review that appears late with an older date', async () => {
    const { model, run } = world();
    model.reviews.set('new', review({ createdDate: '2026-11-01T00:00:00-08:00' }));
    await run();
    model.reviews.set('late', review({ createdDate: '2026-10-30T00:00:00-07:00' }));
    expect((await run()).brought).toEqual(['late']);
  });

  it('loses nothing to a review that claims to be of tomorrow', async () => {
    const { model, run, clock } = world();
    model.reviews.set('tomorrow', review({ createdDate: '2030-01-01T00:00:00-08:00' }));
    await run();
    clock.now = new Date('2026-11-20T00:00:00Z');
    model.reviews.set('today', review({ createdDate: '2026-11-19T20:00:00-08:00' }));
    expect((await run()).brought).toEqual(['today']);
  });

  it('goes on where a long first run was cut off, although its checkpoint stays small', async () => {
    const { model, run, clock, collected } = world();
    for (let index = 0; index < 5_000; index += 1) {
      clock.now = new Date(clock.now.getTime() + 1_000);
      model.add('환급이 늦어요');
    }
    const first = await run({ stopAfterPage: 15 });
    expect(first.brought).toHaveLength(3_000);
    expect(JSON.stringify(collected.checkpoint).length).toBeLessThan(100_000);
    clock.now = new Date(clock.now.getTime() + 60_000);
    const added = model.add('앱이 느려요');
    const second = await run();
    expect(second.outcome).toBe('done');
    expect(new Set(second.brought).size).toBe(second.brought.length);
    expect(second.brought).toContain(added);
    expect(second.brought.length).toBeLessThanOrEqual(2_002);
    expect(textsOf(collected).size).toBe(5_001);
    expect((await run()).brought).toEqual([]);
    expect(JSON.stringify(collected.checkpoint).length).toBeLessThan(100_000);
  });

  it('brings nothing twice after a change of the key, whose seals cannot be compared', async () => {
    const { model, run, collected } = world();
    model.reviews.set('a', review());
    await run();
    const old = JSON.parse(JSON.stringify(collected.checkpoint)) as { keyId: string };
    collected.checkpoint = { ...old, keyId: 'K0' };
    expect((await run()).brought).toEqual([]);
    model.reviews.set('a', review({ body: '고쳐 썼어요' }));
    expect((await run()).brought).toEqual(['a']);
  });

  it('starts anew from a checkpoint that it cannot read', async () => {
    const { model, run, collected } = world();
    model.reviews.set('a', review());
    collected.checkpoint = { walk: { known: 'x' } };
    expect((await run()).brought).toEqual(['a']);
  });

  describe('tokens', () => {
    it('signs one token for many requests and another before it ends', async () => {
      const { model, run } = world();
      model.pageSize = 1;
      for (const id of ['a', 'b', 'c', 'd', 'e']) model.reviews.set(id, review());
      await run();
      expect(model.tokens).toHaveLength(1);
      // Pauses of five minutes: 0, 5, 10 are within the first token's life, 15 and 20 within the second's.
      model.tokens.length = 0;
      const config = { appId: '100', baseUrl: BASE_URL, pauseMs: 5 * 60_000 };
      const { outcome } = await run({ config, collected: nothingCollected() });
      expect(outcome).toBe('done');
      expect(model.tokens).toHaveLength(2);
    });

    it('signs anew after a 401 and tries once more, not twice', async () => {
      const { model, run } = world();
      model.reviews.set('a', review());
      model.refuse = 1;
      expect((await run()).brought).toEqual(['a']);
      expect(model.requests).toHaveLength(2);
      model.refuse = 2;
      model.requests.length = 0;
      const { error } = await run();
      expect(error).toMatchObject({ code: 'source.unauthorized', kind: 'auth' });
      expect(model.requests).toHaveLength(2);
    });

    it('takes a key whose line breaks came as \\n', async () => {
      const { model, run } = world();
      model.reviews.set('a', review());
      const secret = { ...SECRET, privateKey: privateKey.replaceAll('\n', '\\n') };
      expect((await run({ secret })).brought).toEqual(['a']);
      // Written as it is in the file, it is still the same key: nothing counts as edited.
      expect((await run()).brought).toEqual([]);
    });

    it.each([
      ['no key at all', 'AuthKey_K1.p8'],
      [
        'an RSA key',
        generateKeyPairSync('rsa', { modulusLength: 2048 })
          .privateKey.export({ type: 'pkcs8', format: 'pem' })
          .toString(),
      ],
      [
        'a key of another curve',
        generateKeyPairSync('ec', { namedCurve: 'secp384r1' })
          .privateKey.export({ type: 'pkcs8', format: 'pem' })
          .toString(),
      ],
    ])('refuses %s and says what to put there, without the key', async (_, wrong) => {
      const { error } = await world().run({ secret: { ...SECRET, privateKey: wrong } });
      expect(error).toMatchObject({ code: 'source.secret-missing', kind: 'auth' });
      expect(error?.message).toContain('privateKey');
      expect(JSON.stringify([error?.message, error?.details])).not.toContain(wrong.slice(30, 60) || wrong);
    });

    it('asks for the secret before anything else', async () => {
      const { model, run } = world();
      expect((await run({ secret: { keyId: 'K1' } })).error).toMatchObject({ code: 'source.secret-missing' });
      expect(model.requests).toEqual([]);
    });
  });

  describe('limits', () => {
    it('tells how many requests are left', async () => {
      const { model, run } = world();
      model.reviews.set('a', review());
      expect((await run()).pages[0]?.signs).toEqual({ quotaLeft: 500 });
    });

    it('parks the source for the rolling hour when its requests are used up', async () => {
      const reply = refusal(429, 'RATE_LIMIT_EXCEEDED');
      expect((await world().run(answering(reply))).error).toMatchObject({
        code: 'source.quota-exhausted',
        kind: 'quota',
        retryAfterMs: 3_600_000,
      });
      const sooner = refusal(429, 'RATE_LIMIT_EXCEEDED', { 'retry-after': '90' });
      expect((await world().run(answering(sooner))).error).toMatchObject({
        kind: 'quota',
        retryAfterMs: 90_000,
      });
    });

    it('pauses between pages', async () => {
      const { model, run, clock } = world();
      model.pageSize = 1;
      for (const id of ['a', 'b', 'c']) model.reviews.set(id, review());
      const before = clock.now.getTime();
      await run();
      expect(clock.now.getTime() - before).toBe(1_000);
    });
  });

  describe('answers that are not as documented', () => {
    const one = { type: 'customerReviews', id: 'a', attributes: review() };

    it.each([
      ['another host', 'https://elsewhere.example/v1/apps/100/customerReviews?cursor=x'],
      ['another scheme', 'http://source.example/v1/apps/100/customerReviews?cursor=x'],
      ['another port', 'https://source.example:8443/v1'],
      ['a relative address', '/v1/apps/100/customerReviews?cursor=x'],
      ['no address', 'next'],
    ])('does not carry its token to %s', async (_, next) => {
      const { error, pages } = await world().run(answering(json({ data: [one], links: { next } })));
      expect(error).toMatchObject({ code: 'source.bad-response' });
      expect(pages).toEqual([]);
    });

    it('ends at a next page that was there before', async () => {
      const next = `${BASE_URL}/v1/apps/100/customerReviews?cursor=same`;
      const { error, pages } = await world().run(answering(json({ data: [one], links: { next } })));
      expect(error).toMatchObject({ code: 'source.bad-response', kind: 'transient' });
      expect(pages.length).toBeLessThan(5);
    });

    it('ends when page after page claims more and brings nothing', async () => {
      let cursor = 0;
      const { model, run } = world();
      const fetch = fetchFrom(model, () => {
        cursor += 1;
        return json({ data: [], links: { next: `${BASE_URL}/v1?cursor=${cursor}` } });
      });
      expect((await run({ fetch })).error).toMatchObject({ code: 'source.bad-response', kind: 'transient' });
      expect(cursor).toBeLessThan(10);
    });

    it('tells of a bad review by its field and brings the others', async () => {
      const bad = { ...one, id: 'b', attributes: { ...review(), createdDate: '어제' } };
      const { run, collected } = world();
      const { brought } = await run(answering(json({ data: [bad, one, 7], links: {} })));
      expect(brought).toEqual(['a']);
      expect(collected.problems).toMatchObject([
        { id: 'b', field: 'attributes.createdDate' },
        { field: 'item' },
      ]);
    });

    it.each([
      ['401', refusal(401, 'NOT_AUTHORIZED'), { code: 'source.unauthorized', kind: 'auth' }],
      ['403', refusal(403, 'FORBIDDEN_ERROR'), { code: 'source.unauthorized', kind: 'auth' }],
      ['404', refusal(404, 'NOT_FOUND'), { code: 'source.gone', kind: 'permanent' }],
      ['400', refusal(400, 'PARAMETER_ERROR.INVALID'), { code: 'source.bad-response', kind: 'permanent' }],
      ['a body without links', json({ data: [one] }), { code: 'source.bad-response', kind: 'transient' }],
      ['429 of another kind', { status: 429, body: '{}' }, { code: 'source.rate-limited', kind: 'rate' }],
    ])('ends a run on %s with an error that says its kind', async (_, reply, error) => {
      const { run, collected } = world();
      expect((await run(answering(reply))).error).toMatchObject(error);
      expect(collected.checkpoint).toBeNull();
    });

    it('takes an empty list as zero for a new app, and as suspect where reviews were known', async () => {
      const { model, run, collected } = world();
      expect((await run()).pages).toMatchObject([{ documents: [], done: true }]);
      model.reviews.set('a', review());
      await run();
      const { checkpoint } = collected;
      model.reviews.clear();
      const { pages } = await run();
      expect(pages).toMatchObject([{ documents: [], done: true, checkpoint, suspect: { kind: 'silent' } }]);
    });

    it('cuts a text that is longer than a document may be', async () => {
      const { model, run } = world();
      model.reviews.set('a', review({ body: `${'ㅠ'.repeat(19_999)}😀` }));
      const { documents } = await run();
      expect(documents).toMatchObject([{ text: 'ㅠ'.repeat(19_999), attributes: { truncated: true } }]);
    });
  });

  it('keeps names and words out of its checkpoint and its problems', async () => {
    const { model, run, collected } = world();
    model.reviews.set('a', review());
    model.reviews.set('b', { ...review(), rating: 9 });
    const { pages } = await run();
    expect(JSON.stringify([collected.checkpoint, collected.problems])).not.toMatch(/구름|결제|수수료/);
    for (const document of pages.flatMap(({ documents }) => documents)) {
      expect(JSON.stringify({ ...(document as object), author: undefined })).not.toContain('구름');
    }
  });
});
