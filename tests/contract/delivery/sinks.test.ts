import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Delivery, Receipt } from '../../../shared/delivery/sink.ts';
import type { SinkDeps } from '../../../shared/delivery/sinks/make-sink.ts';
import { makeSink } from '../../../shared/delivery/sinks/registry.ts';
import type { SinkConfig } from '../../../shared/delivery/sinks/sink-config.ts';
import type { MessageDraft } from '../../../shared/domain/draft.ts';
import { suggestionOfBlocks } from '../../../shared/domain/suggestion-tag.ts';
import { createGuardedFetch } from '../../../shared/runtime/guarded-fetch.ts';
import { createHttpFetch } from '../../../shared/sources/access/http.ts';
import { NOW, type SeenRequest, type SinkAnswer, startSinkServer } from '../../fixtures/sink-server.ts';
import { makeReview, TAXONOMY } from '../../unit/shared/delivery/review-factory.ts';

const review = makeReview();
const weekly: Delivery = {
  kind: 'weekly-review',
  review,
  published: { week: review.week, reviewKey: 'k', pointIds: [], suggestionIds: [] },
  files: [],
  url: 'https://voc.example.com/reviews/2026-W46',
};
const draft: MessageDraft = {
  id: 'd-1',
  suggestionId: 'k1',
  week: '2026-W46',
  code: 'auth',
  stage: 'verification',
  segment: 'all',
  phrase: '본인인증',
  text: '‘본인인증’에서 막히셨다면 {{이렇게}} 해 보세요.',
  test: { metric: 'click', baseline: 0.05, minimumEffect: 0.1, perVariant: 31_234 },
};
const drafted: Delivery = { kind: 'draft', draft, url: '' };

type Server = Awaited<ReturnType<typeof startSinkServer>>;

/** A sink against the server, and what it kept. */
function sinkAt(server: Server, config: SinkConfig, secret: object, deps: Partial<SinkDeps> = {}) {
  const kept: Receipt[] = [];
  const sink = makeSink(config, {
    language: 'ko',
    taxonomy: TAXONOMY,
    timeZone: 'Asia/Seoul',
    http: server.http,
    secretText: async () => JSON.stringify(secret),
    exports: undefined,
    sleep: async () => undefined,
    now: () => NOW,
    ...deps,
  });
  const deliver = (delivery: Delivery, receipt?: Receipt, deliveryId = 'delivery-1') =>
    sink.deliver(delivery, { deliveryId, receipt, keep: (one) => void kept.push(one) });
  return { kept, deliver };
}

