import { isUnderWay, type Reanalysis, ReanalysisMessageSchema } from '../../shared/domain/reanalysis.ts';
import { LOG_EVENTS } from '../../shared/runtime/log-events.ts';
import type { QuarantineRepository } from '../../shared/storage/quarantine-repository.ts';
import type { ReanalysisRepository } from '../../shared/storage/reanalysis-repository.ts';
import type { SettingsRepository } from '../../shared/storage/settings-repository.ts';
import { count, logInfo } from '../common/powertools.ts';
import { readMessages } from '../common/read-messages.ts';
import type { BatchWork } from '../common/sqs-batch.ts';
import { type WalkDeps, walkOn } from './walk.ts';

/** What a run needs after its last step, to note where it is and to send itself on. */
const RESERVED_MS = 20_000;
/** How long a walk waits where too many records wait already. */
const BUSY_SECONDS = 30;
/** A walk that has not moved for so long lost its message. */
const STANDS_STILL_MS = 10 * 60_000;
const NEWEST_WALKS = 50;

export interface ReanalyzeDeps extends WalkDeps {
  readonly reanalyses: Pick<ReanalysisRepository, 'get' | 'list' | 'move'>;
  readonly settings: Pick<SettingsRepository, 'head'>;
  readonly quarantine: Pick<QuarantineRepository, 'put'>;
  /** Sends the message that moves a walk on; true where the queue took it. */
  wake(walk: Reanalysis, waitSeconds?: number): Promise<boolean>;
}

/** Moves walks on until they are done or the time is nearly up; then a continuation is sent. */
export function createReanalyzeBatch(deps: ReanalyzeDeps): BatchWork {
  return async (messages, context) => {
    const failures = new Map<string, Error>();
    const read = await readMessages(messages, ReanalysisMessageSchema, 'reanalyses', deps.quarantine);
    for (const { messageId, value } of read) {
      try {
        const walk = await deps.reanalyses.get(value.reanalysis);
        if (walk !== undefined && isUnderWay(walk))
          await moveOn(deps, walk, () => context.getRemainingTimeInMillis() > RESERVED_MS);
      } catch (error) {
        failures.set(messageId, error instanceof Error ? error : new Error('the walk failed'));
      }
    }
    return failures;
  };
}

async function moveOn(deps: ReanalyzeDeps, begun: Reanalysis, hasTime: () => boolean): Promise<void> {
  if (Date.parse(begun.startsAt) > deps.now().getTime()) {
    await deps.wake(begun);
    return;
  }
  const { stopped, walk } = await walkOn(deps, begun, await deps.settings.head(), hasTime);
  const sent = walk.sent - begun.sent;
  logInfo(LOG_EVENTS.voicesReadAgain, { sent, expired: walk.expired - begun.expired, stopped });
  count('VoicesReadAgain', sent);
  if (stopped === 'time') await deps.wake(walk);
  if (stopped === 'busy') await deps.wake(walk, BUSY_SECONDS);
}

/** Wakes the walks that stand still because their message got lost. */
export async function wakeStanding(deps: ReanalyzeDeps): Promise<{ woken: number }> {
  const now = deps.now().getTime();
  const standing = (await deps.reanalyses.list(NEWEST_WALKS)).filter(
    (walk) =>
      isUnderWay(walk) &&
      now - Math.max(Date.parse(walk.movedAt), Date.parse(walk.startsAt)) > STANDS_STILL_MS,
  );
  for (const walk of standing) await deps.wake(walk);
  return { woken: standing.length };
}
