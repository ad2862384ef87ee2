import { describe, expect, it } from 'vitest';
import { CopyFindingListSchema } from '../../../../shared/domain/copy-check.ts';
import { PointListSchema, ProblemSchema } from '../../../../shared/domain/dashboard-api.ts';
import { MessageDetailSchema } from '../../../../shared/domain/message-archive.ts';
import { SuggestionListSchema, SuggestionViewSchema } from '../../../../shared/domain/suggestion-record.ts';
import { drafted } from '../../../../shared/insight/messages/suggestion-decisions.ts';
import { makeApi, WEEK } from './api-world.ts';
import { makeDecisions } from './decision-world.ts';
import { fullWorld, makeSuggestion } from './full-world.ts';

const ID = makeSuggestion(1).id;

function put(body: unknown, method = 'PUT'): RequestInit {
  return { method, body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
}

function decision(body: object): RequestInit {
  return put({ week: WEEK, revision: 0, ...body });
}

describe('what people write on a hesitation point', () => {
  it('is shown on the point, in place of what the review had found', async () => {
    const { as } = makeApi(fullWorld());
    const wish = { status: 'addressing', owner: 'CX 2팀', dueDate: '2026-11-20', note: '문구를 바꿉니다' };
    expect((await as(['cx'])('/v1/points/price/purchase/tracking', put(wish))).status).toBe(200);

    const { points } = PointListSchema.parse(await (await as(['viewer'])(`/v1/points?week=${WEEK}`)).json());
    const point = points.find(({ id }) => id === 'price/purchase');
    expect(point?.status).toBe('addressing');
    expect(point?.tracking).toMatchObject({ owner: 'CX 2팀', dueDate: '2026-11-20', experiment: null });
  });

  it('cannot be a status that only a review finds', async () => {
    const response = await makeApi(fullWorld()).as(['cx'])(
      '/v1/points/price/purchase/tracking',
      put({ status: 'back' }),
    );
    expect(response.status).toBe(400);
  });
});

describe('a decision on a suggestion', () => {
  it('is kept with who made it, and an accepted text goes out as a draft of its own', async () => {
    const { as, drafts } = makeApi(fullWorld());
    const text = '수수료는 신청 전에 보여 드려요.';
    await as(['marketer'])(`/v1/suggestions/${ID}`, decision({ decision: 'accepted', text }));
    // The answer may have been lost: the same again is no conflict, and the same draft.
    const again = await as(['marketer'])(`/v1/suggestions/${ID}`, decision({ decision: 'accepted', text }));
    expect(again.status).toBe(200);

    const list = SuggestionListSchema.parse(
      await (await as(['viewer'])(`/v1/suggestions?week=${WEEK}`)).json(),
    );
    expect(list.suggestions.map(({ state }) => state)).toEqual(['accepted', 'proposed', 'proposed']);
    expect(list.suggestions[0]?.history).toEqual([
      { by: 'cx@example.com', at: '2026-11-16T00:00:00.000Z', decision: 'accepted', text },
    ]);
    expect(new Set(drafts.map(({ id }) => id)).size).toBe(1);
    expect(drafts[0]).toMatchObject({ suggestionId: ID, week: WEEK, code: 'price', text });
  });

  it('is a conflict where somebody else was faster', async () => {
    const { as, drafts } = makeApi(fullWorld());
    await as(['admin'])(`/v1/suggestions/${ID}`, decision({ decision: 'rejected', note: '이미 씁니다' }));
    const late = await as(['marketer'])(
      `/v1/suggestions/${ID}`,
      decision({ decision: 'edited', text: '수수료를 먼저 알려 드립니다.' }),
    );
    expect(late.status).toBe(409);
    expect(ProblemSchema.parse(await late.json()).code).toBe('conflict');
    expect(drafts).toEqual([]);
  });

  it('is no conflict with a draft that a tool made of it since it was read', async () => {
    const world = fullWorld();
    const { deps } = makeDecisions();
    const { as } = makeApi({ ...world, overrides: { ...world.overrides, ...deps } });
    const text = '수수료는 신청 전에 보여 드려요.';
    await as(['marketer'])(`/v1/suggestions/${ID}`, decision({ decision: 'accepted', text }));
    const accepted = await deps.suggestions.get(ID);
    if (accepted === undefined) throw new Error('it was accepted');
    const act = { by: 'braze', at: '2026-11-16T00:00:05.000Z' };
    await deps.suggestions.save(drafted(accepted, { tool: 'braze', reference: 'voc_1' }, act), 1);
    const later = await as(['marketer'])(
      `/v1/suggestions/${ID}`,
      decision({ revision: 1, decision: 'rejected', note: '지금은 아님' }),
    );
    expect(later.status).toBe(200);
    expect(SuggestionViewSchema.parse(await later.json())).toMatchObject({ state: 'rejected', revision: 3 });
  });

  it('is shown with the reason it answers, the tools that get drafts, and what came back of it', async () => {
    const world = fullWorld();
    const review = JSON.parse(world.files['review.json']);
    const outcome = {
      suggestionId: ID,
      pointId: 'price/purchase',
      messageIds: ['M20261103-01'],
      controlIds: [],
      firstSentAt: '2026-11-03T01:00:00.000Z',
      doubt: {
        before: { events: 20, of: 200 },
        after: { events: 8, of: 200 },
        difference: { value: -0.06, low: -0.11, high: -0.01 },
        verdict: 'better',
        days: 12,
      },
      text: '수수료는 신청 전에 보여 드려요.',
      tried: [],
      control: [],
    };
    review.points[0].outcomes = [outcome];
    const { as } = makeApi({ ...world, files: { ...world.files, 'review.json': JSON.stringify(review) } });
    const list = SuggestionListSchema.parse(
      await (await as(['viewer'])(`/v1/suggestions?week=${WEEK}`)).json(),
    );
    expect(list.draftTools).toEqual(['braze']);
    expect(list.suggestions.map(({ code }) => code)).toEqual(['price', 'price', 'price']);
    expect(list.suggestions[0]?.outcome).toEqual(outcome);
    const sent = MessageDetailSchema.parse(await (await as(['viewer'])('/v1/messages/M20261103-01')).json());
    expect(sent.outcome).toEqual(outcome);
  });

  it('comes as a file for a tool without an API, once a text is accepted', async () => {
    const { as } = makeApi(fullWorld());
    const csv = await (await as(['viewer'])('/v1/suggestions/5f3c0de100000009/draft.csv')).text();
    expect(csv).toContain(
      ",price,purchase,all,비용,'=비용은 먼저 보여 드려요.,voc:5f3c0de100000009,click,0.05,",
    );
    expect((await as(['viewer'])(`/v1/suggestions/${ID}/draft.csv`)).status).toBe(404);
    await as(['marketer'])(`/v1/suggestions/${ID}`, decision({ decision: 'rejected' }));
    expect((await as(['viewer'])(`/v1/suggestions/${ID}/draft.csv`)).status).toBe(400);
  });

  it('cannot accept a text with a place that nobody has filled in, and says so', async () => {
    const { as, drafts } = makeApi(fullWorld());
    const response = await as(['marketer'])(
      `/v1/suggestions/${ID}`,
      decision({ decision: 'accepted', text: '수수료는 〔금액〕원입니다.' }),
    );
    expect(response.status).toBe(400);
    const problem = ProblemSchema.parse(await response.json());
    expect(problem).toMatchObject({ code: 'draft-not-ready', detail: expect.stringContaining('〔 〕') });
    expect(drafts).toEqual([]);
  });

  it('is about a suggestion of that week', async () => {
    const response = await makeApi(fullWorld()).as(['marketer'])(
      '/v1/suggestions/unknown',
      decision({ decision: 'rejected' }),
    );
    expect(response.status).toBe(404);
  });
});

describe('the check of a draft', () => {
  const check = (body: object) => makeApi(fullWorld()).as(['viewer'])('/v1/copy-check', put(body, 'POST'));

  it('finds the words and what the law asks for', async () => {
    const response = await check({ text: '(광고) 환급 보장', channel: 'LMS', at: '21:30' });
    const { findings } = CopyFindingListSchema.parse(await response.json());
    expect(findings.map(({ rule }) => rule)).toEqual(['guarantee', 'opt-out', 'night']);
    expect(findings[0]?.match).toEqual({ start: 8, end: 10, text: '보장' });
  });

  it('names the channels it knows', async () => {
    const response = await makeApi(fullWorld()).as(['viewer'])('/v1/copy-check');
    expect(await response.json()).toEqual({ channels: ['LMS'] });
  });

  it('refuses a channel that it does not know, and names those it does', async () => {
    const response = await check({ text: '안내드립니다', channel: 'LMSS' });
    expect(response.status).toBe(400);
    expect(ProblemSchema.parse(await response.json()).detail).toContain('LMS');
  });
});
