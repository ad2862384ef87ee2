import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SentMessageSchema } from '../../../../shared/domain/sent-message.ts';
import { braze } from '../../../../shared/sources/messages/braze.ts';
import { type ModelServer, startModelServer } from '../harness/model-server.ts';
import type { ModelReply, ModelRequest } from '../harness/source-model.ts';
import { type KnownMessages, noMessages, runMessages } from './run-messages.ts';

/** A personal attribute as Braze writes it in Liquid. */
const liquid = (name: string, before = '', after = '') => `{{${before}$\{${name}}${after}}}`;

interface Campaign {
  readonly id: string;
  edited: string;
  details: Record<string, unknown>;
  series: { time: string; messages: Record<string, object[]> }[];
}

/** The three endpoints as documented, with a list of 100 per page. */
class BrazeModel {
  readonly campaigns: Campaign[] = [];

  put(id: string, more: Partial<Campaign> = {}): Campaign {
    const campaign: Campaign = {
      id,
      edited: '2026-10-20T00:00:00+00:00',
      details: {
        message: 'success',
        name: `캠페인 ${id}`,
        first_sent: '2026-10-20T01:00:00+00:00',
        last_sent: '2026-10-20T01:00:00+00:00',
        tags: ['refund', 'segment:휴면', 'stage:purchase'],
        messages: {
          v1: {
            channel: 'ios_push',
            name: 'A안',
            title: '환급금이 생긴 이유',
            alert: `${liquid('first_name')}님, 확인해 보세요`,
            extras: {},
          },
        },
      },
      series: [
        {
          time: '2026-10-20',
          messages: {
            ios_push: [
              {
                variation_name: 'A안',
                sent: 1000,
                bounces: 40,
                direct_opens: 50,
                total_opens: 70,
                conversions: 5,
              },
            ],
          },
        },
      ],
      ...more,
    };
    this.campaigns.push(campaign);
    return campaign;
  }

  handle({ url, headers }: ModelRequest): ModelReply {
    if (headers.authorization !== 'Bearer right')
      return { status: 401, body: '{"message":"Invalid API Key"}' };
    const asked = url.searchParams;
    const found = this.campaigns.find(({ id }) => id === asked.get('campaign_id'));
    switch (url.pathname) {
      case '/campaigns/list': {
        const since = asked.get('last_edit.time[gt]');
        const page = Number(asked.get('page'));
        const listed = this.campaigns
          .filter(({ edited }) => since === null || Date.parse(edited) > Date.parse(`${since}Z`))
          .slice(page * 100, page * 100 + 100)
          .map(({ id, edited }) => ({ id, last_edited: edited, name: id, is_api_campaign: false, tags: [] }));
        return {
          headers: { 'x-ratelimit-remaining': '249000' },
          body: JSON.stringify({ message: 'success', campaigns: listed }),
        };
      }
      case '/campaigns/details':
        return found === undefined ? { status: 404, body: '{}' } : { body: JSON.stringify(found.details) };
      case '/campaigns/data_series': {
        const length = Number(asked.get('length'));
        if (!(length >= 1 && length <= 100)) return { status: 400, body: '{"message":"invalid length"}' };
        const end = Date.parse(asked.get('ending_at') ?? '');
        const data = (found?.series ?? []).filter(({ time }) => {
          const at = Date.parse(time);
          return at <= end && at > end - length * 86_400_000;
        });
        return { body: JSON.stringify({ message: 'success', data }) };
      }
      default:
        return { status: 404 };
    }
  }
}

const clock = { now: new Date('2026-11-01T00:00:00.000Z') };
let model: BrazeModel;
let server: ModelServer;
let known: KnownMessages;

beforeEach(async () => {
  clock.now = new Date('2026-11-01T00:00:00.000Z');
  model = new BrazeModel();
  server = await startModelServer(model as never);
  known = noMessages();
});
afterEach(() => server.close());

const run = (more: { apiKey?: string; stopAfterPage?: number; attempts?: number; config?: object } = {}) =>
  runMessages({
    connector: braze,
    config: { url: server.url, ...more.config },
    secret: { apiKey: more.apiKey ?? 'right' },
    clock,
    known,
    ...(more.stopAfterPage === undefined ? {} : { stopAfterPage: more.stopAfterPage }),
    ...(more.attempts === undefined ? {} : { attempts: more.attempts }),
  });
