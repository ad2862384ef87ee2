import type { PiiSpan } from '../domain/analysis.ts';
import { findAccounts } from './find-accounts.ts';
import { findAddresses } from './find-addresses.ts';
import { findCards } from './find-cards.ts';
import { findDriverLicences, findPassports } from './find-documents.ts';
import { findEmails } from './find-emails.ts';
import { findIpAddresses } from './find-ip-addresses.ts';
import { findNames } from './find-names.ts';
import { findPhones } from './find-phones.ts';
import { findResidentNumbers } from './find-resident-numbers.ts';
import { BLANK, foldText } from './fold-text.ts';
import { readSpeltDigits } from './read-spelt-digits.ts';
import { findAsRead } from './visible-text.ts';

/** A detector reads the folded text and says where its type of personal data stands. */
export type Detector = (text: string) => Iterable<PiiSpan>;

/** Numbers, in order of trust: where two overlap, the earlier one keeps its span. */
const NUMBER_DETECTORS: readonly Detector[] = [
  findResidentNumbers,
  findCards,
  findDriverLicences,
  findPhones,
  findPassports,
  findAddresses,
  findAccounts,
];

/** No number that tells of a person has fewer digits (or masks) in a row of digits and separators. */
const ENOUGH_DIGITS = /[0-9*](?:[^0-9*]{0,12}[0-9*]){5}/;
const DOTTED = /[0-9]\.[0-9]|:[0-9a-f]{0,4}:/i;
const AT_SIGN = /@|골뱅이|앳|[([{<] ?at ?[)\]}>]|_at_| at /i;

/** Personal data of a text, in order, without overlap; offsets in UTF-16 units. Placeholders are never found again. */
export function findPersonalData(text: string): PiiSpan[] {
  return findAsRead(text, findInReadable);
}

function findInReadable(text: string): PiiSpan[] {
  const folded = readSpeltDigits(foldText(text));
  const found = new SpanCollector(text.length);
  if (AT_SIGN.test(folded)) found.add(findEmails(folded));
  if (ENOUGH_DIGITS.test(folded)) {
    for (const detect of NUMBER_DETECTORS) found.add(detect(folded));
  } else found.add(findAddresses(folded));
  if (DOTTED.test(folded)) found.add(findIpAddresses(folded));
  // Names last, on a text without what was found: a name often stands right beside a number.
  found.add(findNames(found.blank(folded)));
  return found.inOrder();
}

/** Spans without overlap. A map of the covered units keeps every question about a span as short as the span. */
class SpanCollector {
  readonly #spans: PiiSpan[] = [];
  readonly #length: number;
  #covered: Uint8Array | undefined;

  constructor(length: number) {
    this.#length = length;
  }

  add(spans: Iterable<PiiSpan>): void {
    for (const span of spans) {
      this.#covered ??= new Uint8Array(this.#length);
      if (this.#covered.subarray(span.start, span.end).includes(1)) continue;
      this.#covered.fill(1, span.start, span.end);
      this.#spans.push(span);
    }
  }

  inOrder(): PiiSpan[] {
    return this.#spans.sort((a, b) => a.start - b.start);
  }

  /** The text with every span blanked, unit by unit. */
  blank(text: string): string {
    let result = '';
    let position = 0;
    for (const span of this.inOrder()) {
      result += text.slice(position, span.start) + BLANK.repeat(span.end - span.start);
      position = span.end;
    }
    return result + text.slice(position);
  }
}
