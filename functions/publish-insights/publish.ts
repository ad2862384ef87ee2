import * as z from 'zod';
import { MessageDraftSchema } from '../../shared/domain/draft.ts';
import type { QuarantineRepository } from '../../shared/storage/quarantine-repository.ts';
import { readMessages } from '../common/read-messages.ts';
import type { BatchWork } from '../common/sqs-batch.ts';
import { type PublishDeps, publishWeek } from './publish-week.ts';
import { retellWeek, tellDraft } from './tell.ts';

const WeekSchema = z.union([z.string().regex(/^\d{4}-W(0[1-9]|[1-4]\d|5[0-3])$/), z.literal('latest')]);

/** The events of the schedules, or of somebody who wants a review now. */
export const PublishEventSchema = z.union([
  z.object({ publish: z.object({ week: WeekSchema.optional() }) }),
  z.object({ followUps: z.object({}) }),
  z.object({ withdrawQuotes: z.object({}) }),
]);
/** What comes through the queue: a review that is wanted, a delivery that waits, a draft that was accepted. */
const PublishMessageSchema = z.union([
  z.strictObject({ redeliver: z.strictObject({ week: z.string() }) }),
  z.strictObject({ draft: MessageDraftSchema }),
  z.strictObject({ week: WeekSchema.optional() }),
]);

/** Publishes the reviews that messages ask for, and brings what waits for a sink, one after the other. */
export function createPublishBatch(
  deps: PublishDeps & { quarantine: Pick<QuarantineRepository, 'put'> },
): BatchWork {
  return async (messages) => {
    const failures = new Map<string, Error>();
    const read = await readMessages(messages, PublishMessageSchema, 'publish', deps.quarantine);
    for (const { messageId, value } of read) {
      try {
        if ('redeliver' in value) await retellWeek(deps, value.redeliver.week);
        else if ('draft' in value) await tellDraft(deps, value.draft);
        else await publishWeek(deps, value.week);
      } catch (error) {
        failures.set(
          messageId,
          error instanceof Error ? error : new Error('the review could not be published'),
        );
      }
    }
    return failures;
  };
}
