const KOREAN_DIGITS = '공일이삼사오육칠팔구';
/** What people write between the groups of a number that they spell. */
const WORDS_BETWEEN = /국에|국번|에|다시|대시|하이픈|빼기/gu;
/** "o1o": letters that look like the digits of the mobile prefix. */
const LOOKALIKE = /^([^0-9A-Za-z]*)[0oO][1lI][0oO](?![A-Za-z])/u;
const MASK = /[*●○#]/u;

/**
 * A Korean phone number as its national digits (`01012345678`), whatever separators, brackets, country code, full-width
 * or spelt-out digits it is written with; a foreign number as `+` and digits; null when it is no (whole) phone number.
 */
export function normalisePhone(raw: string): string | null {
  const spelt = raw
    .toWellFormed()
    .normalize('NFKC')
    .replace(WORDS_BETWEEN, ' ')
    .replace(LOOKALIKE, '$1010')
    .replace(/[영령]/gu, '0')
    .replace(/륙/gu, '6')
    .replace(/[공일이삼사오육칠팔구]/gu, (digit) => String(KOREAN_DIGITS.indexOf(digit)))
    .replace(/[\u3161\u30fc]/gu, '-');
  if (/\p{L}/u.test(spelt) || MASK.test(spelt)) return null;
  const international = /^\s*\(?\s*\+/u.test(spelt);
  let digits = spelt.replace(/\D/gu, '');
  if (digits.startsWith('0082')) digits = digits.slice(2);
  if (
    digits.startsWith('82') &&
    (international || /^82(0?1[016789]|0?2\d|0?[3-6]\d)\d{6,9}$/u.test(digits))
  ) {
    digits = digits.slice(2);
    if (!digits.startsWith('0')) digits = `0${digits}`;
  } else if (international) {
    return digits.length >= 8 && digits.length <= 15 ? `+${digits}` : null;
  }
  if (/^1[016789]\d{7,8}$/u.test(digits) && digits.length >= 9) digits = `0${digits}`;
  return /^0(1[016789]\d{7,8}|2\d{7,8}|[3-6][1-9]\d{7,8}|[57]0\d{7,9})$/u.test(digits) ? digits : null;
}

/** "010-0000-0000", "010-1234-5678", "010-1234-1234": what is typed where a number is asked for and none is given. */
export function isPlaceholderPhone(normalised: string): boolean {
  const own = normalised.slice(-8);
  return (
    new Set(own).size === 1 || own.slice(0, 4) === own.slice(4) || own === '12345678' || own === '87654321'
  );
}
