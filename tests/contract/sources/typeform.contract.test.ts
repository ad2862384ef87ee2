import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { InputDocumentSchema } from '../../../shared/domain/input-document.ts';
import type { Page, WebhookDelivery } from '../../../shared/sources/contract.ts';
import { typeform } from '../../../shared/sources/typeform.ts';
import { describeConnectorContract } from './harness/connector-contract.ts';
import { fetchFrom } from './harness/model-server.ts';
import { nothingCollected, type RunOptions, runSource, textsOf } from './harness/run-source.ts';
import type { ModelReply, ModelRequest, SourceModel, TestClock } from './harness/source-model.ts';

const SECRET = { token: 'tfp_token-1', webhookSecret: 'hook-secret-1' };
const FORM = {
  id: 'lT4Z3j',
  title: '구매 후 설문',
  fields: [
    { id: 'f-why', ref: 'why', type: 'long_text', title: '왜 망설이셨나요?' },
    { id: 'f-more', ref: 'more', type: 'short_text', title: '더 하실 말씀' },
    { id: 'f-stars', ref: 'stars', type: 'rating', title: '만족도', properties: { steps: 5 } },
    { id: 'f-way', ref: 'way', type: 'multiple_choice', title: '가입 경로' },
    { id: 'f-mail', ref: 'mail', type: 'email', title: '이메일' },
  ],
};

type ResponseJson = { token: string; submitted_at: string } & Record<string, unknown>;

interface TypeformModel extends SourceModel {
  readonly forms: Map<string, { form: Record<string, unknown>; responses: ResponseJson[] }>;
  readonly requests: ModelRequest[];
  /** For so long after it was submitted, a response is not in the list. */
  lagMs: number;
  intercept: (request: ModelRequest) => ModelReply | undefined;
}

const textAnswer = (ref: string, type: string, text: string) => ({
  type: 'text',
  text,
  field: { id: `f-${ref}`, ref, type },
});

/** Typeform's list: `since` inclusive, `after` a token and exclusive, never with `sort`; newest first without either. */
function typeformModel(clock: TestClock): TypeformModel {
  let made = 0;
  const json = (value: unknown, status = 200): ModelReply => ({ status, body: JSON.stringify(value) });

  function list(responses: readonly ResponseJson[], query: URLSearchParams): ModelReply {
    const [size, since, after, sort] = ['page_size', 'since', 'after', 'sort'].map((name) => query.get(name));
    if (Number(size) > 1_000 || (after && sort) || (sort && sort !== 'submitted_at,asc'))
      return json({ code: 'BAD_REQUEST' }, 400);
    const visible = responses
      .filter(({ submitted_at: at }) => Date.parse(at) + model.lagMs <= clock.now.getTime())
      .sort((a, b) => (a.submitted_at < b.submitted_at ? -1 : 1));
    const from = after === null ? 0 : visible.findIndex(({ token }) => token === after) + 1;
    if (after && from === 0) return json({ code: 'NOT_FOUND' }, 404);
    const found = visible
      .slice(from)
      .filter(({ submitted_at: at }) => since === null || Date.parse(at) >= Number(since) * 1000);
    if (!sort && !after) found.reverse();
    const length = Math.min(Number(size ?? 25), model.pageSize);
    return json({
      total_items: found.length,
      page_count: Math.ceil(found.length / length),
      items: found.slice(0, length),
    });
  }

  const model: TypeformModel = {
    forms: new Map([[FORM.id, { form: FORM, responses: [] }]]),
    requests: [],
    lagMs: 0,
    intercept: () => undefined,
    pageSize: 1_000,
    secret: SECRET,
    config: (baseUrl) => ({ baseUrl, forms: [FORM.id] }),
    handle(request) {
      model.requests.push(request);
      if (request.headers.authorization !== `Bearer ${SECRET.token}`)
        return json({ code: 'AUTHENTICATION_FAILED' }, 401);
      const instead = model.intercept(request);
      if (instead !== undefined) return instead;
      const [, id = '', responses] = /^\/forms\/([^/]+)(\/responses)?$/.exec(request.url.pathname) ?? [];
      const stored = model.forms.get(id);
      if (stored === undefined) return json({ code: 'FORM_NOT_FOUND' }, 404);
      return responses === undefined ? json(stored.form) : list(stored.responses, request.url.searchParams);
    },
    add(text) {
      made += 1;
      const token = `tok${String(made).padStart(6, '0')}`;
      model.forms.get(FORM.id)?.responses.push({
        token,
        landing_id: token,
        landed_at: clock.now.toISOString(),
        submitted_at: `${clock.now.toISOString().slice(0, 19)}Z`,
        metadata: { platform: 'mobile', referer: 'https://x.typeform.com/to/lT4Z3j#customer_id=u-1' },
        hidden: {},
        answers: [
          textAnswer('why', 'long_text', text),
          { type: 'number', number: 2, field: { id: 'f-stars', ref: 'stars', type: 'rating' } },
        ],
      });
      return `${token}:why`;
    },
    truth: () =>
      new Map(
        [...model.forms.values()].flatMap(({ responses }) =>
          responses.flatMap(({ token, answers }) =>
            (answers as { text?: string; field: { ref: string } }[]).flatMap(({ text, field }) =>
              text === undefined ? [] : [[`${token}:${field.ref}`, text] as const],
            ),
          ),
        ),
      ),
  };
  return model;
}

