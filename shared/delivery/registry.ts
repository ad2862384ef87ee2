import { createEventBridgeSink } from './eventbridge.ts';
import { createSesMailSink } from './ses-mail.ts';

/** Every way out of the pipeline: one file per sink and one line here. */
export const sinks = {
  eventbridge: createEventBridgeSink,
  'ses-mail': createSesMailSink,
} as const;
export type SinkId = keyof typeof sinks;
