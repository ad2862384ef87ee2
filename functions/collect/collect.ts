import * as z from 'zod';
import { VocError } from '../../shared/domain/errors.ts';
import type { QueueSender } from '../../shared/runtime/queue-sender.ts';
import { readMessages } from '../common/read-messages.ts';
import { objectKeysOf, S3NotificationSchema } from '../common/s3-notification.ts';
import type { BatchMessage, BatchWork } from '../common/sqs-batch.ts';
import { type CollectDropDeps, collectDrop } from './collect-drop.ts';
import { type CollectSourceDeps, collectSource, type SourceOutcome } from './collect-source.ts';

export interface CollectDeps extends CollectDropDeps, CollectSourceDeps {
  readonly state: CollectDropDeps['state'] & CollectSourceDeps['state'];
  /** The queue of drops itself, for the rest of a long file. */
  readonly continuations: QueueSender;
}

/** The event of a schedule. */
export const SourceEventSchema = z.object({ sourceId: z.string().min(1) });

export function createCollect(deps: CollectDeps) {
  /** Uploads, one file per message as a rule. */
  const drops: BatchWork = async (messages, context) => {
    const failures = new Map<string, Error>();
    const sentAt = new Map(messages.map((message: BatchMessage) => [message.messageId, message.sentAt]));
    for (const { messageId, value } of await readMessages(
      messages,
      S3NotificationSchema,
      'drops',
      deps.quarantine,
    )) {
      try {
        for (const objectKey of objectKeysOf(value)) {
          const outcome = await collectDrop(deps, {
            objectKey,
            fromLine: value.fromLine ?? 0,
            announcedAt: value.announcedAt ?? sentAt.get(messageId) ?? deps.clock().toISOString(),
            remainingTimeMs: () => context.getRemainingTimeInMillis(),
          });
          if (outcome.kind === 'continue') {
            const announcedAt = value.announcedAt ?? sentAt.get(messageId);
            const Records = value.Records.filter(
              (record) => objectKeysOf({ Records: [record] })[0] === objectKey,
            );
            await sendOn(deps, JSON.stringify({ Records, fromLine: outcome.fromLine, announcedAt }));
          }
        }
      } catch (error) {
        failures.set(
          messageId,
          error instanceof Error ? error : new Error('the file could not be collected'),
        );
      }
    }
    return failures;
  };

  return {
    drops,
    source: (event: z.infer<typeof SourceEventSchema>, runId: string, remainingTimeMs: () => number) =>
      collectSource(deps, { sourceId: event.sourceId, runId, remainingTimeMs }),
  } satisfies { drops: BatchWork; source: (...given: never[]) => Promise<SourceOutcome> };
}

async function sendOn(deps: CollectDeps, body: string): Promise<void> {
  const refused = await deps.continuations.send([{ body }]);
  if (refused.size === 0) return;
  throw new VocError(
    'storage.unavailable',
    'transient',
    'The queue of drops did not take the rest; tried again.',
  );
}
