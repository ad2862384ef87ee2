import { documentKey } from '../../domain/document-identity.ts';
import type { VocRecord } from '../../domain/record.ts';
import type { SourceKind } from '../../domain/taxonomy.ts';
import { REDACTION_VERSION } from '../../privacy/redact.ts';
import type { Erasure } from '../contract.ts';
import { lastingSecret, safeDocumentId } from './safe-document-id.ts';
import type { RecordContext } from './to-record.ts';

/** Greater than any hash: of two revisions of the same second, the erasure is the later one. */
const LAST_OF_ITS_TIME = 'f'.repeat(64);

/**
 * The record of a document that its source has deleted: same identity, no words, and a revision of its own, so that an
 * older text that arrives late stays away and a later one (a restored ticket) comes back.
 */
export function toTombstone(erasure: Erasure, source: SourceKind, context: RecordContext): VocRecord {
  const { id } = safeDocumentId(erasure.id, lastingSecret(context.keys));
  const erasedAt = new Date(erasure.erasedAt).toISOString();
  return {
    documentKey: documentKey(context.connector, erasure.app, id),
    id,
    connector: context.connector,
    source,
    ...(erasure.app === undefined ? {} : { app: erasure.app }),
    publishedAt: erasure.publishedAt === undefined ? erasedAt : new Date(erasure.publishedAt).toISOString(),
    publishedAtPrecision: erasure.publishedAt === undefined ? 'first-seen' : 'instant',
    editedAt: erasedAt,
    firstSeenAt: context.firstSeenAt,
    contentHash: LAST_OF_ITS_TIME,
    text: '',
    identifiers: [],
    redactionVersion: REDACTION_VERSION,
    runId: context.runId,
    erased: true,
  };
}
