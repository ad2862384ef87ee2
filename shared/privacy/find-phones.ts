import type { PiiSpan } from '../domain/analysis.ts';
import { contextAfter, contextBefore, namesAThing } from './number-context.ts';
import { spanOf } from './span-of.ts';

const NOT_INSIDE_A_CODE = '(?<![0-9A-Za-z]|[0-9A-Za-z][-_])';
const NOT_LONGER = '(?![0-9]|-[0-9])';
/** "010-1234", "010 : 1234", "010에 1234", "010 다시 1234", "010(1234)". */
const BETWEEN =
  '(?:[^0-9A-Za-z가-힣\\n\\ufffc@+*#]{0,3}|[ ,]{0,2}(?:국에|국번|에|다시|대시|하이픈|빼기)[ ,]{0,2})';
const ONE_BETWEEN = '[ .\\-_/·~,]{1,3}';
const COUNTRY = '\\(?(?:\\+|00)? ?82\\)?[ .\\-_/)]{0,3}\\(?0?\\)?';

const MOBILE = new RegExp(
  `${NOT_INSIDE_A_CODE}(?:${COUNTRY}1[016789]|\\(01[016789]\\)|01[016789])${BETWEEN}[0-9]{3,4}${BETWEEN}[0-9]{4}${NOT_LONGER}`,
  'gu',
);
/** Every digit apart ("0 1 0 1 2 …"), or the eight digits in another grouping ("010-12-34-56-78"). */
const MOBILE_SPREAD = new RegExp(
  `${NOT_INSIDE_A_CODE}(?:0${ONE_BETWEEN}1${ONE_BETWEEN}[016789](?:${ONE_BETWEEN}[0-9]){7,8}|010(?:[ .\\-_/·~]{0,2}[0-9]){8})${NOT_LONGER}`,
  'gu',
);
/** Partly masked: still enough digits to know somebody by. */
const MOBILE_MASKED =
  /(?<![0-9A-Za-z*])01[016789][ .\-_/]{0,3}[0-9*xX●○#]{3,4}[ .\-_/]{0,3}[0-9*xX●○#]{4}(?![0-9A-Za-z*])/gu;
const MOBILE_WITHOUT_ZERO =
  /(?<![0-9A-Za-z+]|[0-9A-Za-z][-_.])1[016789]([ .-]{0,3})[0-9]{4}\1[0-9]{4}(?![0-9]|-[0-9])/gu;
const LANDLINE =
  /(?<![0-9A-Za-z]|[0-9A-Za-z][-_.])(?:\(?0(?:2|[3-6][1-5]|70|50[0-9]?)\)?|\+82[ .-]?(?:2|[3-6][1-5]|70|50[0-9]))([ .\-)/~]{1,3}|국?에 ?|)[0-9]{3,4}([ .\-/~]{1,3}|에 ?|)[0-9]{4,5}(?![0-9]|-[0-9])/gu;
const FOREIGN = /(?<![0-9A-Za-z])\+(?!82)[1-9][0-9]{0,2}(?:[ .-]{0,2}\(?[0-9]{2,4}\)?){2,5}(?![0-9])/gu;

const CALL_BEFORE =
  /전화|전번|연락|통화|유선|휴대|핸드폰|폰|번호|문자|카톡|카카오톡|팩스|안심|집|사무실|회사|직장|자택|tel|phone|mobile|cell|call|fax|contact|text me|h\.?p/iu;
const CALL_AFTER = /^\s*(?:번?(?:으)?로|번(?!째)|에|에게|여기|이쪽)?\s*(?:전화|연락|문자|회신|카톡|통화|콜)/u;
const PERSON_NUMBER =
  /(?:전화|휴대|핸드폰|폰|연락처|안심|가상 ?안심|내|제|통화|번호(?:는|가)?)[가-힣]{0,2}[ :]{0,2}$/u;

/** Mobile, landline, safe and foreign numbers. Representative numbers (1588-…, 080-…) belong to companies and stay. */
export function* findPhones(text: string): Generator<PiiSpan> {
  for (const match of text.matchAll(MOBILE)) yield spanOf(match, 'phone');
  for (const match of text.matchAll(MOBILE_SPREAD)) yield spanOf(match, 'phone');
  for (const match of text.matchAll(MOBILE_MASKED)) {
    if (/[*xX●○#]/.test(match[0]) && digitsOf(match[0]) >= 6) yield spanOf(match, 'phone');
  }
  for (const match of text.matchAll(MOBILE_WITHOUT_ZERO)) {
    const before = contextBefore(text, match.index);
    if (namesAThing(before)) continue;
    const after = contextAfter(text, match.index + match[0].length);
    if (/원|개|건|만/.test(after.slice(0, 1))) continue;
    const called = CALL_BEFORE.test(before) && !/계좌|은행|입금|송금/u.test(before);
    if (called || CALL_AFTER.test(after)) yield spanOf(match, 'phone');
  }
  for (const match of text.matchAll(LANDLINE)) {
    if (isLandline(text, match)) yield spanOf(match, 'phone');
  }
  for (const match of text.matchAll(FOREIGN)) {
    if (digitsOf(match[0]) >= 9) yield spanOf(match, 'phone');
  }
}

/** With separators it is one; without, only where the words speak of calling, or where no other number begins so. */
function isLandline(text: string, match: RegExpExecArray): boolean {
  const [number, first = '', second = ''] = match;
  const digits = number.replace(/\D/gu, '');
  const area = digits.startsWith('82') ? digits.slice(2) : digits.slice(1);
  const safe = area.startsWith('50');
  if (digits.length > (safe ? 13 : 12) || (!safe && /[0-9]{5}$/u.test(number) && second !== '')) return false;
  if ((first !== '' || number.startsWith('(')) && second !== '') return true;
  const before = contextBefore(text, match.index);
  if (namesAThing(before)) return PERSON_NUMBER.test(before);
  const after = contextAfter(text, match.index + number.length);
  if (CALL_BEFORE.test(before) || CALL_AFTER.test(after)) return true;
  return (area.startsWith('70') && digits.length === 11) || (safe && digits.length === 12);
}

function digitsOf(number: string): number {
  return number.replace(/\D/gu, '').length;
}
