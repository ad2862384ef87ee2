const BEFORE_UNITS = 18;
const AFTER_UNITS = 14;

/** The words just before a number, in the same sentence: they say what the number is. */
export function contextBefore(text: string, start: number, units: number = BEFORE_UNITS): string {
  const before = text.slice(Math.max(0, start - units), start);
  const cut = /^.*(?:[!?\n]|(?<!no|tel|p)\. )/is.exec(before);
  return cut === null ? before : before.slice(cut[0].length);
}

/** The words just after a number, in the same sentence. */
export function contextAfter(text: string, end: number, units: number = AFTER_UNITS): string {
  const after = text.slice(end, end + units);
  const cut = after.search(/[!?\n]|\. /);
  return cut < 0 ? after : after.slice(0, cut);
}

/** Words that name a number which identifies a thing (or a member of something), not a person to the world. */
const THING_NUMBER = new RegExp(
  `(?:${[
    '주문|예약|송장|운송장|등기|택배|배송|상품|제품|관리|접수|문의|사업자 ?(?:등록)?|법인 ?(?:등록)?|통신판매업?|바코드|복권|쿠폰|기프트 ?(?:카드|콘)|기프티콘|상품권|포인트 ?카드|멤버십(?: ?카드)?',
    '시리얼|일련|모델명?|품번|에러|오류|코드|승인|거래|영수증|티켓|회원|고객|사번|학번|종목|문서|특허|인증|비밀|비번|OTP|핀|PIN|이벤트|게시글|글|공지|사건|민원|신고|보증서?|증권|약관|펌웨어|등록 ?코드|위도|경도|좌표',
    'IMEI|ISBN|ISIN|EMS|DHL|UPS|UUID|HTTP|order|invoice|serial|tracking|parcel|receipt|coupon|product|item|model|ticket|error|code|case|ref(?:erence)?|approval|booking|reservation',
  ].join(
    '|',
  )})\\s*(?:번호|코드|일련번호|no\\.?|number|id)?\\s*(?:는|은|이|가|도|만|란에)?[ :#.=(\\[]{0,3}[A-Za-z]{0,4}-?$`,
  'iu',
);

/** True where the words before a number say that it names a thing: order, parcel, product, company, member. */
export function namesAThing(before: string): boolean {
  return THING_NUMBER.test(before);
}
