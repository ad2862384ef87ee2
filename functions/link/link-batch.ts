import { isDeepStrictEqual } from 'node:util';
import { isUrgentNow } from '../../shared/alerting/urgent-voices.ts';
import { type AnalysedRecord, AnalysedRecordSchema } from '../../shared/domain/analysis.ts';
import { VocError } from '../../shared/domain/errors.ts';
import { UNLINKED } from '../../shared/domain/link.ts';
import type { StoredDocument } from '../../shared/domain/stored-document.ts';
import { lookupTokens } from '../../shared/linking/link.ts';
import { LOG_EVENTS } from '../../shared/runtime/log-events.ts';
import type { QueueSender } from '../../shared/runtime/queue-sender.ts';
import { type DocumentAtRest, documentEtag } from '../../shared/storage/document-item.ts';
import { dirtyGroupId } from '../../shared/storage/keys.ts';
import { candidateOf, type LinkReviewRepository } from '../../shared/storage/link-review-repository.ts';
import type { Sighting } from '../../shared/storage/merge-sightings.ts';
import type { PostingRepository } from '../../shared/storage/posting-repository.ts';
import type { QuarantineRepository } from '../../shared/storage/quarantine-repository.ts';
import { type DirtyMark, sendMarks } from '../../shared/storage/send-marks.ts';
import { count, logInfo } from '../common/powertools.ts';
import { readMessages } from '../common/read-messages.ts';
import { runNames } from '../common/run-names.ts';
import type { BatchWork } from '../common/sqs-batch.ts';
import { linksOf, ownersOf } from './links-of.ts';
import { postingsOf } from './postings-of.ts';
import { type ReadAgainDeps, sendToBeReadAgain } from './read-again.ts';
import { type RelinkDeps, relinkDocuments } from './relink-documents.ts';
import { type SettleDeps, settleSightings } from './settle-documents.ts';

export interface LinkDeps extends SettleDeps, RelinkDeps, ReadAgainDeps {
  readonly documents: SettleDeps['documents'] & RelinkDeps['documents'];
  readonly contributions: SettleDeps['contributions'] & RelinkDeps['contributions'];
  readonly customers: SettleDeps['customers'] & RelinkDeps['customers'];
  readonly postings: Pick<PostingRepository, 'add'>;
  readonly reviews: RelinkDeps['reviews'] & Pick<LinkReviewRepository, 'enqueue'>;
  readonly quarantine: Pick<QuarantineRepository, 'put'>;
  /** Takes the keys of voices that a person must see at once. */
  readonly urgent: QueueSender;
}

/**
 * Links, stores and counts a batch of analyses, marks the bucket shards that must be recounted, and passes on at once
 * what a person must see at once. A message is done only when all of that is on its queue.
 */
export function createLinkBatch(deps: LinkDeps): BatchWork {
  return async (messages) => {
    const standard = await deps.standard();
    const read = await readMessages(messages, AnalysedRecordSchema, 'analyses', deps.quarantine);
    const links = await linksOf(
      deps,
      read.map(({ value }) => value.record),
      { consistency: 'eventual' },
    );
    const sightings = read.map(({ value }, index) => ({ ...value, link: links[index] ?? UNLINKED }));
    const known = await deps.documents.glance(sightings.map(({ record }) => record.documentKey));
    const waiting = await noteTerms(
      deps,
      sightings.filter((sighting) => !isStored(sighting, known.get(sighting.record.documentKey))),
    );
    const settled = await settleSightings(deps, sightings, known);
    // Before the messages are done: a voice that is stored and not in the queue would never be looked at. As it is
    // stored: a sighting may name another time of publication, under which the voice would wait a second time.
    await deps.reviews.enqueue(settled.flatMap((one) => (one.ok ? candidateOf(one.document) : [])));

    const failures = new Map<string, Error>();
    const dirty = new Map<string, { at: DirtyMark; messageIds: string[] }>();
    for (const [index, result] of settled.entries()) {
      const messageId = read[index]?.messageId ?? '';
      if (!result.ok) failures.set(messageId, result.error);
      for (const at of result.ok ? result.dirty : []) {
        const id = dirtyGroupId(at);
        const mark: { at: DirtyMark; messageIds: string[] } = dirty.get(id) ?? { at, messageIds: [] };
        // Readers of contributions must hear of it, whatever its counts say.
        if (result.ok && result.edited) mark.at = { ...at, relinked: true };
        mark.messageIds.push(messageId);
        dirty.set(id, mark);
      }
    }
    const marks = [...dirty.values()];
    const lost = await sendMarks(
      deps,
      marks.map(({ at }) => at),
    );
    for (const messageId of [...lost].flatMap((index) => marks[index]?.messageIds ?? []))
      failures.set(messageId, markLost());
    const stored = read.filter((_, index) => settled[index]?.ok === true);
    for (const messageId of await sendUrgent(deps, stored)) failures.set(messageId, markLost());
    for (const messageId of await sendToBeReadAgain(deps, standard, stored))
      failures.set(messageId, markLost());
    // Also those whose terms had been noted before: the link of a new revision was looked up before it was stored.
    const unsure = settled.flatMap((result, index) => {
      const sighting = sightings[index];
      if (!result.ok || sighting === undefined || result.document.record.erased === true) return [];
      const { documentKey, identifiers } = result.document.record;
      const changed = documentEtag(result.document) !== known.get(documentKey)?.etag;
      return waiting.has(sighting) || (changed && identifiers.length > 0) ? [result.document] : [];
    });
    await lookAgain(deps, unsure);

    const linked = sightings.filter((sighting) => sighting.link.status === 'linked').length;
    logInfo(LOG_EVENTS.batchLinked, {
      records: read.length,
      linked,
      marks: dirty.size,
      failed: failures.size,
      runs: runNames(read.map(({ value }) => value.record)),
    });
    count('DocumentsStored', read.length - failures.size);
    count('DocumentsLinked', linked);
    return failures;
  };
}

