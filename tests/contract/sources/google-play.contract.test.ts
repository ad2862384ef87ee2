import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { InputDocumentSchema } from '../../../shared/domain/input-document.ts';
import { googlePlay } from '../../../shared/sources/google-play.ts';
import { describeConnectorContract } from './harness/connector-contract.ts';
import { fetchFrom } from './harness/model-server.ts';
import { nothingCollected, type RunOptions, runSource, textsOf } from './harness/run-source.ts';
import type { ModelReply, ModelRequest, SourceModel, TestClock } from './harness/source-model.ts';
import { verifiedJwt } from './verify-jwt.ts';

const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
const privateKey = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const SECRET = { clientEmail: 'voc@example-project.iam.gserviceaccount.com', privateKey };
const BASE_URL = 'https://source.example';
const REVIEWS = '/androidpublisher/v3/applications/com.example.refund/reviews';
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

interface ModelReview {
  authorName: string;
  text: string;
  modifiedMs: number;
  fields: Record<string, unknown>;
  reply?: { text: string; modifiedMs: number };
}

interface PlayModel extends SourceModel {
  readonly reviews: Map<string, ModelReview>;
  /** Requests of reviews, without those of tokens. */
  readonly requests: ModelRequest[];
  readonly grants: ModelRequest[];
  /** Ends every access token. */
  revoke(): void;
}

/** The Android Publisher API: OAuth by a signed assertion, seven days, last modified first, tokens of pages. */
function playModel(clock: TestClock): PlayModel {
  const reviews = new Map<string, ModelReview>();
  const accessTokens = new Map<string, number>();
  let granted = 0;
  const model: PlayModel = {
    reviews,
    requests: [],
    grants: [],
    revoke: () => accessTokens.clear(),
    secret: SECRET,
    pageSize: 100,
    config: (baseUrl) => ({ packageName: 'com.example.refund', baseUrl, tokenUrl: `${baseUrl}/token` }),
    handle(request) {
      if (request.url.pathname === '/token') return grant(request);
      model.requests.push(request);
      const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
      if ((accessTokens.get(bearer) ?? 0) <= clock.now.getTime()) return refusal(401, 'UNAUTHENTICATED');
      const query = request.url.searchParams;
      if (request.url.pathname !== REVIEWS) return refusal(404, 'NOT_FOUND');
      const maxResults = Number(query.get('maxResults') ?? 10);
      if (!(maxResults >= 1 && maxResults <= 100)) return refusal(400, 'INVALID_ARGUMENT');
      const shown = [...reviews]
        .filter(([, { modifiedMs }]) => clock.now.getTime() - modifiedMs < 7 * DAY_MS)
        .sort(([, a], [, b]) => b.modifiedMs - a.modifiedMs);
      const after = query.get('token');
      const start = after === null ? 0 : shown.findIndex(([id]) => `t-${id}` === after) + 1;
      const page = shown.slice(start, start + Math.min(maxResults, model.pageSize));
      const last = page.at(-1)?.[0];
      const more = start + page.length < shown.length;
      return json({
        ...(page.length === 0 ? {} : { reviews: page.map(([id, review]) => reviewOf(id, review)) }),
        ...(more ? { tokenPagination: { nextPageToken: `t-${last}` } } : {}),
      });
    },
    add(text) {
      const id = `0a1b2c3d-0000-0000-0000-${String(reviews.size + 1).padStart(12, '0')}`;
      reviews.set(id, review({ text: `\t${text}`, modifiedMs: clock.now.getTime() }));
      return id;
    },
    edit(id, text) {
      const before = reviews.get(id);
      if (before === undefined) throw new Error('no such review');
      reviews.set(id, { ...before, text: `\t${text}`, modifiedMs: clock.now.getTime() });
    },
    truth: () => new Map([...reviews].map(([id, { text }]) => [id, text.slice(1)])),
  };
  return model;

  function grant(request: ModelRequest): ModelReply {
    model.grants.push(request);
    const form = new URLSearchParams(request.body);
    const jwt = verifiedJwt(form.get('assertion') ?? '', pair.publicKey);
    const now = clock.now.getTime() / 1000;
    const [issued, expires] = [Number(jwt?.claims.iat), Number(jwt?.claims.exp)];
    const right =
      request.method === 'POST' &&
      request.headers['content-type'] === 'application/x-www-form-urlencoded' &&
      form.get('grant_type') === 'urn:ietf:params:oauth:grant-type:jwt-bearer' &&
      jwt?.header.alg === 'RS256' &&
      jwt.claims.iss === SECRET.clientEmail &&
      jwt.claims.scope === 'https://www.googleapis.com/auth/androidpublisher' &&
      jwt.claims.aud === `${request.url.origin}/token` &&
      issued <= now + 60 &&
      expires > now &&
      expires - issued <= 3_600;
    if (!right) return { status: 400, body: JSON.stringify({ error: 'invalid_grant' }) };
    granted += 1;
    accessTokens.set(`ya29.${granted}`, clock.now.getTime() + HOUR_MS);
    return json({ access_token: `ya29.${granted}`, expires_in: 3_600, token_type: 'Bearer' });
  }
}

