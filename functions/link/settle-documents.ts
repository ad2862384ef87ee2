import type { CustomerProfile } from '../../shared/domain/customer.ts';
import { bucketOf } from '../../shared/domain/document-identity.ts';
import { VocError } from '../../shared/domain/errors.ts';
import type { StoredDocument } from '../../shared/domain/stored-document.ts';
import { contributionOf } from '../../shared/insight/contribution.ts';
import { mapWithLimit } from '../../shared/runtime/map-with-limit.ts';
import type { ContributionRepository } from '../../shared/storage/contribution-repository.ts';
import type { CustomerRepository } from '../../shared/storage/customer-repository.ts';
import type { DocumentRepository } from '../../shared/storage/document-repository.ts';
import type { BucketShard } from '../../shared/storage/keys.ts';
import type { Sighting } from '../../shared/storage/merge-sightings.ts';

const CONCURRENT_WRITES = 16;
const MAX_ROUNDS = 5;

export interface SettleDeps {
  readonly documents: Pick<DocumentRepository, 'put' | 'getMany' | 'etags'>;
  readonly contributions: Pick<ContributionRepository, 'put' | 'delete'>;
  readonly customers: Pick<CustomerRepository, 'getMany'>;
  readonly timeZone: string;
}

/** What became of one sighting: the document as it is now and the bucket shards to recount, or why it must come again. */
export type Settled =
  | { readonly ok: true; readonly document: StoredDocument; readonly dirty: readonly BucketShard[] }
  | { readonly ok: false; readonly error: Error };

interface Work {
  readonly documentKey: string;
  readonly dirty: Map<string, BucketShard>;
  document: StoredDocument;
  etag: string;
  error?: Error;
}

/**
 * Stores sightings and makes each document count exactly once: in the bucket of its earliest publication, with its
 * newest revision. Every step may be repeated at any point of a crash.
 *
 * After its contribution is written, a document is looked at once more. Either it is still the one that was written, or
 * somebody changed it in between, and then this call brings the contribution in line: whoever writes a document last
 * also looks last. So no two workers leave a document counted twice or with an old reading.
 */
export async function settleSightings(deps: SettleDeps, sightings: readonly Sighting[]): Promise<Settled[]> {
  const works = await mapWithLimit(sightings, CONCURRENT_WRITES, (sighting) => begin(deps, sighting));
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
    return { ok: true, document: work.document, dirty: [...work.dirty.values()] };
  });
}

async function begin(deps: SettleDeps, sighting: Sighting): Promise<Work | Error> {
  const { record } = sighting;
  try {
    const { document, etag } = await deps.documents.put(sighting);
    const work: Work = { documentKey: record.documentKey, dirty: new Map(), document, etag };
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
  const profiles = await profilesOf(deps, works);
  await mapWithLimit(works, CONCURRENT_WRITES, async (work) => {
    const { document, documentKey } = work;
    try {
      for (const place of [document, ...document.formerBuckets]) addDirty(work, place);
      if (document.record.erased === true) {
        for (const place of work.dirty.values()) await deps.contributions.delete({ ...place, documentKey });
        return;
      }
      const customer = document.link.customerId === null ? undefined : profiles.get(document.link.customerId);
      await deps.contributions.put(contributionOf(document, customer));
      for (const place of work.dirty.values()) {
        if (place.bucket !== document.bucket) await deps.contributions.delete({ ...place, documentKey });
      }
    } catch (error) {
      work.error = error instanceof Error ? error : new Error('the contribution could not be stored');
    }
  });
}

async function profilesOf(deps: SettleDeps, works: readonly Work[]): Promise<Map<string, CustomerProfile>> {
  const linked = works.flatMap(({ document: { link } }) =>
    link.status === 'linked' && link.customerId !== null ? [link.customerId] : [],
  );
  return linked.length === 0 ? new Map() : deps.customers.getMany(linked);
}

/** The works whose document is another one by now, with that document. */
async function changedMeanwhile(deps: SettleDeps, works: readonly Work[]): Promise<Work[]> {
  const written = works.filter((work) => work.error === undefined);
  const etags = await deps.documents.etags(written.map((work) => work.documentKey));
  const changed = written.filter((work) => etags.get(work.documentKey) !== work.etag);
  if (changed.length === 0) return [];
  const present = await deps.documents.getMany(changed.map((work) => work.documentKey));
  return changed.flatMap((work) => {
    const document = present.get(work.documentKey);
    // Erased or expired in between: what was written here must go with the next erasure, not come back.
    if (document === undefined) return [];
    work.document = document;
    work.etag = etags.get(work.documentKey) ?? work.etag;
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