/** Whether a sighting is stored with this very link: then whoever stored it has noted its terms before. */
function isStored({ record, link }: Sighting, known: DocumentAtRest | undefined): boolean {
  if (known === undefined || documentEtag(known.document) !== known.etag) return false;
  return (
    isDeepStrictEqual(known.document.link, link) &&
    isDeepStrictEqual(known.document.record.identifiers, record.identifiers)
  );
}

/** Notes under which terms the documents wait for their customers; answers with those that have any. */
async function noteTerms(deps: LinkDeps, sightings: readonly Sighting[]): Promise<Set<Sighting>> {
  const now = deps.clock().toISOString();
  const noted = sightings.map((sighting) => ({
    sighting,
    postings: postingsOf(sighting.record, sighting.link, now),
  }));
  await deps.postings.add(
    noted.flatMap(({ postings }) => postings),
    now,
  );
  return new Set(noted.filter(({ postings }) => postings.length > 0).map(({ sighting }) => sighting));
}

/**
 * Links those anew whose customers came or changed after they were looked up. A customer who comes from now on finds the
 * document by its terms: they were noted before it was stored. What is stored decides, not what this batch would have
 * stored: of two links of one revision the surer one stays, which may be the older. Of most voices nobody owns a token,
 * neither then nor now.
 */
async function lookAgain(deps: LinkDeps, stored: readonly StoredDocument[]): Promise<void> {
  if (stored.length === 0) return;
  const owners = await ownersOf(
    deps,
    stored.map(({ record }) => record),
  );
  const owned = stored.filter(
    ({ record, link }) =>
      link.status !== 'unlinked' || lookupTokens(record).some((token) => owners.has(token)),
  );
  if (owned.length === 0) return;
  const again = await linksOf(
    deps,
    owned.map(({ record }) => record),
    { owners },
  );
  const moved = owned.filter(({ link }, index) => !isDeepStrictEqual(link, again[index]));
  if (moved.length > 0)
    await relinkDocuments(deps, [...new Set(moved.map(({ record }) => record.documentKey))]);
}

/** Sends the keys of fresh urgent voices; answers with the messages whose keys were not taken. */
async function sendUrgent(
  deps: Pick<LinkDeps, 'urgent' | 'clock'>,
  stored: readonly { messageId: string; value: AnalysedRecord }[],
): Promise<string[]> {
  const now = deps.clock();
  const urgent = stored.filter(({ value }) => isUrgentNow(value, now));
  if (urgent.length === 0) return [];
  const lost = await deps.urgent.send(
    urgent.map(({ value }) => ({ body: JSON.stringify({ documentKey: value.record.documentKey }) })),
  );
  return [...lost].flatMap((index) => urgent[index]?.messageId ?? []);
}

function markLost(): VocError {
  return new VocError('storage.unavailable', 'transient', 'A queue did not take a mark; it is tried again.');
}
