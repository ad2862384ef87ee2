import * as z from 'zod';
import { signJwt } from './sign-jwt.ts';

/** Apple allows 20 minutes; less leaves room for clocks that differ. */
const LIFE_MS = 15 * 60_000;
/** A token with less life than this is not used for another request. */
const RESERVE_MS = 2 * 60_000;

/** A team key of App Store Connect. */
export const AppStoreKeySchema = z.object({
  /** Above the list of keys: the same for all keys of the team. */
  issuerId: z.string().min(1),
  keyId: z.string().min(1),
  /** The text of the `.p8` file. */
  privateKey: z.string().min(1),
});
export type AppStoreKey = z.infer<typeof AppStoreKeySchema>;

export interface AppStoreToken {
  readonly token: string;
  readonly expiresAt: Date;
}

/**
 * A token for the App Store Connect API. Pure but for the randomness of the signature.
 * @throws VocError `source.secret-missing` (auth) where the private key cannot sign
 * @see https://developer.apple.com/documentation/appstoreconnectapi/generating-tokens-for-api-requests
 */
export function appStoreToken(key: AppStoreKey, now: Date): AppStoreToken {
  const issuedAt = Math.floor(now.getTime() / 1000);
  const expires = issuedAt + LIFE_MS / 1000;
  const token = signJwt({
    algorithm: 'ES256',
    privateKey: key.privateKey,
    header: { kid: key.keyId },
    claims: { iss: key.issuerId, iat: issuedAt, exp: expires, aud: 'appstoreconnect-v1' },
  });
  return { token, expiresAt: new Date(expires * 1000) };
}

/** Whether a token lasts for another request. */
export function isFresh({ expiresAt }: AppStoreToken, now: Date): boolean {
  return expiresAt.getTime() - now.getTime() > RESERVE_MS;
}
