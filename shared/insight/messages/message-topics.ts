import { compilePhrases } from '../../nlp/cue-pattern.ts';

/** What our own messages speak about. Customers' reasons to hesitate are read by the taxonomy, not by this. */
const TOPICS = {
  fee: ['수수료|이용료|비용|요금|가격'],
  refund: ['환급|돌려 ?받|더 낸 세금|미수령'],
  verification: ['본인 ?인증|간편 ?인증|인증서|신분증|인증 번호'],
  documents: ['서류|계약서|내역서|증명서|영수증|증빙'],
  deadline: ['기한|마감|까지 (신청|조회|제출)|소멸'],
  benefit: ['쿠폰|할인|이벤트|캐시백|포인트|혜택|적립'],
  progress: ['(진행|검토|접수|심사|처리) ~(단계|상황|중)|입금|지급 ?일'],
  outage: ['장애|오류|점검|되지 않았습니다|복구'],
  security: ['개인 ?정보|보안|사칭|피싱|스미싱|공식 (번호|채널|홈페이지)'],
  'social-proof': ['후기|\\d명이|리뷰|평점|만족도'],
  'how-to': ['방법|이렇게|단계|메뉴에|순서'],
} as const satisfies Record<string, readonly string[]>;

export type MessageTopic = keyof typeof TOPICS;

const EXPRESSIONS = Object.entries(TOPICS).map(([topic, phrases]) => ({
  topic: topic as MessageTopic,
  expression: compilePhrases(phrases),
}));

/** The topics of a message text, in a fixed order; none is an empty list. */
export function topicsOf(text: string): MessageTopic[] {
  return EXPRESSIONS.flatMap(({ topic, expression }) => {
    expression.lastIndex = 0;
    return expression.test(text) ? [topic] : [];
  });
}
