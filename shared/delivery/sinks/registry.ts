import type { Sink } from '../sink.ts';
import { brazeContentBlock } from './braze-content-block.ts';
import { csvExport } from './csv-export.ts';
import type { MakeSink, SinkDeps } from './make-sink.ts';
import { notion } from './notion.ts';
import { signedWebhook } from './signed-webhook.ts';
import type { SinkConfig } from './sink-config.ts';
import { slack } from './slack.ts';
import { slackWebhook } from './slack-webhook.ts';
import { teams } from './teams.ts';

/** Every kind of sink that voc.config.yaml can name. */
const SINKS: { readonly [Type in SinkConfig['type']]: MakeSink<Type> } = {
  'braze-content-block': brazeContentBlock,
  csv: csvExport,
  notion,
  slack,
  'slack-webhook': slackWebhook,
  teams,
  webhook: signedWebhook,
};

/** The sink that a part of voc.config.yaml describes. */
export function makeSink(config: SinkConfig, deps: SinkDeps): Sink {
  const make = SINKS[config.type] as MakeSink<SinkConfig['type']>;
  return make(config, deps);
}