const detailsAsked = () =>
  server.requests
    .filter(({ url }) => url.pathname === '/campaigns/details')
    .map(({ url }) => url.searchParams.get('campaign_id'));

describe('campaigns of Braze', () => {
  it('brings each variation as one message with its words and results, ready for the archive', async () => {
    model.put('c1');
    await run();
    const row = known.rows.get('braze-c1-v1');
    expect(row).toMatchObject({
      campaign: '캠페인 c1',
      variant: 'A안',
      sentAt: '2026-10-20T01:00:00.000Z',
      channel: 'ios_push',
      segment: '휴면',
      stage: 'purchase',
      text: '환급금이 생긴 이유\n{first_name}님, 확인해 보세요',
      sent: 1000,
      delivered: 960,
      clicked: 50,
      converted: 5,
    });
    expect(SentMessageSchema.safeParse(row).success).toBe(true);
  });

  it('knows the suggestion that a campaign tries out, by its tag or by the content block in its words', async () => {
    const tagged = model.put('tagged');
    tagged.details.tags = ['segment:휴면', 'voc:a5d2ce3756e58cb0'];
    const holding = model.put('holding');
    holding.details.messages = {
      v1: {
        channel: 'sms',
        name: 'v',
        body: `안내 {{content_blocks.\${voc_2026-W46_b5d2ce3756e58cb0_0123abcd}}}`,
      },
    };
    model.put('neither');
    await run();
    const suggestionOf = (id: string) => known.rows.get(`braze-${id}-v1`)?.suggestionId;
    expect(['tagged', 'holding', 'neither'].map(suggestionOf)).toEqual([
      'a5d2ce3756e58cb0',
      'b5d2ce3756e58cb0',
      undefined,
    ]);
  });

  it('reads every channel: mail, text message, and the words that a webhook sends to a partner', async () => {
    const base = model.put('all');
    base.details.messages = {
      mail: {
        channel: 'email',
        name: 'm',
        subject: '수수료 안내',
        body: '<style>p{}</style><p>안녕하세요</p><img src="x"><p>미리 봅니다</p>',
      },
      sms: {
        channel: 'sms',
        name: 's',
        body: `(광고) 조회 {% if x %}${liquid('grade', 'custom_attribute.', ' | default: "님"')}{% endif %}`,
      },
      talk: {
        channel: 'webhook',
        name: 't',
        body: '{"templateCode":"A1","message":"서류를 확인했어요","to":"{{phone}}"}',
      },
      liquid: {
        channel: 'webhook',
        name: 'l',
        body: `{"msg":"${liquid('first_name')}님 접수되었습니다", "n": {{count}} }`,
      },
      card: { channel: 'content_card', name: 'c', extras: {} },
      none: { type: 'control', name: 'control' },
    };
    base.series = [
      {
        time: '2026-10-20',
        messages: {
          email: [
            {
              variation_name: 'm',
              sent: 100,
              delivered: 90,
              unique_opens: 40,
              unique_clicks: 9,
              unsubscribes: 2,
              reported_spam: 1,
            },
          ],
          sms: [{ variation_name: 's', sent: 50, delivered: 48 }],
          webhook: [
            { variation_name: 't', sent: 30, errors: 3 },
            { variation_name: 'l', sent: 20, errors: 0 },
          ],
        },
      },
    ];
    await run();
    const told = (id: string) => known.rows.get(`braze-all-${id}`);
    expect(told('mail')).toMatchObject({
      text: '수수료 안내\n안녕하세요\n미리 봅니다',
      hasImage: true,
      delivered: 90,
      opened: 40,
      clicked: 9,
      unsubscribed: 2,
      complaints: 1,
    });
    expect(told('sms')).toMatchObject({ text: '(광고) 조회 {grade}', sent: 50, delivered: 48 });
    expect(told('talk')).toMatchObject({ text: '서류를 확인했어요', sent: 30, delivered: 27 });
    expect(told('liquid')).toMatchObject({ text: '{first_name}님 접수되었습니다', delivered: 20 });
    expect([...known.rows.keys()]).toHaveLength(4);
    expect(known.problems).toEqual(['all/card messages.text']);
  });

  it('reads the list to its last page, and a year of results in hundreds of days', async () => {
    for (let index = 0; index < 130; index += 1) model.put(`c${index}`);
    const old = model.put('old');
    old.details.first_sent = '2026-01-05T00:00:00+00:00';
    old.series = ['2026-01-05', '2026-04-10', '2026-10-30'].map((time) => ({
      time,
      messages: { ios_push: [{ variation_name: 'A안', sent: 100 }] },
    }));
    await run();
    expect(known.rows.size).toBe(131);
    expect(known.rows.get('braze-old-v1')).toMatchObject({ sent: 300 });
  });

  it('reads next time what was edited, and again what was sent within a month, since its results still grow', async () => {
    const longAgo = '2026-08-01T00:00:00+00:00';
    model.put('old', { edited: '2026-10-10T00:00:00+00:00' }).details.last_sent = longAgo;
    model.put('late', { edited: '2026-10-15T00:00:00+00:00' });
    model.put('edge', { edited: '2026-10-20T00:00:00+00:00' }).details.last_sent = longAgo;
    await run();
    server.requests.length = 0;
    clock.now = new Date('2026-11-03T00:00:00.000Z');
    model.put('new', { edited: '2026-11-02T00:00:00+00:00' });
    await run();
    // The last day of edits is read twice: whose midnight Braze means is not said.
    expect(detailsAsked()).toEqual(['edge', 'new', 'late']);
    server.requests.length = 0;
    clock.now = new Date('2026-12-30T00:00:00.000Z');
    await run();
    await run();
    expect(detailsAsked()).toEqual(['new', 'late', 'new']);
  });

  it('goes on where the time of a run was up, through edited and recent campaigns alike', async () => {
    for (let index = 0; index < 50; index += 1) model.put(`c${String(index).padStart(2, '0')}`);
    for (let runs = 0; runs < 6; runs += 1) await run({ stopAfterPage: 1 });
    await run();
    expect(known.rows.size).toBe(50);
  });

  it('leaves out what was never sent, and tells which item of the list cannot be read', async () => {
    model.put('draft').details.first_sent = null;
    model.put('bad', { edited: 17 as never });
    model.put('good');
    await run();
    expect([...known.rows.keys()]).toEqual(['braze-good-v1']);
    expect(known.problems).toEqual(['bad campaigns.last_edited']);
  });

  it.each([
    ['429 with Retry-After', 'rate'],
    ['429', 'rate'],
    ['500', 'transient'],
    ['truncated JSON', 'transient'],
    ['HTML instead of JSON', 'transient'],
  ] as const)('ends the run on %s and loses nothing', async (fault, kind) => {
    model.put('c1');
    model.put('c2');
    server.faults.push(undefined, undefined, fault);
    expect((await run()).error?.kind).toBe(kind);
    expect((await run()).error).toBeUndefined();
    expect(known.rows.size).toBe(2);
  });

  it('waits as long as Braze says by its reset time, and says what to do about a wrong key', async () => {
    model.put('c1');
    const handle = model.handle.bind(model);
    let refused = false;
    model.handle = (request) => {
      if (refused) return handle(request);
      refused = true;
      return {
        status: 429,
        headers: { 'x-ratelimit-reset': String(clock.now.getTime() / 1000 + 7) },
        body: '{"message":"Rate limit"}',
      };
    };
    const before = clock.now.getTime();
    expect((await run({ attempts: 3 })).error).toBeUndefined();
    expect(clock.now.getTime() - before).toBe(7_000);
    expect((await run({ apiKey: 'wrong' })).error).toMatchObject({
      code: 'source.unauthorized',
      kind: 'auth',
    });
  });

  it('refuses an address that is no instance of Braze', async () => {
    expect((await run({ config: { url: 'https://rest.example.com' } })).error).toMatchObject({
      code: 'source.config-invalid',
    });
  });
});
