import { describe, expect, it } from 'vitest';
import {
  PointDetailSchema,
  type PointList,
  PointListSchema,
  ProblemSchema,
} from '../../../../shared/domain/dashboard-api.ts';
import { addDays } from '../../../../shared/domain/time.ts';
import { makeApi, makeDocument, WEEK } from './api-world.ts';
import { fullWorld, makePoint, REVIEW } from './full-world.ts';

/** Forty voices a day for five weeks; `fees` of them speak of fees, the others of the identity check. */
function documents(fees: (day: string) => number) {
  const days = Array.from({ length: 35 }, (_, index) => addDays('2026-10-12', index));
  return days.flatMap((day, at) =>
    Array.from({ length: 40 }, (_, index) => {
      const speaksOfFees = index < fees(day);
      const document = makeDocument(at * 100 + index, {
        day,
        code: speaksOfFees ? 'price' : 'auth',
        terms: [speaksOfFees ? '수수료' : '인증'],
        text: `${speaksOfFees ? '수수료가 왜 이렇게 비싼가요' : '인증 번호가 오지 않아요'} ${at} ${index} 번째 글`,
      });
      const record = {
        ...document.record,
        source: index % 2 === 0 ? ('ticket' as const) : ('survey' as const),
      };
      // The world takes the device for the segment of the customer.
      return { ...document, record: { ...record, ...(index % 4 === 0 ? { device: 'young' } : {}) } };
    }),
  );
}

const RISING = { documents: documents((day) => (day >= '2026-11-09' ? 12 : 4)) };

async function list(api: ReturnType<typeof makeApi>, query: string): Promise<PointList> {
  const response = await api.as(['viewer'])(`/v1/points?${query}`);
  expect(response.status).toBe(200);
  return PointListSchema.parse(await response.json());
}

describe('hesitation points of a week', () => {
  it('are those of its review, the most important first, and in other orders on request', async () => {
    const priority = (score: number) => ({
      score,
      parts: { share: score, negative: 0, rise: 0, dropOff: 0 },
    });
    const rise = { ratio: 2, low: 1.5, high: 3, significant: true };
    const points = [
      { ...makePoint('price.purchase', 50), priority: priority(20) },
      { ...makePoint('auth.signup', 9), priority: priority(60) },
      { ...makePoint('delay.usage', 4), priority: priority(10), change: rise },
    ];
    const api = makeApi({ files: { 'review.json': JSON.stringify({ ...REVIEW, documents: 63, points }) } });
    const ids = async (sort: string) =>
      (await list(api, `week=${WEEK}${sort}`)).points.map(({ id }) => id.split('.')[0]);
    expect(await ids('')).toEqual(['auth', 'price', 'delay']);
    expect(await ids('&sort=documents')).toEqual(['price', 'auth', 'delay']);
    expect(await ids('&sort=change')).toEqual(['delay', 'price', 'auth']);
    expect(await list(api, `week=${WEEK}`)).toMatchObject({ basis: 'review', documents: 63, week: WEEK });
  });

  it('are counted where the week has no review, and where it is narrowed by who speaks', async () => {
    const api = makeApi({ ...RISING, files: { 'review.json': JSON.stringify(REVIEW) } });
    expect(await list(api, `week=${WEEK}`)).toMatchObject({ basis: 'review', points: [] });
    const narrowed = await list(api, `week=${WEEK}&source=ticket&sort=documents`);
    expect(narrowed).toMatchObject({ basis: 'counts', from: '2026-11-09', to: '2026-11-15', documents: 140 });
    expect(narrowed.points.map(({ code, documents: count }) => [code, count])).toEqual([
      ['auth', 98],
      ['price', 42],
    ]);
    expect(narrowed.attributes).toEqual({ segment: ['young'], lifecycle: [], channel: [] });
    expect(narrowed.points[1]).toMatchObject({
      customers: null,
      sources: { ticket: 42 },
      change: { ratio: expect.closeTo(3, 9), significant: true },
    });
  });
});

