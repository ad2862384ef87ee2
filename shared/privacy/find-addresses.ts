import type { PiiSpan } from '../domain/analysis.ts';
import { BUILDING_END, KNOWN_CITY, PROVINCE, SHORT_CITY } from './address-words.ts';
import { findEnglishAddresses } from './find-english-addresses.ts';
import { contextAfter, contextBefore } from './number-context.ts';
import { spanOf } from './span-of.ts';

const CITY = '[가-힣]{1,5}(?:시|군|구)';
const TOWN = '[가-힣]{1,5}(?:읍|면)';
/** "종로 3번", "개인적으로 5점", "소양로 2가": the number counts something. */
const COUNTED =
  '(?:번(?!지|길)|개|회|원|시(?!장)|분|초|명|점(?![가-힣])|년|월|일(?!대)|배|퍼|%|km|m(?![a-z])|만|천|백|억|호선|대(?!로)|차|등|인분|박|위|살|세(?![가-힣])|주(?![가-힣])|번째|단계|가지|종|판|장(?![가-힣])|잔|병|봉|세트|번? ?출구|사거리|역|가)';
const NO_COUNT = `(?:번지|(?![0-9]|\\.[0-9]|${COUNTED}))`;
const NO_COUNT_AFTER_SPACE = `(?:번지|(?![0-9]|\\.[0-9]| ?${COUNTED}))`;
const ROAD_NAME = '[가-힣0-9·]{1,12}(?:대로|로|길)';
const ROAD = `${ROAD_NAME}(?: ?[0-9]{1,4}번?[가-다]?길)? ?(?:지하 ?)?[0-9]{1,4}(?:-[0-9]{1,4})?${NO_COUNT}`;
const LOT = `(?:[가-힣]{1,6}(?:동|로) ?[0-9]가|(?:[가-힣]{1,6}[0-9]?|[가-힣][0-9]?본)(?:동|리)) ?(?:산 ?)?[0-9]{1,4}(?:-[0-9]{1,4})?${NO_COUNT}`;

const BUILDING = `\\(?[가-힣A-Za-z0-9]{0,12}(?:${BUILDING_END})[0-9]?(?:[ ,]{1,2}[0-9]{1,2}단지)?(?:아파트)?\\)?`;
const ANY_WORD_BEFORE_UNIT =
  '[가-힣A-Za-z0-9]{2,12}(?=[ ,]{1,2}(?:(?:[0-9]{1,4}|[A-Za-z]|[가나다라마바사])동 ?[0-9]|(?:지하 ?)?[0-9]{1,4}(?:층|호)|[0-9]{2,4}-[0-9]{2,4}))';
const BLOCK = '(?:[0-9]{1,4}|[A-Za-z]|[가나다라마바사])동(?![가-힣])';
const ROOM =
  '(?:지하 ?|B|비)?[0-9]{1,4}(?:호(?![실선점])|층)(?:[ ,]{1,2}(?:상가|옥탑방?|왼쪽|오른쪽))?|옥탑방?|반지하(?: ?[0-9]{1,4}호)?|[0-9]{2,4}-[0-9]{2,4}(?!-)';
const QUARTER = ' ?\\([가-힣0-9]{1,8}(?:동|리|가)(?:, ?[가-힣A-Za-z0-9 ]{1,15})?\\)';
const TAIL = `(?:${QUARTER})?(?:[ ,]{1,2}(?:${BUILDING}|${ANY_WORD_BEFORE_UNIT})){0,3}(?:${QUARTER})?(?:[ ,]{1,2}${BLOCK})?(?:[ ,]{0,2}(?:${ROOM})){0,3}`;
const POSTCODE = '(?:\\(?[0-9]{5}\\)?[ ,]{1,2})?';