const KINDS: {
  name: string;
  config: (url: string) => SinkConfig;
  secret: (url: string) => object;
  delivery: Delivery;
  takes: (request: SeenRequest, index: number) => SinkAnswer;
  /** How this API says that the secret is not valid, and what our reason for it is. */
  refuses: SinkAnswer & { reason: string };
}[] = [
  {
    name: 'slack-webhook',
    config: () => ({ id: 'a1', type: 'slack-webhook', secret: 's', carries: ['weekly-review'] }),
    secret: (url) => ({ url: `${url}/services/T0/B0/x` }),
    delivery: weekly,
    takes: () => ({ body: 'ok' }),
    refuses: { status: 403, body: 'action_prohibited', reason: 'action_prohibited' },
  },
  {
    name: 'slack',
    config: () => ({ id: 'a2', type: 'slack', secret: 's', channel: 'C0123456', carries: ['weekly-review'] }),
    secret: (url) => ({ token: 'xoxb-secret', apiUrl: url }),
    delivery: weekly,
    takes: (_request, index) => ({ body: { ok: true, channel: 'C0123456', ts: `17.${index}` } }),
    refuses: { body: { ok: false, error: 'invalid_auth' }, reason: 'invalid_auth' },
  },
  {
    name: 'teams',
    config: () => ({ id: 'a3', type: 'teams', secret: 's', carries: ['weekly-review'] }),
    secret: (url) => ({ url: `${url}/workflows/1?sig=secret` }),
    delivery: weekly,
    takes: () => ({ status: 202 }),
    refuses: { status: 401, body: { error: { code: 'AuthorizationFailed' } }, reason: 'http-401' },
  },
  {
    name: 'notion',
    config: () => ({
      id: 'a4',
      type: 'notion',
      secret: 's',
      dataSourceId: '0123456789abcdef0123456789abcdef',
      carries: ['weekly-review'],
    }),
    secret: (url) => ({ token: 'ntn_secret', apiUrl: url }),
    delivery: weekly,
    takes: () => ({ body: { object: 'page', id: 'page-1' } }),
    refuses: {
      status: 401,
      body: { object: 'error', status: 401, code: 'unauthorized', message: 'API token is invalid.' },
      reason: 'unauthorized',
    },
  },
  {
    name: 'webhook',
    config: (url) => ({
      id: 'a5',
      type: 'webhook',
      secret: 's',
      url: `${url}/in`,
      carries: ['weekly-review'],
    }),
    secret: () => ({ signingKey: '0123456789abcdef' }),
    delivery: weekly,
    takes: () => ({ status: 204 }),
    refuses: { status: 403, reason: 'http-403' },
  },
  {
    name: 'braze-content-block',
    config: (restHost) => ({ id: 'a6', type: 'braze-content-block', secret: 's', restHost }),
    secret: () => ({ apiKey: 'secret' }),
    delivery: drafted,
    takes: () => ({ status: 201, body: { content_block_id: 'c', message: 'success' } }),
    refuses: { status: 401, body: { message: 'Invalid API key' }, reason: 'http-401' },
  },
];

describe.each(KINDS)('the sink $name', ({ config, secret, delivery, takes, refuses }) => {
  it('delivers', async () => {
    await using server = await startSinkServer(takes);
    await sinkAt(server, config(server.url), secret(server.url)).deliver(delivery);
    expect(server.seen.length).toBeGreaterThan(0);
    for (const { headers, body } of server.seen) {
      expect(headers['content-type']).toContain('application/json');
      expect(() => JSON.parse(body)).not.toThrow();
    }
  });

  it('waits as long as a 429 asks for', async () => {
    await using server = await startSinkServer(() => ({ status: 429, headers: { 'retry-after': '120' } }));
    await expect(
      sinkAt(server, config(server.url), secret(server.url)).deliver(delivery),
    ).rejects.toMatchObject({
      code: 'delivery.failed',
      kind: 'rate',
      retryAfterMs: 120_000,
    });
    expect(server.seen).toHaveLength(1);
  });

  it('takes 5xx and silence for something that passes', async () => {
    for (const answer of [{ status: 503 }, { silent: true as const }]) {
      await using server = await startSinkServer(() => answer);
      await expect(
        sinkAt(server, config(server.url), secret(server.url)).deliver(delivery),
      ).rejects.toMatchObject({ code: 'delivery.failed', kind: 'transient' });
    }
  });

  it('takes a bad secret for something that only a person heals, and does not tell it', async () => {
    const { reason, ...answer } = refuses;
    await using server = await startSinkServer(() => answer);
    const error = await sinkAt(server, config(server.url), secret(server.url))
      .deliver(delivery)
      .catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'delivery.failed', kind: 'auth', details: { reason } });
    expect(JSON.stringify([error, (error as Error).message])).not.toContain('secret"');
    await expect(sinkAt(server, config(server.url), {}).deliver(delivery)).rejects.toMatchObject({
      kind: 'auth',
    });
  });

  it('does not follow redirects, and reaches nothing in our own network', async () => {
    await using server = await startSinkServer(() => ({
      status: 302,
      headers: { location: 'https://example.com/' },
    }));
    const at = sinkAt(server, config(server.url), secret(server.url));
    await expect(at.deliver(delivery)).rejects.toMatchObject({ kind: 'permanent' });
    const http = createHttpFetch({
      fetch: createGuardedFetch(),
      sleep: async () => undefined,
      random: () => 0,
      now: () => NOW,
    });
    const guarded = sinkAt(server, config(server.url), secret(server.url), { http });
    await expect(guarded.deliver(delivery)).rejects.toMatchObject({
      kind: 'permanent',
      details: { reason: 'source.forbidden-address' },
    });
    expect(server.seen).toHaveLength(1);
  });
});

