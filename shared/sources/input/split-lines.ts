/** The longest physical line that is kept in memory, in bytes. A longer one becomes an error line. */
export const MAX_LINE_BYTES = 8 * 1024 * 1024;

/** Of a line that is too long only this much of its beginning is kept, in bytes. */
const KEPT_HEAD_BYTES = 4_096;

/** One physical line without its line feed. `line` counts from 1. */
export interface ByteLine {
  readonly line: number;
  readonly bytes: Uint8Array;
  readonly tooLong: boolean;
}

const LINE_FEED = 0x0a;

/**
 * Cuts a byte stream at its line feeds, with memory bounded by {@link MAX_LINE_BYTES}. No multi-byte character of
 * UTF-8 or CP949 contains the byte of a line feed, so the cut is safe before decoding.
 */
export async function* splitLines(stream: AsyncIterable<Uint8Array>): AsyncGenerator<ByteLine> {
  let line = 1;
  let pieces: Uint8Array[] = [];
  let size = 0;

  const append = (piece: Uint8Array) => {
    if (piece.length === 0) return;
    if (size <= MAX_LINE_BYTES) pieces.push(piece);
    size += piece.length;
    if (size > MAX_LINE_BYTES) pieces = [joined(pieces).slice(0, KEPT_HEAD_BYTES)];
  };
  const take = (): ByteLine => {
    const result = { line, bytes: joined(pieces), tooLong: size > MAX_LINE_BYTES };
    line += 1;
    pieces = [];
    size = 0;
    return result;
  };

  for await (const chunk of stream) {
    let start = 0;
    for (let end = chunk.indexOf(LINE_FEED); end !== -1; end = chunk.indexOf(LINE_FEED, start)) {
      append(chunk.subarray(start, end));
      yield take();
      start = end + 1;
    }
    // A copy, because a reader may use the memory of the chunk again.
    append(chunk.slice(start));
  }
  if (size > 0) yield take();
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const [first] = pieces;
  return pieces.length === 1 && first !== undefined ? first : Buffer.concat(pieces);
}
