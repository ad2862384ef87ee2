import { wholeWords } from '../nlp/whole-words.ts';

/** A stretch of text, UTF-16 units, end exclusive. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

const SENTENCE_END = /[.!?…~\n]+\s*/gu;

/**
 * A part of `text` of at most `maxUnits` that a reader understands: whole where it fits, else sentences around the
 * first highlight, cut at word borders and marked by `…`. White space is closed up. Highlights grow to whole words and
 * move with the text; those outside the part are dropped. No surrogate pair is cut.
 */
export function excerptOf(
  text: string,
  highlights: readonly Stretch[],
  maxUnits: number,
): { text: string; highlights: Stretch[] } {
  const inside = highlights
    .filter(({ start, end }) => start >= 0 && end > start && end <= text.length)
    .map((highlight) => wholeWords(text, highlight))
    .sort((a, b) => a.start - b.start);
  const part = text.length <= maxUnits ? { start: 0, end: text.length } : around(text, inside[0], maxUnits);
  return closeUp(text, part, inside);
}

function around(text: string, focus: Stretch | undefined, maxUnits: number): Stretch {
  const borders = [
    0,
    ...[...text.matchAll(SENTENCE_END)].map((match) => match.index + match[0].length),
    text.length,
  ];
  const at = focus?.start ?? 0;
  let first = Math.max(
    0,
    borders.findLastIndex((border) => border <= at && border < text.length),
  );
  let last = Math.max(
    first + 1,
    borders.findIndex((border) => border > at),
  );
  const size = () => (borders[last] ?? text.length) - (borders[first] ?? 0);
  if (size() > maxUnits) return wordsAround(text, focus ?? { start: at, end: at }, maxUnits);
  for (let grown = true; grown; ) {
    grown = false;
    if (last < borders.length - 1 && (borders[last + 1] ?? 0) - (borders[first] ?? 0) <= maxUnits) {
      last++;
      grown = true;
    } else if (first > 0 && (borders[last] ?? 0) - (borders[first - 1] ?? 0) <= maxUnits) {
      first--;
      grown = true;
    }
  }
  return { start: borders[first] ?? 0, end: borders[last] ?? text.length };
}

/** One long sentence: a third of the room before the focus, the rest after it, at word borders where there are any. */
function wordsAround(text: string, focus: Stretch, maxUnits: number): Stretch {
  const earliest = Math.max(0, focus.start - Math.floor(maxUnits / 3));
  let start = earliest;
  if (earliest > 0) {
    const space = text.indexOf(' ', earliest);
    start = space >= 0 && space < focus.start ? space + 1 : earliest;
  }
  let end = Math.min(text.length, start + maxUnits);
  if (end < text.length) {
    const space = text.lastIndexOf(' ', end);
    if (space > Math.max(start, Math.min(focus.end, end))) end = space;
  }
  if (isLowSurrogate(text, start)) start++;
  if (isLowSurrogate(text, end)) end--;
  return { start, end };
}

function closeUp(
  text: string,
  part: Stretch,
  highlights: readonly Stretch[],
): { text: string; highlights: Stretch[] } {
  let start = part.start;
  let end = part.end;
  while (start < end && /\s/.test(text.charAt(start))) start++;
  while (end > start && /\s/.test(text.charAt(end - 1))) end--;
  const moved: number[] = [];
  let result = start > 0 && text.slice(0, start).trim() !== '' ? '…' : '';
  for (let index = start; index < end; index++) {
    moved[index] = result.length;
    const character = text.charAt(index);
    if (!/\s/.test(character)) result += character;
    else if (!result.endsWith(' ')) result += ' ';
  }
  moved[end] = result.length;
  if (text.slice(end).trim() !== '') result += '…';
  const kept: Stretch[] = [];
  for (const highlight of highlights) {
    if (highlight.start < start || highlight.end > end) continue;
    const stretch = { start: moved[highlight.start] ?? 0, end: moved[highlight.end] ?? result.length };
    const previous = kept.at(-1);
    // Overlapping evidence is one highlight.
    if (previous !== undefined && stretch.start < previous.end) {
      kept[kept.length - 1] = { start: previous.start, end: Math.max(previous.end, stretch.end) };
    } else if (stretch.end > stretch.start) kept.push(stretch);
  }
  return { text: result, highlights: kept };
}

function isLowSurrogate(text: string, index: number): boolean {
  const unit = text.charCodeAt(index);
  return unit >= 0xdc00 && unit <= 0xdfff;
}
