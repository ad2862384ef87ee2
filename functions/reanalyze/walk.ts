import { SHARDS } from '../../shared/domain/document-identity.ts';
import { VocError } from '../../shared/domain/errors.ts';
import { isReadBefore, type SettingsHead } from '../../shared/domain/reading-order.ts';
import type { Reanalysis } from '../../shared/domain/reanalysis.ts';
import { addDays, businessDay } from '../../shared/domain/time.ts';
import { queueJson } from '../../shared/runtime/queue-json.ts';
import type { QueueSender } from '../../shared/runtime/queue-sender.ts';
import type { ContributionRepository } from '../../shared/storage/contribution-repository.ts';
import type { DocumentRepository } from '../../shared/storage/document-repository.ts';
import type { ReanalysisRepository } from '../../shared/storage/reanalysis-repository.ts';
import type { RollupRepository } from '../../shared/storage/rollup-repository.ts';
import { recordToRead } from './record-to-read.ts';

/** Documents read and sent at once. */
const CHUNK = 500;
/** Progress is written after so many voices, and at the end of a run. */
const NOTE_EVERY = 2_000;
/** From so many waiting records on, a walk pauses: what customers say now is read first. */
const MOST_WAITING = 5_000;
/** Looked at again after so many were sent. */
const LOOK_EVERY = 1_000;
/** So many days before today may have voices that nobody has counted yet; before that, the nightly sweep has. */
const UNCOUNTED_DAYS = 13;

export interface WalkDeps {
  readonly documents: Pick<DocumentRepository, 'getMany'>;
  readonly contributions: Pick<ContributionRepository, 'listReadings'>;
  readonly rollups: Pick<RollupRepository, 'listDays'>;
  readonly reanalyses: Pick<ReanalysisRepository, 'move'>;
  readonly records: QueueSender;
  recordsWaiting(): Promise<number>;
  readonly timeZone: string;
  now(): Date;
}

type Place = NonNullable<Reanalysis['place']>;
type Counted = Pick<Reanalysis, 'seen' | 'sent' | 'expired'>;

/**
 * Walks on from where a re-analysis stands, days from the newest to the oldest, and sends stored texts to be read: all of
 * them where a person asked for it, else those that were read before `standard`. What is there decides, so that every
 * step may be repeated.
 *
 * `done`: to its end; `time`: the time is up; `busy`: too many records wait; `moved`: another worker walks.
 * @throws VocError `storage.unavailable` (transient) where the queue takes no more
 */
export async function walkOn(
  deps: WalkDeps,
  begun: Reanalysis,
  standard: SettingsHead,
  hasTime: () => boolean,
): Promise<{ readonly stopped: 'done' | 'time' | 'busy' | 'moved'; readonly walk: Reanalysis }> {
  let walk = begun;
  let counted: Counted = { seen: 0, sent: 0, expired: 0 };
  let sentSinceLook = LOOK_EVERY;

  async function isBusy(): Promise<boolean> {
    if (sentSinceLook < LOOK_EVERY) return false;
    sentSinceLook = 0;
    return (await deps.recordsWaiting()) > MOST_WAITING;
  }

  async function note(place: Place | null): Promise<boolean> {
    const at = deps.now().toISOString();
    const next: Reanalysis = {
      ...walk,
      seen: walk.seen + counted.seen,
      sent: walk.sent + counted.sent,
      expired: walk.expired + counted.expired,
      state: place === null ? 'done' : 'running',
      place,
      movedAt: at,
      finishedAt: place === null ? at : null,
      revision: walk.revision + 1,
    };
    if (!(await deps.reanalyses.move(walk, next))) return false;
    walk = next;
    counted = { seen: 0, sent: 0, expired: 0 };
    return true;
  }

  for (const place of placesFrom(await daysOf(deps, walk), walk.place)) {
    const { day, shard } = place;
    // Thousands of empty shards take their time as well.
    if (!hasTime()) return { stopped: (await note(place)) ? 'time' : 'moved', walk };
    const chunks = await chunksOf(deps, place, walk.reason === 'settings' ? standard : null);
    let after = place.after;
    for (const chunk of chunks) {
      const here: Place = { day, shard, ...(after === undefined ? {} : { after }) };
      const stopped = hasTime() ? ((await isBusy()) ? 'busy' : null) : 'time';
      if (stopped !== null) return { stopped: (await note(here)) ? stopped : 'moved', walk };
      if (counted.seen >= NOTE_EVERY && !(await note(here))) return { stopped: 'moved', walk };
      const found = await sendToBeRead(deps, chunk.behind);
      sentSinceLook += found.sent;
      counted = {
        seen: counted.seen + chunk.seen,
        sent: counted.sent + found.sent,
        expired: counted.expired + found.expired,
      };
      after = chunk.last;
    }
  }
  return { stopped: (await note(null)) ? 'done' : 'moved', walk };
}

