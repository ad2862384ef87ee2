import type { CustomerProfile, CustomerRow } from '../domain/customer.ts';
import type { LinkProfile } from '../domain/link-profile.ts';
import type { IdentifierKind } from '../domain/record.ts';
import { identifierToken, normaliseIdentifier } from '../privacy/identifier-token.ts';
import {
  maskedNameWithDigits,
  nameWithEmail,
  nameWithHalfPhone,
  nameWithPhone,
} from '../privacy/name-evidence.ts';
import type { TokenKeys } from '../privacy/token-keys.ts';
import { deviceKey } from './device.ts';
import { dayOf, purchaseDays } from './learn-statistics.ts';
import { nicknameShape } from './nickname-shape.ts';
import { slipMark } from './slip-mark.ts';

export interface CustomerToken {
  readonly kind: IdentifierKind;
  readonly token: string;
}

/** Most recent purchases that a link profile keeps. */
const MAX_PURCHASE_DAYS = 10;
/** Enough of a token to tell a few accounts of one name apart. */
const CONTACT_UNITS = 20;

/**
 * Every token under which a customer's own voice may arrive: one per identifier and live key version, so that voices
 * tokenised before a change of key still meet their customer. Values that are no evidence (platform default names,
 * placeholder numbers) give none.
 */
export function customerTokens(row: CustomerRow, keys: TokenKeys): CustomerToken[] {
  const versions = Object.keys(keys.keys);
  const tokens = new Map<string, CustomerToken>();
  for (const [kind, value] of normalisedValues(row)) {
    for (const version of versions) {
      const token = identifierToken(kind, value, keys, version);
      tokens.set(token, { kind, token });
    }
  }
  return [...tokens.values()];
}

/** What the store keeps of a customer: tokens, consents and attributes, never the identifiers themselves. */
export function customerProfile(row: CustomerRow, keys: TokenKeys): CustomerProfile {
  const { customerId, consentAnalytics, consentMarketing, consentNight } = row;
  const tokens = customerTokens(row, keys);
  return {
    customerId,
    tokens,
    link: linkProfile(row, tokens, keys),
    consentAnalytics,
    consentMarketing,
    consentNight,
    orderCount: row.orders.length,
    ...(row.lifecycleStage === undefined ? {} : { lifecycleStage: row.lifecycleStage }),
    ...(row.segment === undefined ? {} : { segment: row.segment }),
    ...(row.acquisitionChannel === undefined ? {} : { acquisitionChannel: row.acquisitionChannel }),
    ...(row.signupAt === undefined ? {} : { signupAt: row.signupAt }),
    ...(row.lastPurchaseAt === undefined ? {} : { lastPurchaseAt: row.lastPurchaseAt }),
    ...(row.appVersion === undefined ? {} : { appVersion: row.appVersion }),
    ...(row.deviceModel === undefined ? {} : { deviceModel: row.deviceModel }),
  };
}

/** What the linker compares beside tokens. */
export function linkProfile(
  row: CustomerRow,
  tokens: readonly CustomerToken[],
  keys: TokenKeys,
): LinkProfile {
  const device = row.deviceModel === undefined ? '' : deviceKey(row.deviceModel);
  const signupDay = row.signupAt === undefined ? '' : dayOf(row.signupAt);
  const nickname = row.nickname === undefined ? null : normaliseIdentifier('nickname', row.nickname);
  return {
    names: tokens.filter(({ kind }) => kind === 'name').map(({ token }) => token),
    contacts: tokens
      .filter(({ kind }) => kind === 'phone' || kind === 'email')
      .map(({ token }) => token.slice(0, CONTACT_UNITS)),
    phoneSlips: phoneSlips(row, keys),
    purchaseDays: purchaseDays(row).slice(-MAX_PURCHASE_DAYS),
    ...(device === '' ? {} : { device }),
    ...(row.appVersion === undefined ? {} : { appVersion: row.appVersion }),
    ...(signupDay === '' ? {} : { signupDay }),
    ...(nickname === null ? {} : { nicknameShape: nicknameShape(nickname) }),
  };
}

function phoneSlips({ name, phone }: CustomerRow, keys: TokenKeys): string[] {
  if (name === undefined || phone === undefined) return [];
  const values = nameWithPhone(name, phone);
  return Object.keys(keys.keys).flatMap((version) =>
    values.map((value) => slipMark(identifierToken('name-phone', value, keys, version))),
  );
}

function normalisedValues(row: CustomerRow): [IdentifierKind, string][] {
  const { name, phone, email } = row;
  const raw: readonly (readonly [IdentifierKind, string | undefined])[] = [
    ['phone', phone],
    ['email', email],
    ['user-id', row.appUserId],
    ['external-id', row.zendeskUserId],
    ['nickname', row.nickname],
    ['name', name],
    ['name-phone4', name !== undefined && phone !== undefined ? `${name}|${phone}` : undefined],
    ...row.orders.map((order) => ['order-number', order.no] as const),
  ];
  const values: [IdentifierKind, string][] = [];
  for (const [kind, value] of raw) {
    const normalised = value === undefined ? null : normaliseIdentifier(kind, value);
    if (normalised !== null) values.push([kind, normalised]);
  }
  if (name === undefined) return values;
  const add = (kind: IdentifierKind, many: readonly string[]) =>
    values.push(...many.map((value): [IdentifierKind, string] => [kind, value]));
  if (phone !== undefined) {
    add('name-phone-half', nameWithHalfPhone(name, phone));
    add('masked-name4', maskedNameWithDigits(name, phone));
  }
  if (email !== undefined) add('name-email', nameWithEmail(name, email));
  return values;
}
