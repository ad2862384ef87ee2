import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import {
  MessageDetailSchema,
  MessageEffectListSchema,
  MessageListSchema,
} from '../../../../shared/domain/message-archive.ts';
import { makeApi } from './api-world.ts';
import { fullWorld, MESSAGES, REVIEW } from './full-world.ts';

async function list(query = '', world = fullWorld()) {
  const response = await makeApi(world).as(['viewer'])(`/v1/messages${query}`);
  return MessageListSchema.parse(await response.json());
}

describe('the message archive', () => {
  it('shows the newest message first, with its rates and what it is like', async () => {
    const { messages, total, facets } = await list();
    expect(messages.map(({ messageId }) => messageId)).toEqual([
      'M20261103-01',
      'M20261102-01',
      'M20261101-01',
    ]);
    expect(messages[0]).toMatchObject({ tone: 'informative', topics: ['refund'] });
    expect(messages[0]?.results.clicked).toMatchObject({ count: 90, rate: { value: 0.1 } });
    expect(messages[0]?.results.clicked.rate?.low).toBeLessThan(0.1);
    expect(total).toBe(3);
    expect(facets).toEqual({ channels: ['LMS', '알림톡'], segments: ['휴면'], stages: ['purchase'] });
  });

  it('gives no rate where the channel tells nothing, or counts openings instead of readers', async () => {
    const [many, ...others] = MESSAGES;
    if (many === undefined) throw new Error('there are messages');
    const world = fullWorld();
    const archive = {
      listMessages: async () => [{ ...many, opened: 2_000 }, ...others],
      messagesEdition: async () => 'e2',
      listFunnelSteps: async () => [],
    };
    const { messages } = await list('', { ...world, overrides: { ...world.overrides, archive } });
    const opened = (id: string) => messages.find(({ messageId }) => messageId === id)?.results.opened;
    expect(opened('M20261101-01')).toEqual({ count: 2_000, rate: null });
    expect(messages[0]?.results.complaints).toEqual({ count: 0, rate: null });
    expect(opened('M20261103-01')?.rate?.value).toBeCloseTo(400 / 900);
  });

  it.each([
    ['?channel=LMS', 2],
    ['?segment=%ED%9C%B4%EB%A9%B4', 1],
    ['?stage=churn', 0],
    [`?campaign=${encodeURIComponent('수수료 안내')}`, 1],
    // Letters in any spacing, also of the campaign.
    [`?text=${encodeURIComponent('2만원')}`, 1],
    [`?text=${encodeURIComponent('미수령환급')}`, 2],
  ])('finds by %s', async (query, count) => {
    const { messages, total } = await list(query);
    expect([messages.length, total]).toEqual([count, count]);
  });

  it('is read from its table once, and again when an import has changed it', async () => {
    let reads = 0;
    let edition = 'e1';
    const world = fullWorld();
    const archive = {
      listMessages: async () => {
        reads += 1;
        return MESSAGES.slice(0, reads);
      },
      messagesEdition: async () => edition,
      listFunnelSteps: async () => [],
    };
    const { as } = makeApi({ ...world, overrides: { ...world.overrides, archive } });
    const total = async () =>
      MessageListSchema.parse(await (await as(['viewer'])('/v1/messages')).json()).total;
    expect([await total(), await total()]).toEqual([1, 1]);
    edition = 'e2';
    expect(await total()).toBe(2);
    expect(reads).toBe(2);
  });

  it('reads its table again where that failed', async () => {
    let fails = true;
    const world = fullWorld();
    const archive = {
      listMessages: async () => {
        if (fails) throw new Error('the table does not answer');
        return MESSAGES;
      },
      messagesEdition: async () => 'e1',
      listFunnelSteps: async () => [],
    };
    const { as } = makeApi({ ...world, overrides: { ...world.overrides, archive } });
    expect((await as(['viewer'])('/v1/messages')).status).toBe(500);
    fails = false;
    expect((await as(['viewer'])('/v1/messages')).status).toBe(200);
  });

  it('gives what the filters leave as a table that no spreadsheet runs', async () => {
    const world = fullWorld();
    const [first] = MESSAGES;
    if (first === undefined) throw new Error('there are messages');
    const archive = {
      listMessages: async () => [{ ...first, text: '=HYPERLINK("http://x")' }, ...MESSAGES.slice(1)],
      messagesEdition: async () => 'e3',
      listFunnelSteps: async () => [],
    };
    const { as } = makeApi({ ...world, overrides: { ...world.overrides, archive } });
    const csv = await (await as(['viewer'])('/v1/message-archive.csv?channel=LMS')).text();
    const rows: Record<string, string>[] = parse(csv, { bom: true, columns: true });
    expect(rows).toHaveLength(2);
    expect(rows[1]).toMatchObject({
      문안: '\'=HYPERLINK("http://x")',
      클릭: '90',
      클릭율: '0.1',
      열람율: '',
    });
  });
});

