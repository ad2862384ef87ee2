import * as z from 'zod';
import { briefOf } from '../brief.ts';
import { createSinkHttp, type ReadRefusal } from '../sink-http.ts';
import { slackMessages } from '../slack-message.ts';
import type { MakeSink } from './make-sink.ts';
import { SinkUrlSchema } from './sink-config.ts';
import { sinkSecret } from './sink-secret.ts';

const SecretSchema = z.object({ url: SinkUrlSchema });
/** Slack allows about one message a second per channel. */
const PAUSE_MS = 1_100;

/**
 * Posts through an incoming webhook (https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks): the
 * message, then its details. It can neither thread nor update; a delivery that failed half way goes on where it stood.
 */
export const slackWebhook: MakeSink<'slack-webhook'> = (config, deps) => {
  const post = createSinkHttp(config.id, deps.http, readRefusal);
  return {
    id: config.id,
    carries: config.carries,
    async deliver(delivery, { deliveryId, receipt, keep }) {
      const { url } = await sinkSecret(SecretSchema, config, deps);
      const messages = slackMessages(briefOf(delivery, deps));
      const done = receipt?.deliveryId === deliveryId ? Number(receipt.posted) : 0;
      for (const [index, message] of messages.entries()) {
        if (index < done) continue;
        if (index > done) await deps.sleep(PAUSE_MS);
        await post({ url, body: message });
        keep({ deliveryId, posted: String(index + 1) });
      }
    },
  };
};

/** Refusals are plain words: `invalid_payload`, `no_service`, `channel_is_archived`, `action_prohibited`. */
const readRefusal: ReadRefusal = (status, body) => {
  const reason = body.trim();
  if (status < 400 || status >= 500 || status === 429 || !/^[a-z_]{3,40}$/.test(reason)) return undefined;
  return { kind: reason === 'action_prohibited' ? 'auth' : 'permanent', reason };
};
