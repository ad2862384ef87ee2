import { createHash, randomUUID } from 'node:crypto';
import * as z from 'zod';
import { VocError } from '../domain/errors.ts';
import { type LinkResult, UNLINKED } from '../domain/link.ts';
import { type StoredDocument, StoredDocumentSchema } from '../domain/stored-document.ts';
import { canonicalJson } from './canonical-json.ts';
import { mergeSightings, type Sighting } from './merge-sightings.ts';
import { createTable, expiryOf, type Item, type TableDeps } from './table.ts';
import { TTL_ATTRIBUTE } from './tables.ts';

const MAX_PUT_ATTEMPTS = 20;

/**
 * What a put did. `stored`: the document is new or this sighting changed it; `older`: a newer revision stays; `same`:
 * this sighting was known already. All three are success; `document` is what stands in the table now.
 */
export interface PutDocumentResult {
  readonly outcome: 'stored' | 'older' | 'same';
  readonly document: StoredDocument;
  /** Changes exactly when the document changes; compare with {@link DocumentRepository.etags}. */
  readonly etag: string;
}

const StoredItemSchema = StoredDocumentSchema.extend({ etag: z.string() });

/**
 * Documents at rest, one item per document key. `retentionDays` counts from the first sight.
 */
export function createDocumentRepository(deps: TableDeps & { timeZone: string; retentionDays: number }) {
  const table = createTable(deps);

  const itemOf = (document: StoredDocument, etag: string): Item => ({
    pk: document.record.documentKey,
    ...document,
    etag,
    [TTL_ATTRIBUTE]: expiryOf(document.record.firstSeenAt, deps.retentionDays),
  });

  return {
    /**
     * Merges one sighting of a document into what is stored. Any order and repetition of the same sightings ends in the
     * same stored document. One write for a new document.
     */
    async put(sighting: Sighting): Promise<PutDocumentResult> {
      const fresh = mergeSightings(undefined, sighting, deps.timeZone);
      const freshEtag = etagOf(fresh);
      // Stops two first sightings from each believing to be alone.
      let attempt = await table.putIf(itemOf(fresh, freshEtag), { expression: 'attribute_not_exists(pk)' });
      if (attempt.written) return { outcome: 'stored', document: fresh, etag: freshEtag };

      for (let round = 0; round < MAX_PUT_ATTEMPTS; round += 1) {
        const { etag: oldEtag, ...old } = StoredItemSchema.parse(attempt.found);
        const merged = mergeSightings(old, sighting, deps.timeZone);
        const etag = etagOf(merged);
        if (etag === oldEtag) {
          return { outcome: merged.revision === fresh.revision ? 'same' : 'older', document: old, etag };
        }
        // Stops a merge made from a state that another worker has replaced meanwhile.
        attempt = await table.putIf(itemOf(merged, etag), {
          expression: 'etag = :old',
          values: { ':old': oldEtag },
        });
        if (attempt.written) return { outcome: 'stored', document: merged, etag };
        if (attempt.found.etag === undefined) {
          // Expired or erased in between: begin again.
          attempt = await table.putIf(itemOf(fresh, freshEtag), { expression: 'attribute_not_exists(pk)' });
          if (attempt.written) return { outcome: 'stored', document: fresh, etag: freshEtag };
        }
      }
      throw new VocError(
        'storage.throttled',
        'transient',
        'Too many writers for one document; it is tried again.',
        {
          details: { table: deps.tableName, attempts: MAX_PUT_ATTEMPTS },
        },
      );
    },

    async get(documentKey: string): Promise<StoredDocument | undefined> {
      const item = await table.get({ pk: documentKey });
      return item === undefined ? undefined : StoredDocumentSchema.parse(item);
    },

    /** The documents that exist, by key. */
    async getMany(documentKeys: readonly string[]): Promise<Map<string, StoredDocument>> {
      const items = await table.getMany(documentKeys.map((pk) => ({ pk })));
      return new Map(
        items.map((item) => {
          const document = StoredDocumentSchema.parse(item);
          return [document.record.documentKey, document];
        }),
      );
    },

    /** One page of the documents that are linked, for certain or perhaps, to a customer, and where the next begins. */
    async pageLinkedTo(
      customerId: string,
      after: string | null,
    ): Promise<{ documents: StoredDocument[]; next: string | null }> {
      const { items, nextKey } = await table.scan(
        {
          FilterExpression: '#link.customerId = :id',
          ExpressionAttributeNames: { '#link': 'link' },
          ExpressionAttributeValues: { ':id': customerId },
        },
        after === null ? undefined : { pk: after },
      );
      return {
        documents: items.map((item) => StoredDocumentSchema.parse(item)),
        next: nextKey === null ? null : z.string().parse(nextKey.pk),
      };
    },

    /**
     * Gives a document another link, where it is still the one that was read. The answer is the document as it is now,
     * or null where somebody has changed it.
     */
    async relink(document: StoredDocument, link: LinkResult): Promise<StoredDocument | null> {
      const next = { ...document, link };
      const written = await table.update({
        Key: { pk: document.record.documentKey },
        UpdateExpression: 'SET #link = :link, etag = :etag',
        // Stops a link of a revision that is no longer stored, and one from older knowledge.
        ConditionExpression: 'revision = :revision AND #link = :read AND size(#record.identifiers) = :count',
        ExpressionAttributeNames: { '#link': 'link', '#record': 'record' },
        ExpressionAttributeValues: {
          ':link': link,
          ':etag': etagOf(next),
          ':revision': document.revision,
          ':read': document.link,
          ':count': document.record.identifiers.length,
        },
      });
      return written === null ? null : next;
    },

    /** Takes the link off a document, and the identifiers with the given tokens. */
    async unlink(document: StoredDocument, tokens: ReadonlySet<string>): Promise<void> {
      const { documentKey, identifiers } = document.record;
      await table.update({
        Key: { pk: documentKey },
        // A new etag makes every worker that holds the old state read again.
        UpdateExpression: 'SET #link = :link, #record.identifiers = :identifiers, etag = :etag',
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeNames: { '#link': 'link', '#record': 'record' },
        ExpressionAttributeValues: {
          ':link': UNLINKED,
          ':identifiers': identifiers.filter(
            ({ token, variantTokens }) =>
              !tokens.has(token) && !variantTokens.some((variant) => tokens.has(variant)),
          ),
          ':etag': `erased-${randomUUID()}`,
        },
      });
    },

    /** The present etags of the documents that exist, by key. */
    async etags(documentKeys: readonly string[]): Promise<Map<string, string>> {
      const items = await table.getMany(
        documentKeys.map((pk) => ({ pk })),
        ['pk', 'etag'],
      );
      return new Map(items.map((item) => [z.string().parse(item.pk), z.string().parse(item.etag)]));
    },
  };
}

export type DocumentRepository = ReturnType<typeof createDocumentRepository>;

function etagOf(document: StoredDocument): string {
  return createHash('sha256').update(canonicalJson(document)).digest('hex').slice(0, 32);
}
