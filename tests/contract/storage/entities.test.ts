import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeMessages } from '../../../scripts/eval/api/make-messages.ts';
import type { ErrorRecord } from '../../../shared/domain/error-record.ts';
import type { WeeklyReview } from '../../../shared/domain/insight.ts';
import { NO_STATISTICS } from '../../../shared/domain/link-profile.ts';
import { buildWeeklyReview } from '../../../shared/insight/weekly-review.ts';
import { NO_FORMATS } from '../../../shared/privacy/learnt-formats.ts';
import { createArchiveRepository } from '../../../shared/storage/archive-repository.ts';
import { createIdentityRepository } from '../../../shared/storage/identity-repository.ts';
import { createInsightRepository } from '../../../shared/storage/insight-repository.ts';
import { createLearntRepository } from '../../../shared/storage/learnt-repository.ts';
import { createQuarantineRepository } from '../../../shared/storage/quarantine-repository.ts';
import { createSourceStateRepository } from '../../../shared/storage/source-state-repository.ts';
import { type DynamoDbServer, startDynamoDb } from '../../fixtures/dynamodb-server.ts';

let server: DynamoDbServer;

beforeAll(async () => {
  server = await startDynamoDb();
});
afterAll(() => server.stop());

const table = (id: keyof DynamoDbServer['tables']) => ({
  client: server.client,
  tableName: server.tables[id],
});

describe('identity index', () => {
  const index = () => createIdentityRepository(table('identity'));
  const add = (token: string, customerId: string) => index().addMany([{ token, customerId }]);
  const remove = (token: string, customerId: string) => index().removeMany([{ token, customerId }]);

  it('knows every owner of a token, forgets them one by one, and calls a crowd shared', async () => {
    const identity = createIdentityRepository(table('identity'));
    await add('t1', 'c1');
    await add('t1', 'c1');
    await add('t1', 'c2');
    const owners = await identity.lookup(['t1', 'nobody', 't1']);
    expect([...owners]).toEqual([['t1', { customerIds: ['c1', 'c2'], shared: false }]]);
    await remove('t1', 'c1');
    await remove('t1', 'c2');
    await remove('t1', 'c2');
    expect(await identity.lookup(['t1'])).toEqual(new Map());

    for (let index = 1; index <= 20; index += 1) await add('crowd', `c${index}`);
    const crowd = (await identity.lookup(['crowd'])).get('crowd');
    expect(crowd?.shared).toBe(true);
    expect(crowd?.customerIds).toHaveLength(16);
    expect(crowd?.holders).toBe(20);
    for (const leaving of ['c1', 'c2', 'c10', 'c11', 'c12']) await remove('crowd', leaving);
    const smaller = (await identity.lookup(['crowd'])).get('crowd');
    expect(smaller?.shared).toBe(false);
    expect(smaller?.customerIds).toHaveLength(15);
  });

  it('does for many what it does for one, and never lets an item grow', async () => {
    const identity = createIdentityRepository(table('identity'));
    const own = (token: string, ...ids: string[]) => ids.map((customerId) => ({ token, customerId }));
    const everybody = Array.from({ length: 100 }, (_, index) => `p${index}`);
    await identity.addMany([...own('a', 'c1'), ...own('b', 'c1', 'c2'), ...own('everybody', ...everybody)]);
    await identity.addMany([...own('a', 'c1', 'c3'), ...own('everybody', 'one-more')]);
    await identity.removeMany([...own('b', 'c2', 'never'), ...own('a', 'c1', 'c3'), ...own('nobody', 'c1')]);
    const owners = await identity.lookup(['a', 'b', 'everybody', 'nobody']);
    expect(owners.get('b')).toEqual({ customerIds: ['c1'], shared: false });
    expect(owners.get('everybody')).toMatchObject({ shared: true, holders: 101 });
    expect(owners.size).toBe(2);
    await identity.removeMany(own('everybody', ...everybody));
    expect((await identity.lookup(['everybody'])).get('everybody')).toMatchObject({
      customerIds: [],
      shared: true,
    });
  });

  it('loses nobody when two imports add to the same tokens at once', async () => {
    const identity = createIdentityRepository(table('identity'));
    const tokens = Array.from({ length: 30 }, (_, index) => `both-${index}`);
    await Promise.all(
      ['c1', 'c2', 'c3'].map((customerId) =>
        identity.addMany(tokens.map((token) => ({ token, customerId }))),
      ),
    );
    const owners = await identity.lookup(tokens);
    for (const token of tokens) expect(owners.get(token)?.customerIds).toEqual(['c1', 'c2', 'c3']);
    await Promise.all(
      ['c1', 'c2', 'c3'].map((customerId) =>
        identity.removeMany(tokens.map((token) => ({ token, customerId }))),
      ),
    );
    expect((await identity.lookup(tokens)).size).toBe(0);
  });

  it('keeps what a whole customer file taught, and nothing that a small one did', async () => {
    const clock = () => new Date(nowMs);
    let nowMs = Date.UTC(2026, 10, 1);
    const learnt = createLearntRepository({ ...table('state'), clock });
    expect((await learnt.get()).statistics.customers).toBe(0);
    const taught = (customers: number) => ({
      statistics: { ...NO_STATISTICS, customers },
      formats: NO_FORMATS,
    });
    await learnt.put(taught(1_000));
    await learnt.put(taught(10));
    nowMs += 10 * 60_000;
    expect(await learnt.get()).toEqual(taught(1_000));
  });

  it('reads more tokens than one request takes', async () => {
    const identity = createIdentityRepository(table('identity'));
    const tokens = Array.from({ length: 250 }, (_, index) => `many-${index}`);
    for (const token of tokens) await add(token, 'c1');
    expect((await identity.lookup(tokens)).size).toBe(250);
  });
});

