import {
  BatchProcessor,
  EventType,
  processPartialResponse,
  SqsFifoPartialProcessorAsync,
} from '@aws-lambda-powertools/batch';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { LOG_EVENTS } from '../../shared/runtime/log-events.ts';
import { count, logFailure } from './powertools.ts';

/** One message of a batch, as the work sees it. */
export interface BatchMessage {
  readonly messageId: string;
  readonly body: string;
  /** When it was sent, ISO 8601: the same on every delivery. */
  readonly sentAt: string;
}

/**
 * Works on a whole batch and answers with the messages that failed. It throws only where the batch failed as a whole.
 */
export type BatchWork = (
  messages: readonly BatchMessage[],
  context: Context,
) => Promise<ReadonlyMap<string, Error>>;

/** Runs the work and reports exactly the failed messages back to a standard queue. */
export async function processBatch(
  event: SQSEvent,
  context: Context,
  work: BatchWork,
): Promise<SQSBatchResponse> {
  const failures = await failuresOf(event, context, work);
  return processPartialResponse(event, rethrow(failures), new BatchProcessor(EventType.SQS), {
    context,
    throwOnFullBatchFailure: false,
  });
}

/** The same for a FIFO queue: behind a failed message the rest of its group waits, other groups go on. */
export async function processFifoBatch(
  event: SQSEvent,
  context: Context,
  work: (message: BatchMessage) => Promise<void>,
): Promise<SQSBatchResponse> {
  return processPartialResponse(
    event,
    async (record: SQSRecord) => {
      try {
        await work(messageOf(record));
      } catch (error) {
        throw reported(error);
      }
    },
    new SqsFifoPartialProcessorAsync(),
    { context, skipGroupOnError: true, throwOnFullBatchFailure: false },
  );
}

async function failuresOf(
  event: SQSEvent,
  context: Context,
  work: BatchWork,
): Promise<ReadonlyMap<string, Error>> {
  try {
    const failures = await work(event.Records.map(messageOf), context);
    for (const error of failures.values()) reported(error);
    return failures;
  } catch (error) {
    const failure = reported(error);
    return new Map(event.Records.map((record) => [record.messageId, failure]));
  }
}

function rethrow(failures: ReadonlyMap<string, Error>) {
  return async (record: SQSRecord): Promise<void> => {
    const failure = failures.get(record.messageId);
    if (failure !== undefined) throw failure;
  };
}

/** Logs a failure. Whatever was thrown becomes an Error: the batch processor cannot take anything else. */
function reported(error: unknown): Error {
  logFailure(LOG_EVENTS.messageFailed, error);
  count('MessagesFailed', 1);
  return error instanceof Error ? error : new Error('something that is no error was thrown');
}

function messageOf(record: SQSRecord): BatchMessage {
  return {
    messageId: record.messageId,
    body: record.body,
    sentAt: new Date(Number(record.attributes?.SentTimestamp ?? 0)).toISOString(),
  };
}
