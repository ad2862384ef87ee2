import { type KeyObject, verify } from 'node:crypto';
import { parseJson } from '../../../shared/sources/access/read-json.ts';

export interface VerifiedJwt {
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
}

/** What a server does with a JWT: its header and claims where the signature is right, else null. */
export function verifiedJwt(token: string, publicKey: KeyObject): VerifiedJwt | null {
  const [header = '', claims = '', signature = ''] = token.split('.');
  const key = { key: publicKey, dsaEncoding: 'ieee-p1363' } as const;
  const right = verify(
    'sha256',
    Buffer.from(`${header}.${claims}`),
    key,
    Buffer.from(signature, 'base64url'),
  );
  return right ? { header: decoded(header), claims: decoded(claims) } : null;
}

function decoded(part: string): Record<string, unknown> {
  return parseJson(Buffer.from(part, 'base64url').toString('utf8')) as Record<string, unknown>;
}
