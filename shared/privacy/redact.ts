import type { PiiSpan } from '../domain/analysis.ts';
import type { IdentifierKind, IdentifierRole, IdentifierToken, PiiType } from '../domain/record.ts';
import { findPersonalData } from './find-personal-data.ts';
import { roleOf } from './identifier-role.ts';
import { normaliseIdentifier } from './identifier-token.ts';
import { makeIdentifier } from './make-identifier.ts';
import type { TokenKeys } from './token-keys.ts';

/** Rises whenever the same text may come out differently. */
export const REDACTION_VERSION = '0002';

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

export interface Redaction {
  /** The text with a placeholder for each span. */
  text: string;
  /** Offsets in the input text, in UTF-16 units, in order, without overlap. */
  pii: PiiSpan[];
  /** Identifiers in the text that may tell who wrote it, raw, with whose they are. Never leave `collect` in this form. */
  identifiers: { kind: IdentifierKind; value: string; role: IdentifierRole }[];
}

/**
 * Removes personal data from a text. Takes any string (lone surrogates and control characters too) and is idempotent:
 * it looks again at its own result until nothing more is found. Order numbers, amounts, dates, versions, public and
 * business numbers stay.
 */
export function redact(text: string): Redaction {
  let pii: PiiSpan[] = [];
  let redacted = text;
  for (;;) {
    const found = findPersonalData(redacted);
    if (found.length === 0) break;
    const toInput = inputOffsets(pii);
    pii = [
      ...pii,
      ...found.map((span) => ({ ...span, start: toInput(span.start), end: toInput(span.end) })),
    ].sort((a, b) => a.start - b.start);
    redacted = replaceSpans(text, pii);
  }
  return { text: redacted, pii, identifiers: identifiersIn(text, pii) };
}

/** Tokens of the identifiers found in a text; those that cannot be normalised give none, repeated ones one. */
export function textIdentifiers(found: Redaction['identifiers'], keys: TokenKeys): IdentifierToken[] {
  const tokens = new Map<string, IdentifierToken>();
  for (const { kind, value, role } of found) {
    const identifier = makeIdentifier(kind, value, role, keys);
    if (identifier !== null) tokens.set(`${identifier.token}|${role}`, identifier);
  }
  return [...tokens.values()];
}

function replaceSpans(text: string, spans: readonly PiiSpan[]): string {
  let result = '';
  let position = 0;
  for (const span of spans) {
    result += text.slice(position, span.start) + PLACEHOLDERS[span.type];
    position = span.end;
  }
  return result + text.slice(position);
}

/** From offsets in the redacted text back to the input; a found span never touches a placeholder. */
function inputOffsets(spans: readonly PiiSpan[]): (offset: number) => number {
  const shifts: { from: number; shift: number }[] = [];
  let shift = 0;
  for (const span of spans) {
    const placeholder = PLACEHOLDERS[span.type].length;
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

function identifiersIn(text: string, pii: readonly PiiSpan[]): Redaction['identifiers'] {
  const identifiers: Redaction['identifiers'] = [];
  for (const span of pii) {
    if (span.type !== 'phone' && span.type !== 'email') continue;
    const value = text.slice(span.start, span.end);
    if (normaliseIdentifier(span.type, value) === null) continue;
    identifiers.push({ kind: span.type, value, role: roleOf(text, span.start, span.end) });
  }
  const phones = identifiers.filter((identifier) => identifier.kind === 'phone');
  const names = pii.filter((span) => span.type === 'name');
  const [phone] = phones;
  const [name] = names;
  if (
    phone !== undefined &&
    name !== undefined &&
    phones.length === 1 &&
    names.length === 1 &&
    phone.role !== 'other'
  ) {
    const value = `${text.slice(name.start, name.end)}|${phone.value}`;
    const nameRole = roleOf(text, name.start, name.end);
    identifiers.push({ kind: 'name-phone4', value, role: nameRole === 'other' ? 'other' : phone.role });
  }
  return identifiers;
}