describeConnectorContract(typeform, typeformModel);

function world() {
  const clock = { now: new Date('2026-11-02T00:00:00Z') };
  const model = typeformModel(clock);
  const collected = nothingCollected();
  return {
    clock,
    model,
    collected,
    later(ms: number) {
      clock.now = new Date(clock.now.getTime() + ms);
    },
    /** Adds a response with these answers. */
    respond(answers: unknown[], more: Record<string, unknown> = {}): string {
      const [token = ''] = model.add('').split(':');
      const responses = model.forms.get(FORM.id)?.responses ?? [];
      Object.assign(responses.at(-1) ?? {}, { answers, ...more });
      return token;
    },
    run: (config: Record<string, unknown> = {}, more: Partial<RunOptions> = {}) =>
      runSource({
        connector: typeform,
        config: { ...model.config('https://typeform.example'), ...config },
        secret: SECRET,
        fetch: fetchFrom(model),
        clock,
        collected,
        ...more,
      }),
  };
}

const documentsOf = (pages: readonly Page[]) =>
  pages.flatMap((page) => page.documents.map((document) => InputDocumentSchema.parse(document)));
const MINUTE = 60_000;

const ANSWERS = [
  textAnswer('why', 'long_text', '배송비가 너무 비싸요'),
  textAnswer('more', 'short_text', '앱이 자주 꺼져요'),
  { type: 'number', number: 2, field: { id: 'f-stars', ref: 'stars', type: 'rating' } },
  {
    type: 'choice',
    choice: { label: '지인 추천' },
    field: { id: 'f-way', ref: 'way', type: 'multiple_choice' },
  },
  { type: 'email', email: 'haneul@example.com', field: { id: 'f-mail', ref: 'mail', type: 'email' } },
];
const HIDDEN = { customer_id: 'app-user-7', session: 'abc' };

