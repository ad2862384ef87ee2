import type { Aggregate } from '../../shared/domain/aggregate.ts';
import type { Contribution } from '../../shared/domain/contribution.ts';
import { addDays, businessDay } from '../../shared/domain/time.ts';
import { aggregateOf, emptyAggregate } from '../../shared/insight/aggregate.ts';
import { dayCells } from '../../shared/insight/day-cells.ts';
import { pointDayOf } from '../../shared/insight/point-day.ts';
import { indexVoices } from '../../shared/insight/voice-index.ts';
import type { Clock } from '../../shared/runtime/clock.ts';
import { mapWithLimit } from '../../shared/runtime/map-with-limit.ts';
import type { ContributionRepository } from '../../shared/storage/contribution-repository.ts';
import type { DayTotalsRepository } from '../../shared/storage/day-totals-repository.ts';
import { type BucketShard, dirtyGroupId } from '../../shared/storage/keys.ts';
import type { PointDayRepository } from '../../shared/storage/point-day-repository.ts';
import { aggregateEtag } from '../../shared/storage/rollup-chunks.ts';
import type { RollupRepository, StoredShard } from '../../shared/storage/rollup-repository.ts';
import type { VoiceIndexRepository } from '../../shared/storage/voice-index-repository.ts';
import { type RecountDeps, recount } from './recount.ts';

const SWEEP_DAYS = 14;
const CONCURRENT_DAYS = 8;
const NOTHING_STORED: StoredShard = { aggregate: emptyAggregate(), chunks: 0, etag: null };

export interface SweepDeps extends RecountDeps {
  readonly contributions: RecountDeps['contributions'] & Pick<ContributionRepository, 'listDay'>;
  readonly rollups: RecountDeps['rollups'] & Pick<RollupRepository, 'listBucketShards' | 'markChanged'>;
  readonly dayTotals: Pick<DayTotalsRepository, 'save'>;
  readonly voiceIndex: Pick<VoiceIndexRepository, 'replace'>;
  readonly pointDays: Pick<PointDayRepository, 'save'>;
  readonly clock: Clock;
  readonly timeZone: string;
}

export interface SweepResult {
  /** How many days were looked at, how many bucket shards they hold, and how many of those were wrong. */
  readonly days: number;
  readonly buckets: number;
  readonly corrected: number;
}

/** Recounts whole days against their contributions (default: the last 14 business days) and corrects what differs. */
export async function sweep(deps: SweepDeps, days = lastDays(deps)): Promise<SweepResult> {
  const results = await mapWithLimit([...new Set(days)], CONCURRENT_DAYS, (day) => sweepDay(deps, day));
  return {
    days: results.length,
    buckets: results.reduce((sum, result) => sum + result.buckets, 0),
    corrected: results.reduce((sum, result) => sum + result.corrected, 0),
  };
}

function lastDays({ clock, timeZone }: SweepDeps): string[] {
  const today = businessDay(clock(), timeZone);
  return Array.from({ length: SWEEP_DAYS }, (_, index) => addDays(today, -index));
}

async function sweepDay(deps: SweepDeps, day: string): Promise<{ buckets: number; corrected: number }> {
  // In this order, as in a recount: a roll-up that is replaced after it was read here is noticed on writing.
  const stored = await deps.rollups.listBucketShards(day);
  const countedAt = deps.clock().toISOString();
  const contributions = await deps.contributions.listDay(day);
  const storedEtags = new Map(stored.map((at) => [dirtyGroupId(at), at.etag]));
  const shards = new Map<string, { at: BucketShard; contributions: Contribution[] }>(
    stored.map(({ bucket, shard }) => [
      dirtyGroupId({ day, bucket, shard }),
      { at: { day, bucket, shard }, contributions: [] },
    ]),
  );
  for (const contribution of contributions) {
    const at = { day, bucket: contribution.bucket, shard: contribution.shard };
    const group = shards.get(dirtyGroupId(at)) ?? { at, contributions: [] };
    group.contributions.push(contribution);
    shards.set(dirtyGroupId(at), group);
  }
  let corrected = 0;
  for (const [id, group] of shards) {
    const aggregate = aggregateOf(group.contributions);
    const storedEtag = storedEtags.get(id) ?? null;
    if (aggregateEtag(aggregate) === storedEtag) continue;
    if ((await correct(deps, group.at, aggregate, storedEtag)) === 'replaced') corrected += 1;
  }
  if (shards.size > 0) await copyDay(deps, day, countedAt, contributions);
  return { buckets: shards.size, corrected };
}

/** What the dashboard reads of a whole day, made here because all of the day is at hand. */
async function copyDay(
  deps: SweepDeps,
  day: string,
  countedAt: string,
  contributions: readonly Contribution[],
): Promise<void> {
  await deps.voiceIndex.replace(day, countedAt, indexVoices(contributions));
  await deps.dayTotals.save(day, countedAt, dayCells([aggregateOf(contributions)]));
  await deps.pointDays.save(day, countedAt, pointDayOf(contributions));
}

/** A roll-up that was missing is written at once; anything else is counted once more, guarded against other workers. */
async function correct(
  deps: SweepDeps,
  at: BucketShard,
  aggregate: Aggregate,
  storedEtag: string | null,
): Promise<'replaced' | 'same'> {
  if (storedEtag === null) {
    const outcome = await deps.rollups.replaceBucketShard(
      at.day,
      at.bucket,
      at.shard,
      aggregate,
      NOTHING_STORED,
    );
    if (outcome !== 'changed') return outcome;
  }
  return recount(deps, at);
}
