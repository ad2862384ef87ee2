/** A text in composed Hangul (NFC), with the way back to the offsets of the text as it came. */
export interface ComposedText {
  readonly text: string;
  /** Offset in the original text of an offset in `text`. */
  toOriginal(offset: number): number;
}

/** Files from macOS carry Hangul as loose letters, which no dictionary knows; nearly all other text comes back as it is. */
export function composeText(original: string): ComposedText {
  if (original === original.normalize('NFC')) return { text: original, toOriginal: (offset) => offset };
  let text = '';
  const offsets: number[] = [];
  // A base character with the marks and vowel/final letters that join it is composed by itself.
  for (const match of original.matchAll(/[\s\S](?:[\u1160-\u11ff]|\p{M})*/gu)) {
    const composed = match[0].normalize('NFC');
    for (let unit = 0; unit < composed.length; unit += 1)
      offsets.push(match.index + Math.min(unit, match[0].length - 1));
    text += composed;
  }
  offsets.push(original.length);
  return { text, toOriginal: (offset) => offsets[offset] ?? original.length };
}
