import * as z from 'zod';
import type { ReportStore } from '../../shared/delivery/report-store.ts';
import { addDays, businessDay } from '../../shared/domain/time.ts';
import type { Clock } from '../../shared/runtime/clock.ts';
import { mapWithLimit } from '../../shared/runtime/map-with-limit.ts';
import type { ObjectStore } from '../../shared/runtime/object-store.ts';
import type { ContributionRepository } from '../../shared/storage/contribution-repository.ts';
import { followUpKey } from '../../shared/storage/keys.ts';
import type { RollupRepository } from '../../shared/storage/rollup-repository.ts';

const CONCURRENT_DAYS = 4;
const COPY_FILE = 'linked-voices.json';

/** Keys of the linked voices of each day, and when they were read. */
const CopySchema = z.record(z.string(), z.object({ readAt: z.iso.datetime(), voices: z.array(z.string()) }));
type Copy = z.infer<typeof CopySchema>;

export interface LinkedVoiceDeps {
  readonly contributions: Pick<ContributionRepository, 'listDay'>;
  readonly rollups: Pick<RollupRepository, 'listDayChanges'>;
  readonly reports: ReportStore;
  readonly lists: Pick<ObjectStore, 'read'>;
  readonly clock: Clock;
  readonly timeZone: string;
}

/**
 * The keys of voices of the last days that are surely linked and say something. A copy of the keys stands for a day
 * whose counts have not changed since it was made, but for one day at most: an hourly look at four weeks would otherwise
 * read every voice seven hundred times. A link that is made later on a voice of an unchanged day is seen by the next day;
 * one that is taken off is seen at once, on the document.
 */
export async function linkedVoiceKeys(deps: LinkedVoiceDeps, daysBack: number): Promise<string[]> {
  const now = deps.clock();
  const readAt = now.toISOString();
  const today = businessDay(now, deps.timeZone);
  const from = addDays(today, -daysBack);
  const changes = new Map(
    (await deps.rollups.listDayChanges({ from, to: today })).map(({ day, changedUntil }) => [
      day,
      changedUntil,
    ]),
  );
  const copy = await readCopy(deps);
  const stands = (day: string): boolean => {
    const known = copy[day];
    if (known === undefined || day === today) return false;
    return (
      businessDay(new Date(known.readAt), deps.timeZone) === today && (changes.get(day) ?? '') < known.readAt
    );
  };
  const days = Array.from({ length: daysBack + 1 }, (_, back) => addDays(today, -back));
  const read = await mapWithLimit(days, CONCURRENT_DAYS, async (day): Promise<Copy[string]> => {
    const known = copy[day];
    if (known !== undefined && stands(day)) return known;
    // Only the keys are held: a busy month has more contributions than fit into memory.
    return { readAt, voices: (await deps.contributions.listDay(day)).flatMap(keyIfLinked) };
  });
  const next = Object.fromEntries(days.map((day, index) => [day, read[index]]));
  await deps.reports.write(followUpKey(COPY_FILE), JSON.stringify(next), 'application/json');
  return read.flatMap(({ voices }) => voices);
}

/** What the last run has kept; nothing where it cannot be read: then everything is read anew. */
async function readCopy(deps: Pick<LinkedVoiceDeps, 'lists'>): Promise<Copy> {
  const bytes = await deps.lists.read(followUpKey(COPY_FILE));
  if (bytes === null) return {};
  return CopySchema.safeParse(JSON.parse(Buffer.from(bytes).toString('utf8'))).data ?? {};
}

/** Only what is surely linked has a customer; a pleased voice matters too, it ends a hold. */
function keyIfLinked(contribution: Awaited<ReturnType<ContributionRepository['listDay']>>[number]): string[] {
  const { customerRef, sentiment, codes, documentKey } = contribution;
  return customerRef !== undefined && (sentiment !== 'neutral' || codes.length > 0) ? [documentKey] : [];
}
