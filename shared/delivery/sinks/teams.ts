import * as z from 'zod';
import { briefOf } from '../brief.ts';
import { createSinkHttp } from '../sink-http.ts';
import { teamsMessage } from '../teams-card.ts';
import type { MakeSink } from './make-sink.ts';
import { SinkUrlSchema } from './sink-config.ts';
import { sinkSecret } from './sink-secret.ts';

/** The address carries its own signature, so all of it is the secret. */
const SecretSchema = z.object({ url: SinkUrlSchema });

/**
 * Posts a card through the Teams workflow "post to a channel when a webhook request is received". The workflow answers
 * 202 before it posts: that it then failed shows in its run history only.
 */
export const teams: MakeSink<'teams'> = (config, deps) => {
  const post = createSinkHttp(config.id, deps.http);
  return {
    id: config.id,
    carries: config.carries,
    async deliver(delivery) {
      const { url } = await sinkSecret(SecretSchema, config, deps);
      await post({ url, body: teamsMessage(briefOf(delivery, deps)) });
    },
  };
};
