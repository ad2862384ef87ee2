import type { PointStatus, SuggestionAngle } from '../domain/insight.ts';
import type { SentimentLabel, SourceKind } from '../domain/taxonomy.ts';
import type { Language } from './format.ts';

/** All fixed words of the review page in one language. */
export interface PageWords {
  readonly title: string;
  readonly sections: Readonly<
    Record<
      'changes' | 'reasons' | 'trend' | 'alerts' | 'funnel' | 'messages' | 'campaigns' | 'all' | 'notes',
      string
    >
  >;
  readonly leads: Readonly<
    Record<'reasons' | 'trend' | 'funnel' | 'keywords' | 'avoid' | 'campaigns' | 'all', string>
  >;
  readonly tiles: Readonly<Record<'documents' | 'negative' | 'customers' | 'alerts', string>>;
  readonly sources: Readonly<Record<SourceKind, string>>;
  readonly sentiments: Readonly<Record<SentimentLabel, string>>;
  readonly statuses: Readonly<Partial<Record<PointStatus, string>>>;
  readonly angles: Readonly<Record<SuggestionAngle, string>>;
  readonly columns: Readonly<
    Record<
      | 'rank'
      | 'reason'
      | 'stage'
      | 'documents'
      | 'share'
      | 'change'
      | 'customers'
      | 'negative'
      | 'day'
      | 'total'
      | 'entered'
      | 'completed'
      | 'completion'
      | 'voices'
      | 'phrase',
      string
    >
  >;
  readonly words: Readonly<
    Record<
      | 'changeLabel'
      | 'noAlerts'
      | 'noChange'
      | 'tooFew'
      | 'notBefore'
      | 'open'
      | 'table'
      | 'terms'
      | 'segments'
      | 'evidence'
      | 'stars'
      | 'inOurMessages'
      | 'notInOurMessages'
      | 'tryWords'
      | 'avoidWords'
      | 'noAvoid'
      | 'noKeywords'
      | 'noPoints'
      | 'noCampaigns'
      | 'lift'
      | 'noLift'
      | 'before'
      | 'after'
      | 'delivered'
      | 'clicked'
      | 'unsubscribed'
      | 'method'
      | 'caveats'
      | 'noCaveats'
      | 'ongoing'
      | 'usual'
      | 'skip'
      | 'daily'
      | 'draftNote'
      | 'madeAt'
      | 'analysedBy'
      | 'people'
      | 'noFunnel'
      | 'bestSeenIn'
      | 'quotedElsewhere',
      string
    >
  >;
  readonly method: readonly string[];
}

