import type { PiiSpan } from '../domain/analysis.ts';

const SURNAME =
  '(?:황보|남궁|선우|제갈|독고|사공|서문|동방|[김이박최정강조윤장임한오서신권황안송전홍유고문양손배백허남심노하곽성차주우구민류나진지엄채원천방공현함변염여추도소석선설마길연위표명기반라왕금옥육인맹제모탁국은편용])';
const JOINED = `${SURNAME}[가-힣]{1,2}`;
const SPACED = `${SURNAME} [가-힣] [가-힣]`;
const NAME = `(?<name>${JOINED}|${SPACED})`;
const NOT_HANGUL_BEFORE = '(?<![가-힣])';
const SAYS = '(?=\\s?(?:입니다|이라고|라고|이에요|에요|예요|이고|인데|이며|임(?![가-힣])))';
const ENDS = '(?=[\\s,.;:/)(0-9\\ufffc]|$|님|씨(?![가-힣]))';

const INTRODUCED: readonly RegExp[] = [
  new RegExp(
    `${NOT_HANGUL_BEFORE}(?:제|저의|내|본인) ?(?:이름|성함|성명|실명)(?:[은이:] {0,2}| {1,2})${NAME}(?:${SAYS}|${ENDS})`,
    'gdu',
  ),
  new RegExp(`${NOT_HANGUL_BEFORE}(?:저는|전|나는) {1,2}${NAME}${SAYS}`, 'gdu'),
  new RegExp(`(?:^|\\n|안녕하세요[.,!]? ?)${NAME} ?입니다(?=[.!,\\s]|$)`, 'gdu'),
  new RegExp(
    `${NOT_HANGUL_BEFORE}(?:이름|성함|성명|고객명|예금주|입금자명?|신청자명?|가입자명?|수취인|수령인|주문자명?|받는 ?(?:분|사람)|보내는 ?(?:분|사람)|담당자?)(?:은|는|이|가)?[ :]{1,3}${NAME}${ENDS}`,
    'gdu',
  ),
  new RegExp(`${NOT_HANGUL_BEFORE}${NAME} ?(?:님|씨) ?(?:앞으로|명의|계좌|이름으로)`, 'gdu'),
  new RegExp(`${NOT_HANGUL_BEFORE}${NAME} ?(?:배상|올림|드림)(?=[\\s.,]|$)`, 'gdu'),
  /(?:[Mm]y name is|[Tt]his is|I am|I'm|[Tt]hanks,|[Rr]egards,|[Ss]incerely,)\s+(?<name>[A-Z][a-z]{1,14}(?:-[A-Za-z][a-z]{1,10})? [A-Z][a-z]{1,14})(?![A-Za-z])/dgu,
  /(?:[Mm]y name is)\s+(?<name>[A-Z][a-z]{1,14})(?![A-Za-z])/dgu,
];

/** Everyday words that begin like a name: never a name alone, nor with a particle. */
const NO_NAMES = new Set(
  (
    '고객 회원 사장 선생 어머 부모 기사 손님 성함 성명 이름 정보 번호 주소 전화 연락 변경 확인 안내 오류 조회 기재 등록 인증 신청 신분 신규 ' +
    '조건 명의 표시 문의 문자 전체 전부 이거 이게 이상 이제 지금 진짜 정말 하나 하고 한글 한번 한자 채팅 차이 양식 양도 유지 유료 임시 소개 반영 ' +
    '공백 공란 방법 노출 기타 금액 국민 우리 신한 제가 제대 안녕 안되 안돼 안나 안보 나오 나와 모두 모르 도움 도대 주문 주세 주부 하는 한데 ' +
    '인데 이런 이렇 저렇 전혀 오늘 오전 오후 이번 이전 이후 여기 여러 여전 원래 위에 위치 현재 현금 추가 추천 구매 구입 공유 공개 공동 공인 ' +
    '남편 동생 기존 기본 기록 직원 직장 학생 진행 장애 장난 전달 전송 정상 정지 정확 조금 조차 주민 지원 지연 차단 최근 최초 최악 최고 ' +
    '한국 한도 함께 허용 홍보 황당 명칭 명세 반드 반복 방금 배송 백업 변동 서비 서류 서버 설정 설치 성공 성인 소비 손해 송금 수정 ' +
    '신고 신용 실명 심사 아니 양해 연결 연동 연장 영문 영어 예금 외국 용도 우선 유저 은행 이미 이유 이용 이체 이해 인하 일반 임직'
  ).split(' '),
);

/** A whole sentence that is a name and a phone number: how Koreans sign. */
const SIGNED = new RegExp(
  `(?:^|[.!?\\n~)\\]]) {0,2}(?<name>${SURNAME}[가-힣]{2}) {0,2}[,:/(]? {0,2}(?=\\(?(?:010|\\+82|01[1-9]|공일공)|\\[전화번호\\])`,
  'gdu',
);

/** Names that somebody introduces: after "제 이름은", "예금주", before "입니다", "드림", and the English forms. */
export function* findNames(text: string): Generator<PiiSpan> {
  for (const pattern of INTRODUCED) {
    for (const match of text.matchAll(pattern)) {
      const range = match.indices?.groups?.name;
      const name = match.groups?.name;
      if (range === undefined || name === undefined) continue;
      if (isEverydayWord(name)) continue;
      yield { start: range[0], end: range[1], type: 'name' };
    }
  }
  for (const match of text.matchAll(SIGNED)) {
    const range = match.indices?.groups?.name;
    if (range === undefined || NO_NAMES.has(text.slice(range[0], range[0] + 2))) continue;
    yield { start: range[0], end: range[1], type: 'name' };
  }
}

function isEverydayWord(name: string): boolean {
  return NO_NAMES.has(name.slice(0, 2)) && (name.length === 2 || /[이가은는을를도만의에로과와]$/u.test(name));
}
