import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { type FunnelStep, FunnelStepSchema } from '../domain/funnel.ts';
import { type SentMessage, SentMessageSchema } from '../domain/sent-message.ts';
import {
  FUNNEL_PARTITION,
  funnelKey,
  MESSAGES_HEAD_PARTITION,
  MESSAGES_PARTITION,
  messageKey,
  messagesHeadKey,
  sortKeyRange,
} from './keys.ts';
import { createTable, type TableDeps } from './table.ts';

const EditionSchema = z.object({ edition: z.string() });

/** Our own sent messages with their results, and the funnel. A later import of the same row replaces it. */
export function createArchiveRepository(deps: TableDeps) {
  const table = createTable(deps);

  return {
    /** Of rows with the same message ID the last one stays. Then readers are told that the archive has changed. */
    async putMessages(messages: readonly SentMessage[]): Promise<void> {
      const byId = new Map(messages.map((message) => [message.messageId, message]));
      await table.writeMany(
        [...byId.values()].map((message) => ({ ...messageKey(message.messageId), ...message })),
      );
      // Last, so that who sees the new edition sees the messages of it.
      await table.writeMany([{ ...messagesHeadKey(), edition: randomUUID() }]);
    },

    /** A text that another import of messages changes; `none` before the first. */
    async messagesEdition(): Promise<string> {
      for await (const item of table.partition(MESSAGES_HEAD_PARTITION))
        return EditionSchema.parse(item).edition;
      return 'none';
    },

    /** All sent messages, by message ID. */
    async listMessages(): Promise<SentMessage[]> {
      const messages: SentMessage[] = [];
      for await (const item of table.partition(MESSAGES_PARTITION))
        messages.push(SentMessageSchema.parse(item));
      return messages;
    },

    /** Of rows with the same day and stage the last one stays. */
    async putFunnelSteps(steps: readonly FunnelStep[]): Promise<void> {
      const byKey = new Map(steps.map((step) => [funnelKey(step).sk, step]));
      await table.writeMany([...byKey.values()].map((step) => ({ ...funnelKey(step), ...step })));
    },

    /** The funnel of the days `from` … `to`, both included, oldest first. */
    async listFunnelSteps(from: string, to: string): Promise<FunnelStep[]> {
      const steps: FunnelStep[] = [];
      for await (const item of table.partition(FUNNEL_PARTITION, sortKeyRange(from, to))) {
        steps.push(FunnelStepSchema.parse(item));
      }
      return steps;
    },
  };
}

export type ArchiveRepository = ReturnType<typeof createArchiveRepository>;
