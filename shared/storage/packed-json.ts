import { deflateRawSync, inflateRawSync } from 'node:zlib';

/** Stands before the bytes, so that another dictionary can come later beside this one. */
const FORMAT = 1;

/**
 * What stored voices have in common, in the order in which it stands in them; the nearer to the end, the cheaper to
 * refer to. It can never be changed: what is packed with it is read with it. A better one is a new format.
 */
const DICTIONARY = Buffer.from(
  [
    '같아요 있어요 없어요 했어요 됐어요 하는데 되는데 있는데 없는데 합니다 됩니다 입니다 습니다. 주세요. 부탁드립니다.',
    '너무 정말 자꾸 계속 다시 바로 그냥 아직 먼저 많이 제가 저는 이거 그래서 그런데 하지만 때문에 어떻게 왜 안 못',
    '고객센터 상담 문의 확인 안내 문자 알림 링크 사기 광고 메시지 전화번호 개인정보 주민번호 비밀번호 보안 유출',
    '본인인증 인증번호 로그인 회원가입 업데이트 오류 화면 멈추다 느리다 안되다 설치 삭제 어플 은행 카드 계좌 등록 통장',
    '이체 송금 대출 이자 금리 수수료 비싸다 무료 환급금 환급 신청 세금 신고 서류 제출 입금 결제 취소 해지 탈퇴 불편하다',
    '편하다 좋다 쉽다 빠르다 감사합니다 친절하다 추천 최고 만족 이벤트 혜택 포인트 [이름] [전화번호] [이메일] [계좌번호]',
    '"device":"iPhone","editedAt":"2026-","erased":true,"attributes":{"title":"url":"https://',
    '"confidence":0.99,"customerId":"C","decidedAt":"2026-","evidence":[{"kind":"email","weight":7.6},{"kind":"phone","weight":',
    '"kind":"name-phone-half","role":"other"},{"kind":"user-id","role":"unknown"},{"kind":"external-id",{"kind":"order-number",',
    '],"status":"linked"},"reading"status":"candidate"},"reading"',
    '"code":"penalty","code":"feature","code":"messaging","code":"understanding","code":"eligibility","code":"alternative",',
    '"code":"privacy","code":"delay","code":"trust","code":"price","code":"usability","code":"support","code":"auth","code":"error",',
    '"language":"en","sentiment":{"label":"neutral","score":0.{"label":"positive","score":0.99"},"stage":"awareness","stage":"churn",',
    '"stage":"loyalty","stage":"exploration","stage":"purchase","stage":"signup","stage":"verification","urgency":"high"},"urgency":"low"},',
    '"publishedAtPrecision":"day","rating":3,"rating":5,"rating":4,"rating":2,"source":"community","source":"survey","source":"ticket",',
    '{"bucket":"2026-1","day":"2026-1","formerBuckets":[],"link":{"confidence":0,"customerId":null,"evidence":[],"status":"unlinked"},',
    '"reading":{"analysisVersion":"000","hesitations":[{"code":"","confidence":0.9,"evidence":[{"end":1,"start":0,"text":"',
    '"},{"end":2,"start":1,"text":""}]},{"code":"","confidence":0.99,"evidence":[{"end":3,"start":2,"text":""}]}],',
    '"keywords":[{"term":"","weight":1.8},{"term":"","weight":1},{"term":"","weight":0.9},{"term":"","weight":0.5}],',
    '"language":"ko","sentiment":{"label":"negative","score":-0.99},"stage":"usage","urgency":"normal"},"record":{"app":"',
    '","appVersion":"1.0.0","connector":"","contentHash":"","documentKey":"","firstSeenAt":"2026-1',
    '","id":"","identifiers":[{"kind":"nickname","role":"author","token":"","variantTokens":[]},{"kind":"phone","role":"author",',
    '"token":"","variantTokens":[""]}],"publishedAt":"2026-1T00:00.000Z","publishedAtPrecision":"instant","rating":1,',
    '"redactionVersion":"000","runId":"drop-","source":"app-review","text":""},"revision":"2026-1T00:00.000Z|","shard":1}',
  ].join(''),
);

const OPTIONS = { dictionary: DICTIONARY, level: 6, memLevel: 6, windowBits: 14 };

/** JSON of a stored voice in about a third of its bytes. Equal texts give equal bytes. */
export function packJson(json: string): Uint8Array {
  return Buffer.concat([Buffer.of(FORMAT), deflateRawSync(json, OPTIONS)]);
}

/** @throws RangeError where the bytes are of a format that this version does not know */
export function unpackJson(packed: Uint8Array): string {
  if (packed[0] !== FORMAT)
    throw new RangeError(`packed in format ${packed[0]}, which this version cannot read`);
  return inflateRawSync(packed.subarray(1), { dictionary: DICTIONARY, windowBits: 14 }).toString('utf8');
}
