import { describe, expect, it } from 'vitest';
import { emptyReport } from '../../../../shared/customers/import-tally.ts';
import {
  ErasureListSchema,
  ImportListSchema,
  ProblemSchema,
  StatusSchema,
  VoiceListSchema,
  VoiceSchema,
  WeekListSchema,
} from '../../../../shared/domain/dashboard-api.ts';
import type { ErasureOrder, ErasureReceipt } from '../../../../shared/domain/erasure.ts';
import { VocError } from '../../../../shared/domain/errors.ts';
import { bucket, makeApi, makeDocument, WEEK, WEEK_DAYS } from './api-world.ts';
import { FOLLOW_UPS, REVIEW } from './full-world.ts';

const quiet = { listDays: async () => [], listDayChanges: async () => [], readDay: async () => [] };
const rollups = WEEK_DAYS.map((day) => bucket(day, 10, 4));

async function problemOf(response: Response) {
  expect(response.headers.get('content-type')).toContain('application/problem+json');
  return ProblemSchema.parse(await response.json());
}

describe('who may ask', () => {
  it('answers 401 without verified claims, and gives nothing away', async () => {
    const response = await makeApi({ rollups }).as(null)('/v1/status');
    expect(response.status).toBe(401);
    expect((await problemOf(response)).code).toBe('not-signed-in');
  });

  it('answers 403 to an account without a role', async () => {
    const response = await makeApi().as('[guests]')('/v1/weeks');
    expect(response.status).toBe(403);
  });

  it.each(['viewer', '[viewer cx]', 'cx,viewer'])(
    'reads the groups claim as the gateway writes it: %s',
    async (groups) => {
      expect((await makeApi().as(groups)('/v1/status')).status).toBe(200);
    },
  );

  it('lets a viewer read but not ask for a review or read error records', async () => {
    const { as, requested } = makeApi({ rollups });
    expect((await as(['viewer'])(`/v1/reviews/${WEEK}`, { method: 'POST' })).status).toBe(403);
    expect((await as(['viewer'])('/v1/errors')).status).toBe(403);
    expect(requested).toEqual([]);
  });

  it('refuses a write that another site started', async () => {
    const { as, requested } = makeApi({ rollups });
    const response = await as(['cx'])(`/v1/reviews/${WEEK}`, {
      method: 'POST',
      headers: { 'sec-fetch-site': 'cross-site' },
    });
    expect(response.status).toBe(403);
    expect(requested).toEqual([]);
  });
});

describe('what is refused at the border', () => {
  it.each([
    '/v1/reviews/2026-46',
    '/v1/reviews/2026-W54',
    '/v1/reviews/2026-W46/docx',
    '/v1/points?week=soon',
    '/v1/points',
    '/v1/voices?day=2026-02-30',
    '/v1/voices',
    '/v1/voices?week=2026-W46&day=2026-11-10',
    '/v1/voices?week=2026-W46&source=fax',
    '/v1/voices?week=2026-W46&limit=5000',
    '/v1/voices?week=2026-W46&cursor=%20%20',
    '/v1/voices?week=2026-W46&cursor=eyJkYXkiOjF9',
    `/v1/voices?week=2026-W46&cursor=${'A'.repeat(1_500)}`,
    '/v1/voices?week=2026-W46&stages=usage',
    '/v1/voices?week=2026-W46&stage=usage&stage=churn',
    '/v1/voices/abc',
    '/v1/weeks?cursor=e30',
    `/v1/status?x=${'y'.repeat(5_000)}`,
  ])('answers 400 to %s', async (path) => {
    const response = await makeApi({ rollups }).as(['admin'])(path.slice(0, 6_000));
    expect(response.status).toBe(400);
    expect((await problemOf(response)).code).toBe('bad-request');
  });

  it('answers 404 as a problem to an address that does not exist', async () => {
    const response = await makeApi().as(['viewer'])('/v1/nothing');
    expect((await problemOf(response)).status).toBe(404);
  });

  it('does not repeat what was sent', async () => {
    const response = await makeApi().as(['viewer'])('/v1/voices?week=010-1234-5678');
    expect(await response.text()).not.toContain('1234');
  });
});

describe('every answer', () => {
  it('carries the security headers, errors too', async () => {
    for (const path of ['/v1/status', '/v1/nothing', '/v1/reviews/2026-46']) {
      const headers = (await makeApi().as(['viewer'])(path)).headers;
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('cache-control')).toMatch(/^private, no-(store|cache)$/);
      expect(headers.get('x-frame-options')).toBe('DENY');
    }
  });

  it('hides a failure of ours from the caller and reports it', async () => {
    const failing = {
      ...quiet,
      listDayChanges: () => Promise.reject(new Error('table voices-7 broke')),
    };
    const { as, failures } = makeApi({ overrides: { rollups: failing } });
    const response = await as(['viewer'])('/v1/status');
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('voices-7');
    expect(failures).toHaveLength(1);
  });

  it('tells the caller to come back when the store is throttled', async () => {
    const throttled = new VocError('storage.throttled', 'transient', 'Too many reads.');
    const failing = { ...quiet, listDayChanges: () => Promise.reject(throttled) };
    const response = await makeApi({ overrides: { rollups: failing } }).as(['viewer'])('/v1/status');
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toBe('2');
  });
});

