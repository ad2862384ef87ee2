import { createHash } from 'node:crypto';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Contribution } from '../../../shared/domain/contribution.ts';
import { bucketOf, documentKey, shardOf } from '../../../shared/domain/document-identity.ts';
import { UNLINKED } from '../../../shared/domain/link.ts';
import type { StoredDocument } from '../../../shared/domain/stored-document.ts';
import {
  DEFAULT_HESITATION_CODES,
  FUNNEL_STAGES,
  SENTIMENT_LABELS,
  SOURCE_KINDS,
} from '../../../shared/domain/taxonomy.ts';
import { aggregateOf } from '../../../shared/insight/aggregate.ts';
import { contributionOf } from '../../../shared/insight/contribution.ts';
import { dayCells } from '../../../shared/insight/day-cells.ts';
import { pointDayOf } from '../../../shared/insight/point-day.ts';
import { indexVoices } from '../../../shared/insight/voice-index.ts';
import { mapWithLimit } from '../../../shared/runtime/map-with-limit.ts';
import { contributionItem } from '../../../shared/storage/contribution-item.ts';
import { createDayTotalsRepository } from '../../../shared/storage/day-totals-repository.ts';
import { documentItem } from '../../../shared/storage/document-item.ts';
import { dayKey } from '../../../shared/storage/keys.ts';
import { createPointDayRepository } from '../../../shared/storage/point-day-repository.ts';
import { createTable } from '../../../shared/storage/table.ts';
import { createVoiceIndexRepository } from '../../../shared/storage/voice-index-repository.ts';

const TIME_ZONE = 'Asia/Seoul';
const WORDS = 3_000;
const TERMS_PER_VOICE = 6;
const PARALLEL_WRITES = 8;
const STAMP = '2026-01-01T00:00:00.000Z';

/** The word that exactly one voice of each day has. */
export const RARE_WORD = '희귀낱말';

/**
 * Writes documents and their contributions, spread evenly over days, as `link` leaves them, and the copies of settled
 * days, as the sweep leaves them; no roll-ups, since reads of settled days need none. Words are drawn by Zipf's law, so that few are in most voices and most in few.
 */
export async function fillTables(
  client: DynamoDBDocumentClient,
  tables: { readonly documents: string; readonly contributions: string; readonly rollups: string },
  { days, perDay }: { readonly days: readonly string[]; readonly perDay: number },
): Promise<void> {
  const documents = createTable({ client, tableName: tables.documents });
  const contributions = createTable({ client, tableName: tables.contributions });
  const dayIndex = createTable({ client, tableName: tables.rollups });
  const dayTotals = createDayTotalsRepository({ client, tableName: tables.rollups });
  const pointDays = createPointDayRepository({ client, tableName: tables.rollups });
  const voiceIndex = createVoiceIndexRepository({ client, tableName: tables.rollups });
  for (const day of days) {
    const made = Array.from({ length: perDay }, (_, number) => makeDocument(day, number));
    const batches = Array.from({ length: Math.ceil(made.length / 25) }, (_, index) =>
      made.slice(index * 25, index * 25 + 25),
    );
    await mapWithLimit(batches, PARALLEL_WRITES, async (batch) => {
      await documents.writeMany(batch.map((document) => documentItem(document)));
      await contributions.writeMany(
        batch.map((document) => {
          const contribution = contributionOfDocument(document);
          return contributionItem(contribution);
        }),
      );
    });
    const all = made.map(contributionOfDocument);
    await dayIndex.put(dayKey(day));
    await voiceIndex.replace(day, STAMP, indexVoices(all));
    await dayTotals.save(day, STAMP, dayCells([aggregateOf(all)]));
    await pointDays.save(day, STAMP, pointDayOf(all));
  }
}

/** What a document adds; a third of them are of customers with attributes. */
function contributionOfDocument(document: StoredDocument): Contribution {
  const random = chance(`customer of ${document.record.id}`);
  const contribution = contributionOf(document, undefined);
  if (random() > 1 / 3) return contribution;
  return {
    ...contribution,
    customerRef: `c${Math.floor(random() * 5_000)}`,
    consented: true,
    segment: `segment-${Math.floor(random() * 6)}`,
    lifecycleStage: `stage-${Math.floor(random() * 4)}`,
    acquisitionChannel: `channel-${Math.floor(random() * 5)}`,
  };
}

export function makeDocument(day: string, number: number): StoredDocument {
  const id = `${day}-${number}`;
  const random = chance(id);
  const pick = <Item>(items: readonly Item[]) => items[Math.floor(random() * items.length)] as Item;
  const terms = Array.from({ length: TERMS_PER_VOICE }, () => `낱말${Math.floor(WORDS ** random())}`);
  if (number === 0) terms.push(RARE_WORD);
  const key = documentKey('bench', undefined, id);
  const publishedAt = `${day}T${String(Math.floor(random() * 15)).padStart(2, '0')}:10:00.000Z`;
  return {
    record: {
      documentKey: key,
      id,
      connector: 'bench',
      source: pick(SOURCE_KINDS),
      publishedAt,
      publishedAtPrecision: 'instant',
      firstSeenAt: publishedAt,
      contentHash: key,
      text: `${terms.join(' ')} 때문에 망설이다가 그만두었어요. 설명이 더 있으면 좋겠습니다.`,
      rating: 1 + Math.floor(random() * 5),
      identifiers: [],
      redactionVersion: 'r1',
      runId: 'bench',
    },
    reading: {
      language: 'ko',
      sentiment: { label: pick(SENTIMENT_LABELS), score: 0 },
      keywords: terms.map((term) => ({ term, weight: 1 })),
      hesitations: [{ code: pick(DEFAULT_HESITATION_CODES), confidence: 0.8, evidence: [] }],
      stage: pick(FUNNEL_STAGES),
      urgency: 'normal',
      analysisVersion: 'a1',
    },
    link: UNLINKED,
    revision: `${STAMP}|${key}`,
    ...bucketOf(publishedAt, 'instant', TIME_ZONE),
    shard: shardOf(key),
    formerBuckets: [],
  };
}

/** Numbers from 0 up to 1 that are the same for the same name. */
function chance(name: string): () => number {
  let state = createHash('sha256').update(name).digest().readUInt32LE(0);
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
