import { createHmac } from 'node:crypto';

/**
 * The value of `x-voc-signature` for a body, on webhooks that come in and that go out: `v1=` + hex HMAC-SHA-256 of
 * `timestamp.body` under the key that both sides know. `timestamp`: seconds since 1970, as in `x-voc-timestamp`.
 */
export function webhookSignature(signingKey: string, timestamp: string, body: Uint8Array | string): string {
  return `v1=${createHmac('sha256', signingKey).update(`${timestamp}.`).update(body).digest('hex')}`;
}

/** The two headers of a signed body that goes out now. */
export function signedHeaders(signingKey: string, body: string, now: Date) {
  const timestamp = String(Math.floor(now.getTime() / 1000));
  return { 'x-voc-timestamp': timestamp, 'x-voc-signature': webhookSignature(signingKey, timestamp, body) };
}
