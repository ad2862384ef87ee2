import type { PiiSpan } from '../domain/analysis.ts';
import { spanOf } from './span-of.ts';

const UNIT =
  '(?:(?:Apt|Apartment|Unit|Room|Rm|Bldg|Building|Suite|Ste)\\.? ?#?[0-9A-Za-z-]{1,9},? |#[0-9-]{1,9},? )';
const NUMBER = '(?:No\\. ?)?[0-9]{1,4}(?:-[0-9]{1,4})?';
const PLACE = '[A-Z][a-z]{1,20}(?:-?(?:gu|si|gun|do|dong|eup|myeon|ri))?';

const KOREAN_ROAD = new RegExp(
  `${UNIT}?(?:${NUMBER},? )?[A-Z][a-z]{1,20}-?(?:daero|ro|gil|dong|ri)(?: [0-9]{1,4}(?:beon)?-?gil)?(?:,? ${NUMBER})?(?:, ?${UNIT}?${PLACE}){1,4}(?:,? [0-9]{5})?(?:, ?(?:South |Republic of )?Korea)?`,
  'gu',
);
const IN_KOREA = /-(?:gu|si|gun|do)\b|Seoul|Busan|Incheon|Daegu|Daejeon|Gwangju|Ulsan|Jeju|Korea/u;

const STREET =
  /(?<![0-9A-Za-z])[0-9]{1,5} (?:[NSEW]\.? )?[A-Z][a-z]{1,15}(?: [A-Z][a-z]{1,15})? (?:Street|St|Avenue|Ave|Road|Rd|Boulevard|Blvd|Lane|Ln|Drive|Dr|Court|Ct|Way|Place|Pl)\b\.?(?:, ?(?:Apt|Unit|Suite|#) ?[0-9A-Za-z-]{1,6})?(?:, ?[A-Z][a-z]{1,15}(?: [A-Z][a-z]{1,15})?){0,2}(?:,? [A-Z]{2}(?: [0-9]{5})?\b)?/gu;

/** Addresses in English letters: romanised Korean roads and quarters, and streets abroad. */
export function* findEnglishAddresses(text: string): Generator<PiiSpan> {
  for (const match of text.matchAll(KOREAN_ROAD)) {
    if (IN_KOREA.test(match[0]) && /[0-9]/.test(match[0])) yield spanOf(match, 'address');
  }
  for (const match of text.matchAll(STREET)) yield spanOf(match, 'address');
}
