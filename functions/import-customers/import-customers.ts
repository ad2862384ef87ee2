import * as z from 'zod';
import { VocError } from '../../shared/domain/errors.ts';
import type { QueueSender } from '../../shared/runtime/queue-sender.ts';
import { readMessages } from '../common/read-messages.ts';
import { objectKeysOf, type S3Notification, S3NotificationSchema } from '../common/s3-notification.ts';
import type { BatchWork } from '../common/sqs-batch.ts';
import { type ImportCustomerFileDeps, importCustomerFile } from './import-customer-file.ts';
import { type CustomerSourceOutcome, type ImportSourceDeps, importSource } from './import-source.ts';

/** A source whose runs follow each other this often never comes to its end; its schedule is enough then. */
const MAX_FOLLOWING_RUNS = 500;

/** The event of a schedule, or of a person who wants a run now. */
export const CustomerSourceEventSchema = z.object({
  customerSourceId: z.string().min(1),
  force: z.boolean().optional(),
  /** Read the source from its beginning, as if it had never run. */
  restart: z.boolean().optional(),
  /** How many runs of this source have followed each other already. */
  following: z.int().min(0).optional(),
});
export type CustomerSourceEvent = z.infer<typeof CustomerSourceEventSchema>;

const QueuedSchema = z.union([CustomerSourceEventSchema, S3NotificationSchema]);

export interface ImportCustomersDeps extends ImportCustomerFileDeps, ImportSourceDeps {
  readonly reports: ImportCustomerFileDeps['reports'] & ImportSourceDeps['reports'];
  /** The queue of this function itself, for the rest of a long file or source. */
  readonly continuations: QueueSender;
}

export function createImportCustomers(deps: ImportCustomersDeps) {
  async function source(
    event: CustomerSourceEvent,
    remainingTimeMs: () => number,
  ): Promise<CustomerSourceOutcome> {
    const { following = 0, ...run } = event;
    const outcome = await importSource(deps, { ...run, remainingTimeMs });
    if (outcome.continues === true && following < MAX_FOLLOWING_RUNS) {
      const { customerSourceId } = event;
      await sendOn(deps, { customerSourceId, following: following + 1 } satisfies CustomerSourceEvent);
    }
    return outcome;
  }

  /** Uploads of customer files, and runs that go on where one of them had no more time. */
  const queued: BatchWork = async (messages, context) => {
    const failures = new Map<string, Error>();
    const sentAt = new Map(messages.map((message) => [message.messageId, message.sentAt]));
    const remainingTimeMs = () => context.getRemainingTimeInMillis();
    const read = await readMessages(messages, QueuedSchema, 'customers', deps.quarantine);
    for (const { messageId, value } of read) {
      try {
        if ('customerSourceId' in value) await source(value, remainingTimeMs);
        else {
          const announced = sentAt.get(messageId) ?? deps.clock().toISOString();
          await importUpload(deps, value, announced, remainingTimeMs);
        }
      } catch (error) {
        failures.set(messageId, error instanceof Error ? error : new Error('the file could not be imported'));
      }
    }
    return failures;
  };

  return { queued, source };
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
    await sendOn(deps, { Records: [record], announcedAt });
  }
}

async function sendOn(deps: ImportCustomersDeps, message: unknown): Promise<void> {
  const refused = await deps.continuations.send([{ body: JSON.stringify(message) }]);
  if (refused.size === 0) return;
  throw new VocError(
    'storage.unavailable',
    'transient',
    'The queue of customer files did not take the rest; tried again.',
  );
}
