import { cutAtMarks, type Mark } from '../cut-at-marks.ts';
import { PLACEHOLDER } from '../placeholder.ts';

/**
 * A customer's words: evidence marked, what was searched for (`hits`) underlined, removed personal data shown as what it
 * was.
 */
export function HighlightedText(props: { text: string; marks: readonly Mark[]; hits?: readonly Mark[] }) {
  const { text, marks, hits = [] } = props;
  let start = 0;
  return (
    <>
      {cutAtMarks(text, marks).map((piece, index) => {
        const from = start;
        start += piece.text.length;
        const words = <Found key={index} text={piece.text} hits={hits.map((hit) => moved(hit, -from))} />;
        return piece.mark === null ? (
          words
        ) : (
          <mark key={index} title={piece.mark.note}>
            {words}
          </mark>
        );
      })}
    </>
  );
}

function moved(mark: Mark, by: number): Mark {
  return { start: mark.start + by, end: mark.end + by };
}

function Found({ text, hits }: { text: string; hits: readonly Mark[] }) {
  return (
    <>
      {cutAtMarks(text, hits).map((piece, index) =>
        piece.mark === null ? (
          <Redacted key={index} text={piece.text} />
        ) : (
          <mark key={index} class="hit">
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
