import { bucketOf } from '../../shared/domain/document-identity.ts';
import type { StoredDocument } from '../../shared/domain/stored-document.ts';
import { mapWithLimit } from '../../shared/runtime/map-with-limit.ts';
import type { DocumentAtRest } from '../../shared/storage/document-item.ts';
import type { DocumentRepository, PutDocumentResult } from '../../shared/storage/document-repository.ts';
import type { BucketShard } from '../../shared/storage/keys.ts';
import type { Sighting } from '../../shared/storage/merge-sightings.ts';
import { addDirty, CONCURRENT_WRITES, type CountDeps, countAll, type Work } from './count-documents.ts';

export interface SettleDeps extends CountDeps {
  readonly documents: CountDeps['documents'] & Pick<DocumentRepository, 'glance' | 'put' | 'putNew'>;
  readonly timeZone: string;
}

/** What became of one sighting: the document as it is now and the bucket shards to recount, or why it must come again. */
export type Settled =
  | {
      readonly ok: true;
      readonly document: StoredDocument;
      readonly dirty: readonly BucketShard[];
      /** Whether it was stored before and is another one now, perhaps with another link. */
      readonly edited: boolean;
    }
  | { readonly ok: false; readonly error: Error };

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
  const stored = known ?? (await deps.documents.glance(sightings.map(({ record }) => record.documentKey)));
  const fresh = await storeNew(
    deps,
    sightings.filter(({ record }) => !stored.has(record.documentKey)),
  );
  const works = await mapWithLimit(sightings, CONCURRENT_WRITES, (sighting) =>
    begin(deps, sighting, fresh.get(sighting), stored.get(sighting.record.documentKey)),
  );
  await countAll(
    deps,
    works.flatMap((work) => (work instanceof Error ? [] : [work])),
  );
  return works.map((work): Settled => {
    if (work instanceof Error) return { ok: false, error: work };
    if (work.error !== undefined) return { ok: false, error: work.error };
    return {
      ok: true,
      document: work.document,
      dirty: [...work.dirty.values()],
      edited: work.written && !work.isNew,
    };
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