describe('typeform', () => {
  it('maps each open answer of a response to a document with its question, its rating and its customer', async () => {
    const { respond, run } = world();
    const token = respond(ANSWERS, { hidden: HIDDEN });
    const { pages } = await run({ app: '쇼핑앱' });
    const shared = {
      source: 'survey',
      app: '쇼핑앱',
      publishedAt: '2026-11-02T00:00:00Z',
      rating: 2,
      author: { userId: 'app-user-7', email: 'haneul@example.com' },
    };
    const attributes = { formId: 'lT4Z3j', choices: '가입 경로: 지인 추천' };
    expect(documentsOf(pages)).toEqual([
      {
        ...shared,
        id: `${token}:why`,
        text: '배송비가 너무 비싸요',
        attributes: { ...attributes, question: '왜 망설이셨나요?' },
      },
      {
        ...shared,
        id: `${token}:more`,
        text: '앱이 자주 꺼져요',
        attributes: { ...attributes, question: '더 하실 말씀' },
      },
    ]);
    const withoutAuthors = pages.map((page) => ({
      ...page,
      documents: page.documents.map((document) => ({ ...(document as object), author: undefined })),
    }));
    expect(JSON.stringify(withoutAuthors)).not.toMatch(/haneul|app-user-7|abc/);
  });

  it('walks the responses oldest first, asks for the form once, and pauses half a second between requests', async () => {
    const { model, run, clock } = world();
    for (let count = 0; count < 5; count += 1) model.add(`응답 ${count}`);
    model.pageSize = 2;
    const before = clock.now.getTime();
    await run();
    expect(model.requests.map(({ url }) => `${url.pathname}${url.search}`)).toEqual([
      '/forms/lT4Z3j/responses?page_size=1000&sort=submitted_at%2Casc',
      '/forms/lT4Z3j',
      '/forms/lT4Z3j/responses?page_size=1000&after=tok000002',
      '/forms/lT4Z3j/responses?page_size=1000&after=tok000004',
      '/forms/lT4Z3j/responses?page_size=1000&after=tok000005',
    ]);
    expect(clock.now.getTime() - before).toBe(4 * 500);
  });

  it('looks an hour back, because a response may come late into the list, and asks for no form without one', async () => {
    const { model, run, later } = world();
    model.lagMs = 30 * MINUTE;
    later(60 * MINUTE);
    const early = model.add('늦게 보이는 응답');
    later(20 * MINUTE);
    expect((await run()).brought).toEqual([]);
    later(20 * MINUTE);
    expect((await run()).brought).toEqual([early]);
    model.requests.length = 0;
    later(20 * MINUTE);
    expect((await run()).brought).toEqual([]);
    expect(model.requests.map(({ url }) => url.searchParams.get('since'))).toEqual([
      String(Date.parse('2026-11-02T00:40:00Z') / 1000),
    ]);
  });

  it('begins a form that is added later at its first response', async () => {
    const { model, run, later } = world();
    model.add('첫 설문');
    await run();
    later(100 * MINUTE);
    const old = {
      token: 'old1',
      submitted_at: '2025-01-05T00:00:00Z',
      answers: [textAnswer('q', 'long_text', '작년 응답')],
    };
    model.forms.set('second', { form: { id: 'second', fields: [] }, responses: [old] });
    const { brought } = await run({ forms: [FORM.id, 'second'] });
    expect(brought).toEqual(['old1:q']);
    later(100 * MINUTE);
    expect((await run({ forms: [FORM.id, 'second'] })).brought).toEqual([]);
  });

  it('collects the other forms where one is gone, and then says so', async () => {
    const { model, run, collected, later } = world();
    const id = model.add('응답');
    const { error, brought } = await run({ forms: ['deleted', FORM.id] });
    expect(brought).toEqual([id]);
    expect(error).toMatchObject({ code: 'source.gone', kind: 'permanent' });
    later(MINUTE);
    expect((await run({ forms: ['deleted', FORM.id] })).brought).toEqual([]);
    expect(textsOf(collected).size).toBe(1);
  });

  it('collects from the configured day on', async () => {
    const { model, run } = world();
    model.forms.get(FORM.id)?.responses.push({
      token: 'old',
      submitted_at: '2026-09-30T14:59:59Z',
      answers: [textAnswer('why', 'long_text', '옛 응답')],
    });
    const id = model.add('새 응답');
    expect((await run({ since: '2026-10-01' })).brought).toEqual([id]);
    expect(model.requests[0]?.url.searchParams.get('since')).toBe(
      String(Date.parse('2026-09-30T15:00:00Z') / 1000),
    );
  });

  it('begins the walk anew where the response that a walk stopped at has been deleted', async () => {
    const { model, run, later } = world();
    for (let count = 0; count < 6; count += 1) model.add(`응답 ${count}`);
    model.pageSize = 3;
    const first = await run({}, { stopAfterPage: 1 });
    model.forms.get(FORM.id)?.responses.splice(2, 1);
    later(MINUTE);
    const second = await run();
    expect(second.outcome).toBe('done');
    expect([...first.brought, ...second.brought]).toEqual([1, 2, 3, 4, 5, 6].map((n) => `tok00000${n}:why`));
  });

  it('takes nothing of a list that is newest first, as it is without an order', async () => {
    const { model, run } = world();
    model.intercept = ({ url }) =>
      url.searchParams.has('sort')
        ? {
            body: JSON.stringify({
              total_items: 9,
              items: ['2026-11-01T00:00:02Z', '2026-11-01T00:00:01Z'].map((at) => ({
                token: at,
                submitted_at: at,
              })),
            }),
          }
        : undefined;
    expect((await run()).error).toMatchObject({ code: 'source.bad-response', kind: 'transient' });
  });

  it('tells of one unreadable response and answer, and brings the others', async () => {
    const { run, respond, collected } = world();
    respond([], { answers: '비밀' });
    const half = respond([
      { type: 'text', text: { ko: '비밀' }, field: { id: 'f-why' } },
      textAnswer('more', 'short_text', '좋아요'),
    ]);
    const { outcome, brought } = await run();
    expect(outcome).toBe('done');
    expect(brought).toEqual([`${half}:more`]);
    expect(collected.problems).toMatchObject([
      { id: 'tok000001', field: 'answers' },
      { id: half, field: 'answers.text' },
    ]);
    expect(JSON.stringify(collected.problems)).not.toContain('비밀');
  });

  it('stops at a refused token as a matter of the credentials, and goes on without the secret of the webhook', async () => {
    const { run } = world();
    const { error } = await run({}, { secret: { token: 'tfp_wrong' } });
    expect(error).toMatchObject({ code: 'source.unauthorized', kind: 'auth' });
    expect(JSON.stringify(error)).not.toContain('tfp_wrong');
    expect((await run({}, { secret: { token: SECRET.token } })).outcome).toBe('done');
  });

  it('refuses a configuration without forms or with one twice', async () => {
    const { run } = world();
    for (const forms of [[], [FORM.id, FORM.id], ['https://x.typeform.com/to/abc']]) {
      expect((await run({ forms })).error).toMatchObject({ code: 'source.config-invalid' });
    }
  });
});