const HEAD = `(?:(?:${PROVINCE}) (?:${CITY} ){0,2}|(?:${PROVINCE}) ?(?:${KNOWN_CITY} ?){1,2}|(?:${KNOWN_CITY} ){1,2}|${SHORT_CITY} (?:${CITY} )?)`;
const WITH_REGION = new RegExp(
  `(?<![가-힣0-9])${POSTCODE}(?<!제)${HEAD}(?:${TOWN} )?(?:${ROAD}|${LOT})${TAIL}`,
  'gu',
);
/** "강남구 역삼동 래미안 101동 1203호": quarter and home without a lot. */
const HOME = `(?:[0-9]{1,2}단지[ ,]{1,2})?(?:[0-9]{1,4}|[A-Za-z]|[가나다라마바사])동[ ,]{0,2}(?:지하 ?|B)?[0-9]{1,4}호(?![실선점])`;
const HOME_WITH_REGION = new RegExp(
  `(?<![가-힣0-9])${HEAD}?(?:[가-힣0-9]{1,6}(?:읍|면|동|리) )?(?:[가-힣A-Za-z0-9]{2,15} ){0,2}?${HOME}`,
  'gu',
);
const WITHOUT_REGION = new RegExp(
  `(?<![가-힣0-9])(?:${TOWN} )?(?:${ROAD}|${LOT})${NO_COUNT_AFTER_SPACE}${TAIL}`,
  'gu',
);
/** "101-1203" after a housing block. */
const BLOCK_AND_ROOM = new RegExp(
  `(?<![가-힣0-9])[가-힣A-Za-z0-9]{0,12}(?:${BUILDING_END}) ?[0-9]{3,4}-[0-9]{3,4}(?![0-9-])`,
  'gu',
);

const CALLED =
  /(?:주소|배송지|도착지|출발지|수령지|자택|사는 ?곳|(?<![가-힣])집|우리 ?집|저희 ?집|거주지?|받을 ?곳|보내는 ?곳|배송|이사|address)[은는이가을를도로:요했어]{0,3}[ :]{0,2}(?:지금 |현재 )?$/iu;
const CALLED_AFTER =
  /^(?:으?로 ?(?:배송|보내|이사|와|오|가져)|에 ?(?:살|거주|사는)|[이가] ?(?:저희|우리|제) ?집)/u;
/** Words before a number that end like a road but are none. */
const NO_ROAD =
  /^(?:(?:으|바|따|새|서|스스|실제|그대|제대|별|실수|주소|번호|추가|앞|뒤|억지|강제|임의|무료|유료|카드|계좌|때|제|멋대|반대|차례|실시간으|순서대|그런대|이대|저대|되는대|가는|오는|나오는|다니는)(?:로|대로|길)|[가-힣]*(?:으로|대로로))(?= ?[0-9])/u;
const NO_PREFIX =
  /(?:(?<!마|가|노)[은는을를에]|주소|배송지|도착지|수령지|집|저희|우리|우편번호|지금|현재|이사했어요|보내는|받을|곳)[이가도로]?$/u;

/**
 * Street addresses: a road or a lot with its number under a province, city or district; a block and a room wherever they
 * stand together; a road without region only where the words speak of an address. A district or a station alone says
 * nothing about a person and stays.
 */
export function* findAddresses(text: string): Generator<PiiSpan> {
  if (!/[0-9]/.test(text)) return;
  if (/[A-Za-z]/.test(text)) yield* findEnglishAddresses(text);
  if (!/(?:로|길|동|리|가|산) ?[0-9]|[0-9]호/.test(text)) return;
  for (const match of text.matchAll(WITH_REGION)) yield spanOf(match, 'address');
  for (const match of text.matchAll(WITHOUT_REGION)) {
    if (NO_ROAD.test(match[0])) continue;
    if (isCertain(match[0]) || isCalled(text, match)) yield spanOf(match, 'address');
  }
  if (!/[0-9]호|[0-9]-[0-9]/.test(text)) return;
  for (const match of text.matchAll(HOME_WITH_REGION)) {
    const start = match.index + unitsOfCue(match[0]);
    yield { start, end: match.index + match[0].length, type: 'address' };
  }
  for (const match of text.matchAll(BLOCK_AND_ROOM)) {
    if (isCalled(text, match)) yield spanOf(match, 'address');
  }
}

/** A branch of a road with its number, or a number with block, floor or room. */
function isCertain(address: string): boolean {
  return (
    /(?:대로|로) ?[0-9]{1,4}번?[가-다]?길 [0-9]/u.test(address) ||
    /[0-9](?:동|호|단지)(?![가-힣])/u.test(address)
  );
}

function isCalled(text: string, match: RegExpExecArray): boolean {
  return (
    CALLED.test(contextBefore(text, match.index)) ||
    CALLED_AFTER.test(contextAfter(text, match.index + match[0].length))
  );
}

/** "배송지 래미안 101동 …": leading words that speak of the address are no part of it. */
function unitsOfCue(address: string): number {
  let cut = 0;
  for (const word of address.matchAll(/[^ ]+ /gu)) {
    if (!NO_PREFIX.test(word[0].trimEnd())) continue;
    cut = word.index + word[0].length;
  }
  return cut;
}
