import { NEAR_PEOPLE } from './role-words.ts';

/** What a whole text says about its author, beyond the sentence in which an identifier stands. */
export interface DocumentSigns {
  /** The author is no customer: has no account, never bought, got it as a present. */
  readonly notACustomer: boolean;
  /** The author's phone number was somebody else's before. */
  readonly reissuedNumber: boolean;
  /** The author answers a survey that was sent to somebody else. */
  readonly forwardedSurvey: boolean;
  /** The author writes in the place of somebody else. */
  readonly onBehalf: boolean;
}

const NO_ACCOUNT = new RegExp(
  [
    '비회원|(?:회원|고객)(?:이|은|도)? ?(?:아니|아닌|아님|아닙)(?!면|지|라고|래)|미가입자?(?:입|이|예|인)',
    '(?:제|저는|전|내|본인|저의)?[^.!?\\n]{0,6}(?:계정|아이디|회원 ?정보)(?:은|이|도|가|는)? ?(?:따로 ?|아예 ?|원래 ?)?(?:없(?:어요|습니다|는데|고요|네요|음|어서|는 ?사람)|안 ?만들)',
    '(?:가입|주문|구매|이용|사용|시킨|산|써 ?본|써본|결제|신청)(?:을|를)?(?:한|했던|해 ?본|하신)? ?(?:적|일)(?:이|은|도|조차)? ?(?:전혀 ?|한 ?번도 ?)?없(?!으|다고|나)',
    '가입(?:은|을|도)? ?(?:안|하지 ?않|아직 ?안) ?(?:했|한|되어|돼)|(?:저는|전|나는|제가) ?(?:회원 ?가입 ?)?(?:아직 ?)?(?:안|한 ?번도 ?안) ?(?:써|쓰|사용|이용|샀|사봤)',
    '(?:제가|직접|내가) ?(?:산|주문한|구매한|시킨) ?(?:게|것이|건|거) ?아(?:니|닙)',
  ].join('|'),
  'u',
);

/** Given by somebody: who has the number of the order is not who ordered. */
const PRESENT =
  /선물(?:로|을|받)?[^.!?\n]{0,6}(?:받은|받았|받아|들어온|들어왔|온 ?거|온 ?건|온 ?것)|(?<![가-힣])(?:사|시켜|주문해|구매해|결제해) ?(?:준|주신|줬|주셨|줘서|주셔서)|(?:보내|부쳐|건네) ?(?:준|주신) ?(?:물건|상품|제품|선물|택배|거|건|것)|(?:얻은|물려받은|양도 ?받은|나눔 ?받은|중고로 ?(?:산|구매|받))/u;

const FORMER_OWNER =
  /(?:전|이전|예전|옛|옛날|원래|기존|먼저|앞) ?(?:번호 ?)?(?:주인|사용자|소유자|소유주|가입자|이용자|쓰던 ?(?:분|사람))|(?:전에|이전에|예전에|먼저|옛날에)[^.!?\n]{0,10}(?:쓰던|사용하던|쓰셨던|쓰신|사용한) ?(?:분|사람)/u;
const NEVER_JOINED =
  /(?:이|제|본|해당|내) ?번호(?:로|로는|는|가|에|를)?[^.!?\n]{0,14}(?:가입|주문|이용|신청|인증|등록)[^.!?\n]{0,8}(?:적|일)(?:이|은|도)? ?없/u;
const NEW_NUMBER =
  /(?:번호|폰|휴대폰|핸드폰|전화|유심|회선)[^.!?\n]{0,12}(?:바꾼|바뀐|바꿨|바뀌었|새로|변경|개통|쓴 ?지|사용한 ?지|받은 ?지|배정|부여)|(?:새로|최근에?|얼마 ?전에?|이번에|갓) ?(?:개통|받|바꾼|바꿨|만든|변경|옮)[^.!?\n]{0,6}(?:번호|폰|유심|회선)/u;
const FOR_OTHERS =
  /(?:모르는|다른|남의|엉뚱한|처음 ?보는|누군지|생판) ?(?:사람|분|이름|고객)?[^.!?\n]{0,12}(?:앞으로|이름|명의|알림|문자|연락|주문|배송|전화|카톡|메시지)|(?:남의|엉뚱한) /u;
const OTHER_NAME =
  /(?:가입|주문|이용|신청|쇼핑)[^.!?\n]{0,8}(?:한|하지|안)[^.!?\n]{0,8}(?:는데|데도|은데)[^.!?\n]{0,14}(?:문자|알림|연락|카톡|전화|메시지)/u;

const PASSED_ON = new RegExp(
  [
    `(?:${NEAR_PEOPLE})(?:한테|에게|께|께서|앞으로|이|가|으로|네|의)? ?[^.!?\\n]{0,14}(?:설문|링크|url|주소|문자|메일|카톡|초대|조사|qr|안내)`,
    `(?:설문|링크|조사|문자|메일|안내|초대장?)[^.!?\\n]{0,14}(?:${NEAR_PEOPLE})(?:한테|에게|께|앞으로|가|이|의|꺼|거|것)`,
    '(?:설문|링크|문자|메일|주소|초대)[^.!?\\n]{0,10}(?:전달|공유|퍼온|퍼왔|넘겨|건네|포워딩|포워드|돌려|대신)',
    '(?:전달|공유|넘겨|건네|포워딩|포워드|퍼) ?(?:받|온|왔|된)',
    '(?:단톡|단체 ?톡|단체 ?방|오픈 ?채팅|카페|블로그|게시판|커뮤니티|인스타|맘카페|밴드|트위터)[^.!?\\n]{0,16}(?:설문|링크|보고|통해|올라온|퍼온|들어)',
    '대신(?:해서|하여)? ?(?:[^.!?\\n]{0,8} )?(?:했|합|해|하|응답|작성|참여|답|써|쓰|적|눌|체크|제출|드)|대리(?:로|응답|작성|참여)',
    '(?:제|저|내|나)(?:한테|에게|게|앞으로)? ?(?:온|보낸|받은|것|게)[ 가-힣]{0,7}아(?:니|닌|닙)',
    '(?:받는|받은) ?사람(?:은|이)? ?(?:제가|저가|내가) ?아|수신자(?:가|는)? ?(?:제가|저가)? ?아',
  ].join('|'),
  'iu',
);

const ON_BEHALF = new RegExp(
  `(?:${NEAR_PEOPLE}|고객|회원|어르신|다른 ?분|지인분|그분)(?:님|분)?(?:을|를|의|이|가)? ?(?:부탁(?:으로|을 ?받)|대신(?:해|하여|에)?|대리(?:로|하여)?)|대신(?:해서|하여)? ?(?:문의|여쭤|여쭙|물어|글 ?올|글 ?남|글 ?씁|접수|연락|전화|질문|신청|적|남겨|남깁)|대리(?:인|로)(?:입니다|인데|이고|로)? ?(?:문의|신청|접수)?`,
  'u',
);

/** Reads what a text says about its author as a customer. */
export function readDocumentSigns(text: string): DocumentSigns {
  const notACustomer = NO_ACCOUNT.test(text) || PRESENT.test(text);
  return {
    notACustomer,
    reissuedNumber:
      FORMER_OWNER.test(text) ||
      NEVER_JOINED.test(text) ||
      (NEW_NUMBER.test(text) && (FOR_OTHERS.test(text) || OTHER_NAME.test(text) || NO_ACCOUNT.test(text))),
    forwardedSurvey: PASSED_ON.test(text) || NO_ACCOUNT.test(text),
    onBehalf: ON_BEHALF.test(text),
  };
}
