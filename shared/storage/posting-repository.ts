import * as z from 'zod';
import { mapWithLimit } from '../runtime/map-with-limit.ts';
import { POSTINGS_KEY, postingKey } from './keys.ts';
import { createTable, expiryOf, type TableDeps } from './table.ts';
import { TTL_ATTRIBUTE } from './tables.ts';

/** So long a document waits for its customer. */
export const POSTING_DAYS = 90;
/** Keys of one item: it stays below a kilobyte, so that adding one costs one write unit. */
const MAX_KEYS = 12;
/** Items of one term. A token that more documents share says nothing of one customer. */
const SLOTS = 16;
const CONCURRENT_CALLS = 16;

const PostingItemSchema = z.object({ pk: z.string(), documents: z.set(z.string()).default(new Set()) });

/** That a document is to be looked at again when something changes about a term: a token, or a customer. */
export interface Posting {
  readonly term: string;
  readonly documentKey: string;
}

/** Term → documents that wait for a change of it. Kept 90 days; at most 192 documents of a term. */
export function createPostingRepository(deps: TableDeps) {
  const table = createTable(deps);
  let knownSince = '';

  /** Adds to one slot; false where it is full. */
  async function addTo({ term, documentKey }: Posting, slot: number, expiresAt: number): Promise<boolean> {
    const updated = await table.update({
      Key: postingKey(term, slot),
      UpdateExpression: 'ADD documents :one SET #expires = :expires',
      // Keeps the item small whatever its term is.
      ConditionExpression:
        'attribute_not_exists(documents) OR contains(documents, :key) OR size(documents) < :max',
      ExpressionAttributeNames: { '#expires': TTL_ATTRIBUTE },
      ExpressionAttributeValues: {
        ':one': new Set([documentKey]),
        ':key': documentKey,
        ':max': MAX_KEYS,
        ':expires': expiresAt,
      },
    });
    return updated !== null;
  }

  return {
    /**
     * Notes documents under their terms: one write each, none where it is noted already. What finds no room any more is
     * left out.
     */
    async add(postings: readonly Posting[], now: string): Promise<void> {
      if (postings.length === 0) return;
      const expiresAt = expiryOf(now, POSTING_DAYS);
      if (knownSince !== now.slice(0, 10)) {
        // Before the first posting: who does not see it can be sure that there is none.
        await table.put({ ...POSTINGS_KEY, [TTL_ATTRIBUTE]: expiresAt + 86_400 });
        knownSince = now.slice(0, 10);
      }
      const byTerm = new Map<string, Set<string>>();
      for (const { term, documentKey } of postings) {
        const documents = byTerm.get(term) ?? new Set();
        byTerm.set(term, documents.add(documentKey));
      }
      const terms = [...byTerm].map(([term, documents]) => ({ term, key: postingKey(term, 0), documents }));
      const present = new Map(
        // A moment ago is enough: what is missing here is written under a condition.
        (
          await table.getMany(
            terms.map(({ key }) => key),
            { consistency: 'eventual' },
          )
        )
          .map((item) => PostingItemSchema.parse(item))
          .map(({ pk, documents }) => [pk, documents]),
      );
      const fresh = terms.filter(({ key, documents }) => !present.has(key.pk) && documents.size <= MAX_KEYS);
      const refused = await table.insertEach(
        fresh.map(({ key, documents }) => ({ ...key, documents, [TTL_ATTRIBUTE]: expiresAt })),
      );
      const written = new Set(fresh.filter((_, index) => !refused.has(index)));
      const missing = terms.flatMap((one) =>
        written.has(one)
          ? []
          : [...one.documents]
              .filter((documentKey) => present.get(one.key.pk)?.has(documentKey) !== true)
              .map((documentKey) => ({ term: one.term, documentKey })),
      );
      await mapWithLimit(missing, CONCURRENT_CALLS, async (posting) => {
        if (await addTo(posting, 0, expiresAt)) return;
        await addTo(
          posting,
          1 + (Number.parseInt(posting.documentKey.slice(0, 8), 16) % (SLOTS - 1)),
          expiresAt,
        );
      });
    },

    /** Whether there has been any in the last 90 days. */
    async any(): Promise<boolean> {
      return (await table.get(POSTINGS_KEY)) !== undefined;
    },

    /** The documents under any of the terms. */
    async documentsOf(terms: readonly string[]): Promise<Set<string>> {
      const first = (await table.getMany(terms.map((term) => postingKey(term, 0)))).map((item) =>
        PostingItemSchema.parse(item),
      );
      const found = new Set(first.flatMap(({ documents }) => [...documents]));
      const full = first.filter(({ documents }) => documents.size >= MAX_KEYS);
      await mapWithLimit(full, CONCURRENT_CALLS, async ({ pk }) => {
        for await (const item of table.partition(pk)) {
          for (const key of PostingItemSchema.parse(item).documents) found.add(key);
        }
      });
      return found;
    },
  };
}

export type PostingRepository = ReturnType<typeof createPostingRepository>;
