/** A syllable of two or three conjoining letters, as some systems write Hangul (NFD). */
const SYLLABLE = '[\\u1100-\\u1112][\\u1161-\\u1175][\\u11a8-\\u11c2]?';
/** What nobody sees: zero-width spaces and joiners, direction marks, soft hyphens, variation selectors, tags. */
const INVISIBLE =
  '[\\u00ad\\u034f\\u061c\\u17b4\\u17b5\\u180b-\\u180f\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\ufe00-\\ufe0f\\ufeff\\u{e0000}-\\u{e007f}]';
/** Digits of other scripts, raised and lowered digits, and the letters and digits of mathematics. */
const OTHER_FORMS =
  '[\\u00b2\\u00b3\\u00b9\\u0660-\\u0669\\u06f0-\\u06f9\\u0966-\\u096f\\u2070\\u2074-\\u2079\\u2080-\\u2089\\u{1d400}-\\u{1d7ff}\\u{1fbf0}-\\u{1fbf9}]';
/** Rows of ten digits that NFKC leaves as they are. */
const DIGIT_ROWS = [0x660, 0x6f0, 0x966];

const DIFFERENT = new RegExp(`${SYLLABLE}|${INVISIBLE}|${OTHER_FORMS}`, 'gu');
const DIFFERENT_ONCE = new RegExp(`${SYLLABLE}|${INVISIBLE}|${OTHER_FORMS}`, 'u');

export interface VisibleText {
  readonly text: string;
  /** From an offset in the visible text to the one in the input. */
  readonly toInput: (offset: number) => number;
}

/**
 * What a detector finds in the text as a person reads it, at the offsets of the text itself; where that is nothing, what
 * it finds in the text as it is: an invisible character may cut a number, and may stand where a space should.
 */
export function findAsRead<Span extends { readonly start: number; readonly end: number }>(
  text: string,
  find: (text: string) => Span[],
): Span[] {
  const visible = visibleText(text);
  const found = (visible === null ? [] : find(visible.text)).map((span) => ({
    ...span,
    start: visible?.toInput(span.start) ?? span.start,
    end: visible?.toInput(span.end) ?? span.end,
  }));
  return found.length > 0 ? found : find(text);
}

/**
 * The text as a person reads it: decomposed Hangul composed, invisible characters gone, other forms of digits and
 * letters as ASCII, so that the detectors know numbers and words whatever they are written with. Null where that is the
 * text itself. What is invisible behind a character belongs to it: a span that ends there takes it along.
 */
export function visibleText(text: string): VisibleText | null {
  if (!DIFFERENT_ONCE.test(text)) return null;
  const starts: number[] = [];
  let result = '';
  let position = 0;
  const copy = (end: number) => {
    result += text.slice(position, end);
    for (let unit = position; unit < end; unit += 1) starts.push(unit);
    position = end;
  };
  for (const match of text.matchAll(DIFFERENT)) {
    copy(match.index);
    const seen = seenAs(match[0]);
    result += seen;
    for (let unit = 0; unit < seen.length; unit += 1) starts.push(match.index);
    position = match.index + match[0].length;
  }
  copy(text.length);
  return { text: result, toInput: (offset) => starts[offset] ?? text.length };
}

function seenAs(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (IS_INVISIBLE.test(character)) return '';
  const row = DIGIT_ROWS.find((first) => code >= first && code < first + 10);
  return row === undefined ? character.normalize('NFKC') : String(code - row);
}

const IS_INVISIBLE = new RegExp(`^${INVISIBLE}$`, 'u');
