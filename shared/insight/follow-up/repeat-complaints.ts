import type { RepeatComplaint } from '../../domain/follow-up.ts';
import type { HesitationCode } from '../../domain/taxonomy.ts';
import { byCustomer, type LinkedVoice } from './linked-voices.ts';

/** Customers who complain of the same thing on several days, most voices first, then the latest. */
export function repeatComplaints(voices: readonly LinkedVoice[]): RepeatComplaint[] {
  const found: RepeatComplaint[] = [];
  for (const [customerId, own] of byCustomer(voices.filter(({ sentiment }) => sentiment === 'negative'))) {
    const byCode = new Map<HesitationCode, LinkedVoice[]>();
    for (const voice of own) {
      for (const code of voice.codes) byCode.set(code, [...(byCode.get(code) ?? []), voice]);
    }
    for (const [code, same] of byCode) {
      const [first, last] = [same[0], same.at(-1)];
      // Two voices of one day are one complaint that was sent twice.
      const days = new Set(same.map(({ day }) => day));
      if (first === undefined || last === undefined || days.size < 2) continue;
      found.push({
        customerId,
        code,
        voices: same.length,
        firstAt: first.publishedAt,
        lastAt: last.publishedAt,
        documentKeys: same.map(({ documentKey }) => documentKey),
      });
    }
  }
  return found.sort(
    (a, b) =>
      b.voices - a.voices ||
      (a.lastAt < b.lastAt ? 1 : a.lastAt > b.lastAt ? -1 : 0) ||
      (`${a.customerId}|${a.code}` < `${b.customerId}|${b.code}` ? -1 : 1),
  );
}
