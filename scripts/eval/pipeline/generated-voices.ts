const START_MS = Date.parse('2026-10-05T00:00:00+09:00');
/** One voice in six seconds: 14,400 a day, some 600 in each hour. */
const SPACING_MS = 6_000;

const OPENINGS = [
  '본인 확인 단계에서 화면이 자꾸 멈춰서 여러 번 다시 시도했는데 결국 끝내지 못했어요.',
  '환급금이 생각보다 적게 나와서 왜 그런지 안내를 찾아봤지만 설명이 너무 짧았습니다.',
  '수수료가 얼마인지 미리 알려 주지 않아서 신청을 망설이다가 그냥 닫았습니다.',
  '며칠 전에 받은 문자가 진짜 이 회사에서 보낸 것인지 알 수가 없어서 누르지 않았어요.',
  '처음 써 보는데 화면이 단순해서 금방 끝났고 입금도 이틀 만에 들어왔습니다.',
  '업데이트하고 나서 앱이 느려졌고 로그인할 때마다 인증 번호를 다시 받으라고 합니다.',
  '가족 것도 같이 신청하고 싶은데 어디에서 하는지 메뉴를 한참 찾다가 포기했어요.',
  '계좌를 등록하라고 하는데 개인 정보를 어디까지 넘기는 것인지 걱정이 됩니다.',
  '상담원이 친절하게 하나씩 알려 주셔서 어려운 서류도 쉽게 끝낼 수 있었어요.',
];
const MIDDLES = [
  '주변에 물어보니 다들 비슷한 이야기를 합니다.',
  '지난달에는 이런 일이 없었어요.',
  '다른 앱에서는 한 번에 됐던 일입니다.',
  '고객센터에 전화했지만 연결이 안 됐어요.',
  '부모님도 쓰시는데 글씨가 작다고 하세요.',
  '그래도 계속 쓸 생각은 있습니다.',
  '알림이 밤에 와서 조금 놀랐어요.',
];
const ENDS = [
  '확인 부탁드립니다.',
  '빨리 고쳐 주세요.',
  '고맙습니다.',
  '다음에도 쓸게요.',
  '답을 기다립니다.',
];

/** A line of a drop file, about a hundred characters of text; the same for the same number, and in the order of time. */
export function voiceLine(index: number, customers: number): string {
  const pick = (list: readonly string[], at: number) => list[Math.abs(at) % list.length] ?? '';
  const text = `${pick(OPENINGS, index * 5 + (index >> 4))} ${pick(MIDDLES, index >> 3)} ${1 + (index % 97)}번째 문의, ${pick(ENDS, index >> 5)}`;
  const publishedAt = new Date(START_MS + index * SPACING_MS).toISOString();
  const ticket = index % 5 === 0;
  return JSON.stringify({
    id: `voice-${index}`,
    source: ticket ? 'ticket' : 'app-review',
    publishedAt,
    text,
    ...(ticket ? {} : { rating: 1 + (index % 5) }),
    ...authorOf(index, customers),
  });
}

/** Of ten voices four name nobody, four have a nickname, one is a customer's by mail, one by mail and phone nobody's. */
function authorOf(index: number, customers: number): object {
  const kind = index % 10;
  if (kind === 0) return { author: { email: `user${1 + ((index * 7) % customers)}@example.com` } };
  if (kind === 5) {
    const phone = `010-${2_000 + (index % 7_000)}-${1_000 + ((index * 13) % 9_000)}`;
    return { author: { email: `guest${index}@example.net`, phone } };
  }
  return kind % 2 === 0 ? { author: { displayName: `조용한바람${index % 50_000}` } } : {};
}
