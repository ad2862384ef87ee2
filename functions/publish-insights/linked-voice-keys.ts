import * as z from 'zod';
import type { ReportStore } from '../../shared/delivery/report-store.ts';
import type { Contribution } from '../../shared/domain/contribution.ts';
import { addDays, businessDay } from '../../shared/domain/time.ts';
import type { Clock } from '../../shared/runtime/clock.ts';
import { mapWithLimit } from '../../shared/runtime/map-with-limit.ts';
import type { ObjectStore } from '../../shared/runtime/object-store.ts';
import type { ContributionRepository } from '../../shared/storage/contribution-repository.ts';
import { followUpKey } from '../../shared/storage/keys.ts';
import type { RollupRepository } from '../../shared/storage/rollup-repository.ts';

const CONCURRENT_DAYS = 4;
const COPY_FILE = 'linked-voices.json';
/** So long a day is known by its marks alone. */
const WHOLE_DAYS = 7;

/** Keys of the linked voices of a day by bucket, when they were looked at, and on which day all of them were read. */
const DayCopySchema = z.object({
  readAt: z.iso.datetime(),
  wholeOn: z.string(),
  buckets: z.record(z.string(), z.array(z.string())),
});
type DayCopy = z.infer<typeof DayCopySchema>;
const CopySchema = z.record(z.string(), DayCopySchema);

export interface LinkedVoiceDeps {
  readonly contributions: Pick<ContributionRepository, 'glance'>;
  readonly rollups: Pick<RollupRepository, 'listDayChanges' | 'listBucketChanges'>;
  readonly reports: ReportStore;
  readonly lists: Pick<ObjectStore, 'read'>;
  readonly clock: Clock;
  readonly timeZone: string;
}

/**
 * The keys of voices of the last days that are surely linked and say something. Of a day that was read before, only the
 * buckets are read again whose counts or links have changed since: an hourly look at four weeks would otherwise read
 * every voice seven hundred times. Should a mark get lost, the day is read whole within a week; a link that is taken off
 * is seen at once, on the document. A bucket is marked half a minute and more after its contributions were written, so a
 * reading that may be a moment behind sees them.
 */
export async function linkedVoiceKeys(deps: LinkedVoiceDeps, daysBack: number): Promise<string[]> {
  const now = deps.clock();
  const readAt = now.toISOString();
  const today = businessDay(now, deps.timeZone);
  const from = addDays(today, -daysBack);
  const changes = await deps.rollups.listDayChanges({ from, to: today });
  const changedUntil = new Map(changes.map((one) => [one.day, one.changedUntil]));
  const copy = await readCopy(deps);
  const days = Array.from({ length: daysBack + 1 }, (_, back) => addDays(today, -back));
  const read = await mapWithLimit(days, CONCURRENT_DAYS, async (day): Promise<DayCopy> => {
    const known = copy[day];
    if (known === undefined || known.wholeOn <= addDays(today, -WHOLE_DAYS))
      return { readAt, wholeOn: today, buckets: await linkedByBucket(deps, day) };
    if ((changedUntil.get(day) ?? '') < known.readAt) return known;
    return { readAt, wholeOn: known.wholeOn, buckets: await changedBuckets(deps, day, known) };
  });
  const next = Object.fromEntries(days.map((day, index) => [day, read[index]]));
  await deps.reports.write(followUpKey(COPY_FILE), JSON.stringify(next), 'application/json');
  return read.flatMap(({ buckets }) => Object.values(buckets).flat());
}

/** The buckets of a day as they are now, of which those are read that have changed. */
async function changedBuckets(
  deps: LinkedVoiceDeps,
  day: string,
  { buckets, readAt }: DayCopy,
): Promise<DayCopy['buckets']> {
  const next = { ...buckets };
  for (const { bucket, changedUntil } of await deps.rollups.listBucketChanges({ from: day, to: day })) {
    if (changedUntil < readAt) continue;
    delete next[bucket];
    Object.assign(next, await linkedByBucket(deps, day, bucket));
  }
  return next;
}

/** Only the keys are held: a busy month has more contributions than fit into memory. */
async function linkedByBucket(
  deps: LinkedVoiceDeps,
  day: string,
  bucket?: string,
): Promise<DayCopy['buckets']> {
  const buckets: DayCopy['buckets'] = {};
  for (const contribution of await deps.contributions.glance(day, bucket)) {
    if (!isOfUse(contribution)) continue;
    const keys = buckets[contribution.bucket] ?? [];
    buckets[contribution.bucket] = keys;
    keys.push(contribution.documentKey);
  }
  return buckets;
}

/** What the last run has kept; nothing where it cannot be read: then everything is read anew. */
async function readCopy(deps: Pick<LinkedVoiceDeps, 'lists'>): Promise<z.infer<typeof CopySchema>> {
  const bytes = await deps.lists.read(followUpKey(COPY_FILE));
  if (bytes === null) return {};
  try {
    return CopySchema.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
  } catch {
    return {};
  }
}

/** Only what is surely linked has a customer; a pleased voice matters too, it ends a hold. */
function isOfUse({ customerRef, sentiment, codes }: Contribution): boolean {
  return customerRef !== undefined && (sentiment !== 'neutral' || codes.length > 0);
}
