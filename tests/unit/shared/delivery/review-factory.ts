import type { WeeklyReview } from '../../../../shared/domain/insight.ts';
import { WeeklyReviewSchema } from '../../../../shared/domain/insight.ts';
import { FUNNEL_STAGES, type Taxonomy } from '../../../../shared/domain/taxonomy.ts';
import { addDays } from '../../../../shared/domain/time.ts';

/** A taxonomy with the names that the tests read. */
export const TAXONOMY: Taxonomy = {
  version: '1',
  codes: [
    { code: 'auth', name: { ko: '본인인증·로그인', en: 'Identity check' }, what: { ko: '-', en: '-' } },
    { code: 'price', name: { ko: '비용·가치', en: 'Price' }, what: { ko: '-', en: '-' } },
  ],
  stages: FUNNEL_STAGES.map((stage) => ({ stage, name: { ko: `${stage} 단계`, en: stage } })),
};

/** A whole review; `quote` and `phrase` carry what a test wants to see escaped. */
export function makeReview(
  options: { quote?: string; phrase?: string; url?: string } & Partial<WeeklyReview> = {},
): WeeklyReview {
  const { quote: text = '본인인증이 계속 실패해요', phrase = '본인인증', url, ...overrides } = options;
  const days = Array.from({ length: 35 }, (_, index) => addDays('2026-10-12', index));
  const quote = {
    documentKey: 'a'.repeat(64),
    id: 'r1',
    text,
    source: 'app-review' as const,
    connector: 'test',
    day: '2026-11-11',
    rating: 2,
    sentiment: 'negative' as const,
    highlights: [{ start: 0, end: 4 }],
    ...(url === undefined ? {} : { url }),
  };
  const change = { ratio: 3.2, low: 2.1, high: 5, significant: true };
  return WeeklyReviewSchema.parse({
    week: '2026-W46',
    from: '2026-11-09',
    to: '2026-11-15',
    timeZone: 'Asia/Seoul',
    generatedAt: '2026-11-16T00:00:00.000Z',
    brand: '돌려받기',
    documents: 203,
    customers: 36,
    negativeShare: 0.54,
    negativeShareBefore: 0.52,
    change: { ...change, ratio: 1.04, low: 0.9, high: 1.2, significant: false },
    sources: [{ source: 'app-review', documents: 203, negative: 110 }],
    weeks: ['2026-W42', '2026-W43', '2026-W44', '2026-W45', '2026-W46'].map((week) => ({
      week,
      documents: week === '2026-W46' ? 203 : 148,
      negative: 70,
    })),
    daily: days.map((day) => ({ day, documents: 20, negative: 10, neutral: 4, positive: 6 })),
    codes: [
      {
        code: 'auth',
        documents: 43,
        share: { value: 0.21, low: 0.16, high: 0.27 },
        change,
        daily: days.map((day) => ({ day, documents: 2 })),
      },
      {
        code: 'price',
        documents: 2,
        share: { value: 0.01, low: 0, high: 0.04 },
        change: { ratio: 0.16, low: 0.03, high: 0.55, significant: true },
        daily: days.map((day) => ({ day, documents: 1 })),
      },
    ],
    stages: FUNNEL_STAGES.map((stage) => ({
      stage,
      documents: 4,
      negative: 2,
      entered: stage === 'churn' ? null : 100,
      completed: stage === 'churn' ? null : 40,
    })),
    points: [
      {
        id: 'auth.verification',
        code: 'auth',
        stage: 'verification',
        period: '2026-W46',
        documents: 42,
        customers: 8,
        share: { value: 0.207, low: 0.157, high: 0.268 },
        change,
        negativeShare: 1,
        sources: { 'app-review': 42 },
        segments: [{ segment: '직장인', documents: 3 }],
        terms: [{ term: phrase, documents: 15 }],
        daily: days.map((day) => ({ day, documents: day === '2026-11-11' ? 36 : 1 })),
        status: 'known',
        evidence: [quote],
      },
    ],
    keywords: [
      {
        id: 'k1',
        pointId: 'auth.verification',
        segment: 'all',
        stage: 'verification',
        phrase,
        said: 15,
        gap: true,
        lift: null,
        angle: 'how-to',
        drafts: [`‘${phrase}’에서 막히셨다면 이렇게 해 보세요.`],
        evidence: [quote],
      },
    ],
    avoid: [{ term: '지금 안 찾으면', reason: '조급하게 만듭니다', messages: 1 }],
    campaigns: [
      {
        campaign: '환급 안내',
        messageIds: ['m1'],
        sentAt: '2026-11-10T01:00:00.000Z',
        text: '확인해 보세요',
        delivered: 1000,
        clicked: 50,
        unsubscribed: 3,
        doubtsBefore: 5,
        doubtsAfter: 29,
        doubtChange: { ratio: 5.8, low: 2.1, high: 15, significant: true },
        windowDays: 6,
      },
    ],
    incidents: [
      {
        id: 'i1',
        series: 'all',
        startedAt: '2026-11-11T11:00:00.000Z',
        endedAt: '2026-11-11T14:00:00.000Z',
        count: 36,
        expected: 3.5,
        upper: 14,
        status: 'resolved',
        codes: [{ code: 'auth', documents: 35 }],
        terms: ['본인인증'],
        evidence: [quote],
      },
    ],
    caveats: [{ code: 'mostly-unlinked', detail: { linked: 36, share: 0.18 } }],
    analysisVersions: ['0001-abcd'],
    ...overrides,
  });
}
