/** A stretch of text to mark, in UTF-16 units, end exclusive; `note` is told on hover. */
export interface Mark {
  readonly start: number;
  readonly end: number;
  readonly note?: string;
}

export type Piece = { readonly text: string; readonly mark: Mark | null };

/**
 * Cuts a text at its marks. Marks may overlap, come in any order or lie outside the text: each character belongs to
 * the first mark that holds it, and no character is lost or doubled.
 */
export function cutAtMarks(text: string, marks: readonly Mark[]): Piece[] {
  const pieces: Piece[] = [];
  let position = 0;
  for (const mark of marks.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    const start = Math.max(mark.start, position);
    const end = Math.min(mark.end, text.length);
    if (end <= start) continue;
    if (start > position) pieces.push({ text: text.slice(position, start), mark: null });
    pieces.push({ text: text.slice(start, end), mark });
    position = end;
  }
  if (position < text.length) pieces.push({ text: text.slice(position), mark: null });
  return pieces;
}
