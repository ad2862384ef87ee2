import type { PiiSpan } from '../domain/analysis.ts';
import { findAddresses } from './find-addresses.ts';
import { findEmails, findIpAddresses, findPhones } from './find-contacts.ts';
import { findNames } from './find-names.ts';
import {
  findAccounts,
  findCards,
  findDriverLicences,
  findPassports,
  findResidentNumbers,
} from './find-numbers.ts';
import { foldText } from './fold-text.ts';

/** A detector reads the folded text and says where its type of personal data stands. */
export type Detector = (text: string) => Iterable<PiiSpan>;

/** In order of trust: where two overlap, the earlier one keeps its span. */
const DETECTORS: readonly Detector[] = [
  findEmails,
  findResidentNumbers,
  findCards,
  findDriverLicences,
  findPhones,
  findPassports,
  findAccounts,
  findIpAddresses,
  findAddresses,
  findNames,
];

/** Personal data of a text, in order, without overlap; offsets in UTF-16 units. Placeholders are never found again. */
export function findPersonalData(text: string): PiiSpan[] {
  const folded = foldText(text);
  const found: PiiSpan[] = [];
  for (const detect of DETECTORS) {
    for (const span of detect(folded)) {
      if (found.every((other) => span.end <= other.start || other.end <= span.start)) found.push(span);
    }
  }
  return found.sort((a, b) => a.start - b.start);
}
