import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { createEventBridgeSink } from '../../shared/delivery/eventbridge.ts';
import { createSesMailSink } from '../../shared/delivery/ses-mail.ts';
import type { Sink } from '../../shared/delivery/sink.ts';
import type { Taxonomy } from '../../shared/domain/taxonomy.ts';

/** The ways out that the configuration names: always the event bus, mail where addresses are set. */
export function createSinks(options: {
  busName: string;
  language: 'ko' | 'en';
  taxonomy: Taxonomy;
  timeZone: string;
  mail: { from: string; to: readonly string[] } | undefined;
}): Sink[] {
  const { language, taxonomy, timeZone, mail } = options;
  const events = createEventBridgeSink({ client: new EventBridgeClient({}), busName: options.busName });
  if (mail === undefined) return [events];
  return [events, createSesMailSink({ client: new SESv2Client({}), language, taxonomy, timeZone, ...mail })];
}