describe('the sink slack', () => {
  const config: SinkConfig = {
    id: 's',
    type: 'slack',
    secret: 's',
    channel: 'C0123456',
    carries: ['weekly-review'],
  };

  it('posts the news, and the details in its thread', async () => {
    await using server = await startSinkServer((_request, index) => ({
      body: { ok: true, ts: `17.${index}` },
    }));
    const { deliver, kept } = sinkAt(server, config, { token: 'xoxb-1', apiUrl: server.url });
    await deliver(weekly);
    const [head, reply] = server.seen.map(({ body }) => JSON.parse(body));
    expect(server.seen[0]).toMatchObject({
      path: '/chat.postMessage',
      headers: { authorization: 'Bearer xoxb-1' },
    });
    expect(head).toMatchObject({ channel: 'C0123456', unfurl_links: false });
    expect(head.thread_ts).toBeUndefined();
    expect(reply).toMatchObject({ thread_ts: '17.0' });
    expect(kept.at(-1)).toEqual({ channel: 'C0123456', messages: '17.0 17.1' });
  });

  it('goes on after a failure half way, and updates what was posted before', async () => {
    let broken = true;
    await using server = await startSinkServer((request, index) =>
      broken && JSON.parse(request.body).thread_ts !== undefined
        ? { body: { ok: false, error: 'internal_error' } }
        : { body: { ok: true, ts: `17.${index}` } },
    );
    const { deliver, kept } = sinkAt(server, config, { token: 'xoxb-1', apiUrl: server.url });
    await expect(deliver(weekly)).rejects.toMatchObject({
      kind: 'transient',
      details: { reason: 'internal_error' },
    });
    broken = false;
    await deliver(weekly, kept.at(-1));
    expect(server.seen.map(({ path }) => path)).toEqual([
      '/chat.postMessage',
      '/chat.postMessage',
      '/chat.update',
      '/chat.postMessage',
    ]);
    expect(JSON.parse(server.seen[3]?.body ?? '')).toMatchObject({ thread_ts: '17.0' });
  });

  it('posts anew where somebody has deleted the message', async () => {
    await using server = await startSinkServer(({ path }, index) => ({
      body:
        path === '/chat.update' ? { ok: false, error: 'message_not_found' } : { ok: true, ts: `17.${index}` },
    }));
    const { deliver, kept } = sinkAt(server, config, { token: 'xoxb-1', apiUrl: server.url });
    await deliver(weekly, { channel: 'C0123456', messages: '9.1' });
    expect(kept.at(-1)?.messages).toMatch(/^17\.1 17\.2$/);
  });

  it('waits where Slack says ratelimited with 200, and gives up on a channel that is gone', async () => {
    await using busy = await startSinkServer(() => ({
      headers: { 'retry-after': '30' },
      body: { ok: false, error: 'ratelimited' },
    }));
    await expect(
      sinkAt(busy, config, { token: 'x', apiUrl: busy.url }).deliver(weekly),
    ).rejects.toMatchObject({
      kind: 'rate',
      retryAfterMs: 30_000,
    });
    await using gone = await startSinkServer(() => ({ body: { ok: false, error: 'channel_not_found' } }));
    await expect(
      sinkAt(gone, config, { token: 'x', apiUrl: gone.url }).deliver(weekly),
    ).rejects.toMatchObject({
      kind: 'permanent',
      details: { reason: 'channel_not_found' },
    });
  });
});