describe('source state', () => {
  const state = () => createSourceStateRepository(table('state'));

  it('gives the lease to one run at a time, and to the next when it is given back or has expired', async () => {
    const repository = state();
    const first = await repository.acquireLease('apple-kr', 1_000, 500);
    expect(first?.fencing).toBe(1);
    expect(await repository.acquireLease('apple-kr', 1_400, 500)).toBeNull();
    const second = await repository.acquireLease('apple-kr', 1_500, 500);
    expect(second?.fencing).toBe(2);
    expect(first && (await repository.releaseLease(first))).toBe(false);
    expect(second && (await repository.releaseLease(second))).toBe(true);
    expect((await repository.acquireLease('apple-kr', 1_600, 500))?.fencing).toBe(3);
  });

  it('keeps the checkpoint of the later run', async () => {
    const repository = state();
    expect(await repository.getCheckpoint('fenced')).toBeUndefined();
    const lease = { sourceId: 'fenced', expiresAtMs: 0 };
    expect(await repository.putCheckpoint({ ...lease, fencing: 2 }, { page: 2, 표시: ['가'] })).toBe(true);
    expect(await repository.putCheckpoint({ ...lease, fencing: 1 }, { page: 9 })).toBe(false);
    expect(await repository.getCheckpoint('fenced')).toEqual({ page: 2, 표시: ['가'] });
  });

  it('keeps line checkpoints of two uploads under one name apart', async () => {
    const repository = state();
    await repository.putDropLine('drops/reviews/a.csv', '"e1"', 500, '2026-11-20T00:00:00.000Z');
    expect(await repository.getDropLine('drops/reviews/a.csv', '"e1"')).toBe(500);
    expect(await repository.getDropLine('drops/reviews/a.csv', '"e2"')).toBe(0);
  });
});

describe('quarantine', () => {
  it('shows the same line once, however often it arrives', async () => {
    const quarantine = createQuarantineRepository({ ...table('state'), retentionDays: 30 });
    const error = (line: number): ErrorRecord => ({
      origin: 'drops/reviews/a.csv',
      line,
      field: 'rating',
      code: 'record.schema-mismatch',
      message: 'The field rating is not a number from 1 to 5.',
      inputHash: 'f'.repeat(64),
      occurredAt: '2026-11-20T01:00:00.000Z',
    });
    await quarantine.put([error(9), error(2), error(2)]);
    await quarantine.put([error(2)]);
    expect((await quarantine.listDay('2026-11-20')).map(({ line }) => line)).toEqual([2, 9]);
    expect(await quarantine.listDays()).toContain('2026-11-20');
  });
});

describe('archive', () => {
  it('replaces a row that is imported again and reads the funnel of a range of days', async () => {
    const archive = createArchiveRepository(table('archive'));
    const step = (date: string, entered: number) =>
      ({ date, stage: 'signup', entered, completed: 1 }) as const;
    await archive.putFunnelSteps([step('2026-11-01', 5), step('2026-11-02', 6), step('2026-11-03', 7)]);
    await archive.putFunnelSteps([step('2026-11-02', 60)]);
    expect((await archive.listFunnelSteps('2026-11-02', '2026-11-03')).map(({ entered }) => entered)).toEqual(
      [60, 7],
    );
  });

  it('has another edition after every import of messages, and the last row of a message', async () => {
    const archive = createArchiveRepository(table('archive'));
    const before = await archive.messagesEdition();
    const [first, second] = makeMessages(2, '2026-11-10');
    if (first === undefined || second === undefined) throw new Error('two were made');
    await archive.putMessages([first, second]);
    const edition = await archive.messagesEdition();
    await archive.putMessages([{ ...first, clicked: 1 }]);
    expect(new Set([before, edition, await archive.messagesEdition()]).size).toBe(3);
    expect(await archive.messagesEdition()).toBe(await archive.messagesEdition());
    expect(await archive.listMessages()).toEqual([{ ...first, clicked: 1 }, second]);
  });
});

describe('insights', () => {
  const review = (points: WeeklyReview['points']): WeeklyReview => ({
    ...buildWeeklyReview({
      week: '2026-W46',
      timeZone: 'Asia/Seoul',
      brand: '돌려받기',
      generatedAt: '2026-11-16T00:00:00.000Z',
      taxonomy: { version: '1', codes: [], stages: [] },
      copyRules: {} as never,
      buckets: [],
      contributions: [],
      documents: new Map(),
      messages: [],
      funnel: [],
    }),
    points,
  });
  const point = (id: string): WeeklyReview['points'][number] => ({
    id,
    code: 'trust',
    stage: 'signup',
    period: '2026-W46',
    documents: 3,
    customers: 1,
    share: { value: 0.1, low: 0.05, high: 0.2 },
    change: 'too-few',
    negativeShare: 1,
    sources: { ticket: 3 },
    segments: [],
    terms: [],
    daily: [],
    status: 'new',
    evidence: [],
  });

  it('replaces a review with all its points', async () => {
    const insights = createInsightRepository(table('insights'));
    await insights.putReview(review([point('p1'), point('p2')]));
    await insights.putReview(review([point('p2')]));
    expect(await insights.getReview('2026-W46')).toEqual(review([point('p2')]));
    expect(await insights.listPoints('2026-W46')).toEqual([point('p2')]);
    expect((await insights.listReviews()).map(({ week }) => week)).toEqual(['2026-W46']);
  });
});
