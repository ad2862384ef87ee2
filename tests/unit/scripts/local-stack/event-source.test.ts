import { expect, it } from 'vitest';
import { failedIds } from '../../../../scripts/local-stack/event-source.ts';

const batch = ['a', 'b'].map((MessageId) => ({ MessageId }));

it('takes from a partial response what failed', () => {
  const ids = failedIds({ batchItemFailures: [{ itemIdentifier: 'b' }] }, batch, true);
  expect([...ids]).toEqual(['b']);
});

it.each([[null], [{}], [{ batchItemFailures: [] }], [{ batchItemFailures: null }]])(
  'takes %j as success',
  (result) => {
    expect(failedIds(result, batch, true).size).toBe(0);
  },
);

it.each([
  [{ batchItemFailures: [{ itemIdentifier: '' }] }],
  [{ batchItemFailures: [{ itemIdentifier: 'unknown' }] }],
  [{ batchItemFailures: 'all' }],
])('takes %j as failure of the whole batch, as Lambda does', (result) => {
  expect(failedIds(result, batch, true).size).toBe(2);
});

it('does not look at the result of a mapping without partial responses', () => {
  expect(failedIds({ batchItemFailures: [{ itemIdentifier: 'b' }] }, batch, false).size).toBe(0);
});
