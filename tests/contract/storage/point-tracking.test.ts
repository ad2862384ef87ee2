import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEmergingRepository } from '../../../shared/storage/emerging-repository.ts';
import { createPointTrackingRepository } from '../../../shared/storage/point-tracking-repository.ts';
import { type DynamoDbServer, startDynamoDb } from '../../fixtures/dynamodb-server.ts';

let server: DynamoDbServer;

beforeAll(async () => {
  server = await startDynamoDb();
});
afterAll(() => server.stop());

const insights = () => ({ client: server.client, tableName: server.tables.insights });
const POINT = { code: 'price', stage: 'purchase' } as const;
const at = '2026-11-16T00:00:00.000Z';

describe('what people decide about hesitation points', () => {
  it('is kept across weeks with its history, and people who write at once do not lose each other’s words', async () => {
    const points = createPointTrackingRepository(insights());
    expect(await points.get(POINT)).toBeUndefined();
    await Promise.all([
      points.change(POINT, { status: 'addressing', owner: 'Pricing team' }, { at, by: 'cx lead' }),
      points.change(POINT, { note: 'The fee page is rewritten' }, { at, by: 'marketer' }),
      points.change(POINT, { experiment: 'AB-17' }, { at, by: 'analyst' }),
    ]);
    const tracked = await points.get(POINT);
    expect(tracked).toMatchObject({
      status: 'addressing',
      owner: 'Pricing team',
      note: 'The fee page is rewritten',
      experiment: 'AB-17',
      version: 3,
    });
    expect(tracked?.history.map(({ by }) => by).sort()).toEqual(['analyst', 'cx lead', 'marketer']);
    expect(await points.list()).toEqual([tracked]);
  });

  it('takes what a review found by itself once', async () => {
    const points = createPointTrackingRepository(insights());
    const back = {
      point: { code: 'auth', stage: 'verification' },
      status: 'back',
      by: 'review 2026-W46',
    } as const;
    await points.record([back], at);
    await points.record([back], at);
    expect(await points.get(back.point)).toMatchObject({ status: 'back', version: 1 });
  });
});

describe('decisions about emerging points', () => {
  it('stay, the last one of a proposal', async () => {
    const emerging = createEmergingRepository(insights());
    const dismissed = { id: 'a'.repeat(16), name: '점검', terms: ['점검'], code: null, at, by: 'cx' };
    await emerging.decide({ ...dismissed, decision: 'dismissed' });
    const accepted = { ...dismissed, decision: 'accepted' as const, code: 'maintenance' };
    await emerging.decide(accepted);
    expect(await emerging.list()).toEqual([accepted]);
  });
});
