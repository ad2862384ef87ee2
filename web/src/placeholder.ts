/** What stands in a text for personal data that was taken out; `shared/privacy` writes it. */
export const PLACEHOLDER =
  /(\[(?:전화번호|이메일|주민등록번호|카드번호|계좌번호|여권번호|면허번호|주소|이름|IP|주문번호)\])/;
