import { isDeepStrictEqual } from 'node:util';
import type { Contribution } from '../../shared/domain/contribution.ts';
import type { CustomerProfile } from '../../shared/domain/customer.ts';
import { bucketOf } from '../../shared/domain/document-identity.ts';
import { VocError } from '../../shared/domain/errors.ts';
import type { StoredDocument } from '../../shared/domain/stored-document.ts';
import { contributionOf } from '../../shared/insight/contribution.ts';
import { mapWithLimit } from '../../shared/runtime/map-with-limit.ts';
import type { ContributionRepository } from '../../shared/storage/contribution-repository.ts';
import type { CustomerRepository } from '../../shared/storage/customer-repository.ts';
import type { DocumentAtRest } from '../../shared/storage/document-item.ts';
import type { DocumentRepository, PutDocumentResult } from '../../shared/storage/document-repository.ts';
import type { BucketShard } from '../../shared/storage/keys.ts';
import type { Sighting } from '../../shared/storage/merge-sightings.ts';

const CONCURRENT_WRITES = 16;
const MAX_ROUNDS = 5;

export interface SettleDeps {
  readonly documents: Pick<DocumentRepository, 'put' | 'putNew' | 'getManyAtRest' | 'etags'>;
  readonly contributions: Pick<ContributionRepository, 'getMany' | 'put' | 'putMany' | 'delete'>;
  readonly customers: Pick<CustomerRepository, 'getMany'>;
  readonly timeZone: string;
}

/** What became of one sighting: the bucket shards to recount, or why it must come again. */
export type Settled =
  | { readonly ok: true; readonly dirty: readonly BucketShard[] }
  | { readonly ok: false; readonly error: Error };

interface Work {
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
 * Stores sightings and makes each document count exactly once: in the bucket of its earliest publication, with its
 * newest revision. Every step may be repeated at any point of a crash.
 *
 * After its contribution is written, a document is looked at once more. Either it is still the one that was written, or
 * somebody changed it in between, and then this call brings the contribution in line: whoever writes a document last
 * also looks last. So no two workers leave a document counted twice or with an old reading. What is stored and counted
 * as it should be is read and not written.
 * @param known what is stored of the sightings, where the caller has read it
 */
export async function settleSightings(
  deps: SettleDeps,
  sightings: readonly Sighting[],
  known?: ReadonlyMap<string, DocumentAtRest>,
): Promise<Settled[]> {
  const stored =
    known ?? (await deps.documents.getManyAtRest(sightings.map(({ record }) => record.documentKey)));
  const fresh = await storeNew(
    deps,
    sightings.filter(({ record }) => !stored.has(record.documentKey)),
  );
  const works = await mapWithLimit(sightings, CONCURRENT_WRITES, (sighting) =>
    begin(deps, sighting, fresh.get(sighting), stored.get(sighting.record.documentKey)),
  );
  let open = works.flatMap((work) => (work instanceof Error ? [] : [work]));
  for (let round = 0; open.length > 0; round += 1) {
    if (round >= MAX_ROUNDS) {
      for (const work of open) work.error = neverQuiet();
      break;
    }
    await writeContributions(deps, open);
    open = await changedMeanwhile(deps, open);
  }
  return works.map((work): Settled => {
    if (work instanceof Error) return { ok: false, error: work };
    if (work.error !== undefined) return { ok: false, error: work.error };
    return { ok: true, dirty: [...work.dirty.values()] };
  });
}

/** What became of those that nobody has seen before, as far as they could be stored together. */
async function storeNew(
  deps: SettleDeps,
  sightings: readonly Sighting[],
): Promise<Map<Sighting, PutDocumentResult>> {
  if (sightings.length === 0) return new Map();
  const results = await deps.documents.putNew(sightings);
  return new Map(
    sightings.flatMap((sighting, index) => {
      const result = results[index];
      return result === null || result === undefined ? [] : [[sighting, result] as const];
    }),
  );
}

async function begin(
  deps: SettleDeps,
  sighting: Sighting,
  done: PutDocumentResult | undefined,
  known: DocumentAtRest | undefined,
): Promise<Work | Error> {
  const { record } = sighting;
  try {
    const { document, etag, outcome } = done ?? (await deps.documents.put(sighting, known));
    const work: Work = {
      documentKey: record.documentKey,
      dirty: new Map(),
      document,
      etag,
      written: outcome === 'stored',
      isNew: done !== undefined,
    };
    // An earlier attempt at this very sighting may have counted it here and crashed.
    addDirty(work, bucketOf(record.publishedAt, record.publishedAtPrecision, deps.timeZone));
    return work;
  } catch (error) {
    return error instanceof Error ? error : new Error('the document could not be stored');
  }
}

function addDirty(work: Work, place: { day: string; bucket: string }): void {
  const { shard } = work.document;
  work.dirty.set(place.bucket, { day: place.day, bucket: place.bucket, shard });
}

async function writeContributions(deps: SettleDeps, works: readonly Work[]): Promise<void> {
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
async function countedOf(deps: SettleDeps, works: readonly Work[]): Promise<Map<string, Contribution>> {
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

async function profilesOf(deps: SettleDeps, works: readonly Work[]): Promise<Map<string, CustomerProfile>> {
  const linked = works.flatMap(({ document: { link } }) =>
    link.status === 'linked' && link.customerId !== null ? [link.customerId] : [],
  );
  return linked.length === 0 ? new Map() : deps.customers.getMany(linked);
}

/** The works whose document is another one by now, with that document. */
async function changedMeanwhile(deps: SettleDeps, works: readonly Work[]): Promise<Work[]> {
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