describe('the sink slack-webhook', () => {
  it('goes on where it stood, and does not mistake earlier content for it', async () => {
    await using server = await startSinkServer(() => ({ body: 'ok' }));
    const config: SinkConfig = { id: 's', type: 'slack-webhook', secret: 's', carries: ['weekly-review'] };
    const { deliver } = sinkAt(server, config, { url: server.url });
    await deliver(weekly, { deliveryId: 'delivery-1', posted: '1' });
    expect(server.seen).toHaveLength(1);
    await deliver(weekly, { deliveryId: 'an earlier one', posted: '1' });
    expect(server.seen).toHaveLength(3);
  });

  it('gives up on a webhook that is gone', async () => {
    await using server = await startSinkServer(() => ({ status: 404, body: 'no_service' }));
    const config: SinkConfig = { id: 's', type: 'slack-webhook', secret: 's', carries: ['weekly-review'] };
    await expect(sinkAt(server, config, { url: server.url }).deliver(weekly)).rejects.toMatchObject({
      kind: 'permanent',
      details: { reason: 'no_service' },
    });
  });
});

describe('the sink notion', () => {
  const config: SinkConfig = {
    id: 'n',
    type: 'notion',
    secret: 's',
    dataSourceId: '0123456789abcdef0123456789abcdef',
    carries: ['weekly-review'],
  };
  const point = review.points[0];
  if (point === undefined) throw new Error('the review has a point');
  const long: Delivery = {
    ...weekly,
    review: makeReview({
      incidents: Array.from({ length: 150 }, (_, index) => ({
        ...review.incidents[0],
        id: `i${index}`,
      })) as never,
    }),
  };

  it('makes a page below its data source, and appends what one request cannot hold', async () => {
    await using server = await startSinkServer(() => ({ body: { object: 'page', id: 'page-1' } }));
    await sinkAt(server, config, { token: 't', apiUrl: server.url }).deliver(long);
    const [create, append] = server.seen;
    expect(create).toMatchObject({
      method: 'POST',
      path: '/pages',
      headers: { 'notion-version': '2026-03-11' },
    });
    expect(JSON.parse(create?.body ?? '')).toMatchObject({
      parent: { type: 'data_source_id', data_source_id: config.dataSourceId },
      properties: {
        title: { title: [{ text: { content: '돌려받기 주간 고객 목소리 리뷰 · 2026년 46주차' } }] },
      },
    });
    expect(JSON.parse(create?.body ?? '').children).toHaveLength(100);
    expect(append).toMatchObject({ method: 'PATCH', path: '/blocks/page-1/children' });
    expect(JSON.parse(append?.body ?? '').children.length).toBeLessThanOrEqual(100);
  });

  it('throws a half-made page away when the next attempt has made it whole', async () => {
    let pages = 0;
    let broken = true;
    await using server = await startSinkServer(({ method, path }) => {
      if (path === '/pages') {
        pages += 1;
        return { body: { object: 'page', id: `page-${pages}` } };
      }
      return method === 'PATCH' && broken
        ? { status: 529, body: { object: 'error', status: 529, code: 'service_overload', message: 'later' } }
        : { body: { object: 'list' } };
    });
    const { deliver, kept } = sinkAt(server, config, { token: 't', apiUrl: server.url });
    await expect(deliver(long)).rejects.toMatchObject({
      kind: 'rate',
      details: { reason: 'service_overload' },
    });
    broken = false;
    await deliver(long, kept.at(-1));
    expect(server.seen.at(-1)).toMatchObject({
      method: 'PATCH',
      path: '/pages/page-1',
      body: '{"in_trash":true}',
    });
    expect(kept.at(-1)).toEqual({ page: 'page-2', reference: 'page-2' });
  });

  it('fills suggestionId of a draft, names the tag and the test, and keeps where the page is', async () => {
    const url = 'https://www.notion.so/page-1';
    await using server = await startSinkServer(() => ({ body: { object: 'page', id: 'page-1', url } }));
    const { deliver, kept } = sinkAt(server, config, { token: 't', apiUrl: server.url });
    await deliver(drafted);
    const page = JSON.parse(server.seen[0]?.body ?? '');
    expect(page.properties.suggestionId).toEqual({ rich_text: [{ type: 'text', text: { content: 'k1' } }] });
    expect(JSON.stringify(page.children)).toContain('voc:k1');
    expect(JSON.stringify(page.children)).toContain('31,234');
    expect(kept.at(-1)).toEqual({ page: 'page-1', reference: 'page-1', url });
  });

  it('makes the page of a draft also where the data source has no such property', async () => {
    await using server = await startSinkServer(({ body }) =>
      body.includes('"suggestionId"')
        ? {
            status: 400,
            body: {
              object: 'error',
              status: 400,
              code: 'validation_error',
              message: 'suggestionId is not a property that exists.',
            },
          }
        : { body: { object: 'page', id: 'page-1' } },
    );
    const { deliver, kept } = sinkAt(server, config, { token: 't', apiUrl: server.url });
    await deliver(drafted);
    expect(server.seen).toHaveLength(2);
    expect(kept.at(-1)).toEqual({ page: 'page-1', reference: 'page-1' });
    await deliver(weekly);
    expect(server.seen).toHaveLength(3);
  });

  it('gives up on a page that is not valid, and tries a conflict again', async () => {
    for (const [status, code, kind] of [
      [400, 'validation_error', 'permanent'],
      [404, 'object_not_found', 'permanent'],
      [409, 'conflict_error', 'transient'],
      [403, 'restricted_resource', 'auth'],
    ] as const) {
      await using server = await startSinkServer(() => ({
        status,
        body: { object: 'error', status, code, message: 'body failed validation' },
      }));
      await expect(
        sinkAt(server, config, { token: 't', apiUrl: server.url }).deliver(weekly),
      ).rejects.toMatchObject({ kind, details: { reason: code } });
    }
  });
});

