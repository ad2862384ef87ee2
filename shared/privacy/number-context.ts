const CONTEXT_UNITS = 18;

/** The words just before a number, in the same sentence: they say what the number is. */
export function contextBefore(text: string, start: number, units: number = CONTEXT_UNITS): string {
  return (
    text
      .slice(Math.max(0, start - units), start)
      .split(/[!?\n]|\. /u)
      .at(-1) ?? ''
  );
}

/** Words that name a number which identifies a thing, not a person. */
const THING_NUMBER =
  /(?:주문|예약|송장|운송장|상품|관리|접수|문의|사업자(?:등록)?|법인(?:등록)?|바코드|복권|쿠폰|기프트 ?카드|상품권|시리얼|일련|모델|품번|에러|오류|코드|승인|거래|영수증|티켓|order|invoice|serial|tracking)\s*(?:번호|카드|코드|no\.?|number)?\s*(?:는|은|이|가|:|#)?\s*[A-Za-z-]*$/iu;

/** True where the words before a number say that it names a thing: order, parcel, product, company. */
export function namesAThing(before: string): boolean {
  return THING_NUMBER.test(before);
}
