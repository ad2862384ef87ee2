import type { LearntFormats, NumberFormat } from '../domain/learnt.ts';
import { foldText } from './fold-text.ts';
import { findAsRead } from './visible-text.ts';

export interface LearntNumber {
  readonly start: number;
  readonly end: number;
  readonly kind: 'order-number' | 'user-id';
}

/** What people leave out, or put in, between the parts of a number. */
const BETWEEN_PARTS = '[ \\-_.\\/]{0,2}';
/** Within a part a long number is at most cut by one of these. */
const WITHIN_PART = '[ \\-]?';
/** More cuts than this within parts are words that happen to be spelt with the right signs. */
const MAX_CUTS_WITHIN = 1;
/** Words beside which a number of digits only is one of ours. */
const ORDER_WORD = /주문|오더|예약|결제|구매|접수|order|booking|번호/iu;
const ORDER_WORD_AFTER = /^[^.!?\n]{0,12}(?:주문|구매|결제|예약|환불|취소|교환|반품)/u;
const USER_WORD = /설문|코드|회원|고객 ?번호|아이디|\bid\b|token|code/iu;
const WORD_WINDOW = 20;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

interface Matcher {
  readonly pattern: RegExp;
  readonly plain: boolean;
  readonly maxCuts: number;
  readonly kind: LearntNumber['kind'];
}

const matchersOfFormats = new WeakMap<LearntFormats, readonly Matcher[]>();

/**
 * Numbers of the learnt formats in a text, in order, without overlap, in any case and with other separators than in the
 * customer file. Offsets are in UTF-16 units. Orders come first where a number could be both.
 */
export function findLearntNumbers(text: string, formats: LearntFormats): LearntNumber[] {
  const matchers = matchersOf(formats);
  return matchers.length === 0 ? [] : findAsRead(text, (readable) => findByMatchers(readable, matchers));
}

function findByMatchers(text: string, matchers: readonly Matcher[]): LearntNumber[] {
  if (!/[0-9A-Za-z\uff10-\uff5a]{2}/u.test(text)) return [];
  const folded = foldText(text);
  const found: LearntNumber[] = [];
  for (const { pattern, plain, maxCuts, kind } of matchers) {
    for (const match of folded.matchAll(pattern)) {
      const [number] = match;
      const start = match.index;
      const end = start + number.length;
      const spelt = !/[0-9]/u.test(number) && !isCode(text.slice(start, end), folded.slice(0, start));
      if (spelt || (number.match(/[ \-_./]+/gu)?.length ?? 0) > maxCuts) continue;
      if (plain && !isNamed(kind, folded, start, end)) continue;
      if (found.some((other) => other.start < end && start < other.end)) continue;
      found.push({ start, end, kind });
    }
  }
  return found.sort((a, b) => a.start - b.start);
}

/** Digits alone are one of ours only where a word beside them says so. */
function isNamed(kind: LearntNumber['kind'], folded: string, start: number, end: number): boolean {
  const before = folded.slice(Math.max(0, start - WORD_WINDOW), start);
  if (kind === 'user-id') return USER_WORD.test(before);
  return ORDER_WORD.test(before) || ORDER_WORD_AFTER.test(folded.slice(end, end + WORD_WINDOW));
}

/** A number that happens to hold no digit is told from a word by its capitals and the word for it before. */
function isCode(raw: string, before: string): boolean {
  return raw === raw.toUpperCase() && ORDER_WORD.test(before.slice(-WORD_WINDOW));
}

function matchersOf(formats: LearntFormats): readonly Matcher[] {
  const known = matchersOfFormats.get(formats);
  if (known !== undefined) return known;
  const made = [
    ...formats.orders.map((format) => matcherOf(format, 'order-number')),
    ...formats.userIds.map((format) => matcherOf(format, 'user-id')),
  ];
  matchersOfFormats.set(formats, made);
  return made;
}

function matcherOf(format: NumberFormat, kind: LearntNumber['kind']): Matcher {
  const parts = format.parts.map(({ places, date }) =>
    date ? dayPattern(places.length) : placesPattern(places),
  );
  return {
    pattern: new RegExp(`(?<![0-9A-Za-z])${parts.join(BETWEEN_PARTS)}(?![0-9A-Za-z])`, 'giu'),
    plain: format.plain,
    maxCuts: format.parts.length - 1 + MAX_CUTS_WITHIN,
    kind,
  };
}

function dayPattern(length: number): string {
  return `${length === 8 ? '20' : ''}[1-4][0-9]${WITHIN_PART}(?:0[1-9]|1[0-2])${WITHIN_PART}(?:0[1-9]|[12][0-9]|3[01])`;
}

/** A long part may be cut anywhere but after its first sign. */
function placesPattern(places: readonly string[]): string {
  return places
    .map((signs, index) => (index > 1 && places.length > 4 ? WITHIN_PART : '') + classOf(signs))
    .join('');
}

function classOf(signs: string): string {
  if (signs.length === 1) return signs;
  const letters = signs.includes(ALPHABET);
  const rest = letters ? signs.replace(ALPHABET, '') : signs;
  return `[${rest.replace('0123456789', '0-9')}${letters ? 'A-Z' : ''}]`;
}