describe('the webhook of typeform', () => {
  const NOW = new Date('2026-11-02T00:00:10Z');
  const config = { forms: [FORM.id] };
  const event = (response: Record<string, unknown> = {}, more: Record<string, unknown> = {}) => ({
    event_id: 'LtWXD3crgy',
    event_type: 'form_response',
    form_response: {
      form_id: FORM.id,
      token: 'tok000001',
      landed_at: '2026-11-02T00:00:00.000Z',
      submitted_at: '2026-11-02T00:00:00Z',
      hidden: HIDDEN,
      definition: { id: FORM.id, title: FORM.title, fields: FORM.fields },
      answers: ANSWERS,
      ...response,
    },
    ...more,
  });
  const sign = (body: string, secret = SECRET.webhookSecret) =>
    `sha256=${createHmac('sha256', secret).update(body).digest('base64')}`;
  const delivery = (value: unknown, signature?: string): WebhookDelivery => {
    const body = typeof value === 'string' ? value : JSON.stringify(value);
    return {
      headers: { 'typeform-signature': signature ?? sign(body) },
      query: {},
      body: Buffer.from(body),
      now: NOW,
    };
  };
  const receive = (value: unknown, signature?: string) =>
    typeform.webhook?.receive(delivery(value, signature), config, SECRET);

  it('gives the same documents as the list', async () => {
    const { respond, run } = world();
    respond(ANSWERS, { hidden: HIDDEN });
    const { pages } = await run();
    expect(receive(event())?.documents).toEqual(pages.flatMap(({ documents }) => documents));
    expect(receive(event())?.documents).toHaveLength(2);
  });

  it.each([
    ['another secret', sign(JSON.stringify(event()), 'other')],
    [
      'hexadecimal',
      `sha256=${createHmac('sha256', SECRET.webhookSecret).update(JSON.stringify(event())).digest('hex')}`,
    ],
    ['another body', sign('{}')],
    ['nothing', ''],
  ])('refuses a signature of %s', (_, signature) => {
    expect(() => receive(event(), signature)).toThrow(
      expect.objectContaining({ code: 'webhook.bad-signature', kind: 'permanent' }),
    );
  });

  it('takes a late or repeated delivery: it is the same document', () => {
    const late = event({ submitted_at: '2026-11-01T12:00:00Z' });
    expect(receive(late)?.documents).toHaveLength(2);
    expect(receive(late)).toEqual(receive(late));
  });

  it('cannot verify anything without the secret of the webhook', () => {
    expect(() => typeform.webhook?.receive(delivery(event()), config, { token: 'tfp_x' })).toThrow(
      expect.objectContaining({ code: 'source.secret-missing', kind: 'auth' }),
    );
  });

  it('refuses what is no JSON, ignores other events, and tells of what it cannot read', () => {
    expect(() => receive('{"event_type":')).toThrow(
      expect.objectContaining({ code: 'record.bad-json', kind: 'permanent' }),
    );
    expect(receive(event({}, { event_type: 'form_response_partial' }))).toEqual({ documents: [] });
    expect(receive(event({ form_id: 'another' }))).toMatchObject({
      documents: [],
      problems: [{ field: 'form_response.form_id' }],
    });
    expect(receive(event({ submitted_at: 'gestern', landed_at: null }))).toMatchObject({
      documents: [],
      problems: [{ id: 'tok000001', field: 'form_response.submitted_at' }],
    });
    expect(receive({ event_type: 'form_response' })).toMatchObject({
      problems: [{ field: 'form_response.item' }],
    });
  });

  it('takes the answers also where it carries no questions', () => {
    const [first] = receive(event({ definition: undefined }))?.documents ?? [];
    expect(first).toMatchObject({ id: 'tok000001:why', attributes: { formId: FORM.id } });
  });
});
