/** A syllable of two or three conjoining letters, as some systems write Hangul (NFD). */
const DECOMPOSED = /[\u1100-\u1112][\u1161-\u1175][\u11a8-\u11c2]?/g;
const DECOMPOSED_ONCE = /[\u1100-\u1112][\u1161-\u1175]/;

export interface Composed {
  readonly text: string;
  /** From an offset in the composed text to the one in the input. */
  readonly toInput: (offset: number) => number;
}

/** The text with decomposed Hangul composed, so that the detectors know its words; null where there is none. */
export function composeHangul(text: string): Composed | null {
  if (!DECOMPOSED_ONCE.test(text)) return null;
  const starts: number[] = [];
  let result = '';
  let position = 0;
  const copy = (end: number) => {
    result += text.slice(position, end);
    for (let unit = position; unit < end; unit += 1) starts.push(unit);
    position = end;
  };
  for (const match of text.matchAll(DECOMPOSED)) {
    copy(match.index);
    result += match[0].normalize('NFC');
    starts.push(match.index);
    position = match.index + match[0].length;
  }
  copy(text.length);
  return { text: result, toInput: (offset) => starts[offset] ?? text.length };
}
