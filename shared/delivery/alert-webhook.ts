import type { AlertMessage } from '../domain/alert.ts';
import { signedHeaders } from '../runtime/webhook-signature.ts';
import type { AlertSink } from './alert-sink.ts';
import { type AlertReader, alertText } from './alert-text.ts';
import type { PostJson } from './post-json.ts';

/** An alert for other systems: the message as it is, and how a person would be told it. */
export function alertWebhookBody(message: AlertMessage, reader: AlertReader): string {
  const { title, lines } = alertText(message, reader);
  return JSON.stringify({ ...message, title, lines });
}

/**
 * Posts alerts to a system of the customer, signed as our own webhook wants it: `x-voc-timestamp` (seconds) and
 * `x-voc-signature: v1=` + hex HMAC-SHA-256 of `timestamp.body`. Receivers tell repetitions by `id` and `sequence`.
 */
export function createAlertWebhookSink(deps: {
  readonly post: PostJson;
  readonly reader: AlertReader;
  readonly url: string;
  readonly signingKey: () => Promise<string>;
  readonly clock: () => Date;
}): AlertSink {
  return {
    id: 'webhook',
    async deliver(message) {
      const body = alertWebhookBody(message, deps.reader);
      const headers = signedHeaders(await deps.signingKey(), body, deps.clock());
      await deps.post('webhook', deps.url, body, headers);
    },
  };
}
