import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LinkResult } from '../../../shared/domain/link.ts';
import type { LinkDecision } from '../../../shared/domain/link-decision.ts';
import { createLinkReviewRepository } from '../../../shared/storage/link-review-repository.ts';
import { type DynamoDbServer, startDynamoDb } from '../../fixtures/dynamodb-server.ts';

let server: DynamoDbServer;

beforeAll(async () => {
  server = await startDynamoDb();
});
afterAll(() => server.stop());

const repository = () =>
  createLinkReviewRepository({
    client: server.client,
    tableName: server.tables.state,
    clock: () => new Date('2026-11-20T00:00:00.000Z'),
  });
const link = (customerId: string): LinkResult => ({
  customerId,
  status: 'candidate',
  confidence: 0.6,
  evidence: [{ kind: 'nickname', weight: 2 }],
});
const waiting = (id: number, customerId = 'C1') => ({
  documentKey: String(id).padStart(64, '0'),
  publishedAt: `2026-11-${10 + id}T00:00:00.000Z`,
  link: link(customerId),
});
const verdict = (
  customerId: string,
  given: LinkDecision['verdict'],
  pattern: string,
  at = '2026-11-20T01:00:00.000Z',
): LinkDecision => ({ customerId, verdict: given, by: 'u1', at, reason: '같은 주문을 말함', pattern });

describe('the review of suggested links', () => {
  it('lists what waits page by page, the newest first, without what is decided', async () => {
    const reviews = repository();
    const all = [1, 2, 3, 4, 5].map((id) => waiting(id));
    await reviews.enqueue([...all, ...all]);
    const first = await reviews.page(2, null);
    expect(first.candidates).toEqual([all[4], all[3]]);
    const second = await reviews.page(3, first.next);
    expect(second.candidates).toEqual([all[2], all[1], all[0]]);
    expect(second.next).toBeNull();
    await reviews.decide(waiting(5), verdict('C1', 'rejected', 'list'));
    await reviews.settle([waiting(4), waiting(3)]);
    expect((await reviews.page(9, null)).candidates).toEqual([all[1], all[0]]);
    await reviews.settle(all);
  });

  it('keeps who decided what, when and why, and counts each verdict once', async () => {
    const reviews = repository();
    const document = waiting(6);
    await reviews.decide(document, verdict('C1', 'rejected', 'once'));
    await reviews.decide(document, verdict('C1', 'rejected', 'once'));
    await reviews.decide(document, verdict('C2', 'confirmed', 'once'));
    const changed = verdict('C1', 'confirmed', 'once', '2026-11-20T02:00:00.000Z');
    await reviews.decide(document, changed);
    expect(await reviews.decisionsOf([document.documentKey, 'a'.repeat(64)])).toEqual(
      new Map([[document.documentKey, [verdict('C2', 'confirmed', 'once'), changed]]]),
    );
    expect((await repository().experience()).once).toEqual({ confirmed: 2, rejected: 0 });
  });

  it('loses no verdict of several at once', async () => {
    const reviews = repository();
    const document = waiting(7);
    await Promise.all(
      ['C1', 'C2', 'C3'].map((id) => reviews.decide(document, verdict(id, 'rejected', 'several'))),
    );
    expect((await reviews.decisionsOf([document.documentKey])).get(document.documentKey)).toHaveLength(3);
    expect((await repository().experience()).several).toEqual({ confirmed: 0, rejected: 3 });
  });

  it('forgets a customer, keeps the others’ decisions and what was learnt, and may be repeated', async () => {
    const reviews = repository();
    await reviews.decide(waiting(8), verdict('gone', 'confirmed', 'forget'));
    await reviews.decide(waiting(9), verdict('gone', 'rejected', 'forget'));
    await reviews.decide(waiting(9), verdict('stays', 'confirmed', 'forget'));
    expect(await reviews.forgetCustomer('gone')).toBe(2);
    expect(await reviews.forgetCustomer('gone')).toBe(0);
    const left = await reviews.decisionsOf([waiting(8).documentKey, waiting(9).documentKey]);
    expect([...left.values()].flat().map(({ customerId }) => customerId)).toEqual(['stays']);
    expect((await repository().experience()).forget).toEqual({ confirmed: 2, rejected: 1 });
  });
});
