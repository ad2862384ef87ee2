import { customerRef } from '../../shared/domain/document-identity.ts';
import type { LinkResult } from '../../shared/domain/link.ts';
import type { VocRecord } from '../../shared/domain/record.ts';
import { lookupTokens } from '../../shared/linking/link.ts';
import { POSTING_DAYS, type Posting } from '../../shared/storage/posting-repository.ts';

/** More identifiers has a voice only where it quotes others'. */
const MAX_TOKENS = 8;

/**
 * Under which terms a document is to be found when customers change: while it is not surely linked under each of its
 * tokens, while it has a customer under that one. Documents that first came more than 90 days ago wait no longer.
 */
export function postingsOf(record: VocRecord, link: LinkResult, now: string): Posting[] {
  const ageMs = Date.parse(now) - Date.parse(record.firstSeenAt);
  if (record.erased === true || ageMs > POSTING_DAYS * 86_400_000) return [];
  const tokens = link.status === 'linked' ? [] : [...new Set(lookupTokens(record))].slice(0, MAX_TOKENS);
  const terms = [...tokens, ...(link.customerId === null ? [] : [customerTerm(link.customerId)])];
  return terms.map((term) => ({ term, documentKey: record.documentKey }));
}

/** Stands for a customer; no token looks like it. */
export function customerTerm(customerId: string): string {
  return `customer.${customerRef(customerId)}`;
}
