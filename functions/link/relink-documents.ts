import { isDeepStrictEqual } from 'node:util';
import type { Contribution } from '../../shared/domain/contribution.ts';
import { VocError } from '../../shared/domain/errors.ts';
import type { LinkResult } from '../../shared/domain/link.ts';
import type { StoredDocument } from '../../shared/domain/stored-document.ts';
import { contributionOf } from '../../shared/insight/contribution.ts';
import { mapWithLimit } from '../../shared/runtime/map-with-limit.ts';
import type { CustomerRepository } from '../../shared/storage/customer-repository.ts';
import type { DocumentRepository } from '../../shared/storage/document-repository.ts';
import { candidateOf, type LinkReviewRepository } from '../../shared/storage/link-review-repository.ts';
import type { PostingRepository } from '../../shared/storage/posting-repository.ts';
import { type DirtyMark, type MarkDeps, sendMarks } from '../../shared/storage/send-marks.ts';
import { type CountDeps, countAsStored } from './count-documents.ts';
import { type LinksOfDeps, linksOf } from './links-of.ts';
import { postingsOf } from './postings-of.ts';

const CONCURRENT_WRITES = 16;
const MAX_ROUNDS = 6;

export interface RelinkDeps extends LinksOfDeps, MarkDeps {
  readonly documents: CountDeps['documents'] & Pick<DocumentRepository, 'getMany' | 'relink'>;
  readonly contributions: CountDeps['contributions'];
  readonly customers: CountDeps['customers'] & Pick<CustomerRepository, 'getLinkProfiles'>;
  readonly postings: Pick<PostingRepository, 'add'>;
  readonly reviews: LinksOfDeps['reviews'] & Pick<LinkReviewRepository, 'enqueue'>;
}

/**
 * Links stored documents by what is known now. Repeated until a look finds every link as it is stored, so that whoever
 * writes last has also looked last. The document itself is written after its contribution and its mark: as long as it
 * has its old link, a repetition finds it again.
 * @returns how many documents have another link now
 * @throws VocError `storage.throttled`, `storage.unavailable` (transient)
 */
export async function relinkDocuments(deps: RelinkDeps, documentKeys: readonly string[]): Promise<number> {
  const relinked = new Set<string>();
  // Whose write was lost is counted anew, even if its link is right by now.
  let unsure: ReadonlySet<string> = new Set();
  let open = documentKeys;
  for (let round = 0; open.length > 0; round += 1) {
    if (round >= MAX_ROUNDS) throw neverQuiet();
    const documents = [...(await deps.documents.getMany(open)).values()].filter(
      ({ record }) => record.erased !== true,
    );
    const links = await linksOf(
      deps,
      documents.map(({ record }) => record),
    );
    const works = documents.flatMap((document, index) => {
      const link = links[index] ?? document.link;
      const differs = !isDeepStrictEqual(link, document.link);
      return differs || unsure.has(document.record.documentKey) ? [{ document, link }] : [];
    });
    unsure = await write(deps, works);
    open = works.map(({ document }) => document.record.documentKey);
    for (const key of open) relinked.add(key);
  }
  return relinked.size;
}

/** Answers with the documents that somebody has changed meanwhile. */
async function write(
  deps: RelinkDeps,
  works: readonly { document: StoredDocument; link: LinkResult }[],
): Promise<Set<string>> {
  if (works.length === 0) return new Set();
  const now = deps.clock().toISOString();
  await deps.postings.add(
    works.flatMap(({ document, link }) => postingsOf(document.record, link, now)),
    now,
  );
  const ids = works.flatMap(({ link }) => link.customerId ?? []);
  const profiles = ids.length === 0 ? new Map() : await deps.customers.getMany(ids);
  const wanted = works.map(({ document, link }) =>
    contributionOf({ ...document, link }, profiles.get(link.customerId ?? '')),
  );
  await count(deps, wanted);
  const candidates = works.flatMap(({ document, link }) => candidateOf({ ...document, link }));
  await deps.reviews.enqueue(candidates);
  const lost = new Set<string>();
  await mapWithLimit(works, CONCURRENT_WRITES, async ({ document, link }) => {
    if ((await deps.documents.relink(document, link)) === null) lost.add(document.record.documentKey);
  });
  // Whoever opened the list in between saw a document without the link that was suggested, and took it off.
  await deps.reviews.enqueue(candidates.filter(({ documentKey }) => !lost.has(documentKey)));
  // Whoever stored it before may have counted it with its old link in between, and looked once more just before this one.
  const changed = await countAsStored(
    deps,
    wanted.map(({ documentKey }) => documentKey).filter((key) => !lost.has(key)),
  );
  const marks = changed.map((at): DirtyMark => ({ ...at, relinked: true }));
  if ((await sendMarks(deps, marks)).size > 0) throw marksLost();
  return lost;
}

/** Writes contributions and marks their bucket shards. */
async function count(deps: RelinkDeps, contributions: readonly Contribution[]): Promise<void> {
  await mapWithLimit(contributions, CONCURRENT_WRITES, (one) => deps.contributions.put(one));
  const marks = contributions.map(
    ({ day, bucket, shard }): DirtyMark => ({ day, bucket, shard, relinked: true }),
  );
  const distinct = [...new Map(marks.map((at) => [JSON.stringify(at), at])).values()];
  if ((await sendMarks(deps, distinct)).size > 0) throw marksLost();
}

function neverQuiet(): VocError {
  return new VocError(
    'storage.throttled',
    'transient',
    'Customers change faster than voices are linked; later.',
  );
}

function marksLost(): VocError {
  return new VocError(
    'storage.unavailable',
    'transient',
    'The queue of dirty marks did not take all; tried again.',
  );
}
