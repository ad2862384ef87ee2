import { MAX_CUSTOMERS_PER_TOKEN } from '../shared/linking/evidence.ts';
import type { OwnerIndex, TokenOwners } from '../shared/linking/link.ts';

/** The identity index in memory: nearly every token has one owner, who is kept without a list. */
export class MemoryIndex implements OwnerIndex {
  readonly #owners = new Map<string, string | string[]>();

  add(token: string, customerId: string): void {
    const known = this.#owners.get(token);
    if (known === undefined) this.#owners.set(token, customerId);
    else if (typeof known === 'string') {
      if (known !== customerId) this.#owners.set(token, [known, customerId]);
    } else if (known.at(-1) !== customerId) known.push(customerId);
  }

  get(token: string): TokenOwners | undefined {
    const known = this.#owners.get(token);
    if (known === undefined) return undefined;
    if (typeof known === 'string') return { customerIds: [known], shared: false };
    if (known.length <= MAX_CUSTOMERS_PER_TOKEN) return { customerIds: known, shared: false };
    return { customerIds: known.slice(0, MAX_CUSTOMERS_PER_TOKEN), shared: true, holders: known.length };
  }
}