const KO: PageWords = {
  title: '주간 고객 목소리 리뷰',
  sections: {
    changes: '이번 주 무엇이 달라졌나',
    reasons: '고객이 망설인 이유 TOP 5',
    trend: '날짜별 목소리와 감정',
    alerts: '이번 주 급증 알림',
    funnel: '단계별 이탈과 고객의 말',
    messages: '메시지에 쓸 말, 피할 말',
    campaigns: '발송한 캠페인과 고객 반응',
    all: '망설임 포인트 전체',
    notes: '읽을 때 알아 두실 점',
  },
  leads: {
    reasons: '이유와 단계가 같은 목소리를 한데 모아, 많은 순서로 보여 드립니다.',
    trend: '색이 진한 구간이 이번 주입니다. 앞의 4주와 함께 보세요.',
    funnel:
      '단계마다 들어온 사람 중 끝까지 마친 비율과, 그 단계에서 나온 목소리입니다. 오른쪽 막대의 길이는 목소리 수, 붉은 부분은 부정입니다.',
    keywords: '고객이 직접 쓴 표현입니다. 문안의 〔 〕는 담당자가 사실을 확인해 채우는 자리입니다.',
    avoid: '보낸 메시지 중에서 문구 점검 규칙에 걸린 표현입니다.',
    campaigns:
      '발송 전후 같은 일수 동안 ‘신뢰·알림’ 관련 목소리를 셌습니다. 같은 때 일어났다는 뜻이며, 원인이라는 뜻은 아닙니다. 다음 캠페인이 나가면 거기까지만 셉니다.',
    all: '이번 주에 나온 이유와 단계의 조합입니다.',
  },
  tiles: { documents: '고객 목소리', negative: '부정 비중', customers: '확인된 고객', alerts: '급증 알림' },
  sources: { 'app-review': '앱 리뷰', community: '커뮤니티', ticket: '고객 문의', survey: '설문' },
  sentiments: { negative: '부정', neutral: '중립', positive: '긍정' },
  statuses: { new: '새로 등장', back: '다시 등장', addressing: '조치 중', resolved: '해결됨' },
  angles: {
    'explain-why': '이유를 설명하기',
    'concrete-number': '구체적인 숫자로 답하기',
    'social-proof': '다른 고객의 근거 보여 주기',
    'how-to': '방법을 알려 주기',
    reassure: '안심시키기',
    'other-feature': '대신할 방법 안내하기',
  },
  columns: {
    rank: '순위',
    reason: '이유',
    stage: '단계',
    documents: '건수',
    share: '비중',
    change: '이전 4주 대비',
    customers: '고객',
    negative: '부정',
    day: '날짜',
    total: '합계',
    entered: '진입',
    completed: '완료',
    completion: '완료율',
    voices: '목소리',
    phrase: '표현',
  },
  words: {
    changeLabel: '이전 4주 대비',
    noAlerts: '평소보다 뚜렷하게 몰린 시간대가 없었습니다.',
    noChange: '뚜렷한 변화 없음',
    tooFew: '비교하기엔 적은 건수',
    notBefore: '이전 4주에는 없었음',
    open: '원문 보기',
    table: '표로 보기',
    terms: '자주 나온 말',
    segments: '고객군',
    evidence: '고객의 말',
    stars: '별점',
    inOurMessages: '우리 메시지에도 있는 말',
    notInOurMessages: '우리 메시지에 없는 말',
    tryWords: '써 볼 만한 말',
    avoidWords: '피할 말',
    noAvoid: '보낸 메시지에서 걸린 표현이 없습니다.',
    noKeywords: '제안할 만큼 여러 고객이 함께 쓴 표현이 아직 없습니다.',
    noPoints: '이번 주에는 고객이 망설인 이유로 읽힌 목소리가 없습니다.',
    noCampaigns: '이 기간에 보낸 메시지 자료가 없습니다.',
    lift: '이 말이 든 메시지의 클릭률',
    noLift: '클릭 효과는 아직 판단할 만큼 자료가 없습니다',
    before: '발송 전',
    after: '발송 후',
    delivered: '도달',
    clicked: '클릭',
    unsubscribed: '수신거부',
    method: '어떻게 계산했나요',
    caveats: '이번 주 자료의 한계',
    noCaveats: '이번 주 자료에는 따로 알려 드릴 한계가 없습니다.',
    ongoing: '진행 중',
    usual: '평소',
    skip: '본문으로 건너뛰기',
    daily: '날짜별 건수',
    draftNote: '광고로 보내실 때는 (광고) 표시와 무료수신거부 안내를 넣고, ‘문구 점검’을 거쳐 주세요.',
    madeAt: '작성',
    analysedBy: '분석 버전',
    people: '명',
    noFunnel: '단계별 진입·완료 자료가 없어 목소리만 보여 드립니다.',
    bestSeenIn: '채널',
    quotedElsewhere: '같은 목소리를 다른 이유에서 인용했거나, 원문 보관 기간이 지났습니다.',
  },
  method: [
    '비중은 이번 주 전체 목소리 중 그 이유를 말한 목소리의 비율이고, 괄호는 95% 윌슨 구간입니다.',
    '변화는 이번 주 비중을 바로 앞 4주의 비중으로 나눈 값입니다. 구간은 조건부 이항(mid-P) 방법으로 구했습니다.',
    '‘뚜렷한 변화’는 이 리뷰의 모든 비교를 함께 보정(Benjamini–Hochberg, 5%)한 뒤에도 남은 것만 말합니다.',
    '한 목소리가 여러 이유를 말할 수 있어, 이유별 건수의 합은 전체보다 클 수 있습니다.',
    '급증 알림은 시간대·요일별 평소 건수(음이항 분포)보다 1.5배, 3건 이상 많고 우연이라 보기 어려울 때만 울립니다.',
    '인용문은 개인정보를 가린 원문에서 고른 것이고, 색칠한 부분이 그렇게 읽은 근거입니다.',
  ],
};

