import { compareText } from '../../domain/compare-text.ts';
import type { CustomerProfile } from '../../domain/customer.ts';
import type { FastFollow } from '../../domain/follow-up.ts';
import type { LinkedVoice } from './linked-voices.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** A complaint within this time of a purchase is about it more often than not. */
const AFTER_PURCHASE_DAYS = 14;
const DUE_HOURS = { high: 4, normal: 24 } as const;
/** What nobody has answered in a week is no fast follow any more; it stays a hold. */
const LISTED_DAYS = 7;

/**
 * Whom to answer first: negative voices after a purchase, and severe ones whatever was bought. Due within a day of the
 * voice, severe ones within four hours. One line per customer: the newest voice, with the earliest due time of all.
 */
export function fastFollows(
  voices: readonly LinkedVoice[],
  profiles: ReadonlyMap<string, CustomerProfile>,
  now: Date,
): FastFollow[] {
  const lines = new Map<string, FastFollow>();
  for (const voice of voices) {
    const at = new Date(voice.publishedAt);
    if (voice.sentiment !== 'negative' || now.getTime() - at.getTime() > LISTED_DAYS * DAY_MS) continue;
    const severe = voice.urgency === 'high';
    const daysSincePurchase = daysAfter(profiles.get(voice.customerId)?.lastPurchaseAt, at);
    if (!severe && daysSincePurchase === null) continue;
    const dueAt = new Date(at.getTime() + DUE_HOURS[severe ? 'high' : 'normal'] * HOUR_MS).toISOString();
    const before = lines.get(voice.customerId);
    lines.set(voice.customerId, {
      customerId: voice.customerId,
      documentKey: voice.documentKey,
      source: voice.source,
      publishedAt: voice.publishedAt,
      dueAt: before !== undefined && before.dueAt < dueAt ? before.dueAt : dueAt,
      urgency: before !== undefined && before.urgency === 'high' ? before.urgency : voice.urgency,
      code: voice.codes[0] ?? before?.code ?? null,
      daysSincePurchase,
    });
  }
  return [...lines.values()].sort(
    (a, b) => compareText(a.dueAt, b.dueAt) || compareText(a.customerId, b.customerId),
  );
}

function daysAfter(purchase: string | undefined, voice: Date): number | null {
  if (purchase === undefined) return null;
  const at = new Date(purchase);
  if (Number.isNaN(at.getTime())) return null;
  const days = Math.floor((voice.getTime() - at.getTime()) / DAY_MS);
  return days >= 0 && days <= AFTER_PURCHASE_DAYS ? days : null;
}
