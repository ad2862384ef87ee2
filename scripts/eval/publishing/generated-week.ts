import { createHash } from 'node:crypto';
import type { Contribution } from '../../../shared/domain/contribution.ts';
import { SHARDS } from '../../../shared/domain/document-identity.ts';
import type { StoredDocument } from '../../../shared/domain/stored-document.ts';
import { FUNNEL_STAGES } from '../../../shared/domain/taxonomy.ts';

const CODES = [
  'error',
  'auth',
  'usability',
  'feature',
  'price',
  'trust',
  'support',
  'delay',
  'messaging',
  'penalty',
];
const SOURCES = ['app-review', 'app-review', 'community', 'ticket', 'survey'] as const;
const SEGMENTS = ['20s', '30s', '40s', 'self-employed', 'employee'];
const VOCABULARY = 20_000;
const TERMS = 8;
const VERSION = 'bench';

/** The voices of one hour and shard of a week, which has `documents` of them over 168 hours and all shards. */
export function* generatedVoices(
  at: { day: string; bucket: string; shard: number; slot: number },
  documents: number,
): Generator<Contribution> {
  const slots = 168 * SHARDS;
  const count = Math.floor(((at.slot + 1) * documents) / slots) - Math.floor((at.slot * documents) / slots);
  for (let index = 0; index < count; index += 1) {
    const random = mulberry(at.slot * 7_919 + index * 104_729 + 1);
    const pick = <Item>(items: readonly Item[], power = 1): Item | undefined =>
      items[Math.floor(items.length * random() ** power)];
    const hesitates = random() < 0.4;
    const linked = random() < 0.3;
    yield {
      // Rising, so that the first ones are those that the review quotes.
      documentKey: `${index.toString(16).padStart(8, '0')}${createHash('sha256').update(`${at.slot}|${index}`).digest('hex').slice(8)}`,
      day: at.day,
      bucket: at.bucket,
      shard: at.shard,
      revision: `${at.day}|${VERSION}`,
      source: pick(SOURCES) ?? 'ticket',
      connector: 'bench',
      language: 'ko',
      sentiment: hesitates ? 'negative' : random() < 0.8 ? 'positive' : 'neutral',
      codes: hesitates ? [pick(CODES, 1.5) ?? 'error'] : [],
      stage: hesitates ? (pick(FUNNEL_STAGES) ?? 'usage') : 'usage',
      urgency: 'normal',
      terms: [
        ...new Set(Array.from({ length: TERMS }, () => `낱말${Math.floor(VOCABULARY * random() ** 3)}`)),
      ],
      ...(linked
        ? { customerRef: `customer-${Math.floor(random() * documents)}`, segment: pick(SEGMENTS) ?? '20s' }
        : {}),
      analysisVersion: VERSION,
    };
  }
}

/** The document behind a generated voice. */
export function documentOf(one: Contribution): StoredDocument {
  const text = `${one.terms.join(' ')} 때문에 계속 쓰기가 망설여지네요`;
  const [term = ''] = one.terms;
  return {
    record: {
      documentKey: one.documentKey,
      id: one.documentKey,
      connector: one.connector,
      source: one.source,
      publishedAt: `${one.bucket.slice(0, 13)}:00:00.000Z`,
      publishedAtPrecision: 'instant',
      firstSeenAt: `${one.bucket.slice(0, 13)}:00:00.000Z`,
      contentHash: one.documentKey,
      text,
      identifiers: [],
      redactionVersion: VERSION,
      runId: VERSION,
    },
    reading: {
      language: 'ko',
      sentiment: { label: one.sentiment, score: -0.5 },
      keywords: one.terms.map((word) => ({ term: word, weight: 1 })),
      hesitations: one.codes.map((code) => ({
        code,
        confidence: 0.9,
        evidence: [{ start: 0, end: term.length, text: term }],
      })),
      stage: one.stage,
      urgency: one.urgency,
      analysisVersion: one.analysisVersion,
    },
    link: { customerId: null, status: 'unlinked', confidence: 0, evidence: [] },
    revision: one.revision,
    day: one.day,
    bucket: one.bucket,
    shard: one.shard,
    formerBuckets: [],
  };
}

function mulberry(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
