/** A stretch of text to mark, in UTF-16 units, end exclusive; `note` is told on hover. */
export interface Mark {
  readonly start: number;
  readonly end: number;
  readonly note?: string;
}

type Piece = { readonly text: string; readonly mark: Mark | null };

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

const PLACEHOLDER =
  /(\[(?:전화번호|이메일|주민등록번호|카드번호|계좌번호|여권번호|면허번호|주소|이름|IP|주문번호)\])/;

/** A customer's words: evidence marked, removed personal data shown as what it was. */
export function HighlightedText({ text, marks }: { text: string; marks: readonly Mark[] }) {
  return (
    <>
      {cutAtMarks(text, marks).map((piece, index) =>
        piece.mark === null ? (
          <Redacted key={index} text={piece.text} />
        ) : (
          <mark key={index} title={piece.mark.note}>
            <Redacted text={piece.text} />
          </mark>
        ),
      )}
    </>
  );
}

function Redacted({ text }: { text: string }) {
  return (
    <>
      {text.split(PLACEHOLDER).map((part, index) =>
        PLACEHOLDER.test(part) ? (
          <span key={index} class="removed">
            {part.slice(1, -1)}
          </span>
        ) : (
          part
        ),
      )}
    </>
  );
}
