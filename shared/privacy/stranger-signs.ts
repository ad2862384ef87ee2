import { NEAR_PEOPLE } from './role-words.ts';

/** What people do with accounts and orders. */
const DEALS =
  '주문|결제|구매|시켰|시킨|샀|사셨|산 ?거|예약|가입|쓰|사용|인증|로그인|만들|만드|등록|신청|취소';

/** Nouns that end in a word for a person: "전임자", "진행하신 분", "우리 애", "점장님이". Who fills in a form is the author. */
const PERSON =
  '(?:분|사람|녀석|애|애기|꼬맹이|아줌마|아재|남자|여자|(?<!회원|고객)님|씨|꾼|점장|(?:전임|후임|관계|책임|중개|제보|당첨|양도|이용|사용|소유|거주|입주|근무|동거)자|알바생|학생|회장|반장|(?<!회)사장|총무)';
const SOMEBODY = new RegExp(
  `(?:${PERSON}(?:이|가|께서|은|는|도|한테|에게|네|의)|누가|누군가가?) (?:[가-힣]+ ){0,2}$|${PERSON}의? (?:번호|메일|이메일|폰|휴대폰|핸드폰|전화|연락처|계정|아이디|주소)(?:이|가|은|는|을|를)? ?$`,
  'u',
);
const THIRD_PERSON =
  /(?<![가-힣])(?:자기|지|당신) (?:번호|폰|핸드폰|휴대폰|메일|이메일|아이디|계정|연락처)|(?<![가-힣])(?:우리|울|저희|제|내) ?(?:애|애기|꼬맹이|막둥이)(?:가|는|도|의|한테| )/u;
const THEY_AFTER =
  /^[^.!?\n]{0,14}(?<![가-힣])(?:이 ?사람|이분|이 ?분|그 ?사람|그분|걔|쟤|얘)(?:도|이|가|은|는|의|한테|네|님)?(?![가-힣])|^ ?(?:번호 ?|메일 ?|계정 ?)?(?:주인|님)(?:이|한테|에게|은|는|도|의)? /u;
/** "… 로 결제해 줬어요", "… 총무가 결제했어요", "… 한테 송금했는데" */
const THEY_ACT_AFTER = new RegExp(
  `^[^.!?\\n]{0,10}(?<![가-힣])(?:누가|누군가가?) ?[가-힣 ]{0,6}(?:${DEALS})|^[^.!?\\n]{0,10}(?<![가-힣])(?:${NEAR_PEOPLE}|총무|회사)(?:이|가|께서|님이|에서)(?: ?대신)?(?: ?[가-힣]+)? ?(?:${DEALS})|^ ?(?:한테|에게|께)(?:서)? ?[^.!?\\n]{0,16}(?:송금|입금|돈|보냈|물어|문의|연락|전화|당했|샀|구매)`,
  'u',
);
/** "… 로 문의했더니 반송됐어요", "… 로 전화한 사람이", "… 누구 건지 모르겠어요", "이 번호 차단해 주세요" */
const REACHED_AFTER =
  /^ ?(?:으로|로|에|한테)? ?(?:문의|메일|이메일|연락|전화|문자|톡)(?:을|를|도)? ?(?:했더니|보냈더니|보냈는데|보냈다가|했는데|걸었|해도|드렸는데)|^ ?(?:으로|로|에) ?보냈(?:더니|는데)|^ ?(?:으로|로|에서)? ?(?:전화|연락|문자|메일) ?(?:한|하신|건|온|보낸|주신) ?(?:사람|분)|^[^.!?\n]{0,26}누(?:구|군) ?(?:건지|것인지|거인지|지|꺼예요|거예요|계정|번호)|(?:다른|딴) ?(?:사람|직원|분|고객)(?:이|가|께서) ?(?:씁|써|쓰|사용|가져)|아니라 [^.!?\n]{0,6}(?:남편|아내|엄마|아빠|친구|동생|언니|오빠|누나|형) ?(?:번호|폰|거|꺼|메일)/u;
const BLOCK_AFTER =
  /^ ?(?:이 ?(?:번호|메일|사람|분|주소)|번호|메일)?(?:는|은|을|를|좀)? ?(?:조심|(?:차단|신고|수신 ?거부)(?! ?해제|됐|되|당|된|해제|이 |가 |풀))|^ ?(?:이 ?)?(?:번호|메일|문자|주소)(?:가|는|이)? ?(?:진짜|정말|혹시)|^[^.!?\n]{0,6}올(?:렸던|려놨|라와|라온|려져)/u;
