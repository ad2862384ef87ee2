import type { AlertMessage } from '../domain/alert.ts';
import type { AlertSink } from './alert-sink.ts';
import { type EventBus, putEvent } from './put-event.ts';

/**
 * An alert as an event for what others build on top: IDs, times and counts, no words of customers. New and returning
 * incidents are `voc.incident.detected`, later news of them `voc.incident.updated` and `voc.incident.resolved`, urgent
 * voices `voc.voices.urgent`.
 */
export function alertEvent(message: AlertMessage): { type: string; detail: object } {
  const { id, sequence, severity, since, count, customers, url } = message;
  const common = { id, sequence, severity, count, customers, url };
  if (message.kind === 'urgent-voices')
    return { type: 'voc.voices.urgent', detail: { ...common, since, reasons: message.reasons } };
  const { event, series, seriesTogether, endedAt, expected, upper, codes } = message;
  const status = event === 'resolved' ? 'resolved' : 'open';
  const type =
    event === 'opened' || event === 'reopened'
      ? 'voc.incident.detected'
      : event === 'resolved'
        ? 'voc.incident.resolved'
        : 'voc.incident.updated';
  // Phrases are words of customers.
  const named = (name: string) => (name.startsWith('phrase:') ? 'phrase' : name);
  return {
    type,
    detail: {
      ...common,
      event,
      series: named(series),
      seriesTogether: seriesTogether.map(named),
      startedAt: since,
      endedAt,
      expected,
      upper,
      status,
      codes,
    },
  };
}

/** Puts alerts on the event bus. */
export function createAlertEventSink(bus: EventBus): AlertSink {
  return { id: 'eventbridge', deliver: (message) => putEvent(bus, alertEvent(message)) };
}
