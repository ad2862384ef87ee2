import type { Hold } from '../../domain/follow-up.ts';
import { byCustomer, type LinkedVoice } from './linked-voices.ts';

const DAY_MS = 86_400_000;
const HOLD_DAYS = 14;

/**
 * Customers to whom nothing should be sold now: two weeks from their last negative voice, unless they have been pleased
 * since. Holds need no consent to marketing; they keep messages back.
 */
export function holds(voices: readonly LinkedVoice[], now: Date): Hold[] {
  const found: Hold[] = [];
  for (const [customerId, own] of byCustomer(voices)) {
    const last = own.findLast(({ sentiment }) => sentiment !== 'neutral');
    if (last?.sentiment !== 'negative') continue;
    const until = new Date(new Date(last.publishedAt).getTime() + HOLD_DAYS * DAY_MS);
    if (until <= now) continue;
    found.push({
      customerId,
      until: until.toISOString(),
      code: last.codes[0] ?? null,
      documentKey: last.documentKey,
    });
  }
  return found.sort((a, b) => (a.customerId < b.customerId ? -1 : 1));
}
