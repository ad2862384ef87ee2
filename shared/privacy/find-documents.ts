import type { PiiSpan } from '../domain/analysis.ts';
import { BANK } from './find-accounts.ts';
import { contextAfter, contextBefore, namesAThing } from './number-context.ts';
import { spanOf } from './span-of.ts';

const REGION = '서울|부산|경기|강원|충북|충남|전북|전남|경북|경남|제주|대구|인천|광주|대전|울산|세종';
const DIGIT_OR_MASK = '[0-9*xX●]';
const LICENCE = new RegExp(
  `(?<![0-9A-Za-z]|[0-9A-Za-z][-_])(?:(?:${REGION})[ -]{0,3}[0-9]{2}|[0-9]{2}[ \\-./]{0,3}[0-9]{2})([ \\-./]{0,3})${DIGIT_OR_MASK}{6}\\1${DIGIT_OR_MASK}{2}(?![0-9]|-[0-9])`,
  'gu',
);
const LICENCE_CALLED = /면허|licen[cs]e|driver/iu;
/** Without the word only in the one spelling that no other number has. */
const LICENCE_SHAPE = /^(?:[가-힣]{2}[ -]?[0-9]{2}-[0-9]{6}-|(?:1[1-9]|2[0-8])-[0-9]{2}-[0-9]{6}-)[0-9]{2}$/u;

const PASSPORT =
  /(?<![0-9A-Za-z])(?:[A-Z]{1,2}[- ]?[0-9]{7,8}|[A-Z][- ]?[0-9]{3}[- ]?[A-Z][- ]?[0-9]{4}|[A-Z][- ]?[0-9]{4}[ -][0-9]{4}|[A-Z][- ]?[0-9*]{8})(?![0-9A-Za-z*])/giu;
const PASSPORT_CALLED = /여권|passport|패스포트/iu;
const CONTEXT_UNITS = 26;

/** Driver's licence numbers, with the region in digits or in words. */
export function* findDriverLicences(text: string): Generator<PiiSpan> {
  for (const match of text.matchAll(LICENCE)) {
    const before = contextBefore(text, match.index, CONTEXT_UNITS);
    const after = contextAfter(text, match.index + match[0].length);
    const called = LICENCE_CALLED.test(before) || LICENCE_CALLED.test(after);
    if (called || (LICENCE_SHAPE.test(match[0]) && !BANK.test(before) && !namesAThing(before)))
      yield spanOf(match, 'driver');
  }
}

/** Passport numbers, near the word for a passport: alone they look like any product number. */
export function* findPassports(text: string): Generator<PiiSpan> {
  for (const match of text.matchAll(PASSPORT)) {
    const before = contextBefore(text, match.index, CONTEXT_UNITS);
    const after = contextAfter(text, match.index + match[0].length);
    if (namesAThing(before) && !PASSPORT_CALLED.test(before.slice(-12))) continue;
    if (PASSPORT_CALLED.test(before) || PASSPORT_CALLED.test(after)) yield spanOf(match, 'passport');
  }
}
