import { VocError } from '../../shared/domain/errors.ts';
import { aggregateOf } from '../../shared/insight/aggregate.ts';
import type { ContributionRepository } from '../../shared/storage/contribution-repository.ts';
import type { BucketShard } from '../../shared/storage/keys.ts';
import type { RollupRepository } from '../../shared/storage/rollup-repository.ts';

const MAX_ATTEMPTS = 5;

export interface RecountDeps {
  readonly contributions: Pick<ContributionRepository, 'listBucketShard'>;
  readonly rollups: Pick<RollupRepository, 'readBucketShard' | 'replaceBucketShard'>;
}

/**
 * Counts one bucket shard anew from its contributions and replaces its roll-up where it differs. The roll-up is read
 * before the contributions, so that a slow recount cannot undo a later one.
 * @throws VocError `storage.throttled` (transient) when others keep replacing it
 */
export async function recount(
  deps: RecountDeps,
  { day, bucket, shard }: BucketShard,
): Promise<'replaced' | 'same'> {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const before = await deps.rollups.readBucketShard(day, bucket, shard);
    const aggregate = aggregateOf(await deps.contributions.listBucketShard(day, bucket, shard));
    const outcome = await deps.rollups.replaceBucketShard(day, bucket, shard, aggregate, before);
    if (outcome !== 'changed') return outcome;
  }
  throw new VocError(
    'storage.throttled',
    'transient',
    'Others keep replacing this roll-up; it is tried again.',
    {
      details: { day, bucket, shard },
    },
  );
}
