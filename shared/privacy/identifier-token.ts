import { createHmac } from 'node:crypto';
import { VocError } from '../domain/errors.ts';
import type { IdentifierKind } from '../domain/record.ts';
import { normaliseEmail } from './normalise-email.ts';
import { normalisePhone } from './normalise-phone.ts';
import type { TokenKeys } from './token-keys.ts';

/** Fewer characters than this say nothing about a person. */
const MIN_UNITS = 2;

/**
 * The one spelling under which an identifier is compared, or null when the value is no evidence of a person (empty,
 * masked, not a phone number, not an address). `name-phone4` takes `name|phone` and gives `name|last four digits`.
 */
export function normaliseIdentifier(kind: IdentifierKind, raw: string): string | null {
  switch (kind) {
    case 'phone':
      return normalisePhone(raw);
    case 'email':
      return normaliseEmail(raw);
    case 'name-phone4':
      return normaliseNameAndPhone(raw);
    case 'order-number':
      return usable(plain(raw).replace(/[\s-]/gu, '').toUpperCase());
    case 'nickname':
      return usable(plain(raw).replace(/\s+/gu, ' ').toLowerCase());
    default:
      return usable(plain(raw));
  }
}

/**
 * The keyed token of a normalised identifier, `<version>.<hex>`: HMAC-SHA256 of `kind|value` under the given key
 * version (default: the current one).
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
  return `${version}.${createHmac('sha256', secret).update(`${kind}|${normalised}`, 'utf8').digest('hex')}`;
}

function normaliseNameAndPhone(raw: string): string | null {
  const cut = raw.lastIndexOf('|');
  const name = plain(raw.slice(0, Math.max(cut, 0)))
    .replace(/\s+/gu, '')
    .toLowerCase();
  const phone = normalisePhone(raw.slice(cut + 1));
  return phone === null || usable(name) === null ? null : `${name}|${phone.slice(-4)}`;
}

function plain(raw: string): string {
  return raw.toWellFormed().normalize('NFKC').trim();
}

/** Masked values ("이**", "user***") stand for many people. */
function usable(value: string): string | null {
  return value.length < MIN_UNITS || /[*●○]/u.test(value) ? null : value;
}
