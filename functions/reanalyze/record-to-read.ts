import { bucketOf } from '../../shared/domain/document-identity.ts';
import type { VocRecord } from '../../shared/domain/record.ts';
import type { StoredDocument } from '../../shared/domain/stored-document.ts';

const PRECISIONS = ['instant', 'day', 'first-seen'] as const;

/**
 * The record of a stored document such that its new reading is a newer revision of the same content.
 *
 * A document counts from the earliest publication that any source gave, while its content may be from a sighting with a
 * later one; its revision is by that. With the earlier time, the new reading would be an older revision and be dropped.
 */
export function recordToRead(
  { record, revision, formerBuckets }: StoredDocument,
  timeZone: string,
): VocRecord {
  const [revisedAt = ''] = revision.split('|');
  if (record.editedAt !== undefined || revisedAt === record.publishedAt) return record;
  // The precision of that sighting is not stored, but where it would have counted is.
  const precision = PRECISIONS.find((candidate) => {
    const { bucket } = bucketOf(revisedAt, candidate, timeZone);
    return formerBuckets.some((former) => former.bucket === bucket);
  });
  return {
    ...record,
    publishedAt: revisedAt,
    publishedAtPrecision: precision ?? record.publishedAtPrecision,
  };
}
