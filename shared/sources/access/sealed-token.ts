import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const VERSION = 'v1';
const CIPHER = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * A text that only the holder of the secret can read: `v1.<iv>.<tag>.<ciphertext>` in base64url, AES-256-GCM under a
 * key that HKDF-SHA-256 makes of the secret. The same text gives another seal each time.
 */
export function sealToken(text: string, secret: string): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, keyOf(secret), iv, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(VERSION));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return [VERSION, ...[iv, cipher.getAuthTag(), sealed].map((part) => part.toString('base64url'))].join('.');
}

/** The text of a seal, or null where it was made with another secret, is damaged, or is no seal at all. */
export function unsealToken(seal: string, secret: string): string | null {
  const [version, iv, tag, sealed, ...more] = seal.split('.');
  if (version !== VERSION || iv === undefined || tag === undefined || sealed === undefined) return null;
  if (more.length > 0) return null;
  try {
    const decipher = createDecipheriv(CIPHER, keyOf(secret), bytesOf(iv), { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(VERSION));
    decipher.setAuthTag(bytesOf(tag));
    return Buffer.concat([decipher.update(bytesOf(sealed)), decipher.final()]).toString('utf8');
  } catch {
    return null;
  }
}

/** Throws where a character is no base64url: Buffer would skip it, and two seals would be the same. */
function bytesOf(part: string): Buffer {
  const bytes = Buffer.from(part, 'base64url');
  if (bytes.toString('base64url') !== part) throw new Error('not base64url');
  return bytes;
}

/** Clients' secrets are long and random, so the key needs no salt and no slow derivation. */
function keyOf(secret: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, '', 'voc sealed token v1', 32));
}
