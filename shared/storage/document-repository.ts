import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import { VocError } from '../domain/errors.ts';
import { type LinkResult, UNLINKED } from '../domain/link.ts';
import type { StoredDocument } from '../domain/stored-document.ts';
import { type DocumentAtRest, documentEtag, documentItem, documentOfItem } from './document-item.ts';
import { mergeSightings, type Sighting } from './merge-sightings.ts';
import { type Consistency, createTable, expiryOf, type Item, type TableDeps } from './table.ts';
import { TTL_ATTRIBUTE } from './tables.ts';

const MAX_PUT_ATTEMPTS = 20;

/**
 * What a put did. `stored`: the document is new or this sighting changed it; `older`: a newer revision stays; `same`:
 * this sighting was known already. All three are success; `document` is what stands in the table now.
 */
export interface PutDocumentResult extends DocumentAtRest {
  readonly outcome: 'stored' | 'older' | 'same';
}

/** Documents at rest, one item per document key. `retentionDays` counts from the first sight. */
export function createDocumentRepository(deps: TableDeps & { timeZone: string; retentionDays: number }) {
  const table = createTable(deps);

  const expiring = (item: Item, document: StoredDocument): Item => ({
    ...item,
    [TTL_ATTRIBUTE]: expiryOf(document.record.firstSeenAt, deps.retentionDays),
  });

  /** Puts where the stored document is still the one of this etag; `null` is none. */
  async function replace(document: StoredDocument, oldEtag: string | null, newEtag?: string) {
    const item = documentItem(document, newEtag);
    const result = await table.putIf(
      expiring(item, document),
      // Stops two first sightings from each believing to be alone, and what was made from a state that is gone.
      oldEtag === null
        ? { expression: 'attribute_not_exists(pk)' }
        : { expression: 'etag = :old', values: { ':old': oldEtag } },
    );
    return { ...result, etag: item.etag };
  }

  async function atRest(
    documentKeys: readonly string[],
    consistency: Consistency = 'strong',
  ): Promise<Map<string, DocumentAtRest>> {
    const items = await table.getMany(
      documentKeys.map((pk) => ({ pk })),
      { consistency },
    );
    return new Map(items.map((item) => [z.string().parse(item.pk), documentOfItem(item)]));
  }

  return {
    /**
     * Merges one sighting of a document into what is stored. Any order and repetition of the same sightings ends in the
     * same stored document. One write for a new document, none for one that stays as it is.
     * @param known what was read of the document before, or that there was nothing; without it, it is taken for new
     */
    async put(sighting: Sighting, known?: DocumentAtRest): Promise<PutDocumentResult> {
      const fresh = mergeSightings(undefined, sighting, deps.timeZone);
      let stored = known;
      for (let attempt = 0; attempt < MAX_PUT_ATTEMPTS; attempt += 1) {
        const merged =
          stored === undefined ? fresh : mergeSightings(stored.document, sighting, deps.timeZone);
        if (stored !== undefined && documentEtag(merged) === stored.etag)
          return { outcome: merged.revision === fresh.revision ? 'same' : 'older', ...stored };
        const written = await replace(merged, stored?.etag ?? null);
        if (written.written) return { outcome: 'stored', document: merged, etag: written.etag };
        // Expired or erased in between: begin again.
        stored = written.found.etag === undefined ? undefined : documentOfItem(written.found);
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

    /**
     * Stores sightings of documents that nobody has seen before, many at once. The answer is in their order; null for one
     * that is stored by now, or came twice: that must be merged by {@link put}.
     */
    async putNew(sightings: readonly Sighting[]): Promise<(PutDocumentResult | null)[]> {
      const documents = sightings.map((sighting) => mergeSightings(undefined, sighting, deps.timeZone));
      const items = documents.map((document) => documentItem(document));
      const firsts = [...new Map(items.map((item, index) => [item.pk, index] as const).reverse()).values()];
      const refused = await table.insertEach(
        firsts.map((index) => expiring(items[index] as Item, documents[index] as StoredDocument)),
      );
      const stored = new Set(firsts.filter((_, at) => !refused.has(at)));
      return documents.map((document, index) =>
        stored.has(index) ? { outcome: 'stored', document, etag: items[index]?.etag ?? '' } : null,
      );
    },

    async get(documentKey: string): Promise<StoredDocument | undefined> {
      const item = await table.get({ pk: documentKey });
      return item === undefined ? undefined : documentOfItem(item).document;
    },

    /** The documents that exist, by key. */
    async getMany(documentKeys: readonly string[]): Promise<Map<string, StoredDocument>> {
      const found = await atRest(documentKeys);
      return new Map([...found].map(([key, { document }]) => [key, document]));
    },

    /** The documents that exist, with their etags, by key. */
    getManyAtRest(documentKeys: readonly string[]): Promise<Map<string, DocumentAtRest>> {
      return atRest(documentKeys);
    },

    /**
     * The documents as they were a moment ago, at half of the price. Good for {@link put}, which writes under the etag and
     * so notices what came since; a document that has been put never falls back behind what was seen of it.
     */
    glance(documentKeys: readonly string[]): Promise<Map<string, DocumentAtRest>> {
      return atRest(documentKeys, 'eventual');
    },

    /** One page of the documents that are linked, for certain or perhaps, to a customer, and where the next begins. */
    async pageLinkedTo(
      customerId: string,
      after: string | null,
    ): Promise<{ documents: StoredDocument[]; next: string | null }> {
      const { items, nextKey } = await table.scan(
        {
          FilterExpression: 'linkedTo = :id',
          ExpressionAttributeValues: { ':id': customerId },
        },
        after === null ? undefined : { pk: after },
      );
      return {
        documents: items.map((item) => documentOfItem(item).document),
        next: nextKey === null ? null : z.string().parse(nextKey.pk),
      };
    },

    /**
     * Gives a document another link, where it is still the one that was read. The answer is the document as it is now,
     * or null where somebody has changed it.
     */
    async relink(read: StoredDocument, link: LinkResult): Promise<StoredDocument | null> {
      const { documentKey, identifiers } = read.record;
      const stored = (await atRest([documentKey])).get(documentKey);
      // Stops a link of a revision that is no longer stored, and one from older knowledge.
      if (
        stored === undefined ||
        stored.document.revision !== read.revision ||
        stored.document.record.identifiers.length !== identifiers.length ||
        !isDeepStrictEqual(stored.document.link, read.link)
      )
        return null;
      const next = { ...stored.document, link };
      return (await replace(next, stored.etag)).written ? next : null;
    },

    /**
     * Takes the link off a document, and the identifiers with the given tokens.
     * @returns the document as it is stored now; undefined where it is gone
     * @throws VocError `storage.throttled` (transient) where others keep changing it
     */
    async unlink(document: StoredDocument, tokens: ReadonlySet<string>): Promise<StoredDocument | undefined> {
      const { documentKey } = document.record;
      for (let attempt = 0; attempt < MAX_PUT_ATTEMPTS; attempt += 1) {
        const stored = (await atRest([documentKey])).get(documentKey);
        if (stored === undefined) return undefined;
        const { record } = stored.document;
        const identifiers = record.identifiers.filter(
          ({ token, variantTokens }) =>
            !tokens.has(token) && !variantTokens.some((variant) => tokens.has(variant)),
        );
        const next = { ...stored.document, record: { ...record, identifiers }, link: UNLINKED };
        // A new etag makes every worker that holds the old state read again.
        if ((await replace(next, stored.etag, `erased-${randomUUID()}`)).written) return next;
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

    /** The present etags of the documents that exist, by key. */
    async etags(documentKeys: readonly string[]): Promise<Map<string, string>> {
      const items = await table.getMany(
        documentKeys.map((pk) => ({ pk })),
        { attributes: ['pk', 'etag'] },
      );
      return new Map(items.map((item) => [z.string().parse(item.pk), z.string().parse(item.etag)]));
    },
  };
}

export type DocumentRepository = ReturnType<typeof createDocumentRepository>;
