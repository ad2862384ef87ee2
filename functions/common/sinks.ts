import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { createEventBridgeSink } from '../../shared/delivery/eventbridge.ts';
import { createSesMailSink } from '../../shared/delivery/ses-mail.ts';
import type { Sink } from '../../shared/delivery/sink.ts';

/** The ways out that the configuration names: always the event bus, mail where addresses are set. */
export function createSinks(options: {
  busName: string;
  language: 'ko' | 'en';
  mail: { from: string; to: readonly string[] } | undefined;
}): Sink[] {
  const events = createEventBridgeSink({ client: new EventBridgeClient({}), busName: options.busName });
  if (options.mail === undefined) return [events];
  return [
    events,
    createSesMailSink({ client: new SESv2Client({}), language: options.language, ...options.mail }),
  ];
}