describe('the sink webhook', () => {
  it('signs time and body, and names each delivery', async () => {
    await using server = await startSinkServer(() => ({ status: 204 }));
    const config: SinkConfig = {
      id: 'w',
      type: 'webhook',
      secret: 's',
      url: `${server.url}/in`,
      carries: ['weekly-review'],
    };
    await sinkAt(server, config, { signingKey: '0123456789abcdef' }).deliver(weekly);
    const [request] = server.seen;
    const timestamp = String(NOW.getTime() / 1000);
    const expected = createHmac('sha256', '0123456789abcdef')
      .update(`${timestamp}.${request?.body}`)
      .digest('hex');
    expect(request?.headers).toMatchObject({
      'x-voc-timestamp': timestamp,
      'x-voc-signature': `v1=${expected}`,
      'x-voc-delivery': 'delivery-1',
    });
    expect(JSON.parse(request?.body ?? '')).toMatchObject({
      kind: 'weekly-review',
      review: { week: '2026-W46' },
    });
  });
});

describe('the sink braze-content-block', () => {
  const config = (restHost: string): SinkConfig => ({
    id: 'b',
    type: 'braze-content-block',
    secret: 's',
    restHost,
  });

  it('makes drafts only, and runs nothing that a customer wrote', async () => {
    await using server = await startSinkServer(() => ({ status: 201, body: { message: 'success' } }));
    await sinkAt(server, config(server.url), { apiKey: 'k' }).deliver(drafted);
    const body = JSON.parse(server.seen[0]?.body ?? '');
    expect(body).toMatchObject({ state: 'draft' });
    expect(body.name).toMatch(/^[A-Za-z0-9_-]{1,99}$/);
    expect(body.content).toBe("‘본인인증’에서 막히셨다면 {{ '{' }}{이렇게}} 해 보세요.");
  });

  it('carries the tag of the suggestion and the test, and keeps the name by which a message calls it', async () => {
    await using server = await startSinkServer(() => ({ status: 201, body: { message: 'success' } }));
    const { deliver, kept } = sinkAt(server, config(server.url), { apiKey: 'k' });
    await deliver(drafted);
    const body = JSON.parse(server.seen[0]?.body ?? '');
    expect(body.tags).toEqual(['voc:k1']);
    expect(body.description).toMatch(/^voc:k1 · A\/B 테스트: 한쪽에 31,234건씩/);
    expect(body.description.length).toBeLessThan(250);
    expect(kept.at(-1)).toEqual({ reference: body.name });
    expect(suggestionOfBlocks(`{{content_blocks.\${${body.name}}}} 확인해 보세요`)).toBe('k1');
  });

  it.each(['Some tags could not be found', 'The following Tags could not be found: ["voc:k1"]'])(
    'goes without the tag where Braze has none (%s), and still names it',
    async (message) => {
      await using server = await startSinkServer(({ body }) =>
        'tags' in JSON.parse(body) ? { status: 400, body: { message } } : { status: 201, body: {} },
      );
      const { deliver, kept } = sinkAt(server, config(server.url), { apiKey: 'k' });
      await deliver(drafted);
      expect(JSON.parse(server.seen[1]?.body ?? '').description).toContain('voc:k1');
      expect(kept).toHaveLength(1);
    },
  );

  it('keeps nothing where Braze refuses the text', async () => {
    await using server = await startSinkServer(() => ({
      status: 400,
      body: { message: 'Content contains malformed liquid' },
    }));
    const { deliver, kept } = sinkAt(server, config(server.url), { apiKey: 'k' });
    await expect(deliver(drafted)).rejects.toMatchObject({
      kind: 'permanent',
      details: { reason: 'http-400' },
    });
    expect(server.seen).toHaveLength(1);
    expect(kept).toEqual([]);
  });

  it('takes "already there" for success: the name holds the draft and its text', async () => {
    await using server = await startSinkServer(() => ({
      status: 400,
      body: { message: 'Content Block name already exists' },
    }));
    await expect(
      sinkAt(server, config(server.url), { apiKey: 'k' }).deliver(drafted),
    ).resolves.toBeUndefined();
  });
});

