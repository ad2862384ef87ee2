import { expect, it } from 'vitest';
import { rfmOf } from '../../../../shared/customers/rfm.ts';
import { CustomerRowSchema } from '../../../../shared/domain/customer.ts';

const NOW = '2026-03-01T00:00:00.000Z';
const rfm = (row: Record<string, unknown>) =>
  rfmOf(CustomerRowSchema.parse({ customerId: 'C1', ...row }), NOW);
const order = (date: string, amount?: number) => ({ no: date, date, amount });

it('scores how recently, how often and for how much by fixed cut points', () => {
  expect(rfm({ orders: [order('2026-02-20', 30_000)] })).toEqual({ recency: 5, frequency: 1, monetary: 1 });
  const many = Array.from({ length: 10 }, (_, index) => order(`2025-1${index % 3}-01`, 100_000));
  expect(rfm({ orders: many })).toEqual({ recency: 4, frequency: 5, monetary: 5 });
  expect(rfm({ orders: [order('2024-01-01'), order('2025-07-01')] })).toEqual({ recency: 2, frequency: 2 });
});

it('takes the scores of the CRM before its own, also where they come as text', () => {
  expect(rfm({ orders: [order('2020-01-01', 1)], rfmRecency: '4', rfmMonetary: 3 })).toEqual({
    recency: 4,
    frequency: 1,
    monetary: 3,
  });
});

it('says nothing of who never bought, and nothing of money where an amount is missing', () => {
  expect(rfm({})).toBeUndefined();
  expect(rfm({ lastPurchaseAt: '2026-02-01' })).toBeUndefined();
  expect(rfm({ orders: [order('2026-02-20', 1), order('2026-02-21')] })?.monetary).toBeUndefined();
  expect(rfm({ orders: [order('somewhen', 1)] })).toBeUndefined();
});