describe('hesitation points of other periods', () => {
  it('are those of a day, a range, a segment, a stage or a reason', async () => {
    const api = makeApi(RISING);
    expect((await list(api, 'day=2026-11-10')).documents).toBe(40);
    expect((await list(api, 'from=2026-11-01&to=2026-11-10')).documents).toBe(400);
    expect((await list(api, 'day=2026-11-10&segment=young')).documents).toBe(10);
    expect((await list(api, 'day=2026-11-10&segment=young&source=survey')).documents).toBe(0);
    expect((await list(api, 'day=2026-11-10&code=auth&stage=purchase')).points).toHaveLength(1);
    expect((await list(api, 'day=2026-11-10&stage=churn')).points).toEqual([]);
    // Ten voices of one day are no ground for saying that anything changed.
    const [few] = (await list(api, 'day=2026-11-10&segment=young&code=price')).points;
    expect(few).toMatchObject({ documents: 3, change: 'too-few' });
  });

  it('are read from the copies of days the second time', async () => {
    const world = makeApi(RISING);
    const first = await list(world, 'from=2026-11-01&to=2026-11-10');
    expect(await list(world, 'from=2026-11-01&to=2026-11-10')).toEqual(first);
  });

  it.each([
    'week=2026-W46&day=2026-11-10',
    'from=2026-11-10',
    'from=2026-11-10&to=2026-11-01',
    'from=2026-01-01&to=2026-11-01',
    'day=2026-11-31',
    'week=2026-W46&sort=size',
    '',
  ])('are refused for %j', async (query) => {
    const response = await makeApi(RISING).as(['viewer'])(`/v1/points?${query}`);
    expect(response.status).toBe(400);
    expect(ProblemSchema.parse(await response.json()).code).toBe('bad-request');
  });
});

describe('one hesitation point', () => {
  async function detail(api: ReturnType<typeof makeApi>, path: string) {
    const response = await api.as(['viewer'])(`/v1/points/${path}`);
    expect(response.status).toBe(200);
    return PointDetailSchema.parse(await response.json());
  }

  it.each([
    ['2026-11-10/price%2Fpurchase', 12],
    ['2026-11-09~2026-11-15/price.purchase', 84],
    ['2026-W46/price.purchase?segment=young', 21],
  ])('of %s has its quotes, words, slices and people', async (path, count) => {
    const point = await detail(makeApi(RISING), path);
    expect(point).toMatchObject({ basis: 'counts', documents: count, customers: 0, history: [] });
    expect(point.evidence.length).toBeGreaterThan(0);
    for (const quote of point.evidence) expect(quote.text).toContain('수수료');
    expect(point.terms.map(({ term }) => term)).toEqual(['수수료']);
    expect(point.slices?.map(({ by }) => by)).toContain('segment');
  });

  it('of a published week comes with who changed what on it', async () => {
    const api = makeApi(fullWorld());
    await api.as(['cx'])('/v1/points/price/purchase/tracking', {
      method: 'PUT',
      body: JSON.stringify({ status: 'addressing', owner: 'CX 2팀' }),
      headers: { 'content-type': 'application/json' },
    });
    expect(await detail(api, `${WEEK}/price%2Fpurchase`)).toMatchObject({
      basis: 'review',
      status: 'addressing',
      history: [{ status: 'addressing', owner: 'CX 2팀', by: 'cx@example.com' }],
    });
  });

  it.each(['2026-11-10/price/churn', '2026-11-10/nothing', '2020-W01/price/purchase'])(
    'that nobody speaks of is not found: %s',
    async (path) => {
      const response = await makeApi(RISING).as(['viewer'])(`/v1/points/${path}`);
      expect(response.status).toBe(404);
    },
  );

  it.each(['yesterday', '2026-11-10~2026-11-01', '2026-01-01~2026-11-01', '2026-W60'])(
    'of a period that is none is refused: %s',
    async (period) => {
      const response = await makeApi(RISING).as(['viewer'])(`/v1/points/${period}/price/purchase`);
      expect(response.status).toBe(400);
    },
  );
});

describe('the tracking of a point', () => {
  const write = (api: ReturnType<typeof makeApi>, code: string) =>
    api.as(['cx'])(`/v1/points/${code}/purchase/tracking`, {
      method: 'PUT',
      body: JSON.stringify({ owner: 'CX 2팀' }),
      headers: { 'content-type': 'application/json' },
    });

  it('refuses a reason that neither the taxonomy nor any stored point has, and says where to take one', async () => {
    const api = makeApi(fullWorld());
    const response = await write(api, 'prize');
    expect(response.status).toBe(404);
    expect(ProblemSchema.parse(await response.json()).detail).toMatch(/taxonomy.*GET \/v1\/points/);
    expect((await write(api, 'trust')).status).toBe(200);
  });

  it('takes a reason that has left the taxonomy but stands in a review', async () => {
    const world = fullWorld();
    const points = [{ ...makePoint('old.purchase', 3), code: 'old' }];
    const files = { ...world.files, 'review.json': JSON.stringify({ ...REVIEW, points }) };
    expect((await write(makeApi({ ...world, files }), 'old')).status).toBe(200);
  });
});
