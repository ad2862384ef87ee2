import { createHash } from 'node:crypto';
import * as z from 'zod';
import { type StoredDocument, StoredDocumentSchema } from '../domain/stored-document.ts';
import { canonicalJson } from './canonical-json.ts';
import { packJson, unpackJson } from './packed-json.ts';
import type { Item } from './table.ts';

/** A document as it stands in the table, and what changes exactly when it does. */
export interface DocumentAtRest {
  readonly document: StoredDocument;
  readonly etag: string;
}

const DocumentItemSchema = z.object({ etag: z.string(), packed: z.instanceof(Uint8Array) });

/**
 * The item of a document, but for its expiry. All of it but its key is packed: most voices then cost one write unit,
 * where their JSON would cost two. `linkedTo` stands outside for the scan of one customer's documents.
 */
export function documentItem(document: StoredDocument, etag?: string): Item & { readonly etag: string } {
  const json = jsonOf(document);
  return {
    pk: document.record.documentKey,
    etag: etag ?? etagOf(json),
    packed: packJson(json),
    ...(document.link.customerId === null ? {} : { linkedTo: document.link.customerId }),
  };
}

/** The etag of a document that was stored without one given. */
export function documentEtag(document: StoredDocument): string {
  return etagOf(jsonOf(document));
}

/** Reads what {@link documentItem} wrote. @throws ZodError where the item is none */
export function documentOfItem(item: Item): DocumentAtRest {
  const { etag, packed } = DocumentItemSchema.parse(item);
  const { record, ...rest } = z
    .object({ record: z.object({}).loose() })
    .loose()
    .parse(JSON.parse(unpackJson(packed)));
  return {
    document: StoredDocumentSchema.parse({ ...rest, record: { ...record, documentKey: item.pk } }),
    etag,
  };
}

function jsonOf(document: StoredDocument): string {
  const { documentKey: _, ...record } = document.record;
  return canonicalJson({ ...document, record });
}

function etagOf(json: string): string {
  return createHash('sha256').update(json).digest('base64url').slice(0, 22);
}
