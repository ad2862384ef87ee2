import { createHmac } from 'node:crypto';
import type { PiiType } from '../../domain/record.ts';
import { redact } from '../../privacy/redact.ts';
import type { TokenKeys } from '../../privacy/token-keys.ts';

/** What an id may carry of a person. Account, card and passport shapes are those of ordinary ids. */
const PERSONAL_TYPES: ReadonlySet<PiiType> = new Set(['email', 'phone', 'rrn']);

/** A phone between other parts of an id, which a text would take for an account: `010-1234-5678-2`, `reply_01012345678_1`. */
const PHONE_AS_PART = /(?<!\d)(?:\+?82[-. ]?0?|0)1[016789](?:[-. ]\d{3,4}[-. ]|\d{3,4})\d{4}(?!\d)/;

/**
 * The id as it may be kept: verbatim, or `hmac-…` where it holds an e-mail address, a phone or a resident number.
 * Keyed, because a plain hash of a phone number is found by trying them all.
 * @param secret one that stays the same as long as its documents live, see {@link lastingSecret}
 */
export function safeDocumentId(id: string, secret: string): { id: string; replaced: boolean } {
  const personal =
    PHONE_AS_PART.test(id) ||
    redact(id).pii.some(({ type }) => PERSONAL_TYPES.has(type) && !(type === 'rrn' && /^\d+$/.test(id)));
  if (!personal) return { id, replaced: false };
  return {
    id: `hmac-${createHmac('sha256', secret).update(id, 'utf8').digest('hex').slice(0, 32)}`,
    replaced: true,
  };
}

/** The oldest live key: a new version must not change what is already stored under it. */
export function lastingSecret(keys: TokenKeys): string {
  const [oldest] = Object.keys(keys.keys).sort();
  return keys.keys[oldest ?? keys.current] ?? '';
}
