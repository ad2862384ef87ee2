import { afterAll, beforeAll, expect, it } from 'vitest';
import type { KeywordSuggestion } from '../../../shared/domain/insight.ts';
import { decide, newSuggestionRecord } from '../../../shared/insight/messages/suggestion-decisions.ts';
import { createSuggestionRepository } from '../../../shared/storage/suggestion-repository.ts';
import { type DynamoDbServer, startDynamoDb } from '../../fixtures/dynamodb-server.ts';

let server: DynamoDbServer;

beforeAll(async () => {
  server = await startDynamoDb();
});
afterAll(() => server.stop());

const suggestion: KeywordSuggestion = {
  id: 's1',
  pointId: 'price.purchase',
  segment: 'all',
  stage: 'purchase',
  phrase: '수수료',
  said: 9,
  gap: false,
  lift: { value: 1.2, low: 1.1, high: 1.3 },
  angle: 'concrete-number',
  drafts: ['수수료는 15%예요.'],
  evidence: [],
};

it('keeps decisions on suggestions, and lets the second of two people decide again', async () => {
  const repository = createSuggestionRepository({ client: server.client, tableName: server.tables.insights });
  expect(await repository.get('s1')).toBeUndefined();
  const first = newSuggestionRecord(suggestion, '2026-W46');
  const act = { by: 'marketer', at: '2026-11-16T00:00:00.000Z' };
  const accepted = decide(first, { decision: 'accepted', text: '수수료는 15%예요.' }, act);
  expect(await repository.save(accepted, undefined)).toBe(true);
  expect(await repository.save(accepted, undefined)).toBe(false);
  const rejected = decide(accepted, { decision: 'rejected' }, act);
  expect(await repository.save(rejected, first.revision)).toBe(false);
  expect(await repository.save(rejected, accepted.revision)).toBe(true);
  expect(await repository.get('s1')).toEqual(rejected);
  expect(await repository.list()).toEqual([rejected]);
});
