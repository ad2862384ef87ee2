import type { PiiSpan } from '../domain/analysis.ts';
import { contextAfter, contextBefore, namesAThing } from './number-context.ts';
import { spanOf } from './span-of.ts';

/** Regions that name a bank only right beside the number: "부산 해운대구 …" is an address. */
const REGIONAL = '대구|부산|광주|전북|경남|제주';
const BANK_NAME =
  '국민|신한|우리|하나|농협|기업|카카오|카뱅|케이뱅크|케뱅|토스|토뱅|산업|제일|씨티|수협|신협|새마을|우체국|축협|저축|아이엠|산림조합|(?:KB|NH|IBK|SC|iM|KDB)(?![A-Za-z])';

/** Words that say that a number is an account: banks, and what is done with accounts. */
export const BANK = new RegExp(
  `은행|뱅크|금고|계좌|통장|입금|송금|이체|예금|증권|환불 ?(?:받을|은|:|처)|account|bank|${BANK_NAME}|(?:${REGIONAL}) {0,2}$`,
  'iu',
);
const BANK_AFTER = new RegExp(
  `^[ )\\]/,:(]{0,3}(?:[가-힣A-Za-z]{1,6}(?:은행|뱅크)|${BANK_NAME}|(?:${REGIONAL})(?![가-힣 ])|계좌|(?:으)?로 ?(?:입금|환불|송금|이체))`,
  'iu',
);

/** Groups of digits (or masks) with separators, or one run of ten to sixteen. */
const ACCOUNT =
  /(?<![0-9A-Za-z.,*]|[0-9A-Za-z][-_])(?:[0-9][0-9*]{1,5}(?: ?[-./·] ?[0-9*]{1,8}| [0-9*]{1,8}){1,4}|[0-9]{10,16})(?![0-9A-Za-z*]|[-.,:][0-9]|\s*(?:원|만원|천원|%|시|분|초|개|건|번(?!으로)|회|명|점|포인트|P(?![A-Za-z])|년|월))/gu;
const DATE_FIRST = /^(?:19|20)[0-9]{2} ?[-./ ] ?(?:0?[1-9]|1[0-2])(?:[-./ ]|$)/u;
const COMPANY_NUMBER = /사업자|법인|대표번호|고객센터|콜센터/u;
const CONTEXT_UNITS = 22;

/** Account numbers: 10 to 16 digits near a word for a bank or an account, and no other kind of number. */
export function* findAccounts(text: string): Generator<PiiSpan> {
  for (const match of text.matchAll(ACCOUNT)) {
    const units = match[0].replace(/[^0-9*]/gu, '').length;
    const digits = match[0].replace(/\D/gu, '').length;
    if (units < 10 || units > 16 || digits < 6) continue;
    if (DATE_FIRST.test(match[0])) continue;
    const before = contextBefore(text, match.index, CONTEXT_UNITS);
    if (namesAThing(before) || COMPANY_NUMBER.test(before.slice(-12))) continue;
    if (BANK.test(before) || BANK_AFTER.test(contextAfter(text, match.index + match[0].length)))
      yield spanOf(match, 'account');
  }
}