/**
 * An edition holds for every voice, also of days that came after it was saved. A day is only known once it was counted,
 * which comes a minute or more after its first voice; so every day up to today is walked, from the first known one or
 * from as far back as the counts are swept.
 */
async function daysOf(deps: WalkDeps, { reason, from, to }: Reanalysis): Promise<string[]> {
  const known = await deps.rollups.listDays();
  const today = businessDay(deps.now(), deps.timeZone);
  const [first = today] = [...known, addDays(today, -UNCOUNTED_DAYS)].sort();
  const found = new Set(known);
  for (let day = first; day <= today; day = addDays(day, 1)) found.add(day);
  const days = [...found].sort().reverse();
  return reason === 'settings' ? days : days.filter((day) => day >= from && day <= to);
}

function* placesFrom(days: readonly string[], from: Place | null): Generator<Place> {
  for (const day of days) {
    if (from !== null && day > from.day) continue;
    if (day === from?.day) yield from;
    for (let shard = day === from?.day ? from.shard + 1 : 0; shard < SHARDS; shard += 1) yield { day, shard };
  }
}

/** Some documents of a shard in their order, with those among them that must be read again. */
interface Chunk {
  readonly seen: number;
  readonly last: string | undefined;
  readonly behind: readonly string[];
}

/** What is left of a shard of a day; an empty one has no chunk. */
async function chunksOf(
  deps: WalkDeps,
  { day, shard, after }: Place,
  before: SettingsHead | null,
): Promise<Chunk[]> {
  const all = await deps.contributions.listReadings(day, shard);
  // Where the document is gone from here, the shard is walked again: nobody is left out.
  const done = all.findIndex(({ documentKey }) => documentKey === after) + 1;
  const chunks: Chunk[] = [];
  for (let start = done; start < all.length; start += CHUNK) {
    const readings = all.slice(start, start + CHUNK);
    chunks.push({
      seen: readings.length,
      last: readings.at(-1)?.documentKey,
      behind: readings
        .filter(({ analysisVersion }) => before === null || isReadBefore(analysisVersion, before))
        .map(({ documentKey }) => documentKey),
    });
  }
  return chunks;
}

async function sendToBeRead(
  deps: WalkDeps,
  keys: readonly string[],
): Promise<Pick<Counted, 'sent' | 'expired'>> {
  if (keys.length === 0) return { sent: 0, expired: 0 };
  const stored = await deps.documents.getMany(keys);
  const documents = [...stored.values()].filter(({ record }) => record.erased !== true);
  const refused = await deps.records.send(
    documents.map((document) => ({ body: queueJson(recordToRead(document, deps.timeZone)) })),
  );
  if (refused.size > 0) throw notTaken();
  // A contribution outlives its text: what has expired or was erased cannot be read again.
  return { sent: documents.length, expired: keys.length - stored.size };
}

function notTaken(): VocError {
  return new VocError(
    'storage.unavailable',
    'transient',
    'The queue of records did not take stored texts; the walk goes on from its last place.',
  );
}
