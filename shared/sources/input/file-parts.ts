import { MAX_LINE_BYTES, splitLines } from './split-lines.ts';

const PART_BYTES = 8 * 1024 * 1024;
/** An opened and never closed quote must not keep a file in one part. */
const MAX_QUOTED_LINES = 30_000;
const LINE_FEED = Buffer.from('\n');
const QUOTE = 0x22;

/** A piece of a file that reads like a file of its own. */
export interface FilePart {
  readonly body: Buffer;
  /** What to add to a line number of the part for its line number in the whole file. */
  readonly lineOffset: number;
  /** The last line of the whole file that is in it. */
  readonly lastLine: number;
}

/**
 * Cuts a long text file into parts of about 8 MB at the ends of its records: NDJSON at any line, CSV where no quote is
 * open, each CSV part with the header. Holds one part in memory. The quote is one byte that no multi-byte character of
 * UTF-8 or CP949 contains, so counting it is safe before decoding.
 */
export async function* fileParts(
  stream: AsyncIterable<Uint8Array>,
  partBytes: number = PART_BYTES,
): AsyncGenerator<FilePart> {
  let header: Buffer | null | undefined;
  let pieces: Uint8Array[] = [];
  let size = 0;
  let firstLine = 1;
  let lastLine = 0;
  let quotedLines = 0;

  const part = (): FilePart => {
    const withHeader = header !== undefined && header !== null && firstLine > 1;
    const body = Buffer.concat(withHeader ? [header as Buffer, LINE_FEED, ...pieces] : pieces);
    const result = { body, lineOffset: firstLine - 1 - (withHeader ? 1 : 0), lastLine };
    pieces = [];
    size = 0;
    firstLine = lastLine + 1;
    return result;
  };

  for await (const { line, bytes } of splitLines(stream)) {
    if (header === undefined && bytes.some((byte) => byte > 0x20))
      header = isJson(bytes) ? null : Buffer.from(bytes);
    pieces.push(bytes, LINE_FEED);
    size += bytes.length + 1;
    lastLine = line;
    if (header !== null && (count(bytes, QUOTE) % 2 === 1) !== quotedLines > 0) quotedLines += 1;
    else quotedLines = 0;
    const open = quotedLines > 0 && quotedLines < MAX_QUOTED_LINES && size < partBytes + MAX_LINE_BYTES;
    if (size >= partBytes && !open) {
      quotedLines = 0;
      yield part();
    }
  }
  if (size > 0) yield part();
}

/** NDJSON is told from CSV by its first visible character, with or without a byte order mark. */
function isJson(bytes: Uint8Array): boolean {
  const text = Buffer.from(bytes.subarray(0, 64))
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .trimStart();
  return text.startsWith('{') || text.startsWith('[');
}

function count(bytes: Uint8Array, wanted: number): number {
  let found = 0;
  for (let at = bytes.indexOf(wanted); at !== -1; at = bytes.indexOf(wanted, at + 1)) found += 1;
  return found;
}