function reviewOf(reviewId: string, { authorName, text, modifiedMs, fields, reply }: ModelReview) {
  return {
    reviewId,
    authorName,
    comments: [
      { userComment: { text, lastModified: timestamp(modifiedMs), ...fields } },
      ...(reply === undefined
        ? []
        : [{ developerComment: { text: reply.text, lastModified: timestamp(reply.modifiedMs) } }]),
    ],
  };
}

const timestamp = (ms: number) => ({
  seconds: String(Math.floor(ms / 1000)),
  nanos: (ms % 1000) * 1_000_000,
});
const json = (body: unknown): ModelReply => ({ body: JSON.stringify(body) });
const refusal = (code: number, status: string, reason = '', message = ''): ModelReply => ({
  status: code,
  body: JSON.stringify({ error: { code, message, status, errors: [{ domain: 'global', reason, message }] } }),
});
const review = (change: Partial<ModelReview> = {}): ModelReview => ({
  authorName: '홍**',
  text: '\t본인인증 오류로 포기했어요',
  modifiedMs: Date.parse('2026-11-01T10:00:00.120Z'),
  fields: { starRating: 1, reviewerLanguage: 'ko', appVersionName: '5.12.0' },
  ...change,
});

describeConnectorContract(googlePlay, playModel);

describe('googlePlay', () => {
  function world() {
    const clock = { now: new Date('2026-11-02T00:00:00Z') };
    const model = playModel(clock);
    const collected = nothingCollected();
    const run = async (more: Partial<RunOptions> = {}) => {
      model.requests.length = 0;
      model.grants.length = 0;
      const result = await runSource({
        connector: googlePlay,
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
    /** Every review request gets this answer; tokens are granted as ever. */
    const answering = (reply: ModelReply | (() => ModelReply)): Partial<RunOptions> => ({
      fetch: fetchFrom(model, (real, { url }) =>
        url.pathname === '/token' ? real : typeof reply === 'function' ? reply() : reply,
      ),
    });
    return { clock, model, collected, run, answering };
  }

  it('maps a review to an input document', async () => {
    const { model, run } = world();
    model.reviews.set(
      'gp:AOqpTOE',
      review({
        fields: {
          starRating: 2,
          reviewerLanguage: 'ko',
          device: 'a52q',
          androidOsVersion: 33,
          appVersionCode: 51200,
          appVersionName: '5.12.0',
          thumbsUpCount: 3,
          deviceMetadata: { productName: 'a52q (Galaxy A52)' },
        },
      }),
    );
    const { documents } = await run();
    expect(documents.map((document) => InputDocumentSchema.parse(document))).toEqual([
      {
        id: 'gp:AOqpTOE',
        source: 'app-review',
        app: 'com.example.refund',
        publishedAt: '2026-11-01T10:00:00.120Z',
        text: '본인인증 오류로 포기했어요',
        rating: 2,
        author: { displayName: '홍**' },
        appVersion: '5.12.0',
        device: 'a52q',
        attributes: { androidOsVersion: 33, reviewerLanguage: 'ko' },
      },
    ]);
  });

  it('asks for a hundred a page and never for a translation', async () => {
    const { model, run } = world();
    model.pageSize = 1;
    model.reviews.set('a', review());
    model.reviews.set('b', review());
    await run();
    expect(model.requests.map(({ url }) => Object.fromEntries(url.searchParams))).toEqual([
      { maxResults: '100' },
      { maxResults: '100', token: 't-a' },
    ]);
  });

  it.each([
    ['\t앱이 자꾸 꺼져요', undefined, '앱이 자꾸 꺼져요'],
    ['앱이 자꾸 꺼져요', undefined, '앱이 자꾸 꺼져요'],
    ['실망\t환급이 안 돼요', '실망', '환급이 안 돼요'],
    ['실망\t', undefined, '실망'],
    ['제목\t표에는\t탭이 있어요', '제목', '표에는\t탭이 있어요'],
  ])('takes apart %j, in which a tab joins title and text', async (joined, title, text) => {
    const { model, run } = world();
    model.reviews.set('a', review({ text: joined }));
    const { documents } = await run();
    expect(documents).toMatchObject([{ title, text }]);
  });

  it('reads reviews of which almost nothing is given', async () => {
    const { run, answering } = world();
    const comments = [{ userComment: { text: '좋아요', lastModified: { seconds: '1793500000' } } }];
    const { documents } = await run(
      answering(json({ reviews: [{ reviewId: 'a', authorName: '', comments }] })),
    );
    expect(documents.map((document) => InputDocumentSchema.parse(document))).toEqual([
      {
        id: 'a',
        source: 'app-review',
        app: 'com.example.refund',
        publishedAt: new Date(1_793_500_000_000).toISOString(),
        text: '좋아요',
        attributes: {},
      },
    ]);
  });

  it('takes a first sight as publication and a later change of a known review as an edit', async () => {
    const { model, run, clock } = world();
    model.reviews.set('a', review());
    await run();
    clock.now = new Date('2026-11-03T00:00:00Z');
    model.edit?.('a', '이제 됩니다');
    expect((await run()).documents).toMatchObject([
      { text: '이제 됩니다', publishedAt: '2026-11-01T10:00:00.120Z', editedAt: '2026-11-03T00:00:00.000Z' },
    ]);
    clock.now = new Date('2026-11-04T00:00:00Z');
    model.edit?.('a', '또 안 돼요');
    expect((await run()).documents).toMatchObject([
      { publishedAt: '2026-11-01T10:00:00.120Z', editedAt: '2026-11-04T00:00:00.000Z' },
    ]);
  });

  it('keeps that and when the company has replied, as a newer revision, never what it wrote', async () => {
    const { model, run, collected } = world();
    model.reviews.set('a', review());
    await run();
    const reply = { text: '불편을 드려 죄송합니다', modifiedMs: Date.parse('2026-11-01T22:00:00Z') };
    model.reviews.set('a', review({ reply }));
    const { documents, pages } = await run();
    expect(documents).toMatchObject([
      {
        text: '본인인증 오류로 포기했어요',
        editedAt: '2026-11-01T22:00:00.000Z',
        attributes: { responded: true, respondedAt: '2026-11-01T22:00:00.000Z' },
      },
    ]);
    expect(JSON.stringify([pages, collected.checkpoint])).not.toContain('죄송');
    expect((await run()).documents).toEqual([]);
  });

  it('stops at the first page without news', async () => {
    const { model, run, clock } = world();
    model.pageSize = 10;
    for (let made = 0; made < 60; made += 1) {
      clock.now = new Date(clock.now.getTime() + 60_000);
      model.add('환급이 늦어요');
    }
    await run();
    expect(model.requests).toHaveLength(6);
    clock.now = new Date(clock.now.getTime() + 60_000);
    const added = model.add('앱이 느려요');
    expect((await run()).brought).toEqual([added]);
    expect(model.requests).toHaveLength(2);
  });

  it('goes on where a long first run was cut off, although its checkpoint stays small', async () => {
    const { model, run, clock, collected } = world();
    for (let made = 0; made < 3_000; made += 1) {
      clock.now = new Date(clock.now.getTime() + 1_000);
      model.add('환급이 늦어요');
    }
    expect((await run({ stopAfterPage: 20 })).brought).toHaveLength(2_000);
    expect(JSON.stringify(collected.checkpoint).length).toBeLessThan(100_000);
    const second = await run();
    expect(second.outcome).toBe('done');
    expect(second.brought.length).toBeLessThanOrEqual(1_001);
    expect(textsOf(collected).size).toBe(3_000);
    expect((await run()).brought).toEqual([]);
  });

  describe('the window of seven days', () => {
    it('says after how long a stand-still data is lost', () => {
      expect(googlePlay.losesDataAfterHours).toBe(144);
    });

    it('doubts a run when the last complete one is more than seven days ago', async () => {
      const { model, run, clock, collected } = world();
      model.reviews.set('a', review());
      expect((await run()).pages.at(-1)?.suspect).toBeUndefined();
      clock.now = new Date('2026-11-08T23:00:00Z');
      model.reviews.set('b', review({ modifiedMs: Date.parse('2026-11-08T22:00:00Z') }));
      expect((await run()).pages.at(-1)?.suspect).toBeUndefined();
      clock.now = new Date('2026-11-16T00:00:00Z');
      model.reviews.set('c', review({ modifiedMs: Date.parse('2026-11-15T22:00:00Z') }));
      const { pages, brought } = await run();
      expect(brought).toEqual(['c']);
      expect(pages.at(-1)?.suspect).toMatchObject({ kind: 'possible-gap' });
      expect(pages.at(-1)?.suspect?.message).toContain('2026-11-08');
      expect((await run()).pages.at(-1)?.suspect).toBeUndefined();
      expect(collected.documents.size).toBe(3);
    });

    it('counts a cut-off run as no complete one', async () => {
      const { model, run, clock } = world();
      model.pageSize = 1;
      model.reviews.set('a', review());
      await run();
      for (const day of ['12', '13']) {
        const at = `2026-11-${day}T00:00:00Z`;
        model.reviews.set(`new-${day}`, review({ modifiedMs: Date.parse(at) }));
      }
      clock.now = new Date('2026-11-13T00:00:00Z');
      await run({ stopAfterPage: 1 });
      expect((await run()).pages.at(-1)?.suspect).toMatchObject({ kind: 'possible-gap' });
    });

    it('takes an empty answer as zero, and as suspect where reviews of these days were known', async () => {
      const { model, run, clock, collected } = world();
      expect((await run()).pages).toEqual([expect.objectContaining({ documents: [], done: true })]);
      model.reviews.set('a', review());
      await run();
      const { checkpoint } = collected;
      model.reviews.clear();
      const [page] = (await run()).pages;
      expect(page).toMatchObject({ done: true, checkpoint, suspect: { kind: 'silent' } });
      clock.now = new Date('2026-11-08T20:00:00Z');
      expect((await run()).pages[0]?.suspect).toBeUndefined();
    });
  });

  describe('the service account', () => {
    it('asks for one access token a run and for another when its hour ends', async () => {
      const { model, run, collected } = world();
      model.pageSize = 1;
      for (const id of ['a', 'b', 'c', 'd']) model.reviews.set(id, review());
      await run();
      expect(model.grants).toHaveLength(1);
      Object.assign(collected, nothingCollected());
      const { outcome } = await run({ config: { ...model.config(BASE_URL), pauseMs: 25 * 60_000 } });
      expect(outcome).toBe('done');
      expect(model.grants).toHaveLength(2);
    });

    it('fetches another token after a 401 and tries once more, not twice', async () => {
      const { model, run, answering } = world();
      model.reviews.set('a', review());
      let refused = 0;
      const fetch = fetchFrom(model, (real, { url }) => {
        if (url.pathname === '/token' || refused > 0) return real;
        refused += 1;
        return refusal(401, 'UNAUTHENTICATED');
      });
      expect((await run({ fetch })).brought).toEqual(['a']);
      expect(model.grants).toHaveLength(2);
      const { error } = await run(answering(refusal(401, 'UNAUTHENTICATED')));
      expect(error).toMatchObject({ code: 'source.unauthorized', kind: 'auth' });
      expect(model.requests).toHaveLength(2);
    });

    it("takes the names of Google's key file and line breaks that came as \\n", async () => {
      const { model, run } = world();
      model.reviews.set('a', review());
      const secret = {
        type: 'service_account',
        client_email: SECRET.clientEmail,
        private_key: privateKey.replaceAll('\n', '\\n'),
      };
      expect((await run({ secret })).brought).toEqual(['a']);
    });

    it('says what to check when Google refuses the key, without the key', async () => {
      const { model, run } = world();
      const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
      const secret = { ...SECRET, privateKey: other.export({ type: 'pkcs8', format: 'pem' }).toString() };
      const { error } = await run({ secret });
      expect(error).toMatchObject({ code: 'source.unauthorized', kind: 'auth' });
      expect(error?.message).toContain('clientEmail');
      expect(JSON.stringify([error?.message, error?.details])).not.toContain('voc@example');
      expect(model.requests).toEqual([]);
    });

    it.each([
      ['no key at all', 'key.json'],
      [
        'an elliptic curve key',
        generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
          .privateKey.export({ type: 'pkcs8', format: 'pem' })
          .toString(),
      ],
    ])('refuses %s before it asks', async (_, wrong) => {
      const { model, run } = world();
      const { error } = await run({ secret: { ...SECRET, privateKey: wrong } });
      expect(error).toMatchObject({ code: 'source.secret-missing', kind: 'auth' });
      expect(error?.message).toContain('privateKey');
      expect(model.grants).toEqual([]);
    });

    it('does not take a broken token answer for a refusal', async () => {
      const { model, run } = world();
      const fetch = fetchFrom(model, () => json({ access_token: '토큰' }));
      expect((await run({ fetch })).error).toMatchObject({ code: 'source.bad-response', kind: 'transient' });
    });
  });

  describe('quotas', () => {
    // 16:20 of the day before in California, where summer time has ended that morning.
    const at = new Date('2026-11-02T00:20:00Z');
    const toTheHour = 40 * 60_000;
    const toMidnight = 7 * HOUR_MS + 40 * 60_000;

    it.each([
      ['429 RESOURCE_EXHAUSTED', refusal(429, 'RESOURCE_EXHAUSTED'), toTheHour],
      ['403 rateLimitExceeded', refusal(403, 'PERMISSION_DENIED', 'rateLimitExceeded'), toTheHour],
      ['403 dailyLimitExceeded', refusal(403, 'PERMISSION_DENIED', 'dailyLimitExceeded'), toMidnight],
      [
        '429 that speaks of a day',
        refusal(429, 'RESOURCE_EXHAUSTED', 'rateLimitExceeded', "Quota 'Queries per day' is exceeded"),
        toMidnight,
      ],
      [
        '429 that says how long',
        { ...refusal(429, 'RESOURCE_EXHAUSTED'), headers: { 'retry-after': '120' } },
        120_000,
      ],
    ])('parks the source on %s', async (_, reply, retryAfterMs) => {
      const { run, clock, answering, collected } = world();
      clock.now = at;
      expect((await run(answering(reply))).error).toMatchObject({
        code: 'source.quota-exhausted',
        kind: 'quota',
        retryAfterMs,
      });
      expect(collected.checkpoint).toBeNull();
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
    it.each([
      ['403', refusal(403, 'PERMISSION_DENIED', 'forbidden'), { code: 'source.unauthorized', kind: 'auth' }],
      ['404', refusal(404, 'NOT_FOUND'), { code: 'source.gone', kind: 'permanent' }],
      ['400', refusal(400, 'INVALID_ARGUMENT'), { code: 'source.bad-response', kind: 'permanent' }],
      ['a list that is none', json({ reviews: {} }), { code: 'source.bad-response', kind: 'transient' }],
      ['429 of another kind', { status: 429, body: '{}' }, { code: 'source.rate-limited', kind: 'rate' }],
    ])('ends a run on %s with an error that says its kind', async (_, reply, error) => {
      const { run, answering } = world();
      expect((await run(answering(reply))).error).toMatchObject(error);
    });

    it('ends at a page token that was there before, and at pages that only claim more', async () => {
      const { run, answering } = world();
      const same = { reviews: [reviewOf('a', review())], tokenPagination: { nextPageToken: 'same' } };
      expect((await run(answering(json(same)))).error).toMatchObject({
        code: 'source.bad-response',
        kind: 'transient',
      });
      let page = 0;
      const empty = () => {
        page += 1;
        return json({ tokenPagination: { nextPageToken: `t${page}` } });
      };
      expect((await run(answering(empty))).error).toMatchObject({ code: 'source.bad-response' });
      expect(page).toBeLessThan(10);
    });

    it('lives through a page that is empty although more follow', async () => {
      const { model, run } = world();
      model.reviews.set('a', review());
      let asked = 0;
      const fetch = fetchFrom(model, (real, { url }) => {
        if (url.pathname === '/token') return real;
        asked += 1;
        return asked === 1 ? json({ reviews: [], tokenPagination: { nextPageToken: 't-0' } }) : real;
      });
      expect((await run({ fetch })).brought).toEqual(['a']);
    });

    it('tells of bad reviews by their field and brings the others', async () => {
      const good = reviewOf('good', review());
      const bad = [
        reviewOf('no-time', review({ fields: { lastModified: { seconds: '어제' } } })),
        reviewOf('no-words', review({ text: '\t ' })),
        { reviewId: 'no-comment', comments: [] },
      ];
      const { run, answering, collected } = world();
      const { brought } = await run(answering(json({ reviews: [...bad, good] })));
      expect(brought).toEqual(['good']);
      expect(collected.problems).toMatchObject([
        { id: 'no-time', field: 'comments.0.userComment.lastModified.seconds' },
        { id: 'no-words', field: 'comments.userComment.text' },
        { id: 'no-comment', field: 'comments' },
      ]);
    });
  });

  it('keeps names and words out of its checkpoint and its problems', async () => {
    const { model, run, collected } = world();
    model.reviews.set('a', review());
    model.reviews.set('b', review({ fields: { starRating: 9 } }));
    const { pages } = await run();
    expect(collected.problems).toHaveLength(1);
    expect(JSON.stringify([collected.checkpoint, collected.problems])).not.toMatch(/홍|인증/);
    for (const document of pages.flatMap(({ documents }) => documents)) {
      expect(JSON.stringify({ ...(document as object), author: undefined })).not.toContain('홍');
    }
  });
});
