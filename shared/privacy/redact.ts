import type { PiiSpan } from '../domain/analysis.ts';
import type { LearntFormats } from '../domain/learnt.ts';
import type { PiiType } from '../domain/record.ts';
import type { RawIdentifier } from './author-identifiers.ts';
import { findLearntNumbers, type LearntNumber } from './find-learnt-numbers.ts';
import { findNamesWithDigits } from './find-name-with-digits.ts';
import { findPersonalData } from './find-personal-data.ts';
import { foldText } from './fold-text.ts';
import { roleOf } from './identifier-role.ts';
import { normaliseIdentifier } from './identifier-token.ts';
import { NO_FORMATS } from './learnt-formats.ts';
import { maskedNameWithDigits } from './name-evidence.ts';
import { roleOfCode, roleOfNumber } from './number-role.ts';

/** Rises whenever the same text may come out differently. */
export const REDACTION_VERSION = '0005';

/** What stands in the stored text in place of each type of personal data. */
export const PLACEHOLDERS: Readonly<Record<PiiType, string>> = {
  phone: '[전화번호]',
  email: '[이메일]',
  rrn: '[주민등록번호]',
  card: '[카드번호]',
  account: '[계좌번호]',
  passport: '[여권번호]',
  driver: '[면허번호]',
  address: '[주소]',
  name: '[이름]',
  ip: '[IP]',
};

/** What stands in place of the company's own numbers, which are no personal data by themselves. */
const NUMBER_PLACEHOLDERS: Readonly<Record<LearntNumber['kind'], string>> = {
  'order-number': '[주문번호]',
  'user-id': '[회원번호]',
};

export interface Redaction {
  /** The text with a placeholder for each span. */
  text: string;
  /** Offsets in the input text, in UTF-16 units, in order, without overlap. */
  pii: PiiSpan[];
  /** Identifiers in the text that may tell who wrote it, raw, with whose they are. Never leave `collect` in this form. */
  identifiers: RawIdentifier[];
}

/** Something that leaves the text, and what comes in its place. */
interface Replaced {
  readonly start: number;
  readonly end: number;
  readonly placeholder: string;
}

/**
 * Removes personal data from a text. Takes any string (lone surrogates and control characters too) and is idempotent:
 * it looks again at its own result until nothing more is found. Order numbers of the learnt formats become a placeholder
 * without being personal data; others, amounts, dates, versions, public and business numbers stay.
 */
export function redact(text: string, formats: LearntFormats = NO_FORMATS): Redaction {
  let numbers: LearntNumber[] = [];
  let pii: PiiSpan[] = [];
  let replaced: Replaced[] = [];
  let redacted = text;
  for (;;) {
    const toInput = inputOffsets(replaced);
    const inInput = <Span extends { start: number; end: number }>(span: Span): Span => ({
      ...span,
      start: toInput(span.start),
      end: toInput(span.end),
    });
    // The company's own numbers first: some look like an account or a phone.
    const ours = findLearntNumbers(redacted, formats).map(inInput);
    const found = ours.length > 0 ? [] : findPersonalData(redacted).map(inInput);
    if (ours.length === 0 && found.length === 0) break;
    numbers = [...numbers, ...ours].sort(byStart);
    pii = [...pii, ...found].sort(byStart);
    replaced = [
      ...replaced,
      ...ours.map(({ start, end, kind }) => ({ start, end, placeholder: NUMBER_PLACEHOLDERS[kind] })),
      ...found.map(({ start, end, type }) => ({ start, end, placeholder: PLACEHOLDERS[type] })),
    ].sort(byStart);
    redacted = replaceSpans(text, replaced);
  }
  return {
    text: redacted,
    pii,
    identifiers: [...identifiersIn(text, pii), ...numbersIn(text, numbers), ...namesIn(text, pii)],
  };
}

function byStart(a: { start: number }, b: { start: number }): number {
  return a.start - b.start;
}

function replaceSpans(text: string, spans: readonly Replaced[]): string {
  let result = '';
  let position = 0;
  for (const span of spans) {
    result += text.slice(position, span.start) + span.placeholder;
    position = span.end;
  }
  return result + text.slice(position);
}

/** From offsets in the redacted text back to the input; a found span never touches a placeholder. */
function inputOffsets(spans: readonly Replaced[]): (offset: number) => number {
  const shifts: { from: number; shift: number }[] = [];
  let shift = 0;
  for (const span of spans) {
    const placeholder = span.placeholder.length;
    const startInRedacted = span.start - shift;
    shift += span.end - span.start - placeholder;
    shifts.push({ from: startInRedacted + placeholder, shift });
  }
  return (offset) => {
    let low = 0;
    let high = shifts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((shifts[middle]?.from ?? 0) <= offset) low = middle + 1;
      else high = middle;
    }
    return offset + (shifts[low - 1]?.shift ?? 0);
  };
}

function identifiersIn(text: string, pii: readonly PiiSpan[]): RawIdentifier[] {
  const identifiers: RawIdentifier[] = [];
  for (const span of pii) {
    if (span.type !== 'phone' && span.type !== 'email') continue;
    const value = text.slice(span.start, span.end);
    if (normaliseIdentifier(span.type, value) === null) continue;
    identifiers.push({ kind: span.type, value, role: roleOf(text, span.start, span.end) });
  }
  const [name, ...otherNames] = pii.filter((span) => span.type === 'name');
  if (name !== undefined && otherNames.length === 0) {
    const value = text.slice(name.start, name.end);
    const nameRole = roleOf(text, name.start, name.end) === 'other' ? 'other' : 'author';
    identifiers.push({ kind: 'name', value, role: nameRole });
  }
  return identifiers;
}

/** Order numbers and the codes that survey links carry. */
function numbersIn(text: string, numbers: readonly LearntNumber[]): RawIdentifier[] {
  return numbers.map(({ start, end, kind }) => ({
    kind: kind === 'order-number' ? kind : 'survey-token',
    value: text.slice(start, end),
    role: kind === 'user-id' ? roleOfCode(text, start, end) : roleOfNumber(text, start, end),
  }));
}

/** A name with the last four digits of a phone, where no phone stands there in full. */
function namesIn(text: string, pii: readonly PiiSpan[]): RawIdentifier[] {
  const identifiers: RawIdentifier[] = [];
  for (const { start, end, name, last4, masked } of findNamesWithDigits(foldText(text))) {
    if (pii.some((span) => span.type !== 'name' && span.start < end && start < span.end)) continue;
    const role = roleOf(text, start, end) === 'other' ? 'other' : 'author';
    if (!masked) {
      identifiers.push({ kind: 'name-phone4', value: `${name}|${last4}`, role });
      identifiers.push({ kind: 'name', value: name, role });
    }
    for (const value of maskedNameWithDigits(name, last4))
      identifiers.push({ kind: 'masked-name4', value, role });
  }
  return identifiers;
}
