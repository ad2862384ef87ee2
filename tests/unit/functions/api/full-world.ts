import { emptyReport } from '../../../../shared/customers/import-tally.ts';
import type { SourceHealthView } from '../../../../shared/domain/dashboard-api.ts';
import { type EmergingPoint, EmergingPointSchema } from '../../../../shared/domain/emerging-point.ts';
import { FollowUpsSchema } from '../../../../shared/domain/follow-up.ts';
import {
  type HesitationPoint,
  HesitationPointSchema,
  IncidentSchema,
  type KeywordSuggestion,
  KeywordSuggestionSchema,
  WeeklyReviewSchema,
} from '../../../../shared/domain/insight.ts';
import type { StoredDocument } from '../../../../shared/domain/stored-document.ts';
import type { LinkCandidate } from '../../../../shared/storage/link-review-repository.ts';
import { bucket, makeAlerts, makeDocument, makeLinkReviews, WEEK, WEEK_DAYS } from './api-world.ts';
import { makeSettings } from './settings-world.ts';

/** A review with nothing in it. */
export const REVIEW = WeeklyReviewSchema.parse({
  week: WEEK,
  from: '2026-11-09',
  to: '2026-11-15',
  timeZone: 'Asia/Seoul',
  generatedAt: '2026-11-16T00:00:00.000Z',
  brand: '보기은행',
  documents: 0,
  customers: 0,
  negativeShare: 0,
  negativeShareBefore: null,
  change: 'too-few',
  sources: [],
  weeks: [],
  daily: [],
  codes: [],
  stages: [],
  points: [],
  keywords: [],
  avoid: [],
  campaigns: [],
  incidents: [],
  caveats: [],
  analysisVersions: [],
});

/** Phrases that customers suddenly use. */
export function makeProposal(number: number): EmergingPoint {
  return EmergingPointSchema.parse({
    id: `5f3c0de10000000${number}`,
    name: '환급 알림',
    terms: [{ term: '환급 알림', documents: 9 }],
    documents: 9 - number,
    customers: 5,
    negativeShare: 0.5,
    change: 'too-few',
    firstDay: '2026-11-09',
    lastDay: '2026-11-11',
    evidence: [],
  });
}

/** One customer who waits for an answer. */
export const FOLLOW_UPS = FollowUpsSchema.parse({
  generatedAt: '2026-11-16T00:00:00.000Z',
  fastFollows: [
    {
      customerId: 'C-7',
      documentKey: '1'.padStart(64, '0'),
      source: 'ticket',
      publishedAt: '2026-11-15T00:00:00.000Z',
      dueAt: '2026-11-16T00:00:00.000Z',
      urgency: 'high',
      code: null,
      daysSincePurchase: null,
    },
  ],
  holds: [],
  repeats: [],
  churnRisks: [],
  withoutConsent: 0,
});

export function makePoint(id: string, documents: number): HesitationPoint {
  return HesitationPointSchema.parse({
    id,
    code: 'price',
    stage: 'purchase',
    period: WEEK,
    documents,
    customers: 1,
    share: { value: 0.5, low: 0.4, high: 0.6 },
    change: 'too-few',
    negativeShare: 0.5,
    sources: { ticket: documents },
    segments: [],
    terms: [],
    daily: [],
    status: 'new',
    evidence: [],
  });
}

export function makeSuggestion(number: number): KeywordSuggestion {
  return KeywordSuggestionSchema.parse({
    id: `5f3c0de10000000${number}`,
    pointId: 'price/purchase',
    segment: 'all',
    stage: 'purchase',
    phrase: '숨은 수수료',
    said: 9 - number,
    gap: true,
    lift: null,
    angle: 'explain-why',
    drafts: ['수수료는 신청 전에 보여 드려요.', '수수료는 〔금액〕원입니다.'],
    evidence: [],
  });
}

export function makeIncident(number: number) {
  return IncidentSchema.parse({
    id: `i${number}`,
    series: 'all',
    startedAt: `2026-11-1${number}T00:00:00.000Z`,
    count: 9,
    expected: 2,
    upper: 5,
    status: 'open',
    codes: [],
    terms: [],
    evidence: [],
  });
}

/** A source that has run well. */
export function makeSource(id: string, overrides: Partial<SourceHealthView> = {}): SourceHealthView {
  return {
    id,
    brings: 'voices',
    connector: 'apple-feed',
    enabled: true,
    schedule: 'rate(1 hour)',
    running: false,
    lastRunAt: '2026-11-15T00:00:00.000Z',
    lastSuccessAt: '2026-11-15T00:00:00.000Z',
    outcome: 'complete',
    documents: 3,
    rejected: 0,
    errorCode: null,
    findings: [],
    recentDocuments: [3],
    parkedUntil: null,
    quotaLeft: null,
    credentialExpiresAt: null,
    ...overrides,
  };
}

const SUGGESTED = [9, 8, 7].map((number): StoredDocument => {
  const document = makeDocument(number, { day: '2026-10-20' });
  return { ...document, link: { ...document.link, customerId: `C-${number}`, status: 'candidate' } };
});

function candidateOfDocument({ record, link }: StoredDocument): LinkCandidate {
  return { documentKey: record.documentKey, publishedAt: record.publishedAt, link };
}

/** A world in which every example of the route table succeeds, and every list has more than one item. */
export function fullWorld() {
  const reports = [1, 2, 3].map((number) =>
    emptyReport(
      { id: `i${number}`, kind: 'file', name: 'a.csv', asOf: `2026-11-0${number}T00:00:00.000Z` },
      '2026-11-01T00:00:00.000Z',
    ),
  );
  return {
    documents: [...[1, 2, 3, 4].map((number) => makeDocument(number)), ...SUGGESTED],
    rollups: [...WEEK_DAYS, '2026-11-02', '2026-10-26'].map((day) => bucket(day, 10, 4)),
    files: {
      'review.json': JSON.stringify({
        ...REVIEW,
        points: [makePoint('price/purchase', 5), makePoint('auth/signup', 9), makePoint('b', 5)],
        keywords: [1, 2, 3].map(makeSuggestion),
        emerging: [1, 2, 3].map(makeProposal),
      }),
      'review.html': '<h1>리뷰</h1>',
      'hesitations.csv': '\uFEFFcode\n',
    },
    overrides: {
      ...makeSettings(3, { frozen: true }),
      followUps: {
        read: async (file: string) =>
          Buffer.from(file.endsWith('.json') ? JSON.stringify(FOLLOW_UPS) : 'id\n'),
      },
      sources: { list: async () => [makeSource('apple-kr'), makeSource('crm', { brings: 'customers' })] },
      imports: { list: async () => reports },
      insights: {
        listReviews: async () => [{ week: WEEK }],
      },
      linkReviews: makeLinkReviews(SUGGESTED.map(candidateOfDocument)),
      alerts: makeAlerts(
        [1, 2, 3].map(makeIncident),
        ['all', 'code:auth', 'phrase:인증 실패'].map((series) => ({
          series,
          until: '2026-11-17T00:00:00.000Z',
          by: 'cx@example.com',
          at: '2026-11-15T00:00:00.000Z',
        })),
      ),
      quarantine: {
        listDays: async () => ['2026-11-10'],
        listDay: async () =>
          [1, 2, 3].map((line) => ({
            origin: 'drops/a',
            line,
            code: 'record.invalid',
            message: 'text: missing',
            occurredAt: '2026-11-10T00:00:00.000Z',
          })),
      },
    },
  };
}
