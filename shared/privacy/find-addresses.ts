import type { PiiSpan } from '../domain/analysis.ts';
import { contextBefore } from './number-context.ts';

const PROVINCE =
  '(?:서울|부산|대구|인천|광주|대전|울산|세종)(?:특별자치시|특별시|광역시|시)?|(?:경기|강원|충청?북|충청?남|전라?북|전라?남|경상?북|경상?남|제주)(?:특별자치도|도)?';
const CITY = '[가-힣]{1,5}(?:시|군|구)';
const TOWN = '[가-힣]{1,5}(?:읍|면)';
const ROAD =
  '[가-힣0-9·]{1,12}(?:대로|로|길)(?: ?[0-9]{1,4}번?[가-다]?길)? ?(?:지하 ?)?[0-9]{1,4}(?:-[0-9]{1,4})?';
const LOT = '[가-힣0-9]{1,8}(?:동|리|가) ?(?:산 ?)?[0-9]{1,4}(?:-[0-9]{1,4})?(?:번지)?';
const TAIL =
  '(?:[ ,]{1,2}\\(?[가-힣A-Za-z0-9]{1,15}(?:아파트|빌라|오피스텔|빌딩|타워|맨션|하이츠|파크|자이|캐슬|빌|APT|apt)\\)?)?(?:[ ,]{1,2}[0-9A-Za-z]{1,4}동)?(?:[ ,]{1,2}(?:지하 ?)?[0-9]{1,4}(?:호|층)){0,2}';

const WITH_REGION = new RegExp(
  `(?<![가-힣])(?:(?:${PROVINCE}) (?:${CITY} ){0,2}|(?:${CITY} ){1,2})(?:${TOWN} )?(?:${ROAD}|${LOT})${TAIL}`,
  'gu',
);
const WITHOUT_REGION = new RegExp(`(?<![가-힣])(?:${ROAD}|${LOT})${TAIL}`, 'gu');
const ENGLISH =
  /(?:(?:No\. ?)?[0-9]{1,4}(?:-[0-9]{1,4})?,? )?[A-Z][a-z]+(?:-?(?:daero|ro|gil|dong))(?: [0-9]{1,4}(?:beon)?-gil)?(?:,? [0-9]{1,4}(?:-[0-9]{1,4})?)?(?:, ?[A-Z][a-z]+(?:-(?:gu|si|gun|do|dong))?){1,4}/gu;

/**
 * Street addresses: a road or a lot with its number, under a province, city or district; without these only right
 * after the word for an address. A district or a station alone says nothing about a person and stays.
 */
export function* findAddresses(text: string): Generator<PiiSpan> {
  for (const match of text.matchAll(WITH_REGION)) yield spanOf(match);
  for (const match of text.matchAll(WITHOUT_REGION)) {
    if (/주소[는은가이를:]{0,2} {0,2}$/u.test(contextBefore(text, match.index))) yield spanOf(match);
  }
  for (const match of text.matchAll(ENGLISH)) {
    if (/-(?:gu|si|gun|do)\b|Seoul|Busan|Korea/u.test(match[0])) yield spanOf(match);
  }
}

function spanOf(match: RegExpExecArray): PiiSpan {
  return { start: match.index, end: match.index + match[0].length, type: 'address' };
}
