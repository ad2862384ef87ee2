import type { CustomerProfile } from '../../domain/customer.ts';
import type { ChurnRisk } from '../../domain/follow-up.ts';
import type { HesitationCode } from '../../domain/taxonomy.ts';
import { byCustomer, type LinkedVoice } from './linked-voices.ts';

const DAY_MS = 86_400_000;
/** Reasons of those who leave rather than wait. */
const LEAVING: ReadonlySet<HesitationCode> = new Set(['trust', 'privacy', 'price', 'alternative', 'penalty']);
const BANDS = { high: 60, medium: 35 } as const;

/**
 * Customers with a negative voice by how likely they are to leave: how long ago and how often they bought (recency and
 * frequency of RFM; Hughes 1994), how often they complained, and of what. The points are a documented judgement, not a
 * fitted model: without the CRM's own churn there is nothing to fit. Only customers with consent to analytics.
 */
export function churnRisks(
  voices: readonly LinkedVoice[],
  profiles: ReadonlyMap<string, CustomerProfile>,
  now: Date,
): { risks: ChurnRisk[]; withoutConsent: number } {
  const risks: ChurnRisk[] = [];
  let withoutConsent = 0;
  for (const [customerId, own] of byCustomer(voices)) {
    const negative = own.filter(({ sentiment }) => sentiment === 'negative');
    const last = negative.at(-1);
    if (last === undefined) continue;
    const profile = profiles.get(customerId);
    if (profile?.consentAnalytics !== true) {
      withoutConsent += 1;
      continue;
    }
    const codes = [...new Set(negative.flatMap((voice) => voice.codes))];
    const parts = {
      recency: recencyPoints(profile.lastPurchaseAt, now),
      frequency: profile.orderCount >= 5 ? 0 : profile.orderCount >= 2 ? 5 : 10,
      voices: negative.length >= 3 ? 35 : negative.length === 2 ? 25 : 15,
      reasons: Math.min(20, codes.filter((code) => LEAVING.has(code)).length * 10),
    };
    const score = parts.recency + parts.frequency + parts.voices + parts.reasons;
    risks.push({
      customerId,
      score,
      band: score >= BANDS.high ? 'high' : score >= BANDS.medium ? 'medium' : 'low',
      parts,
      negativeVoices: negative.length,
      codes,
      lastAt: last.publishedAt,
      documentKeys: negative.map(({ documentKey }) => documentKey),
    });
  }
  risks.sort((a, b) => b.score - a.score || (a.customerId < b.customerId ? -1 : 1));
  return { risks, withoutConsent };
}

/** Nobody knows when who has no purchase: between a month and a quarter is assumed. */
function recencyPoints(lastPurchaseAt: string | undefined, now: Date): number {
  const at = lastPurchaseAt === undefined ? Number.NaN : new Date(lastPurchaseAt).getTime();
  if (Number.isNaN(at)) return 15;
  const days = (now.getTime() - at) / DAY_MS;
  return days <= 30 ? 0 : days <= 90 ? 10 : days <= 180 ? 25 : 35;
}
