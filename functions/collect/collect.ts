import * as z from 'zod';
import { VocError } from '../../shared/domain/errors.ts';
import type { QueueSender } from '../../shared/runtime/queue-sender.ts';
import { readMessages } from '../common/read-messages.ts';
import { objectKeysOf, type S3Notification, S3NotificationSchema } from '../common/s3-notification.ts';
import type { BatchMessage, BatchWork } from '../common/sqs-batch.ts';
import { type CollectDropDeps, collectDrop } from './collect-drop.ts';
import { type CollectSourceDeps, collectSource, type SourceOutcome } from './collect-source.ts';

/** A source whose runs follow each other this often never comes to its end; its schedule is enough then. */
const MAX_FOLLOWING_RUNS = 500;

export interface CollectDeps extends CollectDropDeps, CollectSourceDeps {
  readonly state: CollectDropDeps['state'] & CollectSourceDeps['state'];
  /** The queue of this function itself, for the rest of a long file or source. */
  readonly continuations: QueueSender;
}

/** The event of a schedule, or of a person who wants a run now. */
export const SourceEventSchema = z.object({
  sourceId: z.string().min(1),
  force: z.boolean().optional(),
  /** Read the source from its beginning, as if it had never run. */
  restart: z.boolean().optional(),
  /** How many runs of this source have followed each other already. */
  following: z.int().min(0).optional(),
});
type SourceEvent = z.infer<typeof SourceEventSchema>;

const QueuedSchema = z.union([SourceEventSchema, S3NotificationSchema]);

export function createCollect(deps: CollectDeps) {
  async function source(
    event: SourceEvent,
    runId: string,
    remainingTimeMs: () => number,
  ): Promise<SourceOutcome> {
    const { sourceId, force, restart, following = 0 } = event;
    const outcome = await collectSource(deps, {
      sourceId,
      runId,
      remainingTimeMs,
      ...(force === undefined ? {} : { force }),
      ...(restart === undefined ? {} : { restart }),
    });
    if (outcome.continues === true && following < MAX_FOLLOWING_RUNS) {
      await sendOn(deps, JSON.stringify({ sourceId, following: following + 1 } satisfies SourceEvent));
    }
    return outcome;
  }

  async function upload(
    value: S3Notification,
    sentAt: string | undefined,
    remainingTimeMs: () => number,
  ): Promise<void> {
    for (const objectKey of objectKeysOf(value)) {
      const outcome = await collectDrop(deps, {
        objectKey,
        fromLine: value.fromLine ?? 0,
        announcedAt: value.announcedAt ?? sentAt ?? deps.clock().toISOString(),
        remainingTimeMs,
      });
      if (outcome.kind !== 'continue') continue;
      const announcedAt = value.announcedAt ?? sentAt;
      const Records = value.Records.filter((record) => objectKeysOf({ Records: [record] })[0] === objectKey);
      await sendOn(deps, JSON.stringify({ Records, fromLine: outcome.fromLine, announcedAt }));
    }
  }

  /** Uploads, and runs that go on where one of them had no more time. One message per batch as a rule. */
  const queued: BatchWork = async (messages, context) => {
    const failures = new Map<string, Error>();
    const sentAt = new Map(messages.map((message: BatchMessage) => [message.messageId, message.sentAt]));
    const remainingTimeMs = () => context.getRemainingTimeInMillis();
    for (const { messageId, value } of await readMessages(messages, QueuedSchema, 'drops', deps.quarantine)) {
      try {
        if ('sourceId' in value) await source(value, messageId, remainingTimeMs);
        else await upload(value, sentAt.get(messageId), remainingTimeMs);
      } catch (error) {
        failures.set(messageId, error instanceof Error ? error : new Error('the work could not be done'));
      }
    }
    return failures;
  };

  return { queued, source };
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
