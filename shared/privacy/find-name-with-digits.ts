import { looksLikeSaidFullName, looksLikeShortName, SURNAME } from './name-shape.ts';

/** A name with the last four digits of its phone: how people let themselves be found without giving the number. */
export interface NameWithDigits {
  readonly start: number;
  readonly end: number;
  readonly name: string;
  readonly last4: string;
  readonly masked: boolean;
}

const NAME = `(?<name>${SURNAME}(?:[가-힣]{1,3}?|[*○●xX]{1,2}[가-힣]))`;
const TITLE = '(?: ?(?:님|씨|고객님?|회원님?))?';
/** What stands between: nothing but signs, or words that say what the digits are. */
const DIGITS_WORD =
  '(?:연락처|전화(?:번호)?|휴대폰|핸드폰|폰|번호|전번|hp)? ?(?:의|은|는)? ?(?:뒷|뒤|끝|마지막)?(?: ?(?:번호|자리|네 ?자리|4 ?자리|넷))*(?:은|는|가|이)?';
const BETWEEN = `(?:(?:이고요?|이구요?|이며|입니다|이에요|예요|인데요?|이요|고)[,. ]{0,3}|[ ,./(:~·-]{1,4})${DIGITS_WORD}[ :(-]{0,3}`;
const NOT_A_QUANTITY =
  '(?![0-9]|[.,:/-] ?[0-9]|\\s*(?:원|년|월|일|점|건|개|번째|회|명|시|분|초|포인트|m|g|k|%))';
const PATTERN = new RegExp(
  `(?<![가-힣*])${NAME}${TITLE}${BETWEEN}(?<last4>[0-9]{4})${NOT_A_QUANTITY}`,
  'giu',
);

/** Names (also masked, "김*수") with four digits beside them, in order. */
export function* findNamesWithDigits(text: string): Generator<NameWithDigits> {
  if (!/[0-9]{4}/u.test(text)) return;
  for (const match of text.matchAll(PATTERN)) {
    const { name = '', last4 = '' } = match.groups ?? {};
    const masked = /[*○●xX]/u.test(name);
    if (!masked && !mayBeName(name)) continue;
    yield { start: match.index, end: match.index + match[0].length, name, last4, masked };
  }
}

function mayBeName(word: string): boolean {
  if (word.length === 2) return looksLikeShortName(word) && word !== '오류';
  return word.length === 3 ? looksLikeSaidFullName(word) : word.length === 4;
}
