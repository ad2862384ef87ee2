import type { IdentifierRole } from '../domain/record.ts';
import { clauseAfter, clauseBefore } from './clause.ts';
import {
  HEARSAY,
  NEAR_PEOPLE,
  NOT_MINE,
  NOT_MINE_BUT,
  OTHERS,
  OTHERS_AFTER,
  OWN,
  PUBLIC,
  SUBJECT_BEFORE,
} from './role-words.ts';
import { isQuoted, speaksOfStranger } from './stranger-signs.ts';

const WINDOW_BEFORE_UNITS = 40;
const WINDOW_AFTER_UNITS = 36;

/** For whom something was bought, or where it was sent: they are no owners of the order. Who gives is its subject. */
const RECIPIENT = new RegExp(
  `(?:${NEAR_PEOPLE})(?!이 |가 |께서|님이|네가|이가 )[가-힣 ]{0,8}?(?:주려|줄 ?|드리려|드릴|선물|보내려|보낸|보냈|부치|챙기|사주려|사드리|쓰라고|입히|먹이|먹으라|위해|생일|생신|기념|환갑|칠순|결혼|졸업|입학|용으로)[가-힣]{0,3}`,
  'gu',
);
const ORDERED_BY_ME =
  /(?:제가|내가|저는|전|나는|본인이|직접)[^.!?\n]{0,12}(?:주문|구매|결제|시킨|시켰|산|샀|예약|접수|신청)|(?:제|내|저의|나의|본인) ?(?:꺼 ?|거 ?|건 ?)?(?:이름으로 ?|계정으로 ?|아이디로 ?)?(?:주문|오더|예약|구매|결제|접수|번호|건)/u;

/** Not this author's: shown as an example, found on a stranger's parcel, told of somebody else. */
const NOT_OURS_BEFORE =
  /예를 ?들(?:어|면)|예로 ?든|(?:옆|윗|아래|아랫|앞|뒷|맞은편) ?(?:집|사무실|가게|건물|층|호)|예시|가령|샘플|예컨대|형식|양식|안내(?:문|된|에)|매뉴얼|설명서|도움말|faq|블로그|후기|리뷰에|댓글|게시글|캡처|스크린샷|화면(?:에|속)|(?:위|아래|윗|앞)(?:에)? ?(?:글|댓글|분|님|쓰신|쓴|올리신)|잘못 ?(?:온|배송|도착|배달|찍)|오배송|엉뚱한|모르는|낯선|뜬금|제 ?(?:것|게|거|건|꺼)(?:이|도)? ?아닌|누군가|광고|스팸|피싱|사칭|(?:다른|모르는|웬) ?(?:분|사람|고객|집)/iu;
const NOT_OURS_AFTER =
  /^[^.!?\n]{0,4}(?:이런|이렇게|처럼|같은|같이|형식|형태|식으로|따위|이라는|라는|라고|이라고|로 ?시작|등의?|누가|누구) ?(?:[^.!?\n]{0,14}(?:번호|형식|적|쓰|써|쓰라|입력|넣|나오|적힌|쓰여|써 ?있|붙어|예시|택배|상자|박스|송장))?|^[^.!?\n]{0,20}(?:남의|다른 ?(?:사람|분|고객|집)|옆집|이웃|제 ?(?:것|게|거|건|꺼)(?:이|도)? ?아(?:닌|니|님|닙)|누구(?: ?거| ?건| ?것)?(?:인|예|이|죠|지 )|모르는|시킨 ?적|주문한 ?적)/u;
/** "… 주문하신 분이"; but "… 주문한 사람입니다" is the author. */
const ORDERED_BY_OTHERS =
  /^ ?(?:을|를|로|으로)? ?(?:주문|구매|결제|받|올리|쓰)[가-힣]{0,4} ?(?:분|사람|고객)(?:이|은|께서|도|들|한테)(?!에요|고|ㅂ)/u;
const ARRIVED_WRONGLY =
  /(?:우리|저희|제|내) ?(?:집|댁|회사|앞|사무실)?(?:으로|에|앞으로|한테)?[^.!?\n]{0,10}(?:잘못 ?)?(?:왔|와 ?있|배달|배송됐|배송되었|도착했|놓여|놓고)/u;

