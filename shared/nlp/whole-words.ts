const WORD_UNIT = /[\p{L}\p{N}]/u;
const SPACE = /\s/u;
/** A text without spaces is no word; evidence grows by so many units at most. */
const LONGEST_GROWTH = 20;

/**
 * A stretch of text without white space at its ends and grown to whole words (runs of letters and digits): half a
 * Korean word ("안 됩" of "안 됩니다") is no evidence to a reader. Offsets in UTF-16 units, end exclusive.
 */
export function wholeWords(
  text: string,
  stretch: { readonly start: number; readonly end: number },
): { start: number; end: number } {
  let { start, end } = stretch;
  while (start < end && SPACE.test(text.charAt(start))) start += 1;
  while (end > start && SPACE.test(text.charAt(end - 1))) end -= 1;
  if (start === end) return { start, end };
  const first = Math.max(0, start - LONGEST_GROWTH);
  const last = Math.min(text.length, end + LONGEST_GROWTH);
  while (start > first && WORD_UNIT.test(text.charAt(start)) && WORD_UNIT.test(text.charAt(start - 1)))
    start -= 1;
  while (end < last && WORD_UNIT.test(text.charAt(end - 1)) && WORD_UNIT.test(text.charAt(end))) end += 1;
  return { start, end };
}
