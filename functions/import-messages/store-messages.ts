import { resolveTime } from '../../shared/domain/input-document.ts';
import type { SentMessage } from '../../shared/domain/sent-message.ts';
import type { ArchiveRepository } from '../../shared/storage/archive-repository.ts';

/** Archives sent messages; times without an offset are read in the business zone and kept in UTC. */
export function createStoreMessages(deps: {
  archive: Pick<ArchiveRepository, 'putMessages'>;
  timeZone: string;
}) {
  return (messages: readonly SentMessage[]): Promise<void> =>
    deps.archive.putMessages(
      messages.map((message) => ({
        ...message,
        sentAt: resolveTime(message.sentAt, deps.timeZone).at.toISOString(),
      })),
    );
}
