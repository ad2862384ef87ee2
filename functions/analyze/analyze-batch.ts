import type { AnalysedRecord } from '../../shared/domain/analysis.ts';
import { VocError } from '../../shared/domain/errors.ts';
import { VocRecordSchema } from '../../shared/domain/record.ts';
import { LOG_EVENTS } from '../../shared/runtime/log-events.ts';
import { queueJson } from '../../shared/runtime/queue-json.ts';
import type { QueueSender } from '../../shared/runtime/queue-sender.ts';
import type { QuarantineRepository } from '../../shared/storage/quarantine-repository.ts';
import { count, logInfo } from '../common/powertools.ts';
import { readMessages } from '../common/read-messages.ts';
import { runNames } from '../common/run-names.ts';
import type { BatchWork } from '../common/sqs-batch.ts';
import type { Reader } from './current-reader.ts';
import { sharpen } from './sharpen.ts';

export interface AnalyzeDeps {
  /** What reads a batch; one batch is read by one edition of the settings. */
  reader(): Promise<Reader>;
  readonly analyses: QueueSender;
  readonly quarantine: Pick<QuarantineRepository, 'put'>;
}

/** Reads each record of a batch and sends the analyses on; only what the next queue did not take comes back. */
export function createAnalyzeBatch(deps: AnalyzeDeps): BatchWork {
  return async (messages, context) => {
    const failures = new Map<string, Error>();
    const fail = (messageId: string, error: unknown) =>
      failures.set(messageId, error instanceof Error ? error : new Error('the analyzer failed'));
    const { analyzer, generative } = await deps.reader();
    const read: { messageId: string; analysed: AnalysedRecord }[] = [];
    for (const { messageId, value } of await readMessages(
      messages,
      VocRecordSchema,
      'records',
      deps.quarantine,
    )) {
      try {
        read.push({ messageId, analysed: { record: value, reading: analyzer.read(value) } });
      } catch (error) {
        fail(messageId, error);
      }
    }
    const done: { messageId: string; body: string }[] = [];
    for (const { messageId, analysed } of await sharpen(generative, read, context)) {
      try {
        done.push({ messageId, body: queueJson(analysed) });
      } catch (error) {
        fail(messageId, error);
      }
    }
    for (const index of await deps.analyses.send(done)) {
      const messageId = done[index]?.messageId;
      if (messageId !== undefined) failures.set(messageId, notTaken());
    }
    logInfo(LOG_EVENTS.batchAnalysed, {
      records: messages.length,
      failed: failures.size,
      runs: runNames(read.map(({ analysed }) => analysed.record)),
    });
    count('RecordsAnalysed', messages.length - failures.size);
    return failures;
  };
}

function notTaken(): VocError {
  return new VocError(
    'storage.unavailable',
    'transient',
    'The queue of analyses did not take it; it is tried again.',
  );
}