describe('status and weeks', () => {
  it('sums the rollups per source and names the last day', async () => {
    const status = StatusSchema.parse(await (await makeApi({ rollups }).as(['viewer'])('/v1/status')).json());
    expect(status).toMatchObject({
      documents: 30,
      negative: 12,
      days: 3,
      lastDay: '2026-11-11',
      lastWeek: WEEK,
      today: '2026-11-16',
    });
    expect(status.sources.find((source) => source.source === 'app-review')?.documents).toBe(30);
  });

  it('does not count a day whose documents all moved away', async () => {
    const moved = [...rollups, bucket('2026-11-12', 0, 0)];
    const status = StatusSchema.parse(
      await (await makeApi({ rollups: moved }).as(['viewer'])('/v1/status')).json(),
    );
    expect(status.lastDay).toBe('2026-11-11');
  });

  it('lists weeks newest first, with whether the review is there', async () => {
    const world = {
      rollups: [bucket('2026-11-02', 5, 1), ...rollups],
      files: { 'review.json': '{}' } as const,
    };
    const { weeks } = WeekListSchema.parse(await (await makeApi(world).as(['viewer'])('/v1/weeks')).json());
    expect(weeks.map((week) => [week.week, week.documents, week.daysWithDocuments, week.published])).toEqual([
      ['2026-W46', 30, 3, true],
      ['2026-W45', 5, 1, false],
    ]);
  });

  it('pages through many weeks without losing or repeating one', async () => {
    const mondays = Array.from({ length: 60 }, (_, index) =>
      new Date(Date.UTC(2026, 10, 9) - index * 7 * 86_400_000).toISOString().slice(0, 10),
    );
    const { as } = makeApi({ rollups: mondays.map((day) => bucket(day, 1, 0)) });
    const seen: string[] = [];
    let path = '/v1/weeks';
    for (let page = 0; page < 10; page += 1) {
      const list = WeekListSchema.parse(await (await as(['viewer'])(path)).json());
      seen.push(...list.weeks.map((week) => week.week));
      if (list.nextCursor === null) break;
      path = `/v1/weeks?cursor=${list.nextCursor}`;
    }
    expect(seen).toHaveLength(60);
    expect(new Set(seen).size).toBe(60);
  });
});

describe('reviews', () => {
  const files = {
    'review.json': JSON.stringify(REVIEW),
    'review.html': '<h1>리뷰</h1>',
    'hesitations.csv': '\uFEFFcode\n',
  };

  it('gives the review as it was published', async () => {
    const response = await makeApi({ rollups, files }).as(['viewer'])(`/v1/reviews/${WEEK}`);
    expect(await response.json()).toEqual(REVIEW);
  });

  it('tells a week that is not built from a week without documents', async () => {
    const { as } = makeApi({ rollups });
    expect((await problemOf(await as(['viewer'])(`/v1/reviews/${WEEK}`))).code).toBe('review-not-built');
    expect((await problemOf(await as(['viewer'])('/v1/reviews/2020-W10'))).code).toBe('no-documents');
  });

  it('takes a request for a review with 202, and only for a week with documents', async () => {
    const { as, requested } = makeApi({ rollups });
    expect((await as(['marketer'])(`/v1/reviews/${WEEK}`, { method: 'POST' })).status).toBe(202);
    expect((await as(['marketer'])('/v1/reviews/2020-W10', { method: 'POST' })).status).toBe(404);
    expect(requested).toEqual([WEEK]);
  });

  it('serves the page under a policy that runs nothing', async () => {
    const response = await makeApi({ rollups, files }).as(['viewer'])(`/v1/reviews/${WEEK}/html`);
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(policy).toContain('sandbox');
    expect(policy).not.toContain('allow-scripts');
    expect(response.headers.get('x-frame-options')).toBe('SAMEORIGIN');
  });

  it('serves CSV as a named download, byte order mark included', async () => {
    const response = await makeApi({ rollups, files }).as(['viewer'])(`/v1/reviews/${WEEK}/hesitations.csv`);
    expect(response.headers.get('content-disposition')).toBe(
      'attachment; filename="voc-2026-W46-hesitations.csv"',
    );
    expect([...new Uint8Array(await response.arrayBuffer())].slice(0, 3)).toEqual([0xef, 0xbb, 0xbf]);
  });

  it('says of a missing PDF that it is still being made', async () => {
    const response = await makeApi({ rollups, files }).as(['viewer'])(`/v1/reviews/${WEEK}/pdf`);
    expect((await problemOf(response)).code).toBe('file-not-ready');
  });
});

