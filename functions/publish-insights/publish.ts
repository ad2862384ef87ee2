import * as z from 'zod';
import type { QuarantineRepository } from '../../shared/storage/quarantine-repository.ts';
import { readMessages } from '../common/read-messages.ts';
import type { BatchWork } from '../common/sqs-batch.ts';
import { type PublishDeps, publishWeek } from './publish-week.ts';

const WeekSchema = z.union([z.string().regex(/^\d{4}-W(0[1-9]|[1-4]\d|5[0-3])$/), z.literal('latest')]);

/** The events of the schedules, or of somebody who wants a review now. */
export const PublishEventSchema = z.union([
  z.object({ publish: z.object({ week: WeekSchema.optional() }) }),
  z.object({ followUps: z.object({}) }),
  z.object({ withdrawQuotes: z.object({}) }),
]);
const PublishMessageSchema = z.object({ week: WeekSchema.optional() });

/** Publishes the reviews that messages ask for, one after the other. */
export function createPublishBatch(
  deps: PublishDeps & { quarantine: Pick<QuarantineRepository, 'put'> },
): BatchWork {
  return async (messages) => {
    const failures = new Map<string, Error>();
    const read = await readMessages(messages, PublishMessageSchema, 'publish', deps.quarantine);
    for (const { messageId, value } of read) {
      try {
        await publishWeek(deps, value.week);
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