describe('the sink csv', () => {
  it('writes a draft as a file of its own, with its tag and test, and keeps where it lies', async () => {
    await using server = await startSinkServer(() => ({}));
    const written = new Map<string, string>();
    const exports = { write: async (key: string, body: unknown) => void written.set(key, String(body)) };
    const config: SinkConfig = { id: 'in-house', type: 'csv', table: 'draft' };
    const { deliver, kept } = sinkAt(server, config, {}, { exports });
    await deliver(drafted);
    expect(written.get('exports/in-house/d-1.csv')).toContain(',voc:k1,click,0.05,0.1,31234');
    expect(kept).toEqual([{ reference: 'exports/in-house/d-1.csv' }]);
  });

  it('writes the columns that the tool wants, for the week and as the latest', async () => {
    await using server = await startSinkServer(() => ({}));
    const written = new Map<string, string>();
    const config: SinkConfig = {
      id: 'bigin',
      type: 'csv',
      table: 'keywords',
      columns: [{ header: '키워드', field: 'phrase' }],
    };
    const { deliver } = sinkAt(
      server,
      config,
      {},
      {
        exports: { write: async (key, body) => void written.set(key, String(body)) },
      },
    );
    await deliver(weekly);
    expect(Object.fromEntries(written)).toEqual({
      'exports/bigin/2026-W46.csv': '\uFEFF키워드\r\n본인인증\r\n',
      'exports/bigin/latest.csv': '\uFEFF키워드\r\n본인인증\r\n',
    });
  });
});
