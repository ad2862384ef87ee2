import type { CustomerRow } from '../domain/customer.ts';
import type { Learnt } from '../domain/learnt.ts';
import type { HolderCounts } from '../domain/link-profile.ts';
import { normaliseIdentifier } from '../privacy/identifier-token.ts';
import { FormatLearner } from '../privacy/learnt-formats.ts';
import { nameKey } from '../privacy/person-name.ts';
import { deviceKey } from './device.ts';
import { DistinctSample } from './distinct-sample.ts';
import { nicknameShape } from './nickname-shape.ts';

/** Days before the newest purchase over which weekly buyers are averaged. */
const WINDOW_DAYS = 84;
/** Rarer devices are counted as this rare; keeps the record small. */
const MAX_DEVICES = 400;

/** Learns from a customer file row by row, in bounded memory; the same rows in any order teach the same. */
export class CustomerFileLearner {
  readonly #orders = new FormatLearner();
  readonly #userIds = new FormatLearner();
  readonly #nicknames: DistinctSample<string | number>;
  readonly #names: DistinctSample<number>;
  readonly #devices = new Map<string, number>();
  readonly #buyersByDay = new Map<string, number>();
  #customers = 0;

  /** @param maxValues of nicknames and of names that are kept; of more, a sample is counted */
  constructor(maxValues?: number) {
    this.#nicknames = new DistinctSample(maxValues);
    this.#names = new DistinctSample(maxValues);
  }

  add(row: CustomerRow): void {
    this.#customers += 1;
    for (const { no } of row.orders) this.#orders.add(no);
    if (row.appUserId !== undefined) this.#userIds.add(row.appUserId);
    const name = row.name === undefined ? null : nameKey(row.name);
    if (name !== null) this.#names.update(name, (held = 0) => held + 1);
    const nickname = row.nickname === undefined ? null : normaliseIdentifier('nickname', row.nickname);
    if (nickname !== null) this.#addNickname(nickname, name ?? row.customerId);
    const device = row.deviceModel === undefined ? '' : deviceKey(row.deviceModel);
    if (device !== '') this.#devices.set(device, (this.#devices.get(device) ?? 0) + 1);
    for (const day of purchaseDays(row)) this.#buyersByDay.set(day, (this.#buyersByDay.get(day) ?? 0) + 1);
  }

  learnt(): Learnt {
    const known = [...this.#devices.values()].reduce((sum, count) => sum + count, 0);
    const devices = [...this.#devices]
      .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
      .slice(0, MAX_DEVICES);
    return {
      statistics: {
        customers: this.#customers,
        nicknames: this.#nicknameCounts(),
        names: holderCounts(
          [...this.#names.entries()].map(([, held]) => held),
          this.#names.weight,
        ),
        devices: Object.fromEntries(devices.map(([device, count]) => [device, count / known])),
        weeklyBuyers: this.#weeklyBuyers(),
      },
      formats: { orders: this.#orders.formats(), userIds: this.#userIds.formats() },
    };
  }

  /** Two accounts of one name with one nickname are one person's. */
  #addNickname(nickname: string, holder: string): void {
    this.#nicknames.update(nickname, (known) => {
      if (known === undefined) return holder;
      if (typeof known === 'number') return known + 1;
      return known === holder ? holder : 2;
    });
  }

  #nicknameCounts(): Record<string, HolderCounts> {
    const byShape = new Map<string, number[]>();
    for (const [nickname, held] of this.#nicknames.entries()) {
      const shape = nicknameShape(nickname);
      const counts = byShape.get(shape) ?? [];
      counts.push(typeof held === 'number' ? held : 1);
      byShape.set(shape, counts);
    }
    return Object.fromEntries(
      [...byShape].sort().map(([shape, counts]) => [shape, holderCounts(counts, this.#nicknames.weight)]),
    );
  }

  #weeklyBuyers(): number {
    const newest = [...this.#buyersByDay.keys()].sort().at(-1);
    if (newest === undefined || this.#customers === 0) return 1;
    const from = addDays(newest, -WINDOW_DAYS);
    let purchases = 0;
    for (const [day, count] of this.#buyersByDay) if (day > from) purchases += count;
    return Math.min(1, Math.max(0.001, (purchases / WINDOW_DAYS) * 7) / this.#customers);
  }
}

/** Days on which a customer is known to have bought, oldest first. */
export function purchaseDays(row: CustomerRow): string[] {
  const days = new Set(row.orders.map(({ date }) => dayOf(date)));
  if (row.lastPurchaseAt !== undefined) days.add(dayOf(row.lastPurchaseAt));
  return [...days].filter((day) => day !== '').sort();
}

/** The day of a date or time as it is written, or empty where it is none. */
export function dayOf(text: string): string {
  return /^[0-9]{4}-[0-9]{2}-[0-9]{2}/u.exec(text.trim())?.[0] ?? '';
}

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

function holderCounts(counts: readonly number[], weight: number): HolderCounts {
  return {
    once: counts.filter((count) => count === 1).length * weight,
    twice: counts.filter((count) => count === 2).length * weight,
    values: counts.length * weight,
  };
}
