import { describe, expect, it } from 'vitest';
import {
  CorrectionListSchema,
  LookupListSchema,
  VoiceListSchema,
  VoiceSchema,
} from '../../../../shared/domain/dashboard-api.ts';
import { customerRef } from '../../../../shared/domain/document-identity.ts';
import { makeApi, makeDocument, WEEK } from './api-world.ts';

const documents = [
  makeDocument(1, { terms: ['수수료', '환급'], rating: 1, text: '환급 수수료 3,300원이 왜 붙나요' }),
  makeDocument(2, { terms: ['본인인증'], rating: 5, text: '본인인증이 빨라졌어요', code: 'auth' }),
  makeDocument(3, { terms: ['수수료'], rating: 1, day: '2026-11-09', text: '수수료 설명이 없어요' }),
];

describe('finding voices', () => {
  const find = async (query: string) => {
    const response = await makeApi({ documents }).as(['viewer'])(`/v1/voices?${query}`);
    return VoiceListSchema.parse(await response.json()).voices.map(({ id }) => id);
  };

  it.each([
    ['q=수수료', ['r-1', 'r-3']],
    ['q=수수료가', ['r-1', 'r-3']],
    ['q=수수료 환급', ['r-1']],
    ['q=인증', ['r-2']],
    ['q=수수료&code=auth', []],
    ['star=1', ['r-1', 'r-3']],
    ['star=5&code=auth', ['r-2']],
    ['contains=3,300원', ['r-1']],
    ['contains=설명이 없', ['r-3']],
    ['contains=없는 글', []],
  ])('by %s', async (query, ids) => expect(await find(`week=${WEEK}&${query}`)).toEqual(ids));

  it('takes a period by its ends, up to 92 days', async () => {
    expect(await find('from=2026-11-09&to=2026-11-09')).toEqual(['r-3']);
    const { as } = makeApi({ documents });
    for (const period of [
      'from=2026-11-09',
      'from=2026-11-10&to=2026-11-09',
      'from=2026-01-01&to=2026-11-09',
    ])
      expect((await as(['viewer'])(`/v1/voices?${period}`)).status, period).toBe(400);
  });

  it('refuses the cursor of another search', async () => {
    const { as } = makeApi({ documents });
    const page = await as(['viewer'])(`/v1/voices?week=${WEEK}&limit=1`);
    const { nextCursor } = VoiceListSchema.parse(await page.json());
    expect((await as(['viewer'])(`/v1/voices?week=${WEEK}&limit=2&cursor=${nextCursor}`)).status).toBe(200);
    expect((await as(['viewer'])(`/v1/voices?week=${WEEK}&star=1&cursor=${nextCursor}`)).status).toBe(400);
  });

  it('shows what came in after the index was made', async () => {
    const late = [...documents];
    let nowMs = Date.parse('2026-11-16T00:00:00Z');
    let changedUntil = '';
    const { as } = makeApi({
      documents: late,
      overrides: {
        now: () => new Date(nowMs),
        rollups: {
          listDays: async () => ['2026-11-10'],
          listDayChanges: async () => [{ day: '2026-11-10', changedUntil }],
          readDay: async () => [],
        },
      },
    });
    const ids = async () => {
      const response = await as(['viewer'])('/v1/voices?day=2026-11-10');
      return VoiceListSchema.parse(await response.json()).voices.map(({ id }) => id);
    };
    expect(await ids()).toEqual(['r-2', 'r-1']);
    late.push(makeDocument(9));
    nowMs += 60_000;
    expect(await ids(), 'nothing has marked the day').toEqual(['r-2', 'r-1']);
    changedUntil = new Date(nowMs + 30_000).toISOString();
    expect(await ids()).toEqual(['r-9', 'r-2', 'r-1']);
  });
});

describe('who looks up a customer', () => {
  const path = `/v1/voices/${documents[0]?.record.documentKey}`;

  it('is recorded by account, time, address and customer, and read by administrators alone', async () => {
    const { as, lookups } = makeApi({ documents });
    await as(['viewer'])(path);
    await as(['cx'])(`/v1/voices?week=${WEEK}`);
    expect(lookups, 'nobody has seen a customer yet').toEqual([]);
    await as(['cx'])(path);
    const response = await as(['admin'])('/v1/lookups');
    const { lookups: listed } = LookupListSchema.parse(await response.json());
    expect(listed).toMatchObject([
      {
        at: '2026-11-16T00:00:00.000Z',
        subject: 'u1',
        name: 'cx@example.com',
        address: '203.0.113.7',
        action: 'voice',
        customers: 1,
        customerRefs: [customerRef('C-7')],
      },
    ]);
    expect(JSON.stringify(listed)).not.toMatch(/C-7|수수료/);
  });

  it('sees nothing where it cannot be recorded', async () => {
    const lookups = { add: () => Promise.reject(new Error('no')), list: async () => [] };
    const response = await makeApi({ documents, overrides: { lookups } }).as(['cx'])(path);
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('C-7');
  });
});

describe('a correction', () => {
  const path = `/v1/voices/${documents[0]?.record.documentKey}`;
  const body = JSON.stringify({ sentiment: 'neutral', codes: ['understanding'], stage: 'exploration' });
  const put = { method: 'PUT', body, headers: { 'content-type': 'application/json' } };

  it('is kept beside the reading and shown with the voice', async () => {
    const { as } = makeApi({ documents });
    expect((await as(['marketer'])(`${path}/correction`, put)).status).toBe(200);
    const voice = VoiceSchema.parse(await (await as(['viewer'])(path)).json());
    expect(voice.sentiment.label).toBe('negative');
    expect(voice.correction).toMatchObject({
      labels: { sentiment: 'neutral', codes: ['understanding'], stage: 'exploration' },
      read: { sentiment: 'negative', codes: ['price'], stage: 'purchase', analysisVersion: 'a1' },
      by: 'u1',
    });
    const list = await (await as(['marketer'])('/v1/corrections')).json();
    expect(CorrectionListSchema.parse(list).corrections).toHaveLength(1);
  });

  it('is taken back, and taking it back again changes nothing', async () => {
    const { as } = makeApi({ documents });
    await as(['marketer'])(`${path}/correction`, put);
    for (let times = 0; times < 2; times += 1)
      expect((await as(['cx'])(`${path}/correction`, { method: 'DELETE' })).status).toBe(200);
    const voice = VoiceSchema.parse(await (await as(['viewer'])(path)).json());
    expect(voice.correction).toBeUndefined();
  });

  it('of a voice that is not there is none', async () => {
    const response = await makeApi().as(['cx'])(`${path}/correction`, put);
    expect(response.status).toBe(404);
  });
});
