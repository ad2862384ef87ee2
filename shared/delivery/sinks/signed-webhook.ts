import * as z from 'zod';
import { signedHeaders } from '../../runtime/webhook-signature.ts';
import type { Delivery } from '../sink.ts';
import { createSinkHttp } from '../sink-http.ts';
import type { MakeSink } from './make-sink.ts';
import { sinkSecret } from './sink-secret.ts';

const SecretSchema = z.object({ signingKey: z.string().min(16) });

/**
 * POSTs the delivery as JSON, signed like the webhook that we receive: `x-voc-signature` is `v1=` + hex HMAC-SHA-256 of
 * `timestamp.body` under the key both sides know, `x-voc-timestamp` the seconds since 1970. `x-voc-delivery` is the
 * same for every attempt: receivers drop what they have.
 */
export const signedWebhook: MakeSink<'webhook'> = (config, deps) => {
  const post = createSinkHttp(config.id, deps.http);
  return {
    id: config.id,
    carries: config.carries,
    async deliver(delivery, { deliveryId }) {
      const { signingKey } = await sinkSecret(SecretSchema, config, deps);
      const body = JSON.stringify({ deliveryId, ...contentOf(delivery) });
      await post({
        url: config.url,
        headers: { ...signedHeaders(signingKey, body, deps.now()), 'x-voc-delivery': deliveryId },
        body,
      });
    },
  };
};

function contentOf(delivery: Delivery): object {
  const { kind, url } = delivery;
  if (kind === 'weekly-review') return { kind, url, review: delivery.review };
  return kind === 'incident' ? { kind, url, alert: delivery.alert } : { kind, url, draft: delivery.draft };
}
