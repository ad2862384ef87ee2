import { expect, it } from 'vitest';
import { createErase, type EraseDeps } from '../../../../functions/erase-customer/erase.ts';
import { emptyReceipt } from '../../../../shared/customers/empty-receipt.ts';
import type { ErasureOrder, ErasureReceipt } from '../../../../shared/domain/erasure.ts';
import {
  contextWith,
  memoryQuarantine,
  memoryQueue,
  messagesOf,
} from '../../../fixtures/function-doubles.ts';

const NOW = new Date('2026-11-20T00:00:00.000Z');
const order: ErasureOrder = {
  customerId: 'C1',
  receipt: emptyReceipt({ id: 'e1', requestedBy: 'u1', customerId: 'C1' }, NOW),
  after: null,
  claim: null,
};

function world(pages: readonly (string | null)[] = [null], more: Partial<EraseDeps> = {}) {
  const receipts = new Map<string, ErasureReceipt>();
  const orders = memoryQueue();
  const asked: (string | null)[] = [];
  const erase = createErase({
    customers: {
      readForImport: async () => new Map(),
      putMany: async () => new Set<string>(),
      relate: async () => undefined,
      delete: async () => true,
    },
    identity: { removeMany: async () => undefined },
    claims: { open: async () => undefined, close: async () => undefined, stillOpen: async () => new Map() },
    documents: {
      pageLinkedTo: async (_id, after) => {
        asked.push(after);
        return { documents: [], next: pages[asked.length - 1] ?? null };
      },
      unlink: async () => undefined,
    },
    reviews: { forgetCustomer: async () => 0, settleCustomer: async () => undefined },
    contributions: { replace: async () => undefined },
    dirty: memoryQueue().sender,
    dirtyWindowSeconds: 60,
    erasures: {
      get: async ({ id }) => receipts.get(id),
      save: async (receipt) => void receipts.set(receipt.id, receipt),
    },
    quarantine: memoryQuarantine(),
    orders: orders.sender,
    clock: () => NOW,
    ...more,
  });
  return { erase, receipts, orders, asked };
}

it('erases, leaves the receipt, and does nothing when the order comes again', async () => {
  const { erase, receipts, asked } = world();
  expect((await erase(messagesOf(order), contextWith())).size).toBe(0);
  expect(receipts.get('e1')).toMatchObject({ state: 'complete', finishedAt: NOW.toISOString() });
  await erase(messagesOf(order), contextWith());
  expect(asked).toEqual([null]);
});

it('sends itself the rest where its time is up', async () => {
  const { erase, receipts, orders, asked } = world(['k1', null]);
  await erase(
    messagesOf(order),
    contextWith(() => 1_000),
  );
  expect(receipts.size).toBe(0);
  await erase(messagesOf(orders.entries[0]?.body), contextWith());
  expect(asked).toEqual([null, 'k1']);
  expect(receipts.get('e1')?.state).toBe('complete');
});

it('gives the order back when it fails or cannot be sent on', async () => {
  const failing = world([null], { identity: { removeMany: () => Promise.reject(new Error('away')) } });
  expect([...(await failing.erase(messagesOf(order), contextWith())).keys()]).toEqual(['m0']);
  const refusing = world(['k1'], { orders: memoryQueue(() => true).sender });
  const failures = await refusing.erase(
    messagesOf(order),
    contextWith(() => 1_000),
  );
  expect(failures.get('m0')).toMatchObject({ code: 'storage.unavailable' });
});