/** What comes from there comes from somebody: "… 에서 광고가 와요", "… 로 자꾸 대출 문자가 와요". */
const SENDS_AFTER =
  /^ ?(?:번호|메일|주소)? ?(?:에서|에게서|한테서|로부터|으로부터)[^.!?\n]{0,24}(?:왔|와요|와서|옵니|오네|오는|와 ?있|걸려|보낸|보냈|발송|하라고|하래|하셨|했어요|전화하)|^ ?(?:으로|로) ?(?:자꾸|계속)[^.!?\n]{0,12}(?:광고|대출|스팸)|^ ?(?:으로|로) ?(?:온|왔던) ?(?:문자|메일|전화|링크)[^.!?\n]{0,10}(?:눌|열|괜찮|진짜|뭐)|^ ?(?:이라고|라고)? ?(?:뜨|찍히)는 ?전화/u;
const FAKE_BEFORE =
  /(?:사칭|스팸|피싱|사기|해킹|도용)[^.!?\n]{0,8}(?:문자|메일|전화|번호|같|계정|보낸)[^\n]{0,8}$|광고 ?(?:메일|문자|전화)[^.!?\n]{0,4} ?(?:보낸|온|건) ?[^.!?\n]{0,8}$|(?:처음|난생) ?(?:보|듣|뵙)는 ?$/u;
const TOLD_AFTER =
  /^ ?(?:번|으로|로|이)? ?(?:래요|라네요|라던데|라더|라데요|라는데요|(?:이)?라고 ?(?:남|적어|써|알려|하던|하시|하셔|하더|말))|^ ?(?:으로|로) ?[^.!?\n]{0,8}(?:하라|하래|주래|달래|보내래|넣으래|남기래)/u;
/** What one has seen oneself ("줄었더라고요") is no hearsay here, unlike with orders. */
const HEARD_AFTER =
  /[가-힣](?:다|라|자|냐)는 ?(?:사람|분|애|글|후기|말)|(?:저장|등록)(?:이|도)? ?안 ?(?:된|돼 ?있는) ?번호|[가-힣](?:대요|하라는데|대는데|다네요|라네요|라던데|다던데|라더라|다는데요|다며)(?![가-힣])/u;
/** "받은 문자 그대로 붙여요: …" */
const PASSED_ON_BEFORE =
  /(?:받은|온|전달 ?받은|전달된|복사한|퍼온) ?(?:문자|메시지|카톡|메일|내용|글|답장|답변)(?:입니다|이에요|예요|임| ?그대로|은|는|을|에)?[^\n]{0,20}[:"“‘'「[]/u;

/** What the words around an identifier without a named owner say of a stranger. */
export function speaksOfStranger(wide: string, before: string, after: string): boolean {
  return (
    SOMEBODY.test(before) ||
    THIRD_PERSON.test(before) ||
    THEY_AFTER.test(after) ||
    THEY_ACT_AFTER.test(after) ||
    SENDS_AFTER.test(after) ||
    REACHED_AFTER.test(after) ||
    BLOCK_AFTER.test(after) ||
    TOLD_AFTER.test(after) ||
    HEARD_AFTER.test(after) ||
    FAKE_BEFORE.test(before) ||
    PASSED_ON_BEFORE.test(wide)
  );
}

const QUOTE_OPENS = /["“‘「『]/u;
/** Inside a quotation with other words: somebody else's sentence, or one's own words shown again. */
export function isQuoted(before: string, after: string): boolean {
  const opened = before.split(/["”’」』]\s/u).at(-1) ?? '';
  const at = opened.search(QUOTE_OPENS);
  return at >= 0 && /[가-힣]/u.test(opened.slice(at)) && /["”’」』]/u.test(after);
}

/** "… 고객님 앞으로 문자가 왔어요": what came to the author is for somebody else. */
export const ADDRESSED_AFTER =
  /^ ?(?:고객님?|회원님?|님|씨)? ?(?:앞으로|이름으로) ?[^.!?\n]{0,12}(?:왔|와요|옵|오는|오네|와 ?있)/u;
