import type { HesitationCode } from '../domain/taxonomy.ts';

/**
 * The text that answers a reason, with 〔 〕 for what only the company knows. Nobody is told what they said: a customer
 * who reads their own complaint in an advertisement feels watched.
 */
const GUIDES: Readonly<Partial<Record<HesitationCode, string>>> = {
  trust:
    '저희가 보내 드리는 메시지는 〔공식 발신번호·채널〕로만 나갑니다. 링크를 누르지 않고 앱을 직접 열어 확인하실 수 있습니다.',
  price: '비용은 〔금액 또는 비율〕입니다. 신청 전 화면에서 내실 금액을 확인하신 뒤에만 진행합니다.',
  auth: '본인인증에서 막히셨다면 이렇게 해 보세요. 〔해결 순서〕 다른 방법으로 〔다른 인증 수단〕도 쓰실 수 있습니다.',
  error: '앱을 〔고친 버전〕으로 업데이트한 뒤 다시 열어 주세요. 그래도 같으면 〔문의 창구〕로 알려 주세요.',
  usability: '찾으시던 기능은 〔메뉴 경로〕에 있습니다. 하시던 곳부터 이어서 하실 수 있습니다.',
  privacy:
    '주신 정보는 〔이용 목적〕에만 쓰고 〔보관 기간〕이 지나면 지웁니다. 〔확인 메뉴〕에서 언제든 보고 지우실 수 있습니다.',
  understanding: '〔서비스〕는 〔한 문장 설명〕입니다. 예를 들면 이렇습니다. 〔예시〕',
  eligibility: '대상이 되는 조건은 〔대상 조건〕입니다. 〔확인 메뉴〕에서 바로 확인하실 수 있습니다.',
  delay:
    '지금 〔진행 단계〕이며 〔예상 시점〕에 결과가 나옵니다. 진행 상황은 〔확인 메뉴〕에서 보실 수 있습니다.',
  support:
    '도움이 필요하시면 〔상담 창구와 운영 시간〕으로 연락해 주세요. 〔답변 기준 시간〕 안에 답해 드립니다.',
  penalty: '불이익이 생기는 경우와 그렇지 않은 경우를 정리했습니다. 〔경우별 설명〕',
  alternative: '다른 방법과 같은 조건으로 비교해 보실 수 있게 정리했습니다. 〔비교표〕',
  feature: '지금은 〔대신 쓸 수 있는 기능〕으로 하실 수 있습니다. 〔방법〕',
};

const ANY_REASON = '궁금하신 점을 짧게 정리했습니다. 〔설명〕';

/** What a message to customers who gave this reason may say. */
export function guideFor(code: HesitationCode): string {
  return GUIDES[code] ?? ANY_REASON;
}
