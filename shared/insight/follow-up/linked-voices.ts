import { compareText } from '../../domain/compare-text.ts';
import type { StoredDocument } from '../../domain/stored-document.ts';
import type { HesitationCode, SentimentLabel, SourceKind, Urgency } from '../../domain/taxonomy.ts';

/** A voice whose author is surely known. */
export interface LinkedVoice {
  readonly customerId: string;
  readonly documentKey: string;
  readonly source: SourceKind;
  /** ISO 8601, UTC. */
  readonly publishedAt: string;
  /** The business day `YYYY-MM-DD` that it counts for. */
  readonly day: string;
  readonly sentiment: SentimentLabel;
  readonly urgency: Urgency;
  /** Most important first. */
  readonly codes: readonly HesitationCode[];
}

/**
 * The voices that are linked, not only candidates, oldest first. A wrong name on any list that follows from them would
 * trouble a customer who said nothing.
 */
export function linkedVoices(documents: Iterable<StoredDocument>): LinkedVoice[] {
  const voices: LinkedVoice[] = [];
  for (const { record, reading, link, day } of documents) {
    if (link.status !== 'linked' || link.customerId === null || record.erased === true) continue;
    voices.push({
      customerId: link.customerId,
      documentKey: record.documentKey,
      source: record.source,
      publishedAt: record.publishedAt,
      day,
      sentiment: reading.sentiment.label,
      urgency: reading.urgency,
      codes: [...new Set(reading.hesitations.map(({ code }) => code))],
    });
  }
  return voices.sort(
    (a, b) => compareText(a.publishedAt, b.publishedAt) || compareText(a.documentKey, b.documentKey),
  );
}

/** Voices by customer, each oldest first. */
export function byCustomer(voices: readonly LinkedVoice[]): Map<string, LinkedVoice[]> {
  const customers = new Map<string, LinkedVoice[]>();
  for (const voice of voices) {
    const known = customers.get(voice.customerId);
    if (known === undefined) customers.set(voice.customerId, [voice]);
    else known.push(voice);
  }
  return customers;
}
