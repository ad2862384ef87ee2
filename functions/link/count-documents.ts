import { isDeepStrictEqual } from 'node:util';
import type { Contribution } from '../../shared/domain/contribution.ts';
import type { CustomerProfile } from '../../shared/domain/customer.ts';
import { VocError } from '../../shared/domain/errors.ts';
import type { StoredDocument } from '../../shared/domain/stored-document.ts';
import { contributionOf } from '../../shared/insight/contribution.ts';
import { mapWithLimit } from '../../shared/runtime/map-with-limit.ts';
import type { ContributionRepository } from '../../shared/storage/contribution-repository.ts';
import type { CustomerRepository } from '../../shared/storage/customer-repository.ts';
import type { DocumentRepository } from '../../shared/storage/document-repository.ts';
import type { BucketShard } from '../../shared/storage/keys.ts';

/** Writes under way at once. */
export const CONCURRENT_WRITES = 16;

const MAX_ROUNDS = 5;

export interface CountDeps {
  readonly documents: Pick<DocumentRepository, 'getManyAtRest' | 'etags'>;
  readonly contributions: Pick<ContributionRepository, 'getMany' | 'put' | 'putMany' | 'delete'>;
  readonly customers: Pick<CustomerRepository, 'getMany'>;
}

/** A document on its way to be counted as it is stored. */
export interface Work {
  readonly documentKey: string;
  readonly dirty: Map<string, BucketShard>;
  document: StoredDocument;
  etag: string;
  /** Whether this call has written anything of it: then it looks once more. */
  written: boolean;
  /** Whether the document was stored for the first time, and nothing of it was counted yet. */
  isNew: boolean;
  error?: Error;
}

/**
 * Makes stored documents count as they are now; what counts right is read and not written.
 * @returns the bucket shards of those that did not
 * @throws VocError `storage.throttled`, `storage.unavailable` (transient)
 */
export async function countAsStored(
  deps: CountDeps,
  documentKeys: readonly string[],
): Promise<readonly BucketShard[]> {
  if (documentKeys.length === 0) return [];
  const works = [...(await deps.documents.getManyAtRest(documentKeys))].map(
    ([documentKey, { document, etag }]): Work => ({
      documentKey,
      dirty: new Map(),
      document,
      etag,
      written: false,
      isNew: false,
    }),
  );
  await countAll(deps, works);
  for (const { error } of works) if (error !== undefined) throw error;
  const dirty = works.filter(({ written }) => written).flatMap((work) => [...work.dirty.values()]);
  return [...new Map(dirty.map((at) => [JSON.stringify(at), at])).values()];
}

/**
 * Makes works count exactly once, in the bucket of their document and with what it says. Each that was written is looked at
 * once more, until nobody else has changed it meanwhile; what failed carries its error.
 */
export async function countAll(deps: CountDeps, works: readonly Work[]): Promise<void> {
  let open = works;
  for (let round = 0; open.length > 0; round += 1) {
    if (round >= MAX_ROUNDS) {
      for (const work of open) work.error = neverQuiet();
      return;
    }
    await writeContributions(deps, open);
    open = await changedMeanwhile(deps, open);
  }
}

/** Notes a bucket that must be recounted. */
export function addDirty(work: Work, place: { day: string; bucket: string }): void {
  const { shard } = work.document;
  work.dirty.set(place.bucket, { day: place.day, bucket: place.bucket, shard });
}

async function writeContributions(deps: CountDeps, works: readonly Work[]): Promise<void> {
  for (const work of works)
    for (const place of [work.document, ...work.document.formerBuckets]) addDirty(work, place);
  const profiles = await profilesOf(deps, works);
  const counted = await countedOf(
    deps,
    works.filter(({ written }) => !written),
  );
  const customerOf = ({ document: { link } }: Work) =>
    link.customerId === null ? undefined : profiles.get(link.customerId);
  const [fresh, others] = [works.filter(({ isNew }) => isNew), works.filter(({ isNew }) => !isNew)];
  try {
    await deps.contributions.putMany(
      fresh
        .filter(({ document }) => document.record.erased !== true)
        .map((work) => contributionOf(work.document, customerOf(work))),
    );
  } catch (error) {
    // They come again and are written one by one: the document is known by then.
    for (const work of fresh) work.error = asError(error);
  }
  await mapWithLimit(others, CONCURRENT_WRITES, async (work) => {
    const { document, documentKey } = work;
    // Of a document that was just written, nothing is known to be counted and nothing is known not to be.
    const asItIs = work.written ? undefined : counted;
    try {
      const wanted = document.record.erased === true ? undefined : contributionOf(document, customerOf(work));
      if (wanted !== undefined && !isDeepStrictEqual(asItIs?.get(placeId(wanted)), wanted)) {
        work.written = true;
        await deps.contributions.put(wanted);
      }
      for (const place of work.dirty.values()) {
        const at = { ...place, documentKey };
        if (place.bucket === wanted?.bucket || asItIs?.has(placeId(at)) === false) continue;
        work.written = true;
        await deps.contributions.delete(at);
      }
    } catch (error) {
      work.error = asError(error);
    }
  });
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error('the contribution could not be stored');
}

/** What documents count now, by {@link placeId}, in every bucket where they count or have counted. */
async function countedOf(deps: CountDeps, works: readonly Work[]): Promise<Map<string, Contribution>> {
  if (works.length === 0) return new Map();
  const places = works.flatMap(({ dirty, documentKey }) =>
    [...dirty.values()].map((place) => ({ ...place, documentKey })),
  );
  const found = await deps.contributions.getMany(places);
  return new Map(found.map((one) => [placeId(one), one]));
}

function placeId({ bucket, documentKey }: { bucket: string; documentKey: string }): string {
  return `${bucket} ${documentKey}`;
}

async function profilesOf(deps: CountDeps, works: readonly Work[]): Promise<Map<string, CustomerProfile>> {
  const linked = works.flatMap(({ document: { link } }) =>
    link.status === 'linked' && link.customerId !== null ? [link.customerId] : [],
  );
  return linked.length === 0 ? new Map() : deps.customers.getMany(linked);
}

/** The works whose document is another one by now, with that document. */
async function changedMeanwhile(deps: CountDeps, works: readonly Work[]): Promise<Work[]> {
  const written = works.filter((work) => work.written && work.error === undefined);
  const etags = await deps.documents.etags(written.map((work) => work.documentKey));
  const changed = written.filter((work) => etags.get(work.documentKey) !== work.etag);
  if (changed.length === 0) return [];
  const stored = await deps.documents.getManyAtRest(changed.map((work) => work.documentKey));
  return changed.flatMap((work) => {
    const found = stored.get(work.documentKey);
    // Erased or expired in between: what was written here must go with the next erasure, not come back.
    if (found === undefined) return [];
    work.document = found.document;
    work.etag = found.etag;
    work.isNew = false;
    return [work];
  });
}

function neverQuiet(): VocError {
  return new VocError(
    'storage.throttled',
    'transient',
    'The document changes faster than it can be counted; later.',
  );
}
