import { type Contribution, MAX_CONTRIBUTED_TERMS } from '../domain/contribution.ts';
import type { CustomerProfile } from '../domain/customer.ts';
import { customerRef } from '../domain/document-identity.ts';
import { present } from '../domain/present.ts';
import type { StoredDocument } from '../domain/stored-document.ts';

const SLOT_MS = 5 * 60_000;
const MAX_ALERTING_AGE_MS = 24 * 3_600_000;
/** Clocks of stores run ahead of ours by minutes; more than an hour is a wrong date, not a fresh voice. */
const MAX_CLOCK_SKEW_MS = 3_600_000;

/**
 * What a stored document adds to the rollups: no text, no personal data. `customer` is the profile of the linked
 * customer, if it is known; its attributes count only with consent to analytics, and only for a certain link.
 */
export function contributionOf(
  document: StoredDocument,
  customer: CustomerProfile | undefined,
): Contribution {
  const { record, reading, link } = document;
  const linkedId = link.status === 'linked' ? link.customerId : null;
  const profile =
    customer !== undefined && customer.customerId === linkedId && customer.consentAnalytics
      ? customer
      : undefined;
  return {
    documentKey: record.documentKey,
    day: document.day,
    bucket: document.bucket,
    shard: document.shard,
    revision: document.revision,
    source: record.source,
    connector: record.connector,
    ...present('app', record.app),
    ...present('appVersion', record.appVersion),
    language: reading.language,
    sentiment: reading.sentiment.label,
    ...present('rating', record.rating),
    codes: [...new Set(reading.hesitations.map((hesitation) => hesitation.code))],
    stage: reading.stage,
    urgency: reading.urgency,
    terms: [...new Set(reading.keywords.map((keyword) => keyword.term))].slice(0, MAX_CONTRIBUTED_TERMS),
    ...present('customerRef', linkedId === null ? undefined : customerRef(linkedId)),
    ...present('consented', profile === undefined ? undefined : (true as const)),
    ...present('segment', profile?.segment),
    ...present('lifecycleStage', profile?.lifecycleStage),
    ...present('acquisitionChannel', profile?.acquisitionChannel),
    ...present('arrivalSlot', arrivalSlot(document)),
    analysisVersion: reading.analysisVersion,
  };
}

/** Back-fills never alert: only a text of a known hour that arrived within a day of it has a slot. */
function arrivalSlot({ record }: StoredDocument): string | undefined {
  if (record.publishedAtPrecision !== 'instant') return undefined;
  const arrivedAt = new Date(record.firstSeenAt).getTime();
  const ageMs = arrivedAt - new Date(record.publishedAt).getTime();
  if (ageMs > MAX_ALERTING_AGE_MS || ageMs < -MAX_CLOCK_SKEW_MS) return undefined;
  return new Date(Math.floor(arrivedAt / SLOT_MS) * SLOT_MS).toISOString();
}