const EN: PageWords = {
  title: 'Weekly customer voice review',
  sections: {
    changes: 'What changed this week',
    reasons: 'Top 5 reasons to hesitate',
    trend: 'Voices and sentiment by day',
    alerts: 'Alerts of the week',
    funnel: 'Drop-off and voices by stage',
    messages: 'Words to use, words to avoid',
    campaigns: 'Campaigns and what customers said',
    all: 'All hesitation points',
    notes: 'Before you rely on it',
  },
  leads: {
    reasons: 'Voices with the same reason at the same stage, most voices first.',
    trend: 'The stronger colours are this week; the four weeks before stand next to it.',
    funnel:
      'How many of those who entered a stage completed it, and what customers said there. The right bar is as long as there are voices; its red part is negative.',
    keywords: 'The words customers use themselves. 〔 〕 marks a fact that a person must check and fill in.',
    avoid: 'Words in our sent messages that the copy rules advise against.',
    campaigns:
      'Voices about trust and notifications in equally many days before and after sending. It happened at the same time; that does not make it the cause. Campaigns close to each other share their days.',
    all: 'The reasons and stages of this week.',
  },
  tiles: {
    documents: 'Customer voices',
    negative: 'Negative share',
    customers: 'Identified customers',
    alerts: 'Alerts',
  },
  sources: { 'app-review': 'App review', community: 'Community', ticket: 'Ticket', survey: 'Survey' },
  sentiments: { negative: 'Negative', neutral: 'Neutral', positive: 'Positive' },
  statuses: { new: 'New', back: 'Back again', addressing: 'Being addressed', resolved: 'Resolved' },
  angles: {
    'explain-why': 'Explain why',
    'concrete-number': 'Answer with a concrete number',
    'social-proof': 'Show what other customers found',
    'how-to': 'Show how',
    reassure: 'Reassure',
    'other-feature': 'Offer another way',
  },
  columns: {
    rank: 'Rank',
    reason: 'Reason',
    stage: 'Stage',
    documents: 'Voices',
    share: 'Share',
    change: 'Against 4 weeks before',
    customers: 'Customers',
    negative: 'Negative',
    day: 'Day',
    total: 'Total',
    entered: 'Entered',
    completed: 'Completed',
    completion: 'Completion',
    voices: 'Voices',
    phrase: 'Phrase',
  },
  words: {
    changeLabel: 'Against 4 weeks before',
    noAlerts: 'No hour had clearly more negative voices than usual.',
    noChange: 'No clear change',
    tooFew: 'Too few to compare',
    notBefore: 'Not seen in the 4 weeks before',
    open: 'Open source',
    table: 'Show as table',
    terms: 'Typical words',
    segments: 'Segments',
    evidence: 'In their words',
    stars: 'Rating',
    inOurMessages: 'Also in our messages',
    notInOurMessages: 'Not in our messages',
    tryWords: 'Words to try',
    avoidWords: 'Words to avoid',
    noAvoid: 'Nothing found in the sent messages.',
    noKeywords: 'No phrase was said by enough customers yet.',
    noPoints: 'No voice of this week was read as a reason to hesitate.',
    noCampaigns: 'No messages are known for this time.',
    lift: 'Click rate of messages with it',
    noLift: 'Not enough messages yet to tell an effect on clicks',
    before: 'Before',
    after: 'After',
    delivered: 'Delivered',
    clicked: 'Clicked',
    unsubscribed: 'Unsubscribed',
    method: 'How it was computed',
    caveats: 'Limits of this week’s data',
    noCaveats: 'No special limits this week.',
    ongoing: 'ongoing',
    usual: 'usual',
    skip: 'Skip to content',
    daily: 'Voices by day',
    draftNote:
      'Advertising messages must carry the (광고) label and a free opt-out; run the copy check before sending.',
    madeAt: 'Made',
    analysedBy: 'Analysis version',
    people: '',
    noFunnel: 'No funnel numbers are known; voices only.',
    bestSeenIn: 'Channels',
    quotedElsewhere: 'Its voices are quoted at another reason, or their texts are no longer kept.',
  },
  method: [
    'A share is the part of this week’s voices that give the reason, with its 95% Wilson interval.',
    'A change divides this week’s share by the share of the four weeks before; conditional binomial (mid-P) interval.',
    'A change is called clear only if it stands after correction for all comparisons of the review (Benjamini–Hochberg, 5%).',
    'One voice may give several reasons, so that the counts of reasons may add up to more than all voices.',
    'An alert needs 1.5 times the usual count of the hour of week (negative binomial), at least 3 voices, and a count that chance hardly explains.',
    'Quotes come from texts without personal data; the marked words are the evidence for the reading.',
  ],
};

/** The fixed words of the page. */
export function pageWords(language: Language): PageWords {
  return language === 'ko' ? KO : EN;
}
