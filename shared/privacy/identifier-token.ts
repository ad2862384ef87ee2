import { createHmac } from 'node:crypto';
import { VocError } from '../domain/errors.ts';
import type { IdentifierKind } from '../domain/record.ts';
import { bareNumber } from './learnt-formats.ts';
import { isPlaceholderEmail, mailboxOf, normaliseEmail } from './normalise-email.ts';
import { normaliseNickname } from './normalise-nickname.ts';
import { isPlaceholderPhone, normalisePhone } from './normalise-phone.ts';
import { nameKey } from './person-name.ts';
import type { TokenKeys } from './token-keys.ts';
import { visibleText } from './visible-text.ts';

/** Fewer characters than this say nothing about a person. */
const MIN_UNITS = 2;
/**
 * Kinds that are looked up under the token of another kind, so that a customer needs one token for both: survey links
 * carry the app user's id as their code; an order number with a slip is looked up as the numbers it may have been.
 */
const HASHED_AS: Partial<Readonly<Record<IdentifierKind, IdentifierKind>>> = {
  'survey-token': 'user-id',
  'name-order': 'order-number',
};

/**
 * The one spelling under which an identifier is compared, or null when the value is no evidence of a person (empty,
 * masked, a placeholder, not a phone number, not an address). `name-phone4` takes `name|phone` (or its last four digits)
 * and gives `name|last four digits`; the other kinds with a name are made by `name-evidence.ts` and stay as they are.
 */
export function normaliseIdentifier(kind: IdentifierKind, raw: string): string | null {
  switch (kind) {
    case 'phone': {
      const phone = normalisePhone(asRead(raw));
      return phone === null || isPlaceholderPhone(phone) ? null : phone;
    }
    case 'email': {
      const email = normaliseEmail(asRead(raw));
      return email === null || isPlaceholderEmail(email) ? null : mailboxOf(email);
    }
    case 'name':
      return nameKey(raw);
    case 'name-phone4':
      return normaliseNameAndPhone(raw);
    case 'order-number':
      return usable(bareNumber(raw));
    case 'nickname':
      return usable(normaliseNickname(raw));
    case 'user-id':
    case 'survey-token':
      return usable(bareNumber(raw).toLowerCase());
    case 'name-phone':
    case 'name-phone-half':
    case 'name-email':
    case 'name-order':
    case 'masked-name4':
      return raw;
    case 'external-id':
      return usable(plain(raw));
  }
}

/**
 * The keyed token of a normalised identifier, `<version>.<hex>`: HMAC-SHA256 of `kind|value` under the given key
 * version (default: the current one). See `HASHED_AS` for kinds that share their tokens.
 * @throws VocError `config.invalid` (config) when there is no key of that version
 */
export function identifierToken(
  kind: IdentifierKind,
  normalised: string,
  keys: TokenKeys,
  version: string = keys.current,
): string {
  const secret = keys.keys[version];
  if (secret === undefined) {
    throw new VocError(
      'config.invalid',
      'config',
      `There is no identity key ${version}. Add it to the secret.`,
    );
  }
  const named = HASHED_AS[kind] ?? kind;
  return `${version}.${createHmac('sha256', secret).update(`${named}|${normalised}`, 'utf8').digest('hex')}`;
}

function normaliseNameAndPhone(raw: string): string | null {
  const cut = raw.lastIndexOf('|');
  const name = nameKey(raw.slice(0, Math.max(cut, 0)));
  const digits = raw.slice(cut + 1).trim();
  const last4 = /^[0-9]{4}$/u.test(digits)
    ? digits
    : (normaliseIdentifier('phone', digits)?.slice(-4) ?? null);
  return name === null || last4 === null ? null : `${name}|${last4}`;
}

/** Nobody's number or address holds invisible characters; nicknames do. */
function asRead(raw: string): string {
  return visibleText(raw)?.text ?? raw;
}

function plain(raw: string): string {
  return raw.toWellFormed().normalize('NFKC').trim();
}

/** Masked values ("이**", "user***") stand for many people. */
function usable(value: string): string | null {
  return value.length < MIN_UNITS || /[*●○]/u.test(value) ? null : value;
}
