import type { IdentifierKind } from '../domain/record.ts';
import type { SourceKind } from '../domain/taxonomy.ts';

/** Identifiers that a company issues or checks: each names one account. */
export const STRONG_KINDS = [
  'user-id',
  'external-id',
  'survey-token',
  'order-number',
  'email',
  'phone',
] as const;
export type StrongKind = (typeof STRONG_KINDS)[number];

/** A name with a number that may hold a slip, or with part of one. */
export const NAMED_KINDS = ['name-phone4', 'name-phone', 'name-email', 'name-order'] as const;
export type NamedKind = (typeof NAMED_KINDS)[number];

/** Only on these sources is an id of that kind issued by us. Elsewhere it is the other site's own number. */
export const ISSUED_ON: Partial<Readonly<Record<IdentifierKind, readonly SourceKind[]>>> = {
  'user-id': ['ticket', 'survey'],
  'external-id': ['ticket'],
};

/**
 * How often a link by this kind alone is somebody else's, when the sentence says that the identifier is the author's:
 * numbers are reissued, addresses shared, orders quoted for others. From the development sample and rounded up (where it
 * has no error, by the rule of three: no error in n tries is less than 3/n in 95 of 100 samples).
 */
export const ERROR_RATE: Readonly<Record<StrongKind | NamedKind, number>> = {
  'user-id': 0.003,
  'external-id': 0.003,
  'survey-token': 0.004,
  'order-number': 0.008,
  email: 0.004,
  phone: 0.008,
  'name-phone4': 0.01,
  'name-phone': 0.01,
  'name-email': 0.01,
  'name-order': 0.01,
};

/**
 * How likely a stranger with the author's name meets a customer by chance: four digits, one of seven times six digits, a
 * mailbox or an order that differ by one slip.
 */
export const CHANCE_BY_NAME: Readonly<Record<NamedKind, number>> = {
  'name-phone4': 1e-4,
  'name-phone': 7e-6,
  'name-email': 3e-6,
  'name-order': 1e-6,
};
/** For a name with a number, the whole of which is seen, twice as many look-alikes may be expected. */
export const MAX_NAMESAKES = 0.02;

/** A corrected address is somebody's own this often. */
export const VARIANT_ERROR_RATE = 0.01;
/** A name that agrees makes a reissued number or a shared mailbox this much less likely. */
export const NAME_AGREES_FACTOR = 0.25;

/** Fewer look-alikes than this must be expected by chance before weak evidence links. */
export const MAX_LOOK_ALIKES = 0.01;
/** Below this probability not even a suggestion is made. */
export const CANDIDATE_THRESHOLD = 0.5;
/** How often a suggestion is right where what it rests on cannot be weighed. */
export const CANDIDATE_RATE = {
  /** The text does not say whose the identifier is. */
  unknownRole: 0.5,
  /** Identifiers that name different customers. */
  conflict: 0.5,
  /** "김*수 1234": the surname, the last syllable and four digits agree. */
  maskedName: 0.9,
  /** A community nickname that hardly anybody else can have: no proof that it is the same site's. */
  communityNickname: 0.8,
} as const;

/**
 * Probabilities that an attribute agrees, if this customer wrote (m); what chance makes of it (u) is learnt from the
 * file. The agreement weight of Fellegi and Sunter (1969) is log m/u, the disagreement weight log (1-m)/(1-u).
 */
export const AGREEMENT = {
  /** The device last seen is the one that the review shows. */
  device: 0.85,
  /** Bought in the week before. */
  recentPurchase: 0.45,
} as const;
export const RECENT_DAYS = 7;
/** A device that nobody in the file has. */
export const RAREST_DEVICE_SHARE = 0.002;

/**
 * How often the likeliest holder of a name is right where that is not enough to link, by what else agrees: the model
 * takes people for independent, but who shares a nickname and a device with a customer is in the file for a reason.
 * From the development sample, rounded to a twentieth.
 */
export const WEAK_CANDIDATE_CAP = { both: 0.9, purchase: 0.9, device: 0.55, nothing: 0.65 } as const;

/**
 * A token that more customers share than this is no evidence of anybody: even with device and purchase date agreeing,
 * look-alikes would be expected. It also keeps the item of a token small.
 */
export const MAX_CUSTOMERS_PER_TOKEN = 16;
