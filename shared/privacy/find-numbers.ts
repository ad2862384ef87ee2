import type { PiiSpan } from '../domain/analysis.ts';
import { contextBefore, namesAThing } from './number-context.ts';

const RESIDENT =
  /(?<![0-9A-Za-z]|[0-9A-Za-z][-_])[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])([ \-~_/.]{0,3})[1-8](?:[0-9]{6}|[0-9]{0,5}[*xX●]{1,6})(?![0-9])/gu;

/** Resident and foreigner registration numbers; without a separator only where the words say so. */
export function* findResidentNumbers(text: string): Generator<PiiSpan> {
  for (const match of text.matchAll(RESIDENT)) {
    const before = contextBefore(text, match.index);
    if (/주민|외국인|등록번호|생년월일|RRN|resident/iu.test(before) && !/사업자|법인/u.test(before)) {
      yield spanOf(match, 'rrn');
    } else if (match[1] !== '' && !namesAThing(before)) yield spanOf(match, 'rrn');
  }
}

const CARD =
  /(?<![0-9A-Za-z]|[0-9A-Za-z][-_])(?:[0-9]{4}([ \-_./]{0,3})[0-9]{4}\1[0-9]{4}\1[0-9]{4}|3[47][0-9]{2}([ \-_./]{0,3})[0-9]{6}\2[0-9]{5})(?![0-9]|-[0-9])/gu;

/** Card numbers pass the Luhn check (ISO/IEC 7812-1), or stand right after the word for a card number. */
export function* findCards(text: string): Generator<PiiSpan> {
  for (const match of text.matchAll(CARD)) {
    const before = contextBefore(text, match.index);
    if (namesAThing(before)) continue;
    const called = /카드|card|비자|마스터|아멕스/iu.test(before);
    const separated = (match[1] ?? match[2] ?? '') !== '';
    if (passesLuhn(match[0]) && (called || separated)) yield spanOf(match, 'card');
    else if (/카드\s?번호[는은이가: ]*$/u.test(before)) yield spanOf(match, 'card');
  }
}

/** The check digit of ISO/IEC 7812-1. */
function passesLuhn(number: string): boolean {
  const digits = number.replace(/\D/gu, '');
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    let digit = digits.charCodeAt(digits.length - 1 - index) - 48;
    if (index % 2 === 1) digit = digit > 4 ? digit * 2 - 9 : digit * 2;
    sum += digit;
  }
  return digits.length > 0 && sum % 10 === 0;
}

const LICENCE_REGION = '서울|부산|경기|강원|충북|충남|전북|전남|경북|경남|제주|대구|인천|광주|대전|울산|세종';
const DRIVER = new RegExp(
  `(?<![0-9A-Za-z]|[0-9A-Za-z][-_])(?:(?:${LICENCE_REGION})[ -]?[0-9]{2}|[0-9]{2}[ -]?[0-9]{2})([ -]?)[0-9]{6}\\1[0-9]{2}(?![0-9]|-[0-9])`,
  'gu',
);

/** Driver licences: two groups of two, six, two digits (older ones with a region's name). */
export function* findDriverLicences(text: string): Generator<PiiSpan> {
  for (const match of text.matchAll(DRIVER)) {
    const before = contextBefore(text, match.index);
    if (/면허|licen[cs]e/iu.test(before)) yield spanOf(match, 'driver');
    else if (
      /^[0-9]{2}-[0-9]{2}-[0-9]{6}-[0-9]{2}$/u.test(match[0]) &&
      !BANK.test(before) &&
      !namesAThing(before)
    ) {
      yield spanOf(match, 'driver');
    }
  }
}

const PASSPORT = /(?<![0-9A-Za-z])[A-Z][- ]?(?:[0-9]{8}|[0-9]{3}[A-Z][0-9]{4})(?![0-9A-Za-z])/giu;

export function* findPassports(text: string): Generator<PiiSpan> {
  for (const match of text.matchAll(PASSPORT)) {
    if (/여권|passport/iu.test(contextBefore(text, match.index))) yield spanOf(match, 'passport');
  }
}

const BANK =
  /은행|뱅크|농협|수협|신협|새마을|우체국|국민|신한|우리|하나|기업|카뱅|케뱅|토뱅|산업|제일|씨티|축협|저축|계좌|통장|입금|송금|이체|예금주|환불 ?받을|account|bank/iu;
const ACCOUNT =
  /(?<![0-9A-Za-z.,]|[0-9A-Za-z][-_])(?:[0-9]{2,6}(?:[- ][0-9]{1,7}){1,4}|[0-9]{10,14})(?![0-9A-Za-z]|[-.,:][0-9]|\s*(?:원|만원|천원|%|시|분|개|건|번|회))/gu;

/** Account numbers: 10 to 14 digits near a word for a bank or an account, and no other kind of number. */
export function* findAccounts(text: string): Generator<PiiSpan> {
  for (const match of text.matchAll(ACCOUNT)) {
    const digits = match[0].replace(/\D/gu, '');
    if (digits.length < 10 || digits.length > 14) continue;
    if (/^(?:19|20)[0-9]{2}[- ](?:0?[1-9]|1[0-2])[- ]/u.test(match[0])) continue;
    const before = contextBefore(text, match.index);
    const end = match.index + match[0].length;
    const after = text.slice(end, end + 12).split(/[.!?\n]/u, 1)[0] ?? '';
    if (namesAThing(before)) continue;
    if (
      BANK.test(before) ||
      /^\s*\(?(?:[가-힣]{1,6}(?:은행|뱅크)|농협|수협|신협|카뱅|케뱅|토뱅|계좌)/u.test(after)
    ) {
      yield spanOf(match, 'account');
    }
  }
}

function spanOf(match: RegExpExecArray, type: PiiSpan['type']): PiiSpan {
  return { start: match.index, end: match.index + match[0].length, type };
}
