import { createHash } from 'node:crypto';
import type { CustomerProfile, CustomerRow } from '../domain/customer.ts';
import { customerProfile } from '../linking/customer-tokens.ts';
import type { TokenKeys } from '../privacy/token-keys.ts';
import { canonicalJson } from '../storage/canonical-json.ts';
import { rfmOf } from './rfm.ts';

/** The profile that a row makes, on the day of its file. */
export function importedProfile(row: CustomerRow, keys: TokenKeys, asOf: string): CustomerProfile {
  const rfm = rfmOf(row, asOf);
  return { ...customerProfile(row, keys), ...(rfm === undefined ? {} : { rfm }) };
}

/**
 * Equal for rows that make the same profile, under the same keys and by the same rules: a new key or a better
 * normaliser changes the tokens and with them every fingerprint. Keyed, because the tokens in it are.
 */
export function fingerprintOf(profile: CustomerProfile): string {
  return createHash('sha256').update(canonicalJson(profile), 'utf8').digest('base64url');
}
