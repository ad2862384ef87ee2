/**
 * The text as the detectors read it: full-width forms as ASCII, circled digits as digits, all dashes as `-`, all middle
 * dots as `·`, unusual and invisible spaces as a space, and placeholders of an earlier redaction blanked. Unit by unit, so that every offset
 * stays what it was.
 */
export function foldText(text: string): string {
  return (
    NEEDS_FOLDING.test(text)
      ? text
          .replace(/[\uff01-\uff5e]/g, (unit) => String.fromCharCode(unit.charCodeAt(0) - 0xfee0))
          .replace(CIRCLED_DIGITS, circledDigit)
          .replace(/[\u2010-\u2015\u2212\u2500\u30fc\uff70\u3161]/g, '-')
          .replace(/[\u3002\uff61]/g, '.')
          .replace(/[\u2022\u2027\u2219\u22c5\u30fb\u318d\uff65]/g, '·')
          .replace(/[\u301c\u223c\u02dc]/g, '~')
          .replace(/[\u00a0\u2000-\u200d\u2060\u202f\u205f\u3000\ufeff\u00ad\t]/g, ' ')
      : text
  ).replace(PLACEHOLDERS, (placeholder) =>
    (placeholder === '[이름]' ? NAME_BLANK : BLANK).repeat(placeholder.length),
  );
}

/** Stands where personal data stood: no letter, no digit, no space. */
export const BLANK = '\ufffc';
/** The same where a name stood: beside a number a name is likely, beside a name it is not. */
const NAME_BLANK = '\ufffb';

const PLACEHOLDERS =
  /\[(?:전화번호|이메일|주민등록번호|카드번호|계좌번호|여권번호|면허번호|주소|이름|IP|주문번호|회원번호)\]/g;

/** Most texts hold none of these: one look instead of five. */
const NEEDS_FOLDING =
  /[\t\u00a0\u00ad\u02dc\u2000-\u2015\u2022\u2027\u202f\u205f\u2060\u2212\u2219\u223c\u22c5\u2460-\u2468\u24ea\u24f5-\u24fd\u2500\u2776-\u277e\u2780-\u2788\u278a-\u2792\u3000\u3002\u301c\u30fb\u30fc\u3161\u318d\ufeff\uff01-\uff5e\uff61\uff65\uff70]/;

const CIRCLED_DIGITS = /[\u2460-\u2468\u24ea\u24f5-\u24fd\u2776-\u277e\u2780-\u2788\u278a-\u2792]/g;
const FIRST_OF_ROWS = [0x2460, 0x24f5, 0x2776, 0x2780, 0x278a];

function circledDigit(unit: string): string {
  const code = unit.charCodeAt(0);
  const row = FIRST_OF_ROWS.find((first) => code >= first && code < first + 9);
  return row === undefined ? '0' : String(code - row + 1);
}
