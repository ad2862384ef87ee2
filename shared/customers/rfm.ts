import type { CustomerRow, Rfm } from '../domain/customer.ts';

/**
 * Fixed cut points instead of quintiles of the file: a score then means the same in every file, an incremental file
 * needs no other rows, and nobody's score moves because others bought. From the fifth score down to the second.
 */
const RECENT_DAYS = [30, 90, 180, 365] as const;
const ORDERS = [10, 5, 3, 2] as const;
const SPENT_KRW = [1_000_000, 500_000, 200_000, 50_000] as const;
const DAY_MS = 86_400_000;

/**
 * Recency, frequency and monetary value as scores from 1 to 5: those that the CRM gives, else computed from the orders;
 * undefined for customers who never bought. The money is scored only where every order has an amount.
 */
export function rfmOf(row: CustomerRow, asOf: string): Rfm | undefined {
  const lastAtMs = lastPurchase(row);
  const recency = row.rfmRecency ?? recencyScore(lastAtMs, asOf);
  const frequency =
    row.rfmFrequency ?? (row.orders.length > 0 ? atLeast(row.orders.length, ORDERS) : undefined);
  if (recency === undefined || frequency === undefined) return undefined;
  const monetary = row.rfmMonetary ?? monetaryScore(row);
  return { recency, frequency, ...(monetary === undefined ? {} : { monetary }) };
}

function recencyScore(lastAtMs: number | undefined, asOf: string): number | undefined {
  if (lastAtMs === undefined) return undefined;
  const days = (Date.parse(asOf) - lastAtMs) / DAY_MS;
  const passed = RECENT_DAYS.findIndex((limit) => days <= limit);
  return passed === -1 ? 1 : 5 - passed;
}

function monetaryScore({ orders }: CustomerRow): number | undefined {
  let spent = 0;
  for (const { amount } of orders) {
    if (amount === undefined) return undefined;
    spent += amount;
  }
  return orders.length === 0 ? undefined : atLeast(spent, SPENT_KRW);
}

function atLeast(value: number, limits: readonly number[]): number {
  const reached = limits.findIndex((limit) => value >= limit);
  return reached === -1 ? 1 : 5 - reached;
}

function lastPurchase(row: CustomerRow): number | undefined {
  const times = [row.lastPurchaseAt, ...row.orders.map(({ date }) => date)]
    .map((text) => Date.parse(text ?? ''))
    .filter((time) => !Number.isNaN(time));
  return times.length === 0 ? undefined : Math.max(...times);
}