describe('voices', () => {
  const documents = [
    ...Array.from({ length: 7 }, (_, index) => makeDocument(index + 1, { bucket: '2026-11-10T03' })),
    makeDocument(20, { bucket: '2026-11-10T05' }),
    makeDocument(30, { day: '2026-11-09' }),
    makeDocument(31, { day: '2026-11-11', code: 'auth' }),
  ];

  it('pages newest first over days and hours, each voice once', async () => {
    const { as } = makeApi({ documents, rollups });
    const ids: string[] = [];
    let cursor = '';
    do {
      const list = VoiceListSchema.parse(
        await (await as(['viewer'])(`/v1/voices?week=${WEEK}&limit=3${cursor}`)).json(),
      );
      ids.push(...list.voices.map((voice) => voice.id));
      cursor = list.nextCursor === null ? '' : `&cursor=${list.nextCursor}`;
    } while (cursor !== '');
    expect(ids).toEqual(['r-31', 'r-20', 'r-7', 'r-6', 'r-5', 'r-4', 'r-3', 'r-2', 'r-1', 'r-30']);
  });

  it('narrows by code and counts from the rollups', async () => {
    const response = await makeApi({ documents, rollups }).as(['viewer'])(
      `/v1/voices?week=${WEEK}&code=auth`,
    );
    const list = VoiceListSchema.parse(await response.json());
    expect(list.voices.map((voice) => voice.id)).toEqual(['r-31']);
    expect(list.total).toBe(0);
  });

  it('gives the lists that name customers to cx and admin only', async () => {
    const followUps = {
      read: async (file: string) =>
        ({ 'follow-ups.json': Buffer.from(JSON.stringify(FOLLOW_UPS)), 'hold.csv': Buffer.from('a') })[
          file
        ] ?? null,
    };
    const { as } = makeApi({ overrides: { followUps } });
    for (const path of ['/v1/follow-ups', '/v1/follow-ups/hold.csv']) {
      expect((await as(['marketer', 'viewer'])(path)).status).toBe(403);
      expect((await as(['cx'])(path)).status).toBe(200);
    }
    expect((await as(['admin'])('/v1/follow-ups/churn-risk.csv')).status).toBe(404);
    expect((await as(['admin'])('/v1/follow-ups/..%2Freviews')).status).toBe(400);
  });

  it('shows nothing of a voice that its source has deleted', async () => {
    const [first, ...others] = documents;
    if (first === undefined) throw new Error('there are no documents');
    const erased = { ...first, record: { ...first.record, text: '', erased: true as const } };
    const { as } = makeApi({ documents: [erased, ...others] });
    expect((await as(['viewer'])(`/v1/voices/${first.record.documentKey}`)).status).toBe(404);
  });

  it('shows the customer to cx and admin only, and tokens, attributes and script links to nobody', async () => {
    const { as } = makeApi({ documents });
    const path = `/v1/voices/${documents[0]?.record.documentKey}`;
    const forViewer = await (await as(['viewer', 'marketer'])(path)).text();
    const forCx = await (await as(['cx'])(path)).text();
    expect(forViewer).not.toContain('C-7');
    expect(VoiceSchema.parse(JSON.parse(forCx)).link.customerId).toBe('C-7');
    for (const secret of ['k1.feed', 'internal', 'javascript']) expect(forCx).not.toContain(secret);
  });
});

describe('customers', () => {
  it('shows the reports of imports to those who work with customers', async () => {
    const report = emptyReport(
      { id: 'i1', kind: 'file', name: 'customers/a.csv', asOf: '2026-11-01T00:00:00.000Z' },
      '2026-11-01T00:00:00.000Z',
    );
    const { as } = makeApi({ overrides: { imports: { list: async () => [report] } } });
    expect((await as(['viewer'])('/v1/imports')).status).toBe(403);
    const response = await as(['marketer'])('/v1/imports');
    expect(ImportListSchema.parse(await response.json()).imports).toEqual([report]);
  });

  it('takes the order of an administrator to erase one, with a record of who asked, and of nobody else', async () => {
    const orders: ErasureOrder[] = [];
    const receipts: ErasureReceipt[] = [];
    const { as } = makeApi({
      overrides: {
        erasures: { list: async () => receipts, save: async (receipt) => void receipts.push(receipt) },
        requestErasure: async (order) => void orders.push(order),
      },
    });
    const erase = { method: 'DELETE' };
    for (const role of ['viewer', 'marketer', 'cx'] as const)
      expect((await as([role])('/v1/customers/C1', erase)).status).toBe(403);
    expect(orders).toEqual([]);
    const response = await as(['admin'])('/v1/customers/C%2F1', erase);
    expect(response.status).toBe(202);
    expect(orders).toMatchObject([{ customerId: 'C/1', after: null }]);
    expect(receipts).toMatchObject([{ requestedBy: 'u1', state: 'running' }]);
    expect(JSON.stringify(await response.json())).not.toContain('C/1');
    expect((await as(['cx'])('/v1/erasures')).status).toBe(403);
    const list = ErasureListSchema.parse(await (await as(['admin'])('/v1/erasures')).json());
    expect(list.erasures).toEqual(receipts);
  });
});
