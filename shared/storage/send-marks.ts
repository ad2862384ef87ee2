import type { Clock } from '../runtime/clock.ts';
import type { QueueSender } from '../runtime/queue-sender.ts';
import { type BucketShard, dirtyDeduplicationId, dirtyGroupId } from './keys.ts';

export interface MarkDeps {
  readonly dirty: QueueSender;
  readonly clock: Clock;
  readonly dirtyWindowSeconds: number;
}

/** A bucket shard to recount; `relinked` where voices in it have another customer, which its counts may not show. */
export type DirtyMark = BucketShard & { readonly relinked?: true };

/** Sends one mark per bucket shard; answers with the positions of those that were not taken. */
export async function sendMarks(deps: MarkDeps, marks: readonly DirtyMark[]): Promise<ReadonlySet<number>> {
  if (marks.length === 0) return new Set();
  const nowMs = deps.clock().getTime();
  return deps.dirty.send(
    marks.map((at) => ({
      body: JSON.stringify(at),
      groupId: dirtyGroupId(at),
      deduplicationId: dirtyDeduplicationId(at, nowMs, deps.dirtyWindowSeconds),
    })),
  );
}