const LABEL =
  /(?:^|[^가-힣A-Za-z0-9])(?:(?:제|내|저의|해당|관련|문의|취소|환불|교환|반품|배송) ?)?(?:(?:주문|오더|예약|구매|결제|접수|거래|order)[ -]?(?:번호|넘버|no\.?|number|코드|건|내역)?|번호|no\.?)(?:은|는|이|가|:|：|#|=|\(|\[| |-|—)*#?$/iu;
/** "주문번호: …": what is filled in stands alone, whatever sentence follows. */
const FILLED_IN =
  /(?:주문|오더|예약|구매|결제|접수|order)[ -]?(?:번호|넘버|no\.?|number|id|코드)?\s*[:=#(]\s*#?$/iu;
const AFTER_ORDER =
  /^ ?(?:번|건|호|\)|\]|번호|상품|제품|물건|내역)? ?(?:으로|로|을|를|은|는|이|가|에|의|도|,)? ?[^.!?\n]{0,18}(?:주문(?!한 ?적)|구매|결제|시켰|시킨|샀|산 ?(?:사람|거|건|고객)|예약|환불|취소|교환|반품|배송|출고|발송|조회|확인|처리|문의|언제|아직|안 ?(?:왔|와|옴|오)|(?:하나만|일부만|덜|깨져서?|뜯겨서?|늦게|젖어서?) ?왔|관련|받았|도착|누락|빠졌|파손|불량|변경|수정|접수|부탁|해 ?주|봐 ?주|알려)/u;
const IS_IT =
  /^ ?(?:\)|\])? ?(?:번)? ?(?:입니다|이에요|이예요|예요|에요|이고|인데|이요|임(?![가-힣])|요(?![가-힣]))/u;

/**
 * Whose order (or survey code) a number in a text is. Somebody else named as its owner, an example, a stranger's parcel or
 * hearsay make it another's; it is the author's only where the sentence treats it so: "제가 주문한 …", "주문번호: …",
 * "… 환불해 주세요". For whom something was bought does not matter.
 */
export function roleOfNumber(text: string, start: number, end: number): IdentifierRole {
  const wide = text.slice(Math.max(0, start - WINDOW_BEFORE_UNITS), start);
  const before = clauseBefore(wide);
  const after = clauseAfter(text.slice(end, end + WINDOW_AFTER_UNITS));
  const own = ORDERED_BY_ME.exec(before)?.index ?? lastMatch(OWN, before);
  const ownEnd = own === null ? -1 : own;
  const withoutRecipients = before.replace(RECIPIENT, (mention) => ' '.repeat(mention.length));
  const other = lastMatch(OTHERS, withoutRecipients) ?? -1;
  if (NOT_MINE_BUT.test(wide) || ORDERED_BY_OTHERS.test(after)) return 'other';
  if (NOT_MINE.test(after) || NOT_OURS_AFTER.test(after)) return 'other';
  const filledIn = FILLED_IN.test(before) && !/^ ?(?:은|는|이|가|도|라고|이런|을|를)/u.test(after);
  if (NOT_OURS_BEFORE.test(before) && ownEnd < 0) return 'other';
  if (other > ownEnd) return 'other';
  if (ownEnd >= 0) return 'author';
  if (filledIn) return 'author';
  if (HEARSAY.test(after) || speaksOfStranger(wide, withoutRecipients, after)) return 'other';
  if (isQuoted(wide, text.slice(end, end + WINDOW_AFTER_UNITS))) return 'other';
  if (SUBJECT_BEFORE.test(before)) return 'unknown';
  if (OTHERS_AFTER.test(after)) return 'other';
  if (lastMatch(PUBLIC, before) !== null) return 'unknown';
  if (ARRIVED_WRONGLY.test(after) && !/주문했|구매했|시켰|샀/u.test(after)) return 'unknown';
  if (LABEL.test(before) || IS_IT.test(after) || AFTER_ORDER.test(after)) return 'author';
  if (
    /(?:주문|구매|결제|시켰|샀|예약|환불|취소|교환|반품|배송|확인|문의|부탁|요청)[^.!?\n]{0,14}[\s(:#-]*$/u.test(
      before,
    )
  )
    return 'author';
  return isAddedAtEnd(wide, before, after) ? 'author' : 'unknown';
}

/** "주문 취소하려는데 버튼이 없어요 KR…": the number is added to what was said of one's own order. */
function isAddedAtEnd(wide: string, before: string, after: string): boolean {
  return (
    before.trim() === '' &&
    /^[\s)\].,!]*$/u.test(after) &&
    lastMatch(OTHERS, wide) === null &&
    /(?:주문|결제|취소|환불|교환|반품|배송|쿠폰|적용|출고|송장|상품)[^\n]{0,24}(?:요|니다|나요|까요|음|죠)[\s.,!?~ㅠㅜ]*$/u.test(
      wide,
    )
  );
}

/**
 * Whose survey code or user ID stands in a text. It is long and of no other use, so that people copy their own; unless the
 * sentence names somebody else or shows it as an example.
 */
export function roleOfCode(text: string, start: number, end: number): IdentifierRole {
  const role = roleOfNumber(text, start, end);
  return role === 'unknown' ? 'author' : role;
}

function lastMatch(pattern: RegExp, text: string): number | null {
  let last: number | null = null;
  for (const match of text.matchAll(pattern)) last = match.index;
  return last;
}
