import { createPrivateKey, type KeyObject, sign } from 'node:crypto';
import { VocError } from '../../domain/errors.ts';

/** The kind of key that each signature needs. */
const KEY_KINDS = {
  ES256: { type: 'ec', curve: 'prime256v1', name: 'an elliptic curve key (P-256)' },
  RS256: { type: 'rsa', curve: undefined, name: 'an RSA key' },
} as const;

export interface JwtRequest {
  readonly algorithm: keyof typeof KEY_KINDS;
  /** PEM (PKCS#8); line breaks may have become `\n` on the way through a form. */
  readonly privateKey: string;
  /** Fields of the header beside `alg` and `typ`. */
  readonly header?: Readonly<Record<string, string>>;
  readonly claims: Readonly<Record<string, string | number>>;
}

/**
 * A signed JSON Web Token (RFC 7515, compact).
 * @throws VocError `source.secret-missing` (auth) where the private key is none or of another kind
 */
export function signJwt({ algorithm, privateKey, header = {}, claims }: JwtRequest): string {
  const key = readKey(algorithm, privateKey);
  const signed = `${encoded({ alg: algorithm, typ: 'JWT', ...header })}.${encoded(claims)}`;
  // A JWT holds r and s one after the other, not the DER form that OpenSSL gives by default (RFC 7518 §3.4).
  const signature = sign('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' });
  return `${signed}.${signature.toString('base64url')}`;
}

function readKey(algorithm: JwtRequest['algorithm'], privateKey: string): KeyObject {
  const kind = KEY_KINDS[algorithm];
  let key: KeyObject | undefined;
  try {
    key = createPrivateKey(privateKey.replaceAll('\\n', '\n'));
  } catch {
    // What OpenSSL says about a broken key helps nobody; the message below tells what to do.
  }
  if (key?.asymmetricKeyType === kind.type && key.asymmetricKeyDetails?.namedCurve === kind.curve) return key;
  throw new VocError(
    'source.secret-missing',
    'auth',
    `The field privateKey of the source's secret is not ${kind.name} in PEM form. Put the whole text of the key ` +
      'file there, from BEGIN to END, with its line breaks as \\n.',
  );
}

function encoded(part: Readonly<Record<string, string | number>>): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}
