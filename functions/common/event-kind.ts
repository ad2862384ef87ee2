import type { SQSEvent } from 'aws-lambda';

/** Tells a batch of a queue from a scheduled or direct event of the same function. */
export function isSqsEvent(event: unknown): event is SQSEvent {
  return typeof event === 'object' && event !== null && 'Records' in event && Array.isArray(event.Records);
}
