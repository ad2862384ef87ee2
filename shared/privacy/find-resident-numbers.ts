import type { PiiSpan } from '../domain/analysis.ts';
import { contextAfter, contextBefore, namesAThing } from './number-context.ts';
import { spanOf } from './span-of.ts';

const DATE = '[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])';
const NOT_INSIDE_A_CODE = '(?<![0-9A-Za-z]|[0-9A-Za-z][-_])';

const RESIDENT = new RegExp(
  `${NOT_INSIDE_A_CODE}${DATE}([ \\-~_/.*·]{0,3})[0-8](?:[0-9]{6}|[0-9]{0,5}[*xX●○#]{1,6})(?![0-9])`,
  'gu',
);
/** The first seven digits, or only masks after them: birthday and sex. */
const FIRST_SEVEN = new RegExp(`${NOT_INSIDE_A_CODE}${DATE} ?[-~] ?[1-8](?![0-9*])`, 'gu');
/** "900101 뒷자리 1234567", "900101이고 뒷자리는 1234567". */
const IN_WORDS = new RegExp(
  `(?<![0-9A-Za-z])${DATE}[가-힣 ,./:]{0,6}[뒷뒤](?:번호|자리|7자리)?[은는이가에 :]{0,3}[1-8][0-9]{6}(?![0-9])`,
  'gu',
);
const SPREAD = /(?<![0-9A-Za-z])[0-9](?:[ .\-~·]{1,3}[0-9]){12}(?![0-9])/gu;

const CALLED = /주민|외국인|거소|등록번호|생년월일|생일|실명|앞자리|앞 ?번호|RRN|resident|registration/iu;
const CALLED_AFTER = /^[^0-9]{0,6}(?:주민|외국인)/u;
const COMPANY = /사업자|법인/u;
const CONTEXT_UNITS = 26;

/** Resident and foreigner registration numbers; without a separator only where the words or the check digit say so. */
export function* findResidentNumbers(text: string): Generator<PiiSpan> {
  for (const match of text.matchAll(IN_WORDS)) yield spanOf(match, 'rrn');
  for (const match of text.matchAll(RESIDENT)) {
    if (isResident(text, match)) yield spanOf(match, 'rrn');
  }
  for (const match of text.matchAll(FIRST_SEVEN)) {
    if (isCalled(text, match)) yield spanOf(match, 'rrn');
  }
  for (const match of text.matchAll(SPREAD)) {
    if (isCalled(text, match)) yield spanOf(match, 'rrn');
  }
}

function isResident(text: string, match: RegExpExecArray): boolean {
  if (isCalled(text, match)) return true;
  if (namesAThing(contextBefore(text, match.index))) return false;
  // Milliseconds since 1970 are thirteen digits as well, and begin like this for years to come.
  return match[1] !== '' || (!/^1[5-9]/.test(match[0]) && hasCheckDigit(match[0]));
}

function isCalled(text: string, match: RegExpExecArray): boolean {
  const before = contextBefore(text, match.index, CONTEXT_UNITS);
  if (CALLED.test(before)) return !COMPANY.test(before);
  return CALLED_AFTER.test(contextAfter(text, match.index + match[0].length));
}

const WEIGHTS = [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5];

/** The check digit that numbers given before October 2020 have. */
function hasCheckDigit(number: string): boolean {
  const digits = Array.from(number.replace(/\D/gu, ''), Number);
  if (digits.length !== 13) return false;
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * (digits[index] ?? 0), 0);
  const foreigner = (digits[6] ?? 0) >= 5;
  return digits[12] === (11 - (sum % 11)) % 10 || (foreigner && digits[12] === (13 - (sum % 11)) % 10);
}
