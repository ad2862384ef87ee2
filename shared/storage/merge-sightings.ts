import type { Reading } from '../domain/analysis.ts';
import { compareText } from '../domain/compare-text.ts';
import { bucketOf, shardOf } from '../domain/document-identity.ts';
import type { LinkResult } from '../domain/link.ts';
import { revisionKey, revisionOf, type VocRecord } from '../domain/record.ts';
import type { StoredDocument } from '../domain/stored-document.ts';
import { canonicalJson } from './canonical-json.ts';

/** One arrival of a document: as collected, read and linked this time. */
export interface Sighting {
  readonly record: VocRecord;
  readonly reading: Reading;
  readonly link: LinkResult;
}

const PRECISION_ORDER = { instant: 0, day: 1, 'first-seen': 2 } as const;

/**
 * The stored document after one more sighting. Commutative, associative and idempotent over sightings:
 * - the content is that of the greatest revision (ties: most identifiers, greatest content, the link that a
 *   person decided last, then the surest link);
 * - the time of publication is the earliest seen, the first sight the earliest with its run;
 * - the bucket follows the time of publication, every other bucket ever named is a former one.
 *
 * Pure. `stored` is the result of earlier calls, or undefined for the first sighting.
 */
export function mergeSightings(
  stored: StoredDocument | undefined,
  sighting: Sighting,
  timeZone: string,
): StoredDocument {
  const incoming = documentOf(sighting, timeZone);
  if (stored === undefined) return incoming;

  const content = compareContent(stored, incoming) >= 0 ? stored : incoming;
  const published = comparePublication(stored.record, incoming.record) <= 0 ? stored : incoming;
  const seen = compareFirstSight(stored.record, incoming.record) <= 0 ? stored : incoming;

  const former = new Map<string, { day: string; bucket: string }>();
  for (const place of [stored, incoming, ...stored.formerBuckets]) {
    if (place.bucket !== published.bucket) former.set(place.bucket, { day: place.day, bucket: place.bucket });
  }
  return {
    ...content,
    record: {
      ...content.record,
      publishedAt: published.record.publishedAt,
      publishedAtPrecision: published.record.publishedAtPrecision,
      firstSeenAt: seen.record.firstSeenAt,
      runId: seen.record.runId,
    },
    day: published.day,
    bucket: published.bucket,
    formerBuckets: [...former.values()].sort((a, b) => compareText(a.bucket, b.bucket)),
  };
}

function documentOf({ record, reading, link }: Sighting, timeZone: string): StoredDocument {
  return {
    record,
    reading,
    link,
    revision: revisionKey(revisionOf(record, reading.analysisVersion)),
    ...bucketOf(record.publishedAt, record.publishedAtPrecision, timeZone),
    shard: shardOf(record.documentKey),
    formerBuckets: [],
  };
}

/** A total order, so that equal revisions with different content cannot depend on who came first. */
function compareContent(a: StoredDocument, b: StoredDocument): number {
  return (
    compareText(a.revision, b.revision) ||
    // The same words may come by a webhook, which does not know the author, and by the export, which does.
    a.record.identifiers.length - b.record.identifiers.length ||
    compareText(contentText(a), contentText(b)) ||
    compareText(a.link.decidedAt ?? '', b.link.decidedAt ?? '') ||
    a.link.confidence - b.link.confidence ||
    compareText(canonicalJson(a.link), canonicalJson(b.link))
  );
}

/** The content without what is merged on its own. */
function contentText({ record, reading }: StoredDocument): string {
  return canonicalJson([
    { ...record, publishedAt: null, publishedAtPrecision: null, firstSeenAt: null, runId: null },
    reading,
  ]);
}

function comparePublication(a: VocRecord, b: VocRecord): number {
  return (
    compareText(a.publishedAt, b.publishedAt) ||
    PRECISION_ORDER[a.publishedAtPrecision] - PRECISION_ORDER[b.publishedAtPrecision]
  );
}

function compareFirstSight(a: VocRecord, b: VocRecord): number {
  return compareText(a.firstSeenAt, b.firstSeenAt) || compareText(a.runId, b.runId);
}
