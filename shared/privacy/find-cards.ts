import type { PiiSpan } from '../domain/analysis.ts';
import { contextAfter, contextBefore, namesAThing } from './number-context.ts';
import { spanOf } from './span-of.ts';

const CARD =
  /(?<![0-9A-Za-z*]|[0-9A-Za-z][-_])(?:[0-9]{4}([ \-_./,·]{0,3})[0-9]{4}\1[0-9]{4}\1[0-9]{4}|3[47][0-9]{2}([ \-_./·]{0,3})[0-9]{6}\2[0-9]{5})(?![0-9]|-[0-9])/gu;
/** First and last digits with masks between. */
const MASKED =
  /(?<![0-9A-Za-z*])[0-9]{4}[ \-_./·]{0,3}[0-9*xX●○#]{4}[ \-_./·]{0,3}[0-9*xX●○#]{4}[ \-_./·]{0,3}[0-9*xX●○#]{3,4}(?![0-9A-Za-z*])/gu;
const SPREAD = /(?<![0-9A-Za-z])[0-9](?:[ .\-_/·]{0,3}[0-9]){13,15}(?![0-9]|-[0-9])/gu;
/** "카드번호 앞 4518-4421 뒤 0023-1192": half a number. */
const HALF = /(?<![0-9A-Za-z-])[0-9]{4}[ -][0-9]{4}(?![0-9]|-[0-9])/gu;

const CALLED = /카드|card|비자|visa|마스터|master|아멕스|amex|유니온페이/iu;
const CALLED_AFTER = /^ ?\(?(?:삼성|현대|롯데|비씨|BC|국민|신한|하나|우리|농협|씨티)/iu;
const CALLED_BY_NUMBER = /(?:카드 ?번호|card ?(?:number|no))/iu;
const NO_PAYMENT_CARD = /기프트|상품권|쿠폰|포인트|멤버십|적립|교통 ?카드 ?충전|복권/u;
const CONTEXT_UNITS = 24;

/**
 * Card numbers: those that pass the Luhn check (ISO/IEC 7812-1), and any of their shape near the word for a card, because
 * people mistype them.
 */
export function* findCards(text: string): Generator<PiiSpan> {
  for (const match of text.matchAll(CARD)) {
    if (isCard(text, match)) yield spanOf(match, 'card');
  }
  for (const match of text.matchAll(MASKED)) {
    const masks = match[0].match(/[*xX●○#]/gu)?.length ?? 0;
    if (masks >= 3 && isCard(text, match)) yield spanOf(match, 'card');
  }
  for (const match of text.matchAll(SPREAD)) {
    if (CALLED_BY_NUMBER.test(contextBefore(text, match.index, CONTEXT_UNITS))) yield spanOf(match, 'card');
  }
  for (const match of text.matchAll(HALF)) {
    const before = contextBefore(text, match.index, CONTEXT_UNITS);
    if (CALLED_BY_NUMBER.test(before) && !NO_PAYMENT_CARD.test(before)) yield spanOf(match, 'card');
  }
}

function isCard(text: string, match: RegExpExecArray): boolean {
  const before = contextBefore(text, match.index, CONTEXT_UNITS);
  if (namesAThing(before) || NO_PAYMENT_CARD.test(before)) return false;
  const after = contextAfter(text, match.index + match[0].length);
  if (NO_PAYMENT_CARD.test(after)) return false;
  if (CALLED.test(before) || CALLED.test(after) || CALLED_AFTER.test(after) || /[*xX●○#]/u.test(match[0]))
    return true;
  return passesLuhn(match[0]) && /^(?:3[4-7]|4|5[1-5]|62|65|9[0245])/u.test(match[0]);
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
