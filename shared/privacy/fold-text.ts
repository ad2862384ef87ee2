/**
 * The text as the detectors read it: full-width forms as ASCII, all dashes as `-`, unusual spaces as a space, and
 * placeholders of an earlier redaction blanked. Unit by unit, so that every offset stays what it was.
 */
export function foldText(text: string): string {
  return text
    .replace(/[\uff01-\uff5e]/g, (unit) => String.fromCharCode(unit.charCodeAt(0) - 0xfee0))
    .replace(/[\u2010-\u2015\u2212\u2500\u30fc\uff70]/g, '-')
    .replace(/[\u00a0\u2000-\u200a\u202f\u205f\u3000\t]/g, ' ')
    .replace(PLACEHOLDERS, (placeholder) => BLANK.repeat(placeholder.length));
}

/** Stands where a placeholder stood: no letter, no digit, no space. */
const BLANK = '\ufffc';

const PLACEHOLDERS =
  /\[(?:전화번호|이메일|주민등록번호|카드번호|계좌번호|여권번호|면허번호|주소|이름|IP|주문번호)\]/g;
