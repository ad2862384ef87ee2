import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { exportJWK, generateKeyPair, importJWK, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import * as z from 'zod';
import { ROLES } from '../../shared/domain/dashboard-api.ts';
import type { AuthorizerPlan } from './plan.ts';

export const SESSION_COOKIE = 'voc_session';
const ALGORITHM = 'ES256';
const SESSION_SECONDS = 12 * 3600;
const CODE_LIFETIME_MS = 15 * 60_000;
const KeyFileSchema = z.object({
  privateKey: z.record(z.string(), z.unknown()),
  publicKey: z.record(z.string(), z.unknown()),
});

/** The login of the local stack: it signs tokens with a key of its own, in place of the user pool. */
export interface Login {
  /** A code that can be exchanged once, within 15 minutes. */
  newCode(): string;
  /** Exchanges a code for a session token, or undefined when it is unknown, used or expired. */
  exchange(code: string, now: Date): Promise<string | undefined>;
  /** A token for calls from programs, as the user pool would issue it. */
  issueToken(now: Date): Promise<string>;
  /** Claims of a valid token for the authorizer, or undefined. */
  verify(token: string, authorizer: AuthorizerPlan): Promise<JWTPayload | undefined>;
}

/** Opens the signing key in `keyFile`, making one (readable by the user only) when there is none. */
export async function openLogin(keyFile: string, authorizer: AuthorizerPlan | undefined): Promise<Login> {
  const { privateKey, publicKey } = await openKeys(keyFile);
  const codes = new Map<string, number>();
  const issueToken = (now: Date): Promise<string> => {
    const seconds = Math.floor(now.getTime() / 1000);
    return new SignJWT({
      email: 'local@example.com',
      'cognito:groups': [...ROLES],
      token_use: 'id',
    })
      .setProtectedHeader({ alg: ALGORITHM })
      .setSubject('local-user')
      .setIssuer(authorizer?.issuer ?? 'local')
      .setAudience([...(authorizer?.audience ?? ['local'])])
      .setIssuedAt(seconds)
      .setExpirationTime(seconds + SESSION_SECONDS)
      .sign(privateKey);
  };
  return {
    newCode() {
      const code = randomBytes(18).toString('base64url');
      codes.set(code, Date.now() + CODE_LIFETIME_MS);
      return code;
    },
    async exchange(code, now) {
      const expiresAt = codes.get(code);
      codes.delete(code);
      return expiresAt !== undefined && now.getTime() < expiresAt ? issueToken(now) : undefined;
    },
    issueToken,
    async verify(token, { issuer, audience }) {
      try {
        const { payload } = await jwtVerify(token, publicKey, {
          issuer,
          audience: [...audience],
          algorithms: [ALGORITHM],
        });
        return payload;
      } catch {
        return undefined;
      }
    },
  };
}

async function openKeys(keyFile: string) {
  if (!existsSync(keyFile)) {
    const pair = await generateKeyPair(ALGORITHM, { extractable: true });
    const keys = { privateKey: await exportJWK(pair.privateKey), publicKey: await exportJWK(pair.publicKey) };
    writeFileSync(keyFile, JSON.stringify(keys), { mode: 0o600 });
  }
  const stored = KeyFileSchema.parse(JSON.parse(readFileSync(keyFile, 'utf8')));
  const [privateKey, publicKey] = await Promise.all([
    importJWK({ ...stored.privateKey, kty: 'EC' }, ALGORITHM),
    importJWK({ ...stored.publicKey, kty: 'EC' }, ALGORITHM),
  ]);
  return { privateKey, publicKey };
}

/** The `Set-Cookie` value of a session: not readable by scripts, not sent from other sites. */
export function sessionCookie(token: string): string {
  return `${SESSION_COOKIE}=${token}; HttpOnly; SameSite=Strict; Path=/; Max-Age=${SESSION_SECONDS}`;
}

/** The `Set-Cookie` value that takes a session away. */
export const NO_SESSION_COOKIE = `${SESSION_COOKIE}=; HttpOnly; SameSite=Strict; Path=/; Max-Age=0`;

/** The token of a request: `Authorization: Bearer …`, else the session cookie. */
export function tokenOf(headers: {
  authorization?: string | undefined;
  cookie?: string | undefined;
}): string | undefined {
  const bearer = /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1];
  if (bearer !== undefined) return bearer;
  const cookies = (headers.cookie ?? '').split(/;\s*/);
  return cookies.find((cookie) => cookie.startsWith(`${SESSION_COOKIE}=`))?.slice(SESSION_COOKIE.length + 1);
}
