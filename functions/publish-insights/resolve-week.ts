import { addWeeks, businessDay, isoWeek } from '../../shared/domain/time.ts';
import type { RollupRepository } from '../../shared/storage/rollup-repository.ts';

/**
 * The ISO week an event asks for: the given one; `latest` = the last week that has documents, null where there are none;
 * without a wish the last whole week of the business calendar.
 */
export async function resolveWeek(
  wish: string | undefined,
  deps: { now: Date; timeZone: string; rollups: Pick<RollupRepository, 'listDays' | 'listBucketShards'> },
): Promise<string | null> {
  if (wish === undefined) return addWeeks(isoWeek(businessDay(deps.now, deps.timeZone)), -1);
  if (wish !== 'latest') return wish;
  for (const day of (await deps.rollups.listDays()).reverse()) {
    // A day stays in the index when its documents have moved away.
    if ((await deps.rollups.listBucketShards(day)).length > 0) return isoWeek(day);
  }
  return null;
}
