import { isUrgentNow } from '../../shared/alerting/urgent-voices.ts';
import { type AnalysedRecord, AnalysedRecordSchema } from '../../shared/domain/analysis.ts';
import { VocError } from '../../shared/domain/errors.ts';
import { applyReview } from '../../shared/linking/apply-review.ts';
import { linkRecord, lookupTokens, profileIds } from '../../shared/linking/link.ts';
import type { Clock } from '../../shared/runtime/clock.ts';
import { LOG_EVENTS } from '../../shared/runtime/log-events.ts';
import type { QueueSender } from '../../shared/runtime/queue-sender.ts';
import type { CustomerRepository } from '../../shared/storage/customer-repository.ts';
import type { IdentityRepository } from '../../shared/storage/identity-repository.ts';
import { type BucketShard, dirtyDeduplicationId, dirtyGroupId } from '../../shared/storage/keys.ts';
import type { LearntRepository } from '../../shared/storage/learnt-repository.ts';
import { candidateOf, type LinkReviewRepository } from '../../shared/storage/link-review-repository.ts';
import type { Sighting } from '../../shared/storage/merge-sightings.ts';
import type { QuarantineRepository } from '../../shared/storage/quarantine-repository.ts';
import { count, logInfo } from '../common/powertools.ts';
import { readMessages } from '../common/read-messages.ts';
import type { BatchWork } from '../common/sqs-batch.ts';
import { type SettleDeps, settleSightings } from './settle-documents.ts';

export interface LinkDeps extends SettleDeps {
  readonly identity: Pick<IdentityRepository, 'lookup'>;
  readonly customers: Pick<CustomerRepository, 'getMany' | 'getLinkProfiles'>;
  /** What the customer file has taught. */
  readonly learnt: Pick<LearntRepository, 'get'>;
  /** What people said of suggested links, and the queue of those that wait for them. */
  readonly reviews: Pick<LinkReviewRepository, 'decisionsOf' | 'experience' | 'enqueue'>;
  readonly dirty: QueueSender;
  /** Takes the keys of voices that a person must see at once. */
  readonly urgent: QueueSender;
  readonly quarantine: Pick<QuarantineRepository, 'put'>;
  readonly clock: Clock;
  readonly dirtyWindowSeconds: number;
}

/**
 * Links, stores and counts a batch of analyses, marks the bucket shards that must be recounted, and passes on at once
 * what a person must see at once. A message is done only when all of that is on its queue.
 */
export function createLinkBatch(deps: LinkDeps): BatchWork {
  return async (messages) => {
    const read = await readMessages(messages, AnalysedRecordSchema, 'analyses', deps.quarantine);
    const sightings = await link(
      deps,
      read.map(({ value }) => value),
    );
    const settled = await settleSightings(deps, sightings);
    // Before the messages are done: a voice that is stored and not in the queue would never be looked at.
    await deps.reviews.enqueue(
      sightings.filter((_, index) => settled[index]?.ok === true).flatMap(candidateOf),
    );

    const failures = new Map<string, Error>();
    const waiting = new Map<string, { at: BucketShard; messageIds: string[] }>();
    for (const [index, result] of settled.entries()) {
      const messageId = read[index]?.messageId ?? '';
      if (!result.ok) failures.set(messageId, result.error);
      for (const at of result.ok ? result.dirty : []) {
        const id = dirtyGroupId(at);
        const mark = waiting.get(id) ?? { at, messageIds: [] };
        mark.messageIds.push(messageId);
        waiting.set(id, mark);
      }
    }
    for (const messageId of await sendMarks(deps, [...waiting.values()])) failures.set(messageId, markLost());
    const stored = read.filter((_, index) => settled[index]?.ok === true);
    for (const messageId of await sendUrgent(deps, stored)) failures.set(messageId, markLost());

    const linked = sightings.filter((sighting) => sighting.link.status === 'linked').length;
    logInfo(LOG_EVENTS.batchLinked, {
      records: read.length,
      linked,
      marks: waiting.size,
      failed: failures.size,
    });
    count('DocumentsStored', read.length - failures.size);
    count('DocumentsLinked', linked);
    return failures;
  };
}

/**
 * Three batched reads for a whole batch: who owns its tokens, what the linker compares of them, and what people decided
 * about its voices. A voice without any identifier was never suggested to anybody, so nobody decided about it.
 */
async function link(deps: LinkDeps, analysed: readonly AnalysedRecord[]): Promise<Sighting[]> {
  const tokens = new Set(analysed.flatMap(({ record }) => lookupTokens(record)));
  const owners = tokens.size === 0 ? new Map() : await deps.identity.lookup([...tokens]);
  const ids = new Set(analysed.flatMap(({ record }) => profileIds(record, owners)));
  const profiles = ids.size === 0 ? new Map() : await deps.customers.getLinkProfiles([...ids]);
  const { statistics } = await deps.learnt.get();
  const identified = analysed.filter(({ record }) => record.identifiers.length > 0);
  const decisions = await decisionsOf(
    deps,
    identified.map(({ record }) => record.documentKey),
  );
  const experience = await deps.reviews.experience();
  const knowledge = { owners, profiles, statistics, timeZone: deps.timeZone };
  return analysed.map(({ record, reading }) => {
    const found = linkRecord(record, knowledge);
    return { record, reading, link: applyReview(found, decisions.get(record.documentKey) ?? [], experience) };
  });
}

async function decisionsOf(deps: LinkDeps, documentKeys: readonly string[]) {
  return documentKeys.length === 0
    ? new Map<string, never[]>()
    : deps.reviews.decisionsOf([...new Set(documentKeys)]);
}

/** Sends one mark per bucket shard; answers with the messages whose marks were not taken. */
async function sendMarks(
  deps: LinkDeps,
  marks: readonly { at: BucketShard; messageIds: readonly string[] }[],
): Promise<string[]> {
  if (marks.length === 0) return [];
  const nowMs = deps.clock().getTime();
  const lost = await deps.dirty.send(
    marks.map(({ at }) => ({
      body: JSON.stringify(at),
      groupId: dirtyGroupId(at),
      deduplicationId: dirtyDeduplicationId(at, nowMs, deps.dirtyWindowSeconds),
    })),
  );
  return [...lost].flatMap((index) => marks[index]?.messageIds ?? []);
}

/** Sends the keys of fresh urgent voices; answers with the messages whose keys were not taken. */
async function sendUrgent(
  deps: LinkDeps,
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
