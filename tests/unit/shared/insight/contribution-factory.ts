import { createHash } from 'node:crypto';
import type { BucketAggregate } from '../../../../shared/domain/aggregate.ts';
import { type Contribution, ContributionSchema } from '../../../../shared/domain/contribution.ts';
import { type StoredDocument, StoredDocumentSchema } from '../../../../shared/domain/stored-document.ts';
import { addContribution, emptyAggregate } from '../../../../shared/insight/aggregate.ts';
import { contributionOf } from '../../../../shared/insight/contribution.ts';

/** A document of the tests: what a customer said, when, and how it was read. */
export interface Voice {
  readonly id: string;
  /** ISO instant; or a day, then the hour is unknown. */
  readonly at: string;
  readonly text: string;
  readonly code?: string;
  readonly evidence?: string;
  readonly stage?: StoredDocument['reading']['stage'];
  readonly sentiment?: 'negative' | 'neutral' | 'positive';
  readonly terms?: readonly string[];
  readonly customerId?: string;
  readonly version?: string;
}

const SHA = (text: string) => createHash('sha256').update(text).digest('hex');
const DAY_MS = 86_400_000;

/** The stored document of a voice; its day is cut in Seoul. */
export function makeDocument(voice: Voice): StoredDocument {
  const instant = voice.at.includes('T');
  const publishedAt = instant ? new Date(voice.at).toISOString() : `${voice.at}T00:00:00.000Z`;
  const day = instant
    ? new Date(Date.parse(publishedAt) + 9 * 3_600_000).toISOString().slice(0, 10)
    : voice.at;
  const start = voice.evidence === undefined ? -1 : voice.text.indexOf(voice.evidence);
  return StoredDocumentSchema.parse({
    record: {
      documentKey: SHA(voice.id),
      id: voice.id,
      connector: 'test',
      source: 'app-review',
      publishedAt,
      publishedAtPrecision: instant ? 'instant' : 'day',
      firstSeenAt: new Date(Date.parse(publishedAt) + 600_000).toISOString(),
      contentHash: SHA(voice.text),
      text: voice.text,
      identifiers: [],
      redactionVersion: 'r1',
      runId: 'run',
    },
    reading: {
      language: 'ko',
      sentiment: { label: voice.sentiment ?? (voice.code === undefined ? 'positive' : 'negative'), score: 0 },
      keywords: (voice.terms ?? []).map((term) => ({ term, weight: 1 })),
      hesitations:
        voice.code === undefined
          ? []
          : [
              {
                code: voice.code,
                confidence: 0.9,
                evidence:
                  voice.evidence === undefined || start < 0
                    ? []
                    : [{ start, end: start + voice.evidence.length, text: voice.evidence }],
              },
            ],
      stage: voice.stage ?? 'usage',
      urgency: 'low',
      analysisVersion: voice.version ?? 'v1',
    },
    link:
      voice.customerId === undefined
        ? { customerId: null, status: 'unlinked', confidence: 0, evidence: [] }
        : { customerId: voice.customerId, status: 'linked', confidence: 0.99, evidence: [] },
    revision: `${publishedAt}|x|v1`,
    day,
    bucket: instant ? publishedAt.slice(0, 13) : day,
    shard: 0,
    formerBuckets: [],
  });
}

/** A contribution with overrides, for laws that need no text. */
export function makeContribution(overrides: Partial<Contribution> = {}): Contribution {
  const base = contributionOf(
    makeDocument({ id: 'a', at: '2026-11-10T01:00:00Z', text: '좋아요' }),
    undefined,
  );
  return ContributionSchema.parse({ ...base, ...overrides });
}

/** Contributions counted into their buckets. */
export function bucketsOf(contributions: readonly Contribution[]): BucketAggregate[] {
  const buckets = new Map<string, BucketAggregate>();
  for (const contribution of contributions) {
    const { day, bucket } = contribution;
    const counted = buckets.get(bucket) ?? { day, bucket, aggregate: emptyAggregate() };
    addContribution(counted.aggregate, contribution);
    buckets.set(bucket, counted);
  }
  return [...buckets.values()];
}

/** An instant so many days after another. */
export function daysLater(at: string, days: number): string {
  return new Date(Date.parse(at) + days * DAY_MS).toISOString();
}
