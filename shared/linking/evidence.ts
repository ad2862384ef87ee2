import type { IdentifierKind } from '../domain/record.ts';

/**
 * What an exact match of each kind of identifier says about the author, as log-odds (natural) that the author is its
 * only owner. Issued identifiers are near proof; addresses and numbers go stale, are shared and reissued; a nickname is
 * chosen by many. First values, set by judgement and checked against invented customers; to be estimated later.
 */
export const EVIDENCE_WEIGHTS: Readonly<Record<IdentifierKind, number>> = {
  'user-id': 6.5,
  'external-id': 6.5,
  'survey-token': 5,
  'order-number': 4.5,
  email: 5,
  phone: 4,
  'name-phone4': 3,
  nickname: 0.9,
};

/** A match by a variant (a corrected typing error) is worth this much less. */
export const VARIANT_PENALTY = 2.5;

/** What usually comes with a phone number and belongs to the same person. */
export const PHONE_COMPANIONS: ReadonlySet<IdentifierKind> = new Set<IdentifierKind>([
  'email',
  'name-phone4',
]);

/** A known phone number whose companions nobody has is worth this much less. */
export const REISSUED_PENALTY = 2.5;

/** From this probability on a voice is somebody's; below it is at most a suggestion. */
export const LINK_THRESHOLD = 0.95;

/** Below this probability not even a suggestion is made. */
export const CANDIDATE_THRESHOLD = 0.3;

/** Kinds that alone may link; the others only support or suggest. */
export const DECISIVE_KINDS: ReadonlySet<IdentifierKind> = new Set<IdentifierKind>([
  'user-id',
  'external-id',
  'survey-token',
  'order-number',
  'email',
  'phone',
]);
