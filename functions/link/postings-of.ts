import { customerRef } from '../../shared/domain/document-identity.ts';
import type { LinkResult } from '../../shared/domain/link.ts';
import type { VocRecord } from '../../shared/domain/record.ts';
import { STRONG_KINDS } from '../../shared/linking/evidence.ts';
import { lookupTokens } from '../../shared/linking/link.ts';
import { POSTING_DAYS, type Posting } from '../../shared/storage/posting-repository.ts';

/** More identifiers has a voice only where it quotes others'. */
const MAX_TOKENS = 8;
const STRONG: ReadonlySet<string> = new Set(STRONG_KINDS);

/**
 * Under which terms a document is to be found when customers change: under the tokens that could change its link, and
 * while it has a customer under that one. Documents that first came more than 90 days ago wait no longer.
 */
export function postingsOf(record: VocRecord, link: LinkResult, now: string): Posting[] {
  const ageMs = Date.parse(now) - Date.parse(record.firstSeenAt);
  if (record.erased === true || ageMs > POSTING_DAYS * 86_400_000) return [];
  const tokens = [...new Set(openTokens(record, link))].slice(0, MAX_TOKENS);
  const terms = [...tokens, ...(link.customerId === null ? [] : [customerTerm(link.customerId)])];
  return terms.map((term) => ({ term, documentKey: record.documentKey }));
}

/** Tokens that would change the link if a customer got them. */
function openTokens(record: VocRecord, link: LinkResult): string[] {
  if (link.status !== 'linked') return lookupTokens(record);
  const agreed = new Set(link.evidence.map(({ kind }) => kind.replace(/-variant$/u, '')));
  const strong = record.identifiers.filter(({ kind }) => STRONG.has(kind));
  // Linked by a name or nickname: whoever else comes to hold it is a rival.
  if (!strong.some(({ kind }) => agreed.has(kind))) return lookupTokens(record);
  // Linked by an identifier: another one, nobody's until now, may turn out to be somebody else's.
  return lookupTokens({ ...record, identifiers: strong.filter(({ kind }) => !agreed.has(kind)) });
}

/** Stands for a customer; no token looks like it. */
export function customerTerm(customerId: string): string {
  return `customer.${customerRef(customerId)}`;
}