describe('one message', () => {
  const detail = async (id: string, world = fullWorld()) =>
    MessageDetailSchema.parse(await (await makeApi(world).as(['viewer'])(`/v1/messages/${id}`)).json());

  it('comes with the other messages of its campaign and the suggestion that it tries out', async () => {
    expect((await detail('M20261101-01')).siblings.map(({ messageId }) => messageId)).toEqual([
      'M20261102-01',
    ]);
    const { as } = makeApi(fullWorld());
    const body = { week: '2026-W46', revision: 0, decision: 'rejected' };
    await as(['marketer'])('/v1/suggestions/5f3c0de100000001', {
      method: 'PUT',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    });
    const found = MessageDetailSchema.parse(await (await as(['viewer'])('/v1/messages/M20261103-01')).json());
    expect(found.suggestion).toMatchObject({ week: '2026-W46', phrase: '숨은 수수료', state: 'rejected' });
  });

  it('adds up what two reviews say of its campaign', async () => {
    const quote = {
      documentKey: 'a'.repeat(64),
      id: 'r-1',
      source: 'community',
      connector: 'c',
      day: '2026-11-09',
      sentiment: 'negative',
      text: '이 문자 진짜인가요?',
      highlights: [],
    };
    const interval = (value: number) => ({ value, low: 0, high: 1 });
    const echo = (documents: number, doubt: number) => ({
      campaign: '미수령 환급금',
      messageIds: [],
      sentAt: '2026-11-01T01:00:00.000Z',
      text: '환급금',
      delivered: 900,
      clicked: 90,
      unsubscribed: 3,
      doubtsBefore: 2,
      doubtsAfter: documents,
      windowDays: 5,
      quoted: { documents, doubt: interval(doubt), fatigue: interval(0), evidence: [quote] },
    });
    const reviews: Record<string, object> = {
      '2026-W44': { ...REVIEW, campaigns: [echo(4, 0.5)] },
      '2026-W45': { ...REVIEW, campaigns: [echo(6, 1)] },
    };
    const world = fullWorld();
    const reports = {
      read: async (week: string) => {
        const review = reviews[week];
        return review === undefined ? null : Buffer.from(JSON.stringify(review));
      },
    };
    const found = await detail('M20261101-01', {
      ...world,
      overrides: { ...world.overrides, reports },
    } as never);
    expect(found.quoted).toMatchObject({ documents: 10, doubt: { value: 0.8 }, fatigue: { value: 0 } });
    expect(found.quoted?.evidence).toHaveLength(2);
    expect(found.doubts).toEqual({ before: 2, after: 6, days: 5 });
  });

  it('is not found where the archive has none of its ID', async () => {
    expect((await makeApi(fullWorld()).as(['viewer'])('/v1/messages/none')).status).toBe(404);
  });
});

describe('what words and features did', () => {
  it('is what the newest review found', async () => {
    const world = fullWorld();
    const effect = {
      outcome: 'click',
      kind: 'word',
      name: '미리 보기',
      lift: { value: 1.3, low: 1.1, high: 1.5 },
      sends: 12,
    };
    const files = { ...world.files, 'review.json': JSON.stringify({ ...REVIEW, effects: [effect] }) };
    const response = await makeApi({ ...world, files }).as(['viewer'])('/v1/message-effects');
    expect(MessageEffectListSchema.parse(await response.json())).toEqual({
      week: '2026-W46',
      effects: [effect],
    });
  });
});
