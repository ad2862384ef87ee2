import { describe, expect, it } from 'vitest';
import { createUrgencyReader } from '../../../../shared/nlp/read-urgency.ts';
import { loadSettings } from '../../../../shared/runtime/settings.ts';

const { cues } = await loadSettings(new URL('../../../../shared/settings/', import.meta.url));
const { urgencyOf, reasonsOf } = createUrgencyReader(cues.urgency);
const reasons = (text: string) => reasonsOf(text).map(({ reason }) => reason);

describe('what a person must see at once', () => {
  it.each([
    ['self-harm', '돈을 다 날려서 죽고 싶어요'],
    ['self-harm', '진짜 살기 싫다 이 앱 때문에'],
    ['self-harm', '이러다 자살하겠다는 사람 나옵니다. 극단적 선택까지 생각했어요'],
    ['self-harm', 'I want to kill myself because of this'],
    ['legal', '계속 이러면 금감원에 민원 넣겠습니다'],
    ['legal', '변호사 선임해서 소송하겠습니다'],
    ['legal', '소비자원에 바로 신고했습니다'],
    ['legal', '내용증명 보냈습니다'],
    ['legal', '고소할 겁니다'],
    ['legal', '정말 고소하고 싶은 심정입니다'],
    ['legal', 'See you in court, my lawyer will contact you'],
    ['press', '답 없으면 언론에 제보하겠습니다'],
    ['press', '방송국에 제보할 거예요'],
    ['press', '기자님들한테 다 알리겠습니다'],
    ['data-leak', '제 개인정보가 유출된 것 같아요. 스팸이 쏟아집니다'],
    ['data-leak', '로그인했더니 다른 사람 계좌가 보여요'],
    ['data-leak', '해킹당했습니다. 모르는 사람이 로그인했어요'],
    ['money-lost', '통장에서 돈이 사라졌어요'],
    ['money-lost', '수수료가 이중 결제됐습니다'],
    ['money-lost', '보이스피싱 당했어요 도와주세요'],
    ['money-lost', '잔액이 갑자기 빠져나갔는데 상담원이 없어요'],
    ['money-lost', 'I was charged twice and nobody answers'],
  ])('is %s: %s', (reason, text) => {
    expect(reasons(text)).toContain(reason);
    expect(urgencyOf(text, false)).toBe('high');
  });

  it.each([
    '죽이는 앱이네요 최고',
    '대박 죽고 싶을 만큼 좋아',
    '맛있어서 죽을 것 같아요',
    '답답해 죽겠어요',
    '목숨 걸고 추천합니다',
    '아기자기한 화면이 예뻐요',
    '고소한 맛이 나요',
    '달고 고소하고 맛있어요',
    '어제보다 빨라졌네요',
    '종합소득세 신고했습니다. 편해요',
    '세금 신고하겠습니다 하고 들어왔는데 쉬워요',
    '변호사 시험 준비하는데 좋아요',
    '금감원 등록 업체라 안심돼요',
    '방송에서 보고 설치했어요',
    '뉴스에서 봤는데 정말 되네요',
    '개인정보 유출될까 걱정돼요',
    '개인정보 유출 없이 안전한 앱',
    '먹튀인 줄 알았는데 아니네요',
    '사기 아닌가 의심했는데 입금됐어요',
    '보이스피싱 예방 기능이 좋아요',
    '내보기자체가 어렵다',
    '분실신고 메뉴가 편해요',
    '신고하기 버튼이 안 보여요',
    'The app reports my data to me every week',
    'No data leak so far, great security',
  ])('is not: %s', (text) => {
    expect(reasons(text)).toEqual([]);
  });

  it('finds what is serious beside what only sounds so', () => {
    expect(
      reasons('종합소득세 신고했습니다. 그런데 돈이 두 번 빠져나갔어요. 금감원에 신고하겠습니다'),
    ).toEqual(['legal', 'money-lost']);
  });

  it('names the words, at their place in the text', () => {
    const text = '아기자기하지만 변호사 선임합니다';
    const [found] = reasonsOf(text);
    expect(text.slice(found?.start, found?.end)).toBe('변호사 선임');
  });
});
