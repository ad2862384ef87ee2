import type { HesitationPoint, WeeklyReview } from '../../../shared/domain/insight.ts';
import { DEFAULT_HESITATION_CODES, FUNNEL_STAGES } from '../../../shared/domain/taxonomy.ts';
import { addDays, daysOfWeek } from '../../../shared/domain/time.ts';

const DAILY = 35;
const QUOTES = 6;
const ZERO = { value: 0.1, low: 0.05, high: 0.2 };

/** A review of usual size: a point for every reason and stage, each with its days and quotes. */
export function makeReview(week: string): WeeklyReview {
  const days = daysOfWeek(week);
  const [from = '', to = ''] = [days[0], days.at(-1)];
  return {
    week,
    from,
    to,
    timeZone: 'Asia/Seoul',
    generatedAt: `${to}T23:00:00.000Z`,
    brand: '보기은행',
    documents: 7_000,
    customers: 900,
    negativeShare: 0.3,
    negativeShareBefore: 0.3,
    change: 'too-few',
    sources: [],
    weeks: [],
    daily: [],
    codes: [],
    stages: [],
    points: DEFAULT_HESITATION_CODES.flatMap((code) =>
      FUNNEL_STAGES.map((stage) => makePoint(week, from, code, stage)),
    ),
    keywords: [],
    avoid: [],
    campaigns: [],
    incidents: [],
    caveats: [],
    analysisVersions: ['a1'],
  };
}

function makePoint(
  week: string,
  from: string,
  code: string,
  stage: (typeof FUNNEL_STAGES)[number],
): HesitationPoint {
  return {
    id: `${code}/${stage}`,
    code,
    stage,
    period: week,
    documents: 60,
    customers: 9,
    share: ZERO,
    change: 'too-few',
    negativeShare: 0.5,
    sources: { ticket: 60 },
    segments: [],
    terms: [{ term: '수수료', documents: 20 }],
    daily: Array.from({ length: DAILY }, (_, index) => ({ day: addDays(from, index - DAILY), documents: 3 })),
    status: 'known',
    evidence: Array.from({ length: QUOTES }, (_, index) => ({
      documentKey: String(index).padStart(64, '0'),
      id: `q-${index}`,
      text: '수수료가 왜 붙는지 설명이 없어서 신청하다가 그만두었어요. 먼저 알려 주면 좋겠습니다.',
      source: 'ticket' as const,
      connector: 'bench',
      day: from,
      sentiment: 'negative' as const,
      highlights: [],
    })),
  };
}
