import type { CustomerProfile, CustomerRow } from '../domain/customer.ts';
import type { IdentifierKind } from '../domain/record.ts';
import { identifierToken, normaliseIdentifier } from '../privacy/identifier-token.ts';
import type { TokenKeys } from '../privacy/token-keys.ts';

export interface CustomerToken {
  readonly kind: IdentifierKind;
  readonly token: string;
}

/**
 * Every token under which a customer's own voice may arrive: one per identifier and live key version, so that voices
 * tokenised before a change of key still meet their customer. Values that are no evidence (platform default names,
 * placeholder numbers) give none.
 */
export function customerTokens(row: CustomerRow, keys: TokenKeys): CustomerToken[] {
  const identifiers: readonly (readonly [IdentifierKind, string | undefined])[] = [
    ['phone', row.phone],
    ['email', row.email],
    ['user-id', row.appUserId],
    // Survey links carry the app user's id as their token.
    ['survey-token', row.appUserId],
    ['external-id', row.zendeskUserId],
    ['nickname', row.nickname],
    [
      'name-phone4',
      row.name !== undefined && row.phone !== undefined ? `${row.name}|${row.phone}` : undefined,
    ],
    ...row.orders.map((order) => ['order-number', order.no] as const),
  ];
  const tokens = new Map<string, CustomerToken>();
  for (const [kind, raw] of identifiers) {
    const normalised = raw === undefined ? null : normaliseIdentifier(kind, raw);
    if (normalised === null) continue;
    for (const version of Object.keys(keys.keys)) {
      const token = identifierToken(kind, normalised, keys, version);
      tokens.set(token, { kind, token });
    }
  }
  return [...tokens.values()];
}

/** What the store keeps of a customer: tokens, consents and attributes, never the identifiers themselves. */
export function customerProfile(row: CustomerRow, keys: TokenKeys): CustomerProfile {
  const { customerId, consentAnalytics, consentMarketing, consentNight } = row;
  return {
    customerId,
    tokens: customerTokens(row, keys),
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
