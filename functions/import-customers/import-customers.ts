import { VocError } from '../../shared/domain/errors.ts';
import type { QueueSender } from '../../shared/runtime/queue-sender.ts';
import { readMessages } from '../common/read-messages.ts';
import { objectKeysOf, type S3Notification, S3NotificationSchema } from '../common/s3-notification.ts';
import type { BatchWork } from '../common/sqs-batch.ts';
import { type ImportCustomerFileDeps, importCustomerFile } from './import-customer-file.ts';

export interface ImportCustomersDeps extends ImportCustomerFileDeps {
  /** The queue of this function itself, for the rest of a long file. */
  readonly continuations: QueueSender;
}

/** Uploads of customer files, and the rest of those for which one run had not enough time. */
export function createImportCustomers(deps: ImportCustomersDeps): BatchWork {
  return async (messages, context) => {
    const failures = new Map<string, Error>();
    const sentAt = new Map(messages.map((message) => [message.messageId, message.sentAt]));
    const read = await readMessages(messages, S3NotificationSchema, 'customers', deps.quarantine);
    for (const { messageId, value } of read) {
      try {
        await importUpload(deps, value, sentAt.get(messageId) ?? deps.clock().toISOString(), () =>
          context.getRemainingTimeInMillis(),
        );
      } catch (error) {
        failures.set(messageId, error instanceof Error ? error : new Error('the file could not be imported'));
      }
    }
    return failures;
  };
}

async function importUpload(
  deps: ImportCustomersDeps,
  notification: S3Notification,
  sentAt: string,
  remainingTimeMs: () => number,
): Promise<void> {
  const announcedAt = notification.announcedAt ?? sentAt;
  for (const record of notification.Records) {
    const asOf = new Date(record.eventTime ?? announcedAt).toISOString();
    const [objectKey = ''] = objectKeysOf({ Records: [record] });
    if ((await importCustomerFile(deps, { objectKey, asOf, remainingTimeMs })) !== 'continue') continue;
    // The same message again: the report knows where to go on, and the time of the upload stays what it was.
    const body = JSON.stringify({ Records: [record], announcedAt });
    const refused = await deps.continuations.send([{ body }]);
    if (refused.size > 0) throw notSentOn();
  }
}

function notSentOn(): VocError {
  return new VocError(
    'storage.unavailable',
    'transient',
    'The queue of customer files did not take the rest; tried again.',
  );
}
