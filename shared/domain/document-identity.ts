import { createHash, createHmac } from 'node:crypto';
import { businessDay } from './time.ts';

/** Shards of a day: how many partitions share one day's contributions. */
export const SHARDS = 16;

/**
 * The deterministic identity of a document: sha256 of connector, app and id, hex. The parts are length-prefixed, so
 * that no two different triples meet.
 */
export function documentKey(connector: string, app: string | undefined, id: string): string {
  return sha256(lengthPrefixed([connector, app ?? '', id]));
}

/**
 * HMAC-SHA-256 of what the customer wrote, hex: an edit changes it, a repetition does not. Keyed, because the redacted
 * text is stored beside it: from a plain hash the few digits of a masked phone number could be found by trying.
 */
export function contentHash(
  content: { title?: string | undefined; text: string; rating?: number | undefined },
  secret: string,
): string {
  const parts = [
    content.title ?? '',
    content.text,
    content.rating === undefined ? '' : String(content.rating),
  ];
  return createHmac('sha256', secret).update(lengthPrefixed(parts), 'utf8').digest('hex');
}

/** The shard 0…15 of a document, from its key. */
export function shardOf(key: string): number {
  return Number.parseInt(key.slice(0, 2), 16) % SHARDS;
}

/** The bucket of time in which a document counts, and the business day of that bucket. */
export function bucketOf(
  publishedAt: string,
  precision: 'instant' | 'day' | 'first-seen',
  timeZone: string,
): { day: string; bucket: string } {
  const day = businessDay(new Date(publishedAt), timeZone);
  return precision === 'instant' ? { day, bucket: publishedAt.slice(0, 13) } : { day, bucket: day };
}

/** Counts distinct people without naming them; the CRM ID itself stays on the document. */
export function customerRef(customerId: string): string {
  return sha256(lengthPrefixed(['customer', customerId])).slice(0, 16);
}

function lengthPrefixed(parts: readonly string[]): string {
  return parts.map((part) => `${part.length}:${part}`).join('|');
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
