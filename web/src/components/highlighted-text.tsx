import { cutAtMarks, type Mark } from '../cut-at-marks.ts';

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
